"""Plans computed in NumPy. tests/learning/test_architectures.py compares random ones with torch."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from explorer.architectures.analysis import Analysis, analyse, weight_shapes
from explorer.architectures.notation import read_plan
from explorer.architectures.plans import Plan
from explorer.architectures.running import forward, random_weights, trace
from explorer.arithmetic import Conv2d, Flatten, Linear, MaxPool2d, Network, ReLU
from tests.architectures.comparing import images
from tests.architectures.strategies import plans

CHAIN = """
input 2x9x7
conv1: conv 4 3x3 padding=1
relu1: relu
pool1: maxpool 2x2
flatten1: flatten
last: linear 3
"""
BRANCHES = """
input 2x4x4
both: concat {
  a: conv 3 1x1 bias=no
|
|
  add {
    relu
  |
  }
}
aside {
  head: conv 5 3x3
}
softmax
"""


def worked(text: str) -> Analysis:
    return analyse(read_plan(text))


def test_a_chain_is_the_network_of_its_layers() -> None:
    analysis = worked(CHAIN)
    weights = random_weights(analysis)
    layers = {
        "conv1": Conv2d(2, 4, 3, padding=1),
        "relu1": ReLU(),
        "pool1": MaxPool2d(2),
        "flatten1": Flatten(),
        "last": Linear(48, 3),
    }
    network, batch = Network(layers, (2, 9, 7), weights), images(analysis.plan)
    np.testing.assert_array_equal(forward(analysis, batch, weights), network.forward(batch))
    kept, expected = trace(analysis, batch[0], weights), network.trace(batch[0]).activations
    assert list(kept) == list(expected)
    for name, array in expected.items():
        np.testing.assert_array_equal(kept[name], array)


def test_branches_by_hand() -> None:
    analysis = worked(BRANCHES)
    kernel = np.array([[1, 0], [0, 1], [1, -1]], np.float32)
    image = images(analysis.plan, 1)[0]
    convolved = np.einsum("oc,chw->ohw", kernel, image)
    stacked = np.concatenate([convolved, image, np.maximum(image, 0) + image])
    kept = trace(analysis, image, {"both.a.weight": kernel[..., None, None]})
    assert list(kept) == ["both.a", "both.relu1", "both.add1", "both", "softmax1"]
    np.testing.assert_allclose(kept["both"], stacked, atol=1e-6)
    np.testing.assert_allclose(kept["softmax1"].sum(axis=0), 1, atol=1e-6)
    assert not any(array.flags.writeable for array in kept.values())


@given(plans())
@settings(max_examples=50)
def test_a_trace_has_the_shapes_that_were_predicted(plan: Plan) -> None:
    analysis = analyse(plan)
    weights, image = random_weights(analysis, 1), images(plan, 1)[0]
    kept = trace(analysis, image, weights)
    expected = {
        row.path: row.output_shape
        for row in analysis.rows
        if not row.aside and getattr(row.node, "join", "") != "aside"
    }
    assert {path: array.shape for path, array in kept.items()} == expected
    assert all(array.dtype == np.float32 for array in kept.values())
    answer = forward(analysis, image, weights)
    assert answer.shape == analysis.output_shape
    if plan.nodes:
        last = [row.path for row in analysis.rows if row.path in kept and not row.depth]
        np.testing.assert_array_equal(answer, kept[last[-1]] if last else image)


@given(plans(most_nodes=3))
@settings(max_examples=30)
def test_a_batch_is_its_images_one_by_one(plan: Plan) -> None:
    analysis = analyse(plan)
    weights, batch = random_weights(analysis), images(plan, 3)
    together = forward(analysis, batch, weights)
    one_by_one = np.stack([forward(analysis, image, weights) for image in batch])
    np.testing.assert_allclose(together, one_by_one, rtol=1e-4, atol=1e-5)
    assert forward(analysis, batch[:0], weights).shape == (0, *together.shape[1:])


def test_a_large_batch_runs_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    analysis = worked(CHAIN)
    weights, batch = random_weights(analysis), images(analysis.plan, 7)
    whole = forward(analysis, batch, weights)
    seen = []
    original = Conv2d.forward
    monkeypatch.setattr("explorer.architectures.running.PART", 2 * 4 * 9 * 7)
    monkeypatch.setattr(Conv2d, "forward", lambda *given: seen.append(len(given[1])) or original(*given))
    np.testing.assert_allclose(forward(analysis, batch, weights), whole, rtol=1e-5)
    assert seen == [2, 2, 2, 1]


def test_random_weights_keep_to_a_scale_and_a_seed() -> None:
    text = "input 8x8x8\n" + "conv 64 3x3 padding=1 bias=no\nrelu\n" * 12 + "batchnorm\ntableconv 0.1,2 2x2"
    analysis = worked(text)
    weights = random_weights(analysis, 3)
    assert {name: array.shape for name, array in weights.items()} == dict(weight_shapes(analysis))
    assert all(array.dtype == np.float32 for array in weights.values())
    assert weights["batchnorm1.running_var"].min() > 0
    for name, again in random_weights(analysis, 3).items():
        np.testing.assert_array_equal(again, weights[name])
    assert not np.array_equal(random_weights(analysis, 4)["conv1.weight"], weights["conv1.weight"])
    deep = trace(analysis, images(analysis.plan, 1)[0], weights)["relu12"]
    assert 0.1 < np.sqrt(np.square(deep).mean()) < 10


def test_what_cannot_run_is_refused_in_words() -> None:
    analysis = worked(CHAIN)
    weights, image = random_weights(analysis), images(analysis.plan, 1)[0]
    broken = worked("input 1x2x2\nbig: conv 1 5x5\nlinear 3")
    with pytest.raises(ValueError, match="the network cannot run: big: kernel 5x5 does not fit input 2x2"):
        forward(broken, np.zeros((1, 2, 2)), {})
    with pytest.raises(
        ValueError, match=r"needs one image \(2, 9, 7\) or a batch \(N, 2, 9, 7\), not \(9, 7\)"
    ):
        forward(analysis, image[0], weights)
    with pytest.raises(ValueError, match=r"an image of shape \(2, 9, 7\), not \(1, 2, 9, 7\)"):
        trace(analysis, image[None], weights)
    with pytest.raises(ValueError, match=r"weights are missing: last.bias"):
        forward(analysis, image, {name: array for name, array in weights.items() if name != "last.bias"})
    with pytest.raises(ValueError, match=r"conv1.bias must have shape \(4,\), not \(5,\)"):
        forward(analysis, image, weights | {"conv1.bias": np.zeros(5)})


def test_weights_of_what_is_aside_are_not_needed() -> None:
    analysis = worked(BRANCHES)
    weights = {name: array for name, array in random_weights(analysis).items() if "head" not in name}
    assert len(weights) == 1
    assert forward(analysis, images(analysis.plan, 3), weights).shape == (3, 7, 4, 4)
