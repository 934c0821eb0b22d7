from __future__ import annotations

import pytest

from explorer.architectures.famous import FAMOUS
from explorer.architectures.timeline import HUMAN, TIMELINE, Entry
from explorer.learning.compatibility import import_torchvision

# The preset of torchvision whose weights give an entry its error with one view.
TORCHVISION = {
    "alexnet_2012": "alexnet",
    "googlenet_paper": "googlenet",
    "vgg19": "vgg19",
    "resnet152": "resnet152",
    "inception_v3": "inception_v3",
    "squeezenet1_0": "squeezenet1_0",
    "mobilenet_v2": "mobilenet_v2",
}


def entry(title: str) -> Entry:
    (found,) = (each for each in TIMELINE if each.title == title)
    return found


def test_winners_and_their_errors() -> None:
    winners = {each.year: (each.title, each.top5_error) for each in TIMELINE if each.place == 1}
    assert winners == {
        2010: ("NEC-UIUC", 28.2),
        2011: ("XRCE", 25.8),
        2012: ("AlexNet", 16.4),
        2013: ("Clarifai", 11.7),
        2014: ("GoogLeNet", 6.67),
        2015: ("ResNet", 3.57),
        2016: ("Trimps-Soushen", 2.99),
        2017: ("SENet", 2.251),
    }
    errors = [error for _, (_, error) in sorted(winners.items())]
    assert errors == sorted(errors, reverse=True)


def test_depth_and_parameters_come_from_plans() -> None:
    counted = {each.title: (each.depth, each.parameters) for each in TIMELINE if each.famous}
    assert counted == {
        "AlexNet": (8, 60_965_224),
        "ZFNet": (8, 62_357_608),
        "GoogLeNet": (22, 6_998_552),
        "VGG": (19, 143_667_240),
        "ResNet": (152, 60_192_808),
        "Inception v3": (48, 23_834_568),
        "SqueezeNet": (18, 1_248_424),
        "MobileNet v1": (28, 4_231_976),
        "MobileNet v2": (53, 3_504_872),
    }
    assert all(each.macs for each in TIMELINE if each.famous)


def test_without_a_plan_nothing_is_claimed() -> None:
    for each in (*(each for each in TIMELINE if not each.famous), HUMAN):
        assert (each.depth, each.parameters, each.macs) == (None, None, None)


@pytest.mark.parametrize("each", (*TIMELINE, HUMAN), ids=lambda each: each.title)
def test_every_entry_says_on_what_it_was_measured_and_who_says_so(each: Entry) -> None:
    assert each.kind in ("shallow", "challenge", "later", "human")
    assert not each.famous or each.famous in FAMOUS
    assert each.measured.startswith(
        {"later": "validation set", "human": "1,500 pictures"}.get(each.kind, "test set")
    )
    assert each.new.endswith(".") and each.source
    assert (each.place is None) is (each.kind in ("later", "human"))


def test_the_timeline_is_in_order() -> None:
    years = [each.year for each in TIMELINE]
    assert years == sorted(years)


def test_the_human_was_passed_in_2015() -> None:
    assert entry("GoogLeNet").top5_error > HUMAN.top5_error > entry("ResNet").top5_error


@pytest.mark.parametrize("famous", TORCHVISION)
def test_the_error_with_one_view_is_torchvisions(famous: str) -> None:
    (each,) = (each for each in TIMELINE if each.famous == famous)
    weights = import_torchvision("torchvision.models").get_model_weights(TORCHVISION[famous]).IMAGENET1K_V1
    right = weights.meta["_metrics"]["ImageNet-1K"]["acc@5"]
    assert each.single_view_error == round(100 - right, 3)


def test_no_other_entry_has_an_error_with_one_view() -> None:
    assert {each.famous for each in TIMELINE if each.single_view_error} == set(TORCHVISION)
