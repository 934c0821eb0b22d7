"""The feature maps in a real browser: values, receptive fields, kernels, contributions, keys and fingers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from explorer.components.feature_maps import LayerView, adding_up
from explorer.components.feature_maps.views import breakdown
from explorer.digits import digit_network, recognise
from explorer.pictures.colours import colour
from explorer.pictures.samples import sample_digit
from tests.browser.harness import PHONE, Server, running, settled
from tests.browser.layer_views import layer_views

APP = Path(__file__).parent / "apps" / "feature_maps.py"
MINUS = "\N{MINUS SIGN}"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(APP, tmp_path_factory.mktemp("feature_maps") / "log.txt") as started:
        yield started


@pytest.fixture(scope="module")
def views() -> dict[str, LayerView]:
    trace = recognise(np.asarray(sample_digit(3))).trace
    return {view.name: view for view in layer_views(digit_network(), trace)}


def opened(page: Page, app: Server, query: str = "") -> Page:
    page.goto(f"{app.url}/?{query}")
    expect(where(page)).to_contain_text("map")
    settled(page)
    return page


def where(page: Page) -> Locator:
    return page.locator(".readout .where")


def value(page: Page) -> Locator:
    return page.locator(".readout .value")


def extent(page: Page) -> Locator:
    return page.locator(".readout .extent")


def section(page: Page, name: str) -> Locator:
    return page.locator(f'section[aria-label^="{name}: "]')


def layout_of(page: Page, view: LayerView) -> tuple[float, float, int, float, float]:
    """Return where a layer's tiles begin, how many stand in a row, their width and height with gaps."""
    box = section(page, view.name).locator(".tiles").bounding_box()
    assert box is not None
    count, rows, columns = view.activation.shape
    gap = 6
    for per_row in range(count, 0, -1):
        lines = -(-count // per_row)
        width = (box["width"] + gap) / per_row
        height = (box["height"] + gap) / lines
        if abs((width - gap) / columns - (height - gap) / rows) < 0.01:
            return box["x"], box["y"], per_row, width, height
    raise AssertionError(f"no layout of {count} tiles fits {box}")


def hover(page: Page, view: LayerView, place: tuple[int, int, int]) -> None:
    section(page, view.name).locator(".tiles").scroll_into_view_if_needed()
    x, y, per_row, width, height = layout_of(page, view)
    number, row, column = place
    _, rows, columns = view.activation.shape
    page.mouse.move(
        x + number % per_row * width + (column + 0.5) * (width - 6) / columns,
        y + number // per_row * height + (row + 0.5) * (height - 6) / rows,
    )


def some_places(view: LayerView) -> list[tuple[int, int, int]]:
    count, rows, columns = view.activation.shape
    return [(0, 0, 0), (count - 1, rows - 1, columns - 1), (count // 2, rows // 3, columns // 2)]


def as_number(text: str | None) -> float:
    assert text
    return float(text.replace(MINUS, "-"))


def seen_words(view: LayerView, row: int, column: int) -> str:
    assert view.receptive_field is not None
    top, bottom, left, right = view.receptive_field.extent(row, column)
    inside = max(top, 0), min(bottom, 28), max(left, 0), min(right, 28)
    if inside == (0, 28, 0, 28):
        return "Sees the whole input."
    axes = [
        f"{name} {first}" if last - first == 1 else f"{name}s {first} to {last - 1}"
        for name, first, last in (("row", *inside[:2]), ("column", *inside[2:]))
    ]
    over = (top, bottom, left, right) != inside
    return f"Sees {axes[0]}, {axes[1]} of the input" + (
        "; the rest of its field is padding." if over else "."
    )


def test_every_cell_says_its_value_and_what_it_sees(
    app: Server, page: Page, views: dict[str, LayerView]
) -> None:
    opened(page, app)
    for view in views.values():
        if view.kind != "maps":
            continue
        for number, row, column in some_places(view):
            hover(page, view, (number, row, column))
            expect(where(page)).to_have_text(f"{view.name}, map {number}, row {row}, column {column}")
            exact = float(view.activation[number, row, column])
            text = value(page).text_content()
            places = len(text.partition(".")[2]) if text else 0
            assert abs(as_number(text) - exact) <= 0.6 * 10**-places
            assert places >= 2
            expect(extent(page)).to_have_text(seen_words(view, row, column))


def test_the_field_is_outlined_in_the_input(app: Server, page: Page, views: dict[str, LayerView]) -> None:
    opened(page, app)
    view = views["pool1"]
    row, column = 5, 8
    hover(page, view, (2, row, column))
    expect(where(page)).to_have_text(f"pool1, map 2, row {row}, column {column}")
    assert view.receptive_field is not None
    top, bottom, left, right = view.receptive_field.extent(row, column)
    drawn = page.locator(".input .seen").evaluate(
        """canvas => {
            const { width, height } = canvas
            const data = canvas.getContext("2d").getImageData(0, 0, width, height).data
            const scale = width / (canvas.clientWidth || width)
            let [l, r, t, b] = [Infinity, -Infinity, Infinity, -Infinity]
            for (let y = 0; y < height; y += 1)
                for (let x = 0; x < width; x += 1) {
                    const at = 4 * (y * width + x)
                    if (data[at] > 240 && data[at + 2] < 60 && data[at + 3] === 255) {
                        l = Math.min(l, x); r = Math.max(r, x + 1); t = Math.min(t, y); b = Math.max(b, y + 1)
                    }
                }
            const cell = (canvas.clientWidth - 8) / 28
            return [t, b, l, r].map((edge) => (edge / scale - 4) / cell)
        }"""
    )
    np.testing.assert_allclose(drawn, [top, bottom, left, right], atol=0.35)


@pytest.mark.parametrize("scale", ["layer", "map"])
def test_tiles_have_the_colours_of_python(
    app: Server, page: Page, views: dict[str, LayerView], scale: str
) -> None:
    opened(page, app, f"scale={scale}")
    for view in (views["conv1"], views["relu1"], views["pool2"]):
        tiles = section(page, view.name).locator(".tiles")
        tiles.scroll_into_view_if_needed()
        x, y, per_row, width, height = layout_of(page, view)
        painted = tiles.locator("canvas").first.evaluate(
            """canvas => {
                const { width, height } = canvas
                const data = canvas.getContext("2d").getImageData(0, 0, width, height).data
                return { width, height, ratio: width / canvas.clientWidth, data: Array.from(data) }
            }"""
        )
        pixels = np.array(painted["data"], np.uint8).reshape(painted["height"], painted["width"], 4)[..., :3]
        for number, row, column in some_places(view):
            maps = view.activation if scale == "layer" else view.activation[number]
            limit = float(np.abs(maps).max())
            expected = colour(view.activation[number], limit=limit)[row, column].astype(int)
            _, rows, columns = view.activation.shape
            left = (number % per_row) * width + (column + 0.5) * (width - 6) / columns
            top = (number // per_row) * height + (row + 0.5) * (height - 6) / rows
            found = pixels[int(top * painted["ratio"]), int(left * painted["ratio"])].astype(int)
            assert np.abs(found - expected).max() <= 4, (view.name, number, row, column)


def test_legends_say_the_extremes_of_the_layer(app: Server, page: Page, views: dict[str, LayerView]) -> None:
    opened(page, app)
    for name in ("conv1", "pool1"):
        ends = section(page, name).locator(".ends span").all_text_contents()
        maps = views[name].activation
        assert as_number(ends[0]) == pytest.approx(float(maps.min()), rel=1e-3)
        assert as_number(ends[1]) == pytest.approx(float(maps.max()), rel=1e-3)
    opened(page, app, "scale=map")
    expect(section(page, "conv1").locator(".ends")).to_contain_text("each map's own scale")


def test_names_shapes_and_facts_are_those_of_the_network(
    app: Server, page: Page, views: dict[str, LayerView]
) -> None:
    opened(page, app)
    names = page.locator(".layer .name").all_text_contents()
    assert names == list(views)
    shapes = page.locator(".layer .shape").all_text_contents()
    assert shapes == [" × ".join(map(str, view.activation.shape)) for view in views.values()]
    parameters = page.locator(".facts dd").all_text_contents()
    layers = digit_network().layers.values()
    assert parameters == [f"{layer.parameter_count:,}" for layer in layers]


def test_kernels_are_shown_on_demand_and_framed(app: Server, page: Page, views: dict[str, LayerView]) -> None:
    opened(page, app)
    assert views["conv2"].kernels is not None
    part = section(page, "conv2")
    toggle = part.get_by_role("button", name="Show kernels")
    expect(part.locator(".kernel-picture")).to_be_hidden()
    toggle.click()
    expect(part.get_by_role("button", name="Hide kernels")).to_have_attribute("aria-expanded", "true")
    expect(part.locator(".kernel-picture")).to_be_visible()
    strongest = float(np.abs(views["conv2"].kernels).max())
    note = part.locator(".kernels .note").inner_text()
    assert as_number(re.search(r"largest is (\S+) in size", note)[1]) == pytest.approx(strongest, rel=1e-3)  # type: ignore[index]
    hover(page, views["conv2"], (5, 2, 2))
    expect(where(page)).to_contain_text("conv2, map 5")
    frame = part.locator(".kernel-mark").bounding_box()
    picture = part.locator(".kernel-picture").bounding_box()
    assert frame is not None and picture is not None
    line = picture["height"] / 16
    assert frame["y"] + frame["height"] / 2 == pytest.approx(picture["y"] + 5.5 * line, abs=line / 3)
    assert frame["width"] == pytest.approx(picture["width"], abs=8)
    expect(section(page, "relu1").get_by_role("button")).to_be_hidden()


def test_contributions_add_up_to_the_logit_that_is_printed(
    app: Server, page: Page, views: dict[str, LayerView]
) -> None:
    opened(page, app)
    part = section(page, "linear")
    part.scroll_into_view_if_needed()
    for output in (0, 7):
        part.locator(".output").nth(output).hover()
        expect(where(page)).to_have_text(f"linear, {output}")
        words = part.locator(".sum").inner_text()
        raised, lowered, bias, together = (
            round(100 * as_number(text)) for text in re.findall(rf"[{MINUS}]?\d+\.\d\d", words)
        )
        assert raised - lowered + bias == together
        parts, total = adding_up(breakdown(views["linear"], output).tolist())
        assert [raised, -lowered, bias] == parts
        assert together == total == round(100 * as_number(value(page).text_content()))
        expect(extent(page)).to_have_text("Sees the whole input.")


def test_softmax_prints_what_the_page_says(app: Server, page: Page, views: dict[str, LayerView]) -> None:
    opened(page, app)
    shown = section(page, "softmax").locator(".value").all_text_contents()
    assert shown == list(views["softmax"].printed)
    longest = (
        section(page, "softmax")
        .locator(".fill")
        .evaluate_all("bars => bars.map((bar) => bar.getBoundingClientRect().width)")
    )
    assert int(np.argmax(longest)) == int(views["softmax"].activation.argmax())


def test_keys_move_through_cells_maps_and_bars(app: Server, page: Page, views: dict[str, LayerView]) -> None:
    opened(page, app)
    tiles = section(page, "pool1").locator(".marks")
    tiles.focus()
    page.keyboard.press("Control+Home")
    for key, place in (
        ("PageUp", None),
        ("ArrowRight", (0, 1)),
        ("ArrowDown", (1, 1)),
        ("End", (1, 11)),
        ("ArrowRight", (1, 11)),
        ("Home", (1, 0)),
        ("ArrowUp", (0, 0)),
        ("Control+End", (11, 11)),
    ):
        page.keyboard.press(key)
        if place:
            expect(where(page)).to_contain_text(f"row {place[0]}, column {place[1]}")
    before = where(page).inner_text()
    page.keyboard.press("PageDown")
    if "map 15" not in before:
        expect(where(page)).not_to_have_text(before)
    expect(page.locator("[aria-live=polite]")).to_contain_text("Sees rows")
    expect(page.locator("[aria-live=polite]")).to_contain_text("pool1, map")
    bars = section(page, "linear").locator(".bars")
    bars.focus()
    page.keyboard.press("Home")
    expect(where(page)).to_have_text("linear, 0")
    page.keyboard.press("ArrowDown")
    expect(where(page)).to_have_text("linear, 1")


def test_every_map_has_words(app: Server, page: Page, views: dict[str, LayerView]) -> None:
    opened(page, app)
    words = section(page, "conv1").locator("ul.heard-only li")
    expect(words).to_have_count(16)
    lowest = float(views["conv1"].activation[4].min())
    expect(words.nth(4)).to_contain_text(f"Map 4: from {lowest:.3f}".rstrip("0").replace("-", MINUS))


def test_the_input_stays_in_sight_and_hovering_asks_for_nothing(
    app: Server, page: Page, views: dict[str, LayerView]
) -> None:
    sent: list[object] = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda frame: sent.append(frame)))
    opened(page, app)
    sent.clear()
    for name in ("conv1", "pool2", "conv6"):
        hover(page, views[name], (3, 2, 2))
        expect(where(page)).to_contain_text(name)
        expect(page.locator(".input")).to_be_in_viewport(ratio=1)
        expect(value(page)).to_be_in_viewport(ratio=1)
    assert not sent
    expect(page.locator("#runs")).to_have_text("1")


def test_another_digit_is_painted_into_the_same_view(app: Server, page: Page) -> None:
    opened(page, app)
    tiles = section(page, "conv1").locator(".tiles canvas").first
    before = tiles.evaluate("canvas => canvas.toDataURL()")
    section(page, "conv2").get_by_role("button", name="Show kernels").click()
    page.get_by_role("button", name="Increment").click()
    expect(page.locator("#runs")).to_have_text("2")
    page.wait_for_function(
        "([canvas, before]) => canvas.isConnected && canvas.toDataURL() !== before",
        arg=[tiles.element_handle(), before],
    )
    expect(section(page, "conv2").get_by_role("button", name="Hide kernels")).to_be_visible()


def test_a_finger_reads_and_the_input_stays_on_top(
    app: Server, phone: Page, views: dict[str, LayerView]
) -> None:
    opened(phone, app)
    view = views["pool1"]
    section(phone, "pool1").locator(".tiles").scroll_into_view_if_needed()
    x, y, per_row, width, height = layout_of(phone, view)
    assert per_row == 4
    phone.touchscreen.tap(x + 2 * width + (width - 6) * 4.5 / 12, y + height + (height - 6) * 6.5 / 12)
    expect(where(phone)).to_have_text("pool1, map 6, row 6, column 4")
    expect(phone.locator(".input")).to_be_in_viewport(ratio=1)
    expect(extent(phone)).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("viewport", [PHONE, {"width": 1024, "height": 768}])
def test_nothing_is_wider_than_the_screen(
    app: Server, open_context: Callable[..., BrowserContext], viewport: dict[str, int]
) -> None:
    page = opened(open_context(viewport=viewport).new_page(), app)
    toggles = page.get_by_role("button", name="Show kernels")
    while toggles.count():
        toggles.first.click()
    widest = page.locator(".network").evaluate(
        """network => Math.max(...[...network.querySelectorAll("canvas:not(.marks), .facts div, .output")]
            .map((node) => node.getBoundingClientRect().right))"""
    )
    assert widest <= viewport["width"]
