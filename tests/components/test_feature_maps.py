import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from explorer.arithmetic import Linear, ReceptiveField
from explorer.components.feature_maps import LayerView, adding_up, contributions
from explorer.components.feature_maps.sending import STEPS, blob
from explorer.components.feature_maps.views import breakdown
from explorer.components.payload import unpack
from explorer.digits import digit_network, recognise
from explorer.pictures.samples import sample_digit
from tests.browser.layer_views import layer_views

RNG = np.random.default_rng(11)
INPUT = np.linspace(0, 1, 28 * 28, dtype=np.float32).reshape(28, 28)


def noise(*shape: int) -> np.ndarray:
    return RNG.normal(0, 1, shape).astype(np.float32)


def sent(*layers: LayerView, scale: str = "layer") -> tuple[dict, dict]:
    return unpack(blob(layers, input=INPUT, scale=scale, alt="a digit"))


@pytest.fixture(scope="module")
def traced() -> list[LayerView]:
    return layer_views(digit_network(), recognise(np.asarray(sample_digit(3))).trace)


def test_numbers_are_as_exact_as_two_bytes_can_be() -> None:
    maps, kernels = noise(4, 9, 7), noise(4, 3, 5, 5)
    header, arrays = sent(LayerView("conv", "Convolution", maps, kernels=kernels))
    layer = header["layers"][0]
    assert arrays["maps0"].dtype == arrays["kernels0"].dtype == np.int16
    for values, name, step in ((maps, "maps0", "step"), (kernels, "kernels0", "kernelStep")):
        assert layer[step] == pytest.approx(np.abs(values).max() / STEPS)
        np.testing.assert_allclose(arrays[name] * layer[step], values, atol=0.51 * layer[step])


def test_a_layer_of_zeros_is_sent() -> None:
    header, arrays = sent(LayerView("dead", "Nothing", np.zeros((2, 3, 3), np.float32)))
    assert header["layers"][0]["step"] == 0
    assert not arrays["maps0"].any()


def test_what_only_lets_through_is_not_sent_twice() -> None:
    before = noise(3, 5, 5)
    header, arrays = sent(
        LayerView("conv", "Convolution", before),
        LayerView("relu", "ReLU", np.maximum(before, 0)),
        LayerView("other", "Not ReLU", np.abs(before)),
    )
    assert [layer.get("positive", False) for layer in header["layers"]] == [False, True, False]
    assert {"maps0", "maps2"} == {name for name in arrays if name.startswith("maps")}


def test_statistics_say_where_each_map_is_strongest() -> None:
    maps = np.zeros((2, 4, 5), np.float32)
    maps[0, 1, 3], maps[0, 2, 2], maps[1, 3, 4] = 2, -5, 0.5
    _, arrays = sent(LayerView("conv", "Convolution", maps))
    assert arrays["stats0"].tolist() == [[-5, 2, 2, 2], [0, 0.5, 3, 4]]


def test_a_cell_without_a_field_sees_the_whole_input() -> None:
    field = ReceptiveField(size=(5, 3), stride=(2, 1), offset=(-1, 0))
    header, _ = sent(
        LayerView("conv", "Convolution", noise(1, 3, 3), receptive_field=field),
        LayerView("linear", "Linear", noise(10)),
    )
    assert header["layers"][0]["field"] == [[5, 3], [2, 1], [-1, 0]]
    assert header["layers"][1]["field"] == [[28, 28], [1, 1], [0, 0]]


def test_long_rows_are_cells_and_short_ones_bars() -> None:
    header, arrays = sent(
        LayerView("flatten", "Flatten", noise(576)),
        LayerView("linear", "Linear", noise(3), labels=("cat", "dog", "cup")),
        LayerView("softmax", "Softmax", noise(2), printed=("25.0 %", "75.0 %")),
    )
    assert [layer["kind"] for layer in header["layers"]] == ["strip", "bars", "bars"]
    assert arrays["maps0"].shape == (1, 1, 576)
    assert header["layers"][1]["labels"] == ["cat", "dog", "cup"]
    assert header["layers"][2]["labels"] == ["0", "1"]
    assert header["layers"][2]["printed"] == ["25.0 %", "75.0 %"]


def test_contributions_and_bias_make_the_logits() -> None:
    maps, weight, bias = noise(4, 3, 2), noise(10, 24), noise(10)
    given_by_cells = contributions(weight, maps)
    logits = Linear(24, 10).forward(maps.reshape(-1), {"weight": weight, "bias": bias})
    np.testing.assert_allclose(given_by_cells.sum(axis=(1, 2, 3)) + bias, logits, rtol=1e-5, atol=1e-5)
    view = LayerView("linear", "Linear", logits, contributions=given_by_cells, bias=bias)
    header, _ = sent(view)
    for output, (raised, lowered, own, total) in enumerate(header["layers"][0]["sums"]):
        assert raised + lowered + own == total
        assert total == round(100 * breakdown(view, output).sum())
        assert abs(total / 100 - logits[output]) < 0.00501
        np.testing.assert_allclose([raised, lowered, own], 100 * breakdown(view, output), atol=1)


@given(parts=st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=6), places=st.integers(0, 4))
def test_rounded_parts_add_up(parts: list[float], places: int) -> None:
    whole, total = adding_up(parts, places=places)
    assert sum(whole) == total
    assert abs(total - sum(parts) * 10**places) < 0.5 + 1e-3
    assert all(abs(each - part * 10**places) <= 1 + 1e-3 for each, part in zip(whole, parts, strict=True))


def test_shapes_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match=r"conv must be \(C, H, W\) or \(N,\), not \(2, 2\)"):
        LayerView("conv", "", noise(2, 2))
    with pytest.raises(ValueError, match=r"kernels of conv must be \(4, C, kh, kw\), not \(3, 1, 2, 2\)"):
        LayerView("conv", "", noise(4, 5, 5), kernels=noise(3, 1, 2, 2))
    with pytest.raises(ValueError, match="2 labels for the activation of linear"):
        LayerView("linear", "", noise(3), labels=("a", "b"))
    with pytest.raises(ValueError, match=r"contributions to linear must be \(3, C, H, W\)"):
        LayerView("linear", "", noise(3), contributions=noise(4, 1, 2, 2), bias=noise(3))
    with pytest.raises(ValueError, match="need a bias"):
        LayerView("linear", "", noise(3), contributions=noise(3, 1, 2, 2))
    with pytest.raises(ValueError, match=r"weight \(10, 25\) does not fit the 24 numbers"):
        contributions(noise(10, 25), noise(4, 3, 2))
    with pytest.raises(ValueError, match=r"input must be \(height, width\), not \(1, 28, 28\)"):
        blob([], input=INPUT[None], scale="layer", alt="")
    with pytest.raises(ValueError, match="maps0 holds numbers that are not finite"):
        sent(LayerView("conv", "", np.full((1, 2, 2), np.nan, np.float32)))


def test_the_digit_network_travels_light(traced: list[LayerView]) -> None:
    blob_sent = blob(traced, input=INPUT, scale="layer", alt="a digit")
    assert len(blob_sent) < 200_000
    header, _ = unpack(blob_sent)
    names = [layer["name"] for layer in header["layers"]]
    assert names == list(digit_network().layers)
    relus = [layer for layer in header["layers"] if layer["name"].startswith("relu")]
    assert relus
    assert all(layer["positive"] for layer in relus)


APP = """
import numpy as np
from explorer.components.feature_maps import LayerView, feature_maps

maps = np.ones((2, 3, 3), np.float32)
picture = np.zeros((5, 5), np.float32)
feature_maps([LayerView("conv", "Convolution", maps)], input=picture, key="maps", scale="map")
"""


def test_the_component_is_mounted_with_its_payload() -> None:
    app = AppTest.from_string(APP).run()
    assert not app.exception
    header, arrays = unpack(app.main[0].proto.bytes)
    assert header["scale"] == "map"
    assert header["input"] == [5, 5]
    assert arrays["input"].shape == (5, 5)
