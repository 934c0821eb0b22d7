from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from explorer.arithmetic import KERNELS, PADDING_MODES, PAIRS, conv2d, pad2d, pool2d, pool2d_winners, unread
from explorer.arithmetic.exact import LARGEST_EXACT, exact_map, scaled
from explorer.components.payload import unpack
from explorer.components.pixel_reader import Cell, ExactFilter, Pooled, Reading, embedded
from explorer.components.pixel_reader.gradient import gradient
from explorer.components.pixel_reader.sending import FLAT, blob, strongest
from explorer.components.pixel_reader.wheel import wheel
from tests.browser.readings import READINGS, drawn, followed, known, picture

decimals = st.integers(-99_999, 99_999).map(lambda whole: Decimal(whole).scaleb(-4))
pairs = st.tuples(st.integers(1, 3), st.integers(1, 3))


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    channels = draw(st.integers(1, 3))
    height, width = draw(st.integers(5, 12)), draw(st.integers(5, 12))
    kernel = draw(pairs)
    numbers = draw(st.lists(decimals, min_size=channels * 9, max_size=channels * 9))
    numerators = np.array([float(number) for number in numbers]).reshape(channels, 3, 3)[
        :, : kernel[0], : kernel[1]
    ]
    seed = draw(st.integers(0, 2**32 - 1))
    return Reading(
        np.random.default_rng(seed).integers(0, 256, (channels, height, width), dtype=np.uint8),
        [
            ExactFilter(
                "Any",
                numerators,
                channels=tuple(range(channels)),
                divisor=draw(decimals.filter(bool)),
                gain=draw(decimals),
                bias=draw(decimals),
            )
        ],
        stride=draw(pairs),
        dilation=draw(st.tuples(st.integers(1, 2), st.integers(1, 2))),
        padding=draw(st.tuples(pairs, pairs)),
        padding_mode=draw(st.sampled_from(PADDING_MODES)),
    )


def term_by_term(reading: Reading, row: int, column: int) -> Fraction:
    """One cell as a learner would add it up, in fractions and from the decimals as they are written."""
    used = reading.filters[0]
    padded = pad2d(reading.picture, reading.sides, padding_mode=reading.padding_mode)
    total = Fraction(0)
    for kernel, channel in zip(np.asarray(used.numerators), used.channels, strict=True):
        for (tap_row, tap_column), weight in np.ndenumerate(kernel):
            value = padded[
                channel,
                row * reading.stride[0] + tap_row * reading.dilation[0],
                column * reading.stride[1] + tap_column * reading.dilation[1],
            ]
            total += int(value) * Fraction(str(weight))
    return total * Fraction(used.gain) / Fraction(used.divisor) + Fraction(used.bias)


@settings(deadline=None)
@given(reading=readings(), data=st.data())
def test_the_printed_terms_add_up(reading: Reading, data: st.DataObject) -> None:
    exact = reading.maps[0]
    row = data.draw(st.integers(0, exact.sums.shape[0] - 1))
    column = data.draw(st.integers(0, exact.sums.shape[1] - 1))
    assert exact.total(row, column) == term_by_term(reading, row, column)


@settings(deadline=None)
@given(reading=readings())
def test_the_map_is_the_one_convolution_of_the_house(reading: Reading) -> None:
    used = reading.filters[0]
    weights = np.asarray(used.numerators) * float(used.decimal("gain") / used.decimal("divisor"))
    expected = conv2d(
        reading.picture,
        weights[None],
        [float(used.decimal("bias"))],
        stride=reading.stride,
        padding=reading.sides,
        padding_mode=reading.padding_mode,
        dilation=reading.dilation,
    )[0]
    scale = max(1.0, float(np.abs(weights).sum() * 255))
    np.testing.assert_allclose(reading.maps[0].values, expected, atol=1e-6 * scale, rtol=1e-5)


@pytest.mark.parametrize("name", KERNELS)
def test_every_kernel_of_the_registry_is_exact(name: str) -> None:
    exact = known(name)
    weights = exact.weights / 10**exact.digits / float(exact.decimal("divisor"))
    np.testing.assert_allclose(weights[0], KERNELS[name].weights, rtol=1e-6)


def test_learned_weights_are_the_decimals_that_they_were_rounded_to() -> None:
    rounded = drawn(5, 4, 5, 5)
    from_float32, _ = scaled(rounded.astype(np.float32))
    np.testing.assert_array_equal(from_float32, np.rint(rounded * 10**4))


@pytest.mark.parametrize("value", [1 / 3, 0.12345, np.nan, np.inf, -np.inf])
def test_what_is_not_a_short_decimal_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="more than 4 digits|finite"):
        scaled([value])
    for name in ("divisor", "gain", "bias"):
        with pytest.raises(ValueError, match=name):
            ExactFilter("Any", [[1]], **{name: value})


def test_filters_that_cannot_be_are_refused_with_their_shapes() -> None:
    with pytest.raises(ValueError, match=r"channels \(0, 1\), not of shape \(3, 2, 2\)"):
        ExactFilter("Any", np.ones((3, 2, 2)), channels=(0, 1))
    with pytest.raises(ValueError, match="divisor must not be 0"):
        ExactFilter("Any", [[1]], divisor=0)
    with pytest.raises(ValueError, match="too large for an exact sum"):
        ExactFilter("Any", [[LARGEST_EXACT // 255 + 1]])


def test_large_weights_stay_exact() -> None:
    heavy = ExactFilter("Heavy", np.full((3, 3), 123_456_789.0001))
    total = exact_map(np.full((1, 3, 3), 255, np.uint8), heavy).total(0, 0)
    assert total == 9 * 255 * Fraction("123456789.0001")


@pytest.mark.parametrize("pair", PAIRS)
@pytest.mark.parametrize("angle", range(-135, 181, 45))
def test_every_pair_finds_the_direction_of_a_ramp(pair: str, angle: int) -> None:
    rows, columns = np.mgrid[:9, :9] - 4
    across, down = np.round([np.cos(np.radians(angle)), np.sin(np.radians(angle))])
    ramp = (128 + 5 * (across * columns + down * rows)).astype(np.uint8)[None]
    x, y = (exact_map(ramp, known(name)) for name in PAIRS[pair])
    magnitude, direction = gradient(x, y)
    np.testing.assert_allclose(direction, angle, atol=1e-4)
    np.testing.assert_allclose(magnitude, np.hypot(x.values, y.values), rtol=1e-6)


def test_a_flat_picture_has_no_direction() -> None:
    flat = np.full((1, 4, 4), 77, np.uint8)
    magnitude, direction = gradient(*(exact_map(flat, known(name)) for name in PAIRS["Sobel"]))
    assert not magnitude.any()
    assert np.isnan(direction).all()


def test_kernels_that_are_no_pair_are_refused() -> None:
    flat = np.zeros((1, 4, 4), np.uint8)
    sobel, blur = exact_map(flat, known("sobel_x")), exact_map(flat, known("box_blur_3"))
    with pytest.raises(ValueError, match="right angles, not 0 degrees"):
        gradient(sobel, sobel)
    with pytest.raises(ValueError, match="does not answer to a ramp"):
        gradient(sobel, blur)


def test_the_wheel_closes_and_tells_opposites_apart_by_lightness_or_hue() -> None:
    full = wheel()[-1].astype(int)
    steps = np.abs(np.diff(np.vstack([full, full[:1]]), axis=0)).max()
    assert steps <= 12
    left, up, right, down = (full[place] for place in (0, 64, 128, 192))
    assert down.sum() - up.sum() > 300
    assert right[0] > right[2] and left[2] > left[0]


def test_what_is_sent_is_what_was_computed() -> None:
    for name, made in READINGS.items():
        reading = made()
        header, arrays = unpack(blob(reading))
        sums = np.stack([each.sums for each in reading.maps])
        np.testing.assert_array_equal(arrays["sums"], sums, err_msg=name)
        np.testing.assert_array_equal(arrays["padded"], reading.padded)
        for sent, used, values in zip(
            header["maps"], reading.filters, [each.values for each in reading.maps], strict=True
        ):
            assert sent["weights"] == used.weights.ravel().tolist()
            gain, divisor, bias = (Fraction(*_decimal(sent[part])) for part in ("gain", "divisor", "bias"))
            assert gain / divisor / 10 ** sent["digits"] == used.slope
            assert bias == Fraction(used.decimal("bias"))
            assert sent["scale"][:2] == [values.min(), values.max()]


def _decimal(sent: list[int]) -> tuple[int, int]:
    whole, digits = sent
    return whole, 10**digits


def test_sums_take_no_more_bytes_than_they_need() -> None:
    for weight, dtype in ((1, "int16"), (1000, "int32"), (10**8, "float64")):
        filters = [ExactFilter("Any", [[weight]])]
        _, arrays = unpack(blob(Reading(np.full((1, 4, 4), 255, np.uint8), filters)))
        assert arrays["sums"].dtype == dtype
        assert (arrays["sums"] == 255 * weight).all()


def test_the_usual_view_is_small() -> None:
    reading = followed(Reading(picture(256), [known("sobel_x")], padding=1))
    assert len(blob(reading)) < 230_000


def test_unread_rows_and_columns_are_those_of_the_arithmetic() -> None:
    reading = READINGS["dilated"]()
    header, _ = unpack(blob(reading))
    for axis in (0, 1):
        places = [place for start, stop in header["unread"][axis] for place in range(start, stop)]
        length = reading.padded.shape[axis + 1]
        expected = unread(length, 3, stride=2, dilation=reading.dilation[axis])
        assert tuple(places) == expected
    assert header["unread"][0]


@pytest.mark.parametrize("options", [{}, {"kernel_size": 3, "stride": 2, "padding": 1}, {"ceil_mode": True}])
def test_winners_are_found_again_in_their_windows(options: dict) -> None:
    options = {"kernel_size": 2, **options}
    filters = [ExactFilter(str(seed), drawn(seed, 3, 3)) for seed in range(3)]
    reading = Reading(picture(21), filters)
    values = np.stack([each.values for each in reading.maps])
    winners = pool2d_winners(values, **options)
    known_options = {name: value for name, value in options.items() if name != "ceil_mode"}
    pooled = Pooled("max", pool2d(values, "max", **options), winners=winners, **known_options)
    header, arrays = unpack(blob(reading.followed(activated=None, pooled=pooled)))
    sent = header["pooled"]
    for place, cell in np.ndenumerate(arrays["winners"]):
        won = int(cell)
        row = place[1] * sent["stride"][0] - sent["padding"][0] + won // sent["kernel"][1]
        column = place[2] * sent["stride"][1] - sent["padding"][1] + won % sent["kernel"][1]
        assert (row, column) == tuple(winners[:, *place])


@pytest.mark.parametrize("count_include_pad", [True, False])
def test_averages_are_taken_over_the_cells_that_are_said(count_include_pad: bool) -> None:
    options = {"kernel_size": 3, "stride": 2, "padding": 1, "count_include_pad": count_include_pad}
    reading = Reading(picture(20), [known("identity")])
    values = np.stack([each.values for each in reading.maps])
    pooled = Pooled("average", pool2d(values, "average", **options), **options)
    header, arrays = unpack(blob(reading.followed(activated=None, pooled=pooled)))
    counts = np.outer(*header["pooled"]["counts"])
    padded = np.pad(values[0], 1)
    rows, columns = counts.shape
    sums = np.array(
        [[padded[2 * r : 2 * r + 3, 2 * c : 2 * c + 3].sum() for c in range(columns)] for r in range(rows)]
    )
    np.testing.assert_allclose(arrays["pooled"][0], sums / counts, rtol=1e-6)


def test_relu_is_not_sent_twice_and_keeps_its_colours() -> None:
    reading = followed(Reading(picture(), [known("sobel_x")]))
    header, arrays = unpack(blob(reading))
    assert "activated" not in arrays
    (low, high, limit), (_, map_high, map_limit) = (
        header["activated"]["scales"][0],
        header["maps"][0]["scale"],
    )
    assert (low, high, limit) == (0, map_high, map_limit)
    curved = followed(Reading(picture(), [known("sobel_x")]), activation="sigmoid")
    _, arrays = unpack(blob(curved))
    np.testing.assert_array_equal(arrays["activated"], curved.activated.values)


def test_one_scale_for_all_or_each_its_own() -> None:
    filters = [known("identity"), known("sobel_x")]
    limits = {}
    for scale in ("map", "layer"):
        header, _ = unpack(blob(Reading(picture(), filters, scale=scale)))
        limits[scale] = [each["scale"][2] for each in header["maps"]]
    assert limits["map"][0] > limits["map"][1]
    assert limits["layer"] == [limits["map"][0]] * 2


def test_directions_travel_as_hundredths_of_degrees() -> None:
    reading = READINGS["gradient"]()
    _, arrays = unpack(blob(reading))
    _, direction = gradient(*reading.maps)
    flat = np.isnan(direction)
    assert (arrays["direction"][flat] == FLAT).all()
    np.testing.assert_allclose(arrays["direction"][~flat] / 100, direction[~flat], atol=0.00501)


def test_the_first_look_is_at_the_strongest_answer_beside_the_padding() -> None:
    bright = np.full((1, 8, 8), 200, np.uint8)
    bright[0, 4, 4] = 255
    assert strongest(Reading(bright, [known("edge_detect")], padding=1)) == (4, 4)
    assert strongest(Reading(bright, [known("sobel_x")], padding=((7, 7), (7, 7)), stride=20)) == (0, 0)


def test_a_reading_that_cannot_be_says_why() -> None:
    grey = picture(16)
    with pytest.raises(ValueError, match=r"float32 \(1, 16, 16\)"):
        Reading(grey.astype(np.float32), [known("identity")])
    with pytest.raises(ValueError, match="1 to 8 filters, not 9"):
        Reading(grey, [known("identity")] * 9)
    with pytest.raises(ValueError, match=r"one kernel size, not \[\(2, 2\), \(3, 3\)\]"):
        Reading(grey, [known("identity"), known("roberts_x")])
    with pytest.raises(ValueError, match="a picture of 1 channels does not have"):
        Reading(grey, [known("identity", channels=(1,))])
    with pytest.raises(ValueError, match="two derivatives, not 1"):
        Reading(grey, [known("sobel_x")], gradient=True)
    with pytest.raises(ValueError, match="3 names for 1 channels"):
        Reading(grey, [known("identity")], channel_names=("Red", "Green", "Blue"))
    with pytest.raises(ValueError, match="kernel 3x3 does not fit|kernel 3 does not fit"):
        _ = Reading(grey[:, :2], [known("identity")]).maps
    with pytest.raises(ValueError, match="max pooling needs them"):
        Pooled("max", np.zeros((1, 2, 2), np.float32), kernel_size=2)


def test_a_kernel_in_a_larger_one_answers_the_same() -> None:
    roberts = known("roberts_x", gain="0.5", bias=3)
    larger = embedded(roberts, (5, 4))
    small = Reading(picture(20), [roberts]).maps[0].values
    large = Reading(picture(20), [larger], padding=((1, 2), (1, 1))).maps[0].values
    np.testing.assert_array_equal(large, small)
    with pytest.raises(ValueError, match="does not fit into"):
        embedded(larger, (3, 3))


@given(text=st.text(max_size=30) | st.from_regex(r"\A-?[0-9]{0,12}(,-?[0-9]{0,12}){0,4}\Z"))
def test_any_text_is_a_cell_or_refused(text: str) -> None:
    try:
        cell = Cell.from_text(text)
    except ValueError:
        return
    assert min(cell.row, cell.column, cell.map) >= 0
    assert Cell.from_text(cell.text) == cell


APP = """
import streamlit as st
from explorer.components.pixel_reader import Cell, pixel_reader
from tests.browser.readings import plain

asked = st.session_state.get("asked")
cell = pixel_reader(plain(16), key="reader", pinned=asked)
st.text(cell.text if cell else "nothing")
"""


@pytest.mark.parametrize(
    ("asked", "expected"),
    [(None, "nothing"), (Cell(3, 15), "3,15"), (Cell(3, 16), "nothing"), (Cell(0, 0, 1), "nothing")],
)
def test_a_cell_from_the_address_is_pinned_if_there_is_one(asked: Cell | None, expected: str) -> None:
    app = AppTest.from_string(APP)
    app.session_state["asked"] = asked
    app.run()
    assert not app.exception
    assert app.text[0].value == expected
    header, _ = unpack(app.main[0].proto.bytes)
    assert header["pinned"] == (None if expected == "nothing" else [0, 3, 15])


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("2,5", "2,5"),
        ("", "nothing"),
        ("99,5", "nothing"),
        ("<script>", "3,15"),
        (["2", "5"], "3,15"),
        (None, "3,15"),
    ],
)
def test_what_the_browser_says_is_checked(said: object, expected: str) -> None:
    app = AppTest.from_string(APP)
    app.session_state["asked"] = Cell(3, 15)
    app.session_state["reader"] = {"pinned": said}
    app.run()
    assert not app.exception
    assert app.text[0].value == expected
