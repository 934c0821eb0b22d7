"""Train the digit network and ship it: `python -m explorer.learning.train_digits`.

A large teacher learns from varied copies of MNIST's training digits and answers each of those pictures; the
small network then learns the teacher's answers, once per seed (Hinton, Vinyals and Dean 2015). Every choice
is made on the last 5,000 training digits, which neither of them learns from. The test digits are read once,
at the end. A run that was broken off goes on where it stopped, as long as its work folder is there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

import torch
from tqdm import tqdm

from explorer.arithmetic.networks import Network
from explorer.learning.architecture import digit_layers, fold, teacher_layers
from explorer.learning.data import Examples, read_mnist, split
from explorer.learning.digit_plan import (
    FINISHING_RATE,
    STUDENT_RATE,
    TEACHER_RATE,
    TEMPERATURE,
    DigitPlan,
    read_digit_plan,
)
from explorer.learning.lessons import LessonBook, write_answers, write_lessons, write_redrawn
from explorer.learning.model_card import write_card
from explorer.learning.modules import to_module, weights_of
from explorer.learning.report import measure
from explorer.learning.shipping import ship
from explorer.learning.training import Recipe
from explorer.learning.watching import fit_watched


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command."""
    torch.set_num_threads(1)
    plan = read_digit_plan(arguments)
    plan.claim_work_folder()
    every_digit = read_mnist(plan.data, train=True)
    learning, validation = split(every_digit, validation_count=plan.validation_count)
    learning = learning[: plan.learning_count]
    book = prepare_lessons(learning, plan)
    networks = {seed: train_student(learning, book, plan, seed) for seed in plan.seeds}
    test = read_mnist(plan.data, train=False)[: plan.test_count]
    figures = measure(networks, validation=validation, test=test, work=plan.work)
    ship(networks[figures.shipped], asdict(figures.limits), plan.output)
    teacher_count = sum(layer.parameter_count for layer in teacher_layers(plan.teacher_width).values())
    write_card(
        figures, networks[figures.shipped], plan, learning_count=len(learning), teacher_count=teacher_count
    )
    print(figures.summary())


def prepare_lessons(learning: Examples, plan: DigitPlan) -> LessonBook:
    """Make the lessons, train the teacher and let it answer them; what is there already is kept."""
    book = LessonBook(plan.work, learning.labels, plan.strong, plan.mild)
    with tqdm(desc="copies", total=plan.strong + plan.mild) as bar:
        write_lessons(learning, book, seed=0, progress=bar.update)
    with tqdm(desc="redrawn", total=plan.redrawn) as bar:
        write_redrawn(learning, book, count=plan.redrawn, seed=0, progress=bar.update)
    torch.manual_seed(0)
    teacher = fit_watched(
        to_module(teacher_layers(plan.teacher_width)),
        lambda epoch: book.hard(book.copy_for(epoch, plan.teacher_epochs, 0)),
        Recipe(plan.teacher_epochs, learning_rate=TEACHER_RATE, weight_decay=0.02),
        plan.work / "teacher.pt",
        seed=0,
    )
    with tqdm(desc="answers", total=plan.strong + plan.mild) as bar:
        write_answers(teacher, book, progress=bar.update)
    return book


def train_student(learning: Examples, book: LessonBook, plan: DigitPlan, seed: int) -> Network:
    """Train the network of one seed and return it folded, as it is shipped.

    It learns the teacher's answers first, then the labels of digits that are varied little or not at all.
    """
    torch.manual_seed(seed)
    layers = digit_layers()
    taught = fit_watched(
        to_module(layers),
        lambda epoch: book.taught(book.copy_for(epoch, plan.epochs, seed)),
        Recipe(plan.epochs, learning_rate=STUDENT_RATE, temperature=TEMPERATURE),
        plan.work / f"seed-{seed}.pt",
        seed=seed,
    )
    finished = fit_watched(
        taught,
        lambda epoch: book.finishing(epoch, learning.images, seed=seed),
        Recipe(plan.finishing_epochs, learning_rate=FINISHING_RATE),
        plan.work / f"seed-{seed}-finished.pt",
        seed=seed,
    )
    folded, weights = fold(layers, weights_of(finished))
    return Network(folded, (1, 28, 28), weights)


if __name__ == "__main__":
    main()
