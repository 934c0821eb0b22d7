"""What the network view's script makes of the bytes that it is sent, beside Python's numbers."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page

from explorer.arithmetic import Network, Trace
from explorer.components import mounting
from explorer.components.network_view.decimals import decimal_units
from explorer.components.network_view.picture import picture_parcel
from explorer.components.network_view.structure import Start, structure_blob
from explorer.components.payload import pack
from explorer.digits import digit_network, recognise
from explorer.photos import photo_network, recognise_photo
from explorer.pictures.samples import sample_digit, sample_picture

FOLDERS = mounting.FOLDER / "network_view", mounting.FOLDER / "shared"
NEEDED = ("coding.js", "model.js", "sums.js"), ("payload.js", "numbers.js", "painting.js")
MODEL = """([structure, picture]) => {
    const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    window.model = new NetworkModel(unpack(bytes(structure)));
    return window.model.take(unpack(bytes(picture)));
}"""
Read = Callable[[Network, Trace], Page]


@pytest.fixture
def read(page: Page) -> Read:
    """Hand a network and a trace to the script, which keeps them as `model`."""
    files = [folder / name for folder, names in zip(FOLDERS, NEEDED, strict=True) for name in names]
    page.add_script_tag(content="\n".join(file.read_text(encoding="utf-8") for file in files))

    def into_page(network: Network, trace: Trace) -> Page:
        blobs = structure_blob(network, (), Start(), "view"), pack(*picture_parcel(network, trace, alt=""))
        assert page.evaluate(MODEL, [base64.b64encode(blob).decode() for blob in blobs])
        return page

    return into_page


def stage(page: Page, index: int, word: str) -> np.ndarray:
    return np.array(page.evaluate(f"Array.from(model.stages[{index}].{word})"))


TRACED = {
    "digit": lambda: (digit_network(), recognise(np.asarray(sample_digit(3))).trace),
    "photo": lambda: (photo_network(), recognise_photo(sample_picture("cat")).trace),
}


@pytest.mark.parametrize("name", TRACED)
def test_every_number_and_weight_arrives(read: Read, name: str) -> None:
    network, trace = TRACED[name]()
    page = read(network, trace)
    arrays = {"input": trace.input, **trace.activations}
    for index, (layer, values) in enumerate(arrays.items()):
        digits = page.evaluate(f"model.stages[{index}].digits")
        np.testing.assert_array_equal(
            stage(page, index, "units"), decimal_units(values, digits).ravel(), layer
        )
        if index and f"{layer}.weight" in network.weights:
            weights = network.weights[f"{layer}.weight"]
            digits = page.evaluate(f"model.header.layers[{index - 1}].digits")
            np.testing.assert_array_equal(
                stage(page, index, "weightUnits"), decimal_units(weights, digits).ravel()
            )


def test_strength_is_the_norm_of_a_kernel(read: Read) -> None:
    network, trace = TRACED["digit"]()
    page = read(network, trace)
    names = ["input", *network.layers]
    norms = np.linalg.norm(network.weights["conv2.weight"].reshape(256, 9), axis=1)
    np.testing.assert_allclose(stage(page, names.index("conv2"), "strength"), norms / norms.max(), atol=1e-4)
    weights = network.weights["linear.weight"]
    maps = network.shapes["pool2"][0]
    norms = np.linalg.norm(weights.reshape(len(weights) * maps, -1), axis=1)
    np.testing.assert_allclose(stage(page, names.index("linear"), "strength"), norms / norms.max(), atol=1e-4)


@pytest.mark.parametrize("place", [("conv1", 5, 0, 31), ("conv4", 7, 8, 3), ("conv8", 95, 7, 0)])
def test_the_terms_of_a_cell_of_a_photo_add_up(read: Read, place: tuple[str, int, int, int]) -> None:
    network, trace = TRACED["photo"]()
    page = read(network, trace)
    layer, channel, row, column = place
    index = 1 + list(network.layers).index(layer)
    at = f"{{stage: {index}, map: {channel}, row: {row}, column: {column}}}"
    sums: dict[str, Any] = page.evaluate(f"convolutionSums(model, {at})")
    digits = page.evaluate(f"model.header.layers[{index - 1}].digits")
    assert digits == (5 if layer == "conv1" else 3)
    weights = network.weights[f"{layer}.weight"][channel].reshape(len(sums["rows"]), -1)
    for told, true in zip(sums["rows"], weights, strict=True):
        products = [term["product"] for term in told["terms"]]
        assert [term["weight"] for term in told["terms"]] == decimal_units(true, digits).tolist()
        for term in told["terms"]:
            # Values have three digits, products five.
            exact = term["value"] * term["weight"] / 10 ** (digits - 2)
            assert abs(term["product"] - exact) <= 0.5
        assert sum(products) == told["sum"]
    assert sum(told["sum"] for told in sums["rows"]) == sums["total"]
    assert sums["total"] + sums["bias"] + sums["rest"] == sums["result"]
    assert sums["result"] == 100 * decimal_units(trace.activations[layer], 3)[channel, row, column]
    count = weights.size
    # Roundings go either way: together they are far below what all would be in the same one.
    largest = np.abs(trace.activations[list(network.layers)[index - 2]]).max() if index > 1 else 1
    assert abs(sums["rest"]) / 10**5 < 0.0005 * (2 + 4 * np.sqrt(count) * (largest + np.abs(weights).max()))
