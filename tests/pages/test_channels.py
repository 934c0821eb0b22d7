"""The Channels page through the router: presets, links, groups, counts, challenges."""

from __future__ import annotations

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from explorer.arithmetic.connections import compare_groups
from explorer.components.channels.text import parse_numbers
from explorer.components.payload import unpack
from explorer.lectures import CALCULATIONS, EXAMPLES
from explorer.ui.channels.costs import table_html
from explorer.ui.channels.numbers import LINKS, cut, random_sheet, sheet_of
from explorer.ui.channels.presets import COLOURS, LECTURES, PATCHES, presets
from explorer.ui.channels.settings import LayerSettings, divisors
from explorer.ui.channels.shelf import CHOICE
from tests.pages.harness import open_page, run, send

VIEW = "channels_view"


def said(app: AppTest) -> str:
    kinds = [*app.markdown, *app.caption, *app.warning, *app.success]
    return "\n".join(element.value for element in kinds)


def sent(app: AppTest) -> tuple[dict[str, object], dict[str, np.ndarray]]:
    """What the component got in the last run."""
    header, arrays = unpack(app.get_by_key(VIEW).proto.bytes)
    return header, arrays


def output(app: AppTest) -> np.ndarray:
    header, arrays = sent(app)
    size, digits = header["size"], header["digits"]
    whole: np.ndarray = arrays["outputs"].reshape(-1, *size)  # type: ignore[misc]
    return whole / 10 ** digits[5]  # type: ignore[index, no-any-return]


def press(app: AppTest, label: str) -> AppTest:
    next(button for button in app.button if button.label == label).click()
    return run(app)


def chosen(name: str) -> AppTest:
    app = open_page("channels")
    if name != LECTURES[0]:
        app.selectbox(key=CHOICE).set_value(name)
        app = run(app)
    return app


@pytest.mark.parametrize("name", LECTURES)
def test_a_lectures_example_is_sent_to_the_last_number(name: str) -> None:
    app = chosen(name)
    assert app.selectbox(key=CHOICE).value == name
    assert output(app).tolist() == EXAMPLES[name].output.tolist()
    assert EXAMPLES[name].remark in said(app)


@pytest.mark.parametrize("name", presets())
def test_every_preset_lies_there_as_it_says_and_its_link_reopens(name: str) -> None:
    app = chosen(name)
    preset = presets()[name]
    header, _ = sent(app)
    numbers = parse_numbers(str(header["text"]))
    assert all(map(np.array_equal, numbers, preset.numbers))
    again = open_page("channels", dict(app.query_params))
    assert sent(again)[0]["text"] == header["text"]
    assert again.selectbox(key=CHOICE).value == name


def test_the_lectures_sizes_and_parameters() -> None:
    app = open_page("channels")
    assert (sent(app)[0]["input"], sent(app)[0]["size"], sent(app)[0]["filters"]) == ([3, 6, 6], [4, 4], 2)
    assert "3 × 3 × 3 × 2 + 2 = 56" in said(app)
    assert "3 × 3 × 3 × 2 × 4 × 4 = 864" in said(app)
    assert output(app)[0, 0, 0] == -14
    stride_two = chosen("volume_stride_two")
    assert (sent(stride_two)[0]["padded"], sent(stride_two)[0]["size"]) == ([7, 7], [3, 3])


def test_the_slides_are_quoted_with_what_is_right() -> None:
    told = said(open_page("channels"))
    for name in ("volume_filter", "two_filters", "layer_with_bias"):
        line = CALCULATIONS[name]
        assert f"| {line.printed} | {line.formula} = {line.right:.0f} | {line.note} |" in told
    assert "| 4 × 4 × 3 × 2 + 1 (bias) | 4 × 4 × 3 × 2 + 2 = 98 |" in told


def test_grey_is_the_weighted_sum_of_three_planes() -> None:
    app = chosen("grey")
    red, green, blue = (np.array(plane) for plane in PATCHES)
    expected = (299 * red + 587 * green + 114 * blue) / 1000
    assert output(app)[0, ::2, ::2].tolist() == expected.tolist()
    assert output(app)[0, 0, 0] == 76.245
    assert sent(app)[0]["names"] == list(COLOURS)


def test_swapping_makes_planes_of_planes() -> None:
    app = press(open_page("channels"), "Red and blue change places")
    assert output(app).tolist() == sent(app)[1]["values"][::-1].tolist()


def test_depthwise_copies_a_plane_and_relu_keeps_it() -> None:
    app = chosen("depthwise")
    assert sent(app)[0]["reads"] == [[0], [1], [2]]
    assert output(app)[2].tolist() == EXAMPLES["volume"].image[2].tolist()


@pytest.mark.parametrize(
    ("query", "size", "words"),
    [
        ({"in_channels": "8", "out_channels": "8", "volume_size": "8"}, [6, 6], "3 × 3 × 8 × 8 + 8 = 584"),
        (
            {"in_channels": "4", "out_channels": "8", "groups": "4"},
            [4, 4],
            "Depthwise: every filter reads one",
        ),
        (
            {"in_channels": "4", "out_channels": "8", "groups": "2"},
            [4, 4],
            "4 of the filters read the same 2",
        ),
        ({"groups": "3"}, [4, 4], "Only 1 divides 3 and 2 both"),
        ({"volume_stride": "4", "volume_padding": "2"}, [2, 2], "= 216"),
        ({"volume_bias": "false"}, [4, 4], "3 × 3 × 3 × 2 = 54"),
        ({"volume_kernel_size": "1"}, [6, 6], "1 × 1 × 3 × 2 + 2 = 8"),
        ({"volume": "1,2,3;4,5,6;7,8,9"}, [4, 4], "= 56"),
        ({"volume_seed": "7"}, [4, 4], "= 56"),
    ],
    ids=str,
)
def test_a_link_opens_with_what_it_says(query: dict[str, str], size: list[int], words: str) -> None:
    app = open_page("channels", query)
    assert sent(app)[0]["size"] == size
    assert words in said(app)


def test_a_seed_fills_everything_and_numbers_in_a_link_lie_over_it() -> None:
    plain = cut(random_sheet(7), LayerSettings())
    assert all(
        map(
            np.array_equal,
            parse_numbers(str(sent(open_page("channels", {"volume_seed": "7"}))[0]["text"])),
            plain,
        )
    )
    app = open_page("channels", {"volume_seed": "7", "biases": "9,8"})
    numbers = parse_numbers(str(sent(app)[0]["text"]))
    assert numbers.biases.tolist() == [9, 8]
    assert np.array_equal(numbers.planes, plain.planes)
    assert dict(app.query_params)["biases"] == "9,8"
    assert "volume" not in app.query_params
    app = press(app, "Random integers")
    assert app.query_params["volume_seed"] == "8"
    assert np.array_equal(
        parse_numbers(str(sent(app)[0]["text"])).biases, cut(random_sheet(8), LayerSettings()).biases
    )


def test_an_edit_is_in_the_address_and_survives_the_sliders() -> None:
    app = open_page("channels")
    header, _ = sent(app)
    planes, kernels, _ = str(header["text"]).split(" ")
    app = send(app, VIEW, {"text": f"0|{planes} {kernels} 7,-2"})
    assert app.query_params["biases"] == "7,-2"
    assert app.selectbox(key=CHOICE).value is None
    app.slider(key="out_channels").set_value(1)
    app = run(app)
    assert app.query_params["biases"] == "7"
    app.slider(key="out_channels").set_value(2)
    app = run(app)
    assert app.query_params["biases"] == "7,-2"
    assert output(app)[0, 0, 0] == EXAMPLES["volume"].output[0, 0, 0] + 6


def test_groups_come_and_go_without_losing_a_kernel() -> None:
    app = open_page("channels", {"in_channels": "4", "out_channels": "4"})
    before = sent(app)[0]["text"]
    app.select_slider(key="groups").set_value(4)
    app = run(app)
    assert sent(app)[0]["perFilter"] == 1
    app.select_slider(key="groups").set_value(1)
    assert sent(run(app))[0]["text"] == before


def test_a_group_that_no_longer_divides_gives_way() -> None:
    app = open_page("channels", {"in_channels": "4", "out_channels": "8", "groups": "4"})
    app.slider(key="in_channels").set_value(6)
    assert sent(run(app))[0]["groups"] == 2


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"volume_size": "2"}, "Kernel 3x3 does not fit input 2x2 with padding 0."),
        (
            {"in_channels": "8", "out_channels": "8", "volume_kernel_size": "5"},
            "8 filters with 8 kernels of 5x5 have 1,600 weights; at most 576 can be shown",
        ),
    ],
    ids=str,
)
def test_what_cannot_be_is_said_and_mended(query: dict[str, str], words: str) -> None:
    app = open_page("channels", query)
    assert words in said(app)
    app.slider(key="volume_kernel_size").set_value(1)
    assert words not in said(run(app))


def test_a_pin_with_its_map_is_in_the_address() -> None:
    app = send(open_page("channels"), VIEW, {"pinned": "1,2,1"})
    assert app.query_params["volume_place"] == "1,2,1"
    assert sent(open_page("channels", {"volume_place": "3,0,1"}))[0]["pinned"] == [1, 3, 0]
    assert sent(open_page("channels", {"volume_place": "3,0,2"}))[0]["pinned"] is None


@pytest.mark.parametrize("name", LINKS)
@pytest.mark.parametrize("text", ["nonsense", "1,2;3", "9" * 5000, "1e9", "\x00"])
def test_nonsense_in_a_link_is_passed_over(name: str, text: str) -> None:
    assert sent(open_page("channels", {name: text}))[0]["text"] == sent(open_page("channels"))[0]["text"]


def test_the_costs_stand_side_by_side_with_the_current_one_marked() -> None:
    settings = LayerSettings(4, 8, 8, groups=2)
    html = table_html(compare_groups(settings.layer, settings.input_shape), settings.groups)
    assert html.count('<tr class="here">') == 1
    assert '<tr class="here"><th scope="row">2 groups' in html
    for cost in compare_groups(settings.layer, settings.input_shape):
        assert cost.title in html and f"{cost.parameters:,}" in html and f"{cost.macs:,}" in html


def test_the_frugal_challenge_is_reached_by_the_controls() -> None:
    app = open_page("channels")
    app = press(app, "Begin with 4 channels and 8 filters")
    assert "296 are." in said(app)
    assert "Solved." not in said(app)
    app.select_slider(key="groups").set_value(4)
    app = run(app)
    assert "80 are." in said(app)
    assert "Solved." in said(app)


def test_one_channel_alone_is_reached_by_typing() -> None:
    app = open_page("channels", {"volume_kernel_size": "1"})
    assert "Solved." not in said(app)
    planes = str(sent(app)[0]["text"]).split(" ")[0]
    app = send(app, VIEW, {"text": f"{sent(app)[0]['version']}|{planes} 0/1/0/1/1/1 0,0"})
    assert "Solved." in said(app)


def test_divisors_and_the_first_sheet() -> None:
    assert divisors(6, 4) == [1, 2]
    first = cut(sheet_of(0), presets()["volume"].settings)
    assert all(map(np.array_equal, first, presets()["volume"].numbers))
