"""Write the model card of the shipped network; every number in it is computed."""

from __future__ import annotations

from pathlib import Path

from explorer.arithmetic.networks import Network
from explorer.learning.card_parts import layer_table, occasion, size_of, write_parts
from explorer.learning.digit_plan import FINISHING_RATE, STUDENT_RATE, TEACHER_RATE, TEMPERATURE, DigitPlan
from explorer.learning.lessons import MILD, OUTLIER_SHARE
from explorer.learning.report import REAL_DOUBTED, SCRIBBLES_PER_KIND, Figures
from explorer.learning.training import Recipe

COLUMNS = ("validation", "validation_redrawn", "test", "test_redrawn")


def write_card(
    figures: Figures, network: Network, plan: DigitPlan, *, learning_count: int, teacher_count: int
) -> Path:
    """Write MODEL_CARD.md beside the weights; `teacher_count` is the number of the teacher's parameters."""
    parts = [
        _heading(network),
        _training(plan, learning_count=learning_count, teacher_count=teacher_count),
        _accuracy(figures),
        _doubt(figures),
        layer_table(network),
        _limits_of_use(),
    ]
    return write_parts(parts, plan.output)


def _heading(network: Network) -> str:
    return f"""# The digit network

Reads one handwritten digit, 0 to 9, in a 28x28 picture prepared as MNIST was made.
{size_of(network)}
Convolutions, ReLU, max pooling and one linear layer; the batch normalisation used in training is folded
into the convolutions. `explorer/digits.py` runs it in NumPy."""


def _training(plan: DigitPlan, *, learning_count: int, teacher_count: int) -> str:
    seeds = ", ".join(map(str, plan.seeds))
    return f"""## How it was made

- {occasion()}
- Command: `{plan.command()}`
- Data: MNIST (LeCun, Cortes and Burges). {learning_count:,} training digits to learn from, the last
  {plan.validation_count:,} training digits for every choice, {plan.test_count:,} test digits read after the
  training, for no choice.
- Lessons: {plan.strong} copies of the learning digits, each digit rotated, sheared, stretched, bent,
  shifted and drawn with another pen; {plan.mild} copies varied {MILD:.0%} as much for the last fifth of the
  epochs, with {plan.redrawn:,} digits redrawn on a canvas and prepared as the app prepares a drawing.
  For every 100 digits {100 * OUTLIER_SHARE:.0f} pictures that are no digits (scrawls, loose strokes,
  letters, two digits side by side, clutter), for which all ten digits should be equally probable.
- Teacher: a network with {teacher_count:,} parameters, not shipped, learned the labels of the same lessons
  for {plan.teacher_epochs} epochs (AdamW, highest learning rate {TEACHER_RATE:g}).
  All seeds learned the answers of this one teacher.
- Seeds {seeds}: {plan.epochs} epochs each on the teacher's answers at temperature {TEMPERATURE:g}
  (AdamW, highest learning rate {STUDENT_RATE:g}, batches of {Recipe(1).batch_size}, one cycle), then
  {plan.finishing_epochs} epochs on the labels (highest learning rate {FINISHING_RATE:g}): the mild copies,
  with half of the digits unvaried. The exponential average of the weights is kept."""


def _accuracy(figures: Figures) -> str:
    rows = [
        f"| {seed}{' (shipped)' if seed == figures.shipped else ''} | "
        + " | ".join(f"{getattr(found, name):.2%}" for name in COLUMNS)
        + " |"
        for seed, found in figures.seeds.items()
    ]
    rows.append("| mean | " + " | ".join(f"{figures.mean(name):.3%}" for name in COLUMNS) + " |")
    rows.append(
        "| standard deviation | " + " | ".join(f"{figures.spread(name):.3%}" for name in COLUMNS) + " |"
    )
    table = "\n".join(rows)
    return f"""## Accuracy

| seed | validation | validation, redrawn | test | test, redrawn |
|---|---|---|---|---|
{table}

Redrawn digits are drawn again on a white canvas of 280 to 600 pixels in dark ink, at a random place, 25 to
90 % of the canvas high, rotated by up to 15 degrees, with pens from thin to thick, and then read as any
drawing is. The shipped seed was chosen by its validation accuracy (ties: redrawn validation digits).
`python -m benchmarks.redrawn_digits` measures the last column again for the shipped network."""


def _doubt(figures: Figures) -> str:
    rows = "\n".join(f"| {name} | {share:.1%} |" for name, share in figures.doubted.items())
    limits = figures.limits
    return f"""## Doubt

A picture is doubted when its most probable digit has a probability under {limits.least_probability:.0%}.
That limit was chosen so that at most {REAL_DOUBTED:.1%} of the validation digits, plain and redrawn
together, fall under it. Beside it the app doubts pictures without ink, with less than
{limits.least_ink:.3%} ink, or with a mean above {limits.most_ink:.2f} after the preparation.
The rows below the digits are {SCRIBBLES_PER_KIND} fresh pictures each.

| pictures | doubted |
|---|---|
{rows}"""


def _limits_of_use() -> str:
    return """## Limits

For learning and demonstration. MNIST was written by American census employees and high-school students;
other hands write other digits (a 1 with a long flag, a 7 with a bar, a 4 open at the top) and are read less
well than the figures above say. It knows digits one at a time."""
