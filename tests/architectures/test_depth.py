from __future__ import annotations

import pytest

from explorer.architectures.analysis import analyse
from explorer.architectures.depth import depth
from explorer.architectures.famous import FAMOUS
from explorer.architectures.notation import read_plan

# As the papers count, or as the names say.
PUBLISHED = {
    "lenet5_1998": 7,
    "alexnet_2012": 8,
    "zfnet": 8,
    "vgg16": 16,
    "vgg19": 19,
    "googlenet": 22,
    "googlenet_paper": 22,
    "resnet18": 18,
    "resnet34": 34,
    "resnet50": 50,
    "resnet101": 101,
    "resnet152": 152,
    "mobilenet_v1": 28,
}


@pytest.mark.parametrize("name", PUBLISHED)
def test_depth_is_what_the_papers_count(name: str) -> None:
    assert depth(analyse(FAMOUS[name].plan)) == PUBLISHED[name]


def test_the_longest_branch_counts_and_one_aside_does_not() -> None:
    text = """input 1x8x8
    concat {
      conv 1 1x1
    |
      conv 1 1x1
      relu
      conv 1 3x3 padding=1
    |
    }
    batchnorm
    aside {
      conv 1 1x1
      conv 1 1x1
      conv 1 1x1
    }
    flatten
    linear 2"""
    assert depth(analyse(read_plan(text))) == 3
