import numpy as np
import pytest

from explorer.digits import digit_network
from explorer.surgery import (
    MOST_EDITS,
    AddNoise,
    Edit,
    Permute,
    Quantise,
    ReplaceKernel,
    SetKernel,
    SwitchOff,
    format_edits,
    parse_edits,
)
from explorer.surgery.notation import LONGEST_TEXT


def random_edit(generator: np.random.Generator) -> Edit:
    """Return an edit that fits the digit network."""
    layer = f"conv{generator.integers(1, 7)}"
    filter, seed = int(generator.integers(16)), int(generator.integers(10_000))
    first = layer == "conv1"
    channel = 0 if first else int(generator.integers(16))
    grid = generator.uniform(-0.2, 0.2, (5, 5) if first else (3, 3)).round(4)
    name = str(generator.choice(["sobel_x", "emboss", "line_45"]))
    every = bool(generator.integers(2))
    choices = (
        SwitchOff(layer, filter),
        SetKernel(layer, filter, channel, tuple(map(tuple, grid.tolist()))),
        ReplaceKernel(layer, filter, None if every else channel, name),
        AddNoise(None if every else layer, round(float(generator.uniform(0, 0.5)), 2), seed),
        Quantise(int(generator.integers(4, 9))),
        Permute(layer, seed, rewired=bool(generator.integers(4))),
    )
    return choices[generator.integers(len(choices))]


@pytest.mark.parametrize("seed", range(20))
def test_edits_come_back_from_their_text(seed: int) -> None:
    generator = np.random.default_rng(seed)
    edits = tuple(random_edit(generator) for _ in range(generator.integers(MOST_EDITS + 1)))
    assert parse_edits(format_edits(edits)) == edits


def test_the_longest_edits_fit_an_address() -> None:
    grid = ((-99.1234,) * 5,) * 5
    edits = [SetKernel("conv1", 15, 0, grid)] * MOST_EDITS
    assert parse_edits(format_edits(edits)) == tuple(edits)
    assert len(format_edits(edits)) <= LONGEST_TEXT


@pytest.mark.parametrize("edits", [(Quantise(4),) * (MOST_EDITS + 1), (AddNoise(None, 0.12345, 0),)])
def test_what_the_text_cannot_carry_is_refused(edits: tuple[Edit, ...]) -> None:
    with pytest.raises(ValueError):
        format_edits(edits)


@pytest.mark.parametrize(
    "text",
    [
        "x",
        "~",
        "off",
        "off:conv1",
        "off:conv1:-1",
        "off:conv1:1:1",
        "off:conv1:99999",
        "off:conv1:٣",
        "set:conv1:0:0:",
        "set:conv1:0:0:1,2;3",
        "set:conv1:0:0:nan",
        "set:conv1:0:0:1e9",
        "set:conv1:0:0:" + ",".join("1" * 12),
        "kernel:conv1:0:x:sobel_x",
        "noise:conv1:inf:0",
        "noise:conv1:-0.00001:0",
        "bits:four",
        "permute:conv1:0.5",
        "~".join(["bits:4"] * (MOST_EDITS + 1)),
        "off:conv1:" + "1" * LONGEST_TEXT,
    ],
)
def test_nonsense_is_a_value_error(text: str) -> None:
    with pytest.raises(ValueError, match=r"edit|at most"):
        parse_edits(text)


def test_nothing_is_the_empty_text() -> None:
    assert parse_edits("") == () and format_edits(()) == ""


def test_every_random_edit_fits_the_network() -> None:
    generator, network = np.random.default_rng(1), digit_network()
    for _ in range(60):
        assert random_edit(generator).changed(network.weights, network)
