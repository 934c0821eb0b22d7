"""Train the photo network and ship it: `python -m explorer.learning.train_photos`.

The network learns CIFAR-10's labels, slightly smoothed, from photos that are mirrored, shifted and relit anew
in every epoch. Every choice is made on 5,000 training photos set aside. A run reads the test photos once,
at its end. One that was broken off goes on where it stopped, as long as its work folder is there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

import torch

from explorer.arithmetic.networks import Network
from explorer.learning.architecture import fold, photo_layers
from explorer.learning.cifar import data_name, read_cifar10
from explorer.learning.data import Examples, shuffled, split
from explorer.learning.effort import CpuClock
from explorer.learning.modules import to_module, weights_of
from explorer.learning.photo_augmentation import vary_photos
from explorer.learning.photo_card import write_photo_card
from explorer.learning.photo_plan import SMOOTHING, SPLIT_SEED, PhotoPlan, read_photo_plan
from explorer.learning.photo_report import measure_photos
from explorer.learning.shipping import ship
from explorer.learning.training import Lesson, label_logits
from explorer.learning.watching import fit_watched


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command."""
    torch.set_num_threads(1)
    plan, clock = read_photo_plan(arguments), CpuClock()
    plan.claim_work_folder()
    every_photo = shuffled(read_cifar10(plan.data, plan.work, train=True), seed=SPLIT_SEED)
    learning, validation = split(every_photo, validation_count=plan.validation_count)
    learning = learning[: plan.learning_count]
    network = train(learning, plan, clock)
    test = shuffled(read_cifar10(plan.data, plan.work, train=False), seed=SPLIT_SEED)[: plan.test_count]
    figures = measure_photos(
        network, validation=validation, test=test, data=data_name(plan.data), cpu_seconds=clock.seconds
    )
    ship(network, asdict(figures.limits), plan.output)
    write_photo_card(figures, network, plan, learning_count=len(learning))
    print(figures.summary())


def train(learning: Examples, plan: PhotoPlan, clock: CpuClock) -> Network:
    """Train the network and return it folded, as it is shipped; the clock counts what that takes."""
    torch.manual_seed(plan.seed)
    layers = photo_layers(plan.width)
    logits = label_logits(learning.labels, smoothing=SMOOTHING)
    trained = fit_watched(
        to_module(layers),
        lambda epoch: Lesson(vary_photos(learning.images, epoch=epoch, seed=plan.seed), logits),
        plan.recipe,
        plan.work / "network.pt",
        seed=plan.seed,
        clock=clock,
    )
    folded, weights = fold(layers, weights_of(trained))
    return Network(folded, (3, 32, 32), weights)


if __name__ == "__main__":
    main()
