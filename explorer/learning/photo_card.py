"""Write the model card of the photo network; every number in it is computed."""

from __future__ import annotations

from pathlib import Path

from explorer.arithmetic.networks import Network
from explorer.learning.card_parts import layer_table, occasion, size_of, write_parts
from explorer.learning.photo_augmentation import BRIGHTNESS, CONTRAST, SHIFT
from explorer.learning.photo_plan import DECAY, RATE, RISE, SMOOTHING, EarlierRun, PhotoPlan
from explorer.learning.photo_report import ACCEPTED, CROPS_PER_PICTURE, PhotoFigures
from explorer.photos import CLASS_NAMES

MISTAKES = 6


def write_photo_card(
    figures: PhotoFigures, network: Network, plan: PhotoPlan, *, learning_count: int
) -> Path:
    """Write MODEL_CARD.md beside the weights."""
    parts = [
        _heading(network),
        _training(figures, plan, learning_count=learning_count),
        _accuracy(figures),
        _doubt(figures),
        layer_table(network),
        _limits_of_use(),
    ]
    return write_parts(parts, plan.output)


def _heading(network: Network) -> str:
    return f"""# The photo network

Says which of ten things a photo of 32x32 pixels shows: {", ".join(CLASS_NAMES[:-1])}
or {CLASS_NAMES[-1]}. Its input is red, green and blue, each from 0 to 1.
{size_of(network)}
Convolutions, ReLU, max pooling, an average over each last map and one linear layer; the batch
normalisation used in training is folded into the convolutions. `explorer/photos.py` reads it; it runs in
NumPy."""


def _training(figures: PhotoFigures, plan: PhotoPlan, *, learning_count: int) -> str:
    recipe = plan.recipe
    return f"""## How it was made

- {occasion()}
- Command: `{plan.command()}`
- Cost: {figures.cpu_seconds / 60:.0f} minutes of CPU time, measured; that is how long one idle core takes.
- Data: {figures.data} (Krizhevsky 2009). {learning_count:,} training photos to learn from,
  {plan.validation_count:,} other training photos, drawn at random with a fixed seed, for every choice,
{_test_photos(int(figures.confusion.sum()), plan.earlier)}
- Each epoch shows every photo once: mirrored in every other epoch, moved by up to {SHIFT} pixels along
  each axis with its border reflected, its contrast changed by up to {CONTRAST:.0%} and its brightness by up
  to {BRIGHTNESS:.0%} of the range.
- {plan.epochs} epochs of stochastic gradient descent with Nesterov's momentum, batches of
  {recipe.batch_size}, weight decay {DECAY:g}, labels smoothed by {SMOOTHING:g}. The learning rate rises to
  {RATE:g} over {RISE} epochs, stays there, and falls to nothing over the last {plan.fall}. The exponential
  average of the weights is kept. Training computes the convolutions in bfloat16; what is shipped is float32.
- One seed, {plan.seed}: how much another one would differ was not measured."""


def _test_photos(count: int, earlier: EarlierRun | None) -> str:
    """Return how often the test photos were read, and what was known of them when something was chosen."""
    if earlier is None:
        return f"  {count:,} test photos read once after the training, for no choice."
    return f"""  {count:,} test photos read twice: once after an earlier run, once after this one.
- The earlier run, of the same recipe, had {earlier.epochs} epochs, {earlier.fall} of them at a falling rate,
  and recognised {earlier.validation:.2%} of the validation photos, {earlier.test:.2%} of the test photos.
  That test figure was known when this run was decided: the test photos are not free of every choice."""


def _accuracy(figures: PhotoFigures) -> str:
    classes = "\n".join(f"| {name} | {share:.1%} |" for name, share in figures.found().items())
    mistakes = "\n".join(
        f"| {true} | {answer} | {count} |" for true, answer, count in figures.mixed_up(MISTAKES)
    )
    return f"""## Accuracy

{figures.data}: {figures.test:.2%} of the test photos, {figures.validation:.2%} of the validation photos.
The standard error of the first figure is {100 * figures.standard_error:.2f} percentage points, for
{int(figures.confusion.sum()):,} test photos.
Measured with the network as it is shipped, in NumPy, one look at each photo.

| test photos of | recognised |
|---|---|
{classes}

The most frequent mistakes:

| shown | answered | test photos |
|---|---|---|
{mistakes}"""


def _doubt(figures: PhotoFigures) -> str:
    rows = "\n".join(f"| {name} | {share:.1%} |" for name, share in figures.doubted.items())
    return f"""## Doubt

A photo is doubted when the evidence of its logits, log of the sum of exp(logit), is under
{figures.limits.least_evidence:.2f} (the negative of an energy, Liu et al. 2020). {ACCEPTED:.0%} of the
validation photos that are recognised reach that limit; it was chosen so. To ask the evidence and not the
largest probability was chosen by looking at pictures such as the last rows show, which flatters them a
little. These show none of the ten: {CROPS_PER_PICTURE} random squares of each sample picture, shrunk to
32x32, and as many pictures of each other kind.

| pictures | doubted |
|---|---|
{rows}"""


def _limits_of_use() -> str:
    return """## Limits

For learning and demonstration. It knows ten words and must answer with one of them: a face, a house or a
flower gets one of the ten names, sometimes with a high probability. The doubt above catches only a part of
that, as its table says. It has learned from photos shrunk to 32x32 that show one thing, large and near the
middle; a photo with several things, a small thing in a wide scene, a drawing or an unusual view is recognised
less well than the figures say. People are none of the ten, and nothing it says about them means anything.
CIFAR-10 was collected from the web in the 2000s, with the taste of that time and place in animals and
vehicles."""
