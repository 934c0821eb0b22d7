from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from explorer.arithmetic import (
    AdaptiveAvgPool2d,
    AvgPool2d,
    BatchNorm2d,
    Conv2d,
    Dropout,
    Flatten,
    Layer,
    Linear,
    MaxPool2d,
    ReceptiveField,
    ReLU,
    receptive_field,
)

SIZE = (19, 17)
pairs = st.tuples(st.integers(1, 3), st.integers(1, 3))
convolutions = st.builds(
    Conv2d,
    st.just(1),
    st.just(1),
    pairs,
    stride=st.tuples(st.integers(1, 2), st.integers(1, 2)),
    dilation=pairs,
    padding=st.one_of(st.integers(0, 3), st.just(((0, 2), (1, 0))), st.sampled_from(["same", "valid"])),
    bias=st.just(False),
)
pools = st.one_of(
    st.builds(MaxPool2d, pairs, stride=st.one_of(st.none(), pairs), ceil_mode=st.booleans()),
    st.builds(AvgPool2d, st.just(3), stride=pairs, padding=st.integers(0, 1), ceil_mode=st.booleans()),
)


def influence(layers: list[Layer]) -> np.ndarray[Any, Any]:
    """Light every input pixel alone and return which units notice: (pixels, rows, columns)."""
    activation = np.eye(SIZE[0] * SIZE[1], dtype=np.float32).reshape(-1, 1, *SIZE)
    for layer in layers:
        weights = {key: np.ones(shape, np.float32) for key, shape in layer.parameter_shapes.items()}
        activation = layer.forward(activation, weights)
    return activation[:, 0] > 0


@settings(max_examples=80)
@given(st.lists(st.one_of(convolutions, pools, st.just(ReLU())), min_size=1, max_size=4))
def test_equals_what_lighting_every_pixel_alone_shows(layers: list[Layer]) -> None:
    shape: tuple[int, ...] = (1, *SIZE)
    try:
        for layer in layers:
            shape = layer.output_shape(shape)
    except ValueError:
        assume(False)
    field = receptive_field(layers, input_shape=(1, *SIZE))
    noticed = influence(layers).reshape(*SIZE, *shape[1:])
    for row, column in np.ndindex(*shape[1:]):
        rows, columns = np.nonzero(noticed[:, :, row, column])
        top, bottom, left, right = field.extent(row, column)
        assert all((rows >= top) & (rows < bottom) & (columns >= left) & (columns < right))
        # At the edges the outermost cells of a window may lie in padding; inside, the field is exact.
        if top >= 0 and left >= 0 and bottom <= SIZE[0] and right <= SIZE[1] and len(rows):
            seen = (rows.min(), rows.max() + 1, columns.min(), columns.max() + 1)
            assert seen == (top, bottom, left, right) or reads_padding(layers, row, column)


def reads_padding(layers: list[Layer], row: int, column: int) -> bool:
    """Tell whether a unit whose field lies inside the input reads padding of a layer in between."""
    rows, columns = (row, row + 1), (column, column + 1)
    shapes = [(1, *SIZE)]
    for layer in layers:
        shapes.append(layer.output_shape(shapes[-1]))  # type: ignore[arg-type]
    for layer, shape in zip(reversed(layers), reversed(shapes[:-1]), strict=True):
        field = layer.receptive_field(shape)
        rows = field.extent(rows[0], 0)[0], field.extent(rows[1] - 1, 0)[1]
        columns = field.extent(0, columns[0])[2], field.extent(0, columns[1] - 1)[3]
        if rows[0] < 0 or columns[0] < 0 or rows[1] > shape[1] or columns[1] > shape[2]:
            return True
    return False


def vgg16() -> list[Layer]:
    layers: list[Layer] = []
    for count in (2, 2, 3, 3, 3):
        layers += [Conv2d(1, 1, 3, padding=1), ReLU()] * count
        layers.append(MaxPool2d(2))
    return layers


def alexnet() -> list[Layer]:
    return [
        Conv2d(1, 1, 11, stride=4),
        MaxPool2d(3, stride=2),
        Conv2d(1, 1, 5, padding=2),
        MaxPool2d(3, stride=2),
        *[Conv2d(1, 1, 3, padding=1)] * 3,
        MaxPool2d(3, stride=2),
    ]


@pytest.mark.parametrize(("layers", "size", "stride"), [(alexnet(), 195, 32), (vgg16(), 212, 32)])
def test_published_figures(layers: list[Layer], size: int, stride: int) -> None:
    """Araujo, Norris and Sim, Computing receptive fields of convolutional neural networks, Distill 2019."""
    field = receptive_field(layers)
    assert (field.size, field.stride) == ((size, size), (stride, stride))


def test_each_axis_goes_its_own_way() -> None:
    field = receptive_field(
        [Conv2d(1, 1, (3, 1), stride=(2, 1), padding=(1, 0)), Conv2d(1, 1, (3, 5), dilation=(2, 1))]
    )
    assert field == ReceptiveField(size=(11, 5), stride=(2, 1), offset=(-1, 0))


def test_nothing_in_between_changes_nothing() -> None:
    assert receptive_field([]) == ReceptiveField((1, 1), (1, 1), (0, 0))
    assert receptive_field([ReLU(), BatchNorm2d(3), Dropout()]) == ReceptiveField()


def test_after_flattening_a_unit_sees_everything() -> None:
    layers = [Conv2d(1, 4, 3, padding=1), MaxPool2d(2), Flatten(), ReLU(), Linear(4 * 14 * 14, 10)]
    field = receptive_field(layers, input_shape=(1, 28, 28))
    assert field.extent(0, 0) == (-1, 29, -1, 29)


def test_adaptive_pooling_sees_all_unless_its_windows_are_alike() -> None:
    layers: list[Layer] = [Conv2d(1, 1, 3)]
    everything = receptive_field([*layers, AdaptiveAvgPool2d(1)], input_shape=(1, 10, 10))
    assert everything.extent(0, 0) == (0, 10, 0, 10)
    quarters = receptive_field([*layers, AdaptiveAvgPool2d((2, 8))], input_shape=(1, 10, 10))
    assert quarters == ReceptiveField(size=(6, 3), stride=(4, 1))
    uneven = receptive_field([*layers, AdaptiveAvgPool2d(3)], input_shape=(1, 10, 10))
    assert uneven.size == (10, 10)


@pytest.mark.parametrize(
    "layer", [Flatten(), AdaptiveAvgPool2d(1), Conv2d(1, 1, 3, stride=2, padding="same")]
)
def test_some_layers_need_to_know_the_input(layer: Layer) -> None:
    with pytest.raises(ValueError, match="needs to know its input shape"):
        receptive_field([layer])


def test_same_padding_with_a_stride_depends_on_the_input() -> None:
    layer = Conv2d(1, 1, 3, stride=2, padding="same")
    assert receptive_field([layer], input_shape=(1, 5, 6)).offset == (-1, 0)
    assert receptive_field([Conv2d(1, 1, 3, padding="same")]).offset == (-1, -1)
