"""The network view under a pointer, a finger and keys; every printed number beside Python's."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import BrowserContext, Locator, Page, WebSocket, expect

from explorer.arithmetic import Trace, input_gradient, softmax
from explorer.components.network_view.decimals import decimal_units
from explorer.digits import digit_network, recognise
from explorer.pictures.samples import sample_digit
from tests.browser.harness import Server, eventually, running, settled

APP = Path(__file__).parent / "apps" / "network_view.py"
GAP, BIG = 3, 192
TERM = re.compile(r"(\S+) × (\S+) (\S+)")


@pytest.fixture(scope="module")
def trace() -> Trace:
    return recognise(np.asarray(sample_digit(3))).trace


@pytest.fixture(scope="module")
def viewer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(APP, tmp_path_factory.mktemp("viewer") / "log.txt") as started:
        yield started


@pytest.fixture
def view(viewer: Server, page: Page) -> Callable[..., Page]:
    def open_view(look: str = ";;", *, on: Page | None = None) -> Page:
        window = on or page
        window.goto(f"{viewer.url}/?look={look}")
        expect(window.locator(".network .readout .value")).not_to_be_empty()
        settled(window)
        return window

    return open_view


def number(text: str) -> float:
    return float(text.replace("\N{MINUS SIGN}", "-").replace(" ", ""))


def units(text: str) -> int:
    """A printed number of five digits, or fewer, in whole numbers of its fifth digit."""
    return round(number(text) * 10**5)


def tile(page: Page, layer: str, map: int) -> tuple[float, float]:
    """The middle of a tile, in the coordinates of the overview's canvas."""
    head = page.locator(".head", has_text=re.compile(f"^{layer}$"))
    left, side = head.evaluate("({style}) => [parseFloat(style.left), parseFloat(style.width)]")
    return left + side / 2 + 1, map * (side + GAP) + side / 2 + 1


def overview(page: Page) -> Locator:
    return page.locator(".overview .marks")


def hover(page: Page, layer: str, map: int) -> None:
    x, y = tile(page, layer, map)
    overview(page).hover(position={"x": x, "y": y})


def painted(canvas: Locator) -> str:
    """What is painted on a canvas, to be compared."""
    found: str = canvas.evaluate("(canvas) => canvas.toDataURL()")
    return found


def steps(page: Page) -> dict[str, str]:
    lines = page.locator(".detail .step").all()
    return {line.locator("dt").inner_text(): line.locator("dd").inner_text() for line in lines}


def spelled(page: Page, count: int) -> list[str]:
    """The terms as they are told to those who listen, once the pointer rests."""
    cells = page.locator(".detail table.heard-only td")
    expect(cells).to_have_count(count)
    return cells.all_inner_texts()


def test_hover_lights_up_a_tile_and_asks_the_server_for_nothing(
    view: Callable[..., Page], page: Page, trace: Trace
) -> None:
    frames: list[object] = []
    page.on("websocket", lambda socket: listen(socket, frames))
    view()
    before = page.locator("#runs").inner_text()
    sent = len(frames)
    blank = painted(overview(page))
    hover(page, "conv3", 4)
    value = trace.activations["conv3"][4, 6, 6]
    expect(page.locator(".readout .value")).to_have_text(f"conv3, map 4, row 6, column 6: {shown(value)}")
    expect(page.locator(".where-now")).to_have_text(
        "Convolution: made of 16 maps; goes into 1 map of relu3. Sees 14×14 of the picture."
    )
    assert painted(overview(page)) != blank
    hover(page, "pool2", 0)
    expect(page.locator(".where-now")).to_contain_text(
        "Max pooling: made of 1 map; goes into 16 maps of conv5"
    )
    page.mouse.move(2, 2)
    expect(page.locator(".readout .value")).to_contain_text("Point at a map")
    assert painted(overview(page)) == blank
    assert len(frames) == sent
    assert page.locator("#runs").inner_text() == before


def listen(socket: WebSocket, frames: list[object]) -> None:
    socket.on("framesent", lambda frame: frames.append(frame))


def shown(value: float) -> str:
    """A number as the view prints it: four digits, a true minus, a bare 0."""
    whole = int(decimal_units(np.array([value], np.float32), 4)[0])
    return "0" if whole == 0 else f"{whole / 10**4:.4f}".replace("-", "\N{MINUS SIGN}")


def test_every_product_of_a_convolution_adds_up_to_the_last_printed_digit(
    view: Callable[..., Page], page: Page, trace: Trace
) -> None:
    view("conv3,4,0,5;;")
    row, column, network = 0, 5, digit_network()
    cells = spelled(page, 16 * 10)
    padded = np.pad(trace.activations["relu2"], ((0, 0), (1, 1), (1, 1)))
    window = padded[:, row : row + 3, column : column + 3].reshape(16, 9)
    weights = network.weights["conv3.weight"][4].reshape(16, 9)
    total = 0
    for channel in range(16):
        *terms, told_sum = cells[10 * channel : 10 * channel + 10]
        products = []
        for text, value, weight in zip(terms, window[channel], weights[channel], strict=True):
            found = TERM.fullmatch(text)
            assert found, text
            assert units(found[1]) == 10 * decimal_units(np.array([value]), 4)[0]
            assert units(found[2]) == decimal_units(np.array([weight]), 5)[0]
            assert abs(units(found[3]) / 10**5 - number(found[1]) * number(found[2])) <= 0.5001e-5
            products.append(units(found[3]))
        assert units(told_sum) == sum(products)
        total += sum(products)
    found_steps = steps(page)
    bias, rest = units(found_steps["bias"]), units(found_steps["what was rounded away"])
    assert units(found_steps["Sum of 144 products"]) == total
    assert bias == decimal_units(network.weights["conv3.bias"][4:5], 5)[0]
    result = trace.activations["conv3"][4, row, column]
    assert found_steps["conv3"] == shown(result)
    assert total + bias + rest == units(found_steps["conv3"])
    assert abs(rest) < 60
    assert found_steps["relu3: max(0, conv3)"] == shown(max(result, 0))


def test_one_channel_has_its_rows_summed(view: Callable[..., Page], page: Page, trace: Trace) -> None:
    view("conv1,3,14,15;map;")
    cells = spelled(page, 5 * 6)
    sums = [units(cells[6 * row + 5]) for row in range(5)]
    for row in range(5):
        assert sums[row] == sum(units(text.split()[-1]) for text in cells[6 * row : 6 * row + 5])
    found = steps(page)
    assert units(found["Sum of 25 products"]) == sum(sums)
    assert found["conv1"] == shown(trace.activations["conv1"][3, 14, 15])


def test_pooling_shows_its_winner(view: Callable[..., Page], page: Page, trace: Trace) -> None:
    window = trace.activations["relu1"][10, 12:14, 8:10]
    view("pool1,10,6,4;;")
    cells = spelled(page, 4)
    assert [text.split()[0] for text in cells] == [shown(value) for value in window.ravel()]
    won = int(window.argmax())
    assert [", the winner" in text for text in cells] == [at == won for at in range(4)]
    place = f"Largest, at row {12 + won // 2}, column {8 + won % 2}"
    assert steps(page) == {place: shown(window.max())}


def test_a_logit_names_what_raised_and_lowered_it(
    view: Callable[..., Page], page: Page, trace: Trace
) -> None:
    view("linear,3,0,0;;")
    weights, network = digit_network().weights["linear.weight"][3], digit_network()
    products = trace.activations["flatten"].astype(np.float64) * weights
    named = page.locator(".powers td:first-child").all_inner_texts()
    order = [*np.argsort(-products)[:5], *np.argsort(products)[:5]]
    assert named == [f"map {at // 36}, row {at % 36 // 6}, column {at % 6}" for at in order]
    found = steps(page)
    parts = ("Sum of all positive products", "Sum of all negative products", "bias", "what was rounded away")
    assert sum(units(found[part]) for part in parts) == units(found["Logit"])
    assert found["Logit"] == shown(trace.logits[3])
    assert number(found["bias"]) == pytest.approx(float(network.weights["linear.bias"][3]), abs=0.6e-5)
    page.locator(".detail .marks").hover(position={"x": 10, "y": 25})
    expect(page.locator(".detail .where")).to_have_text("Map 0, row 0, column 0")
    page.locator(".detail .marks").press("PageDown")
    expect(page.locator(".detail h3")).to_have_text("linear, output 4: Linear")


@pytest.mark.parametrize(("pressed", "temperature"), [("", 1.0), ("ArrowRight", 2**0.25), ("Home", 0.25)])
def test_softmax_shows_every_exponent_at_a_temperature(
    view: Callable[..., Page], page: Page, trace: Trace, pressed: str, temperature: float
) -> None:
    view("softmax,3,0,0;;")
    if pressed:
        page.get_by_role("slider", name="Temperature").press(pressed)
    expect(page.locator(".temperature output")).to_contain_text(f"{temperature:.2f}")
    rows = page.locator(".powers tbody tr")
    told = [[number(text) for text in row.locator("td").all_inner_texts()] for row in rows.all()]
    logits = trace.logits.astype(np.float64)
    powers = np.exp((logits - logits.max()) / temperature)
    wanted = [logits, logits / temperature, (logits - logits.max()) / temperature, powers]
    for column, numbers in enumerate([*wanted, softmax(trace.logits, temperature=temperature)]):
        np.testing.assert_allclose([row[column] for row in told], numbers, atol=0.51e-4)


def test_a_line_of_the_softmax_is_looked_at_and_pinned(view: Callable[..., Page], page: Page) -> None:
    view("softmax,3,0,0;;")
    line = page.locator(".powers tbody tr").nth(7)
    line.hover()
    expect(page.locator(".detail h3")).to_have_text("softmax, output 7: Softmax")
    expect(line).to_have_class("looked")
    line.click()
    expect(page.locator("#look")).to_contain_text("layer='softmax', map=7")


def test_a_cell_sees_what_python_says_and_listens_where_the_gradient_is(
    view: Callable[..., Page], page: Page
) -> None:
    view("relu4,3,4,5;;")
    top, bottom, left, right = digit_network().receptive_field("relu4").extent(4, 5)
    note = page.locator("section[aria-label='Receptive field'] .note")
    expect(note).to_contain_text(f"sees {bottom - top}×{right - left} = {(bottom - top) * (right - left)}")
    expect(note).to_contain_text(re.compile(r"listens to \d+ of them: .* carry 90 % of it"))
    page.locator(".detail .marks").press("ArrowUp")
    expect(note).to_contain_text("Pin it to see")
    page.locator(".detail .marks").press("Enter")
    expect(note).to_contain_text("It listens to")
    expect(page.locator("#look")).to_contain_text("layer='relu4', map=3, row=3, column=5")


def test_the_overlay_is_the_gradient_over_the_picture(view: Callable[..., Page], page: Page) -> None:
    """The picture stands there once more, in the dark, and on it the gradient: orange raises, blue lowers."""
    view("relu4,3,4,5;;")
    network = digit_network()
    trace = recognise(np.asarray(sample_digit(3))).trace
    gradient = input_gradient(network, trace, "relu4", (3, 4, 5))[0]
    expect(page.locator("section[aria-label='Receptive field'] .note")).to_contain_text("It listens to")
    side, left, top = 112, 2 + 112 + 10, 16
    painted = np.array(
        page.locator(".trail canvas").evaluate(
            """(canvas, [left, top, side]) => {
                const cell = side / 28, context = canvas.getContext('2d');
                return Array.from({length: 28 * 28}, (_, at) => {
                    const [x, y] = [left + (at % 28 + 0.5) * cell, top + (Math.floor(at / 28) + 0.5) * cell];
                    return Array.from(context.getImageData(x, y, 1, 1).data.slice(0, 3));
                });
            }""",
            [left, top, side],
        )
    ).reshape(28, 28, 3)
    inside = np.zeros((28, 28), bool)
    first_row, last_row, first_column, last_column = network.receptive_field("relu4").extent(4, 5)
    # The yellow frame lies on the cells of the field's edge.
    inside[max(first_row, 0) + 1 : last_row - 1, max(first_column, 0) + 1 : last_column - 1] = True
    redness = painted[..., 0] - painted[..., 2]
    strong = np.abs(gradient) > 0.1 * np.abs(gradient).max()
    assert (redness[inside & strong & (gradient > 0)] > 0).all()
    assert (redness[inside & strong & (gradient < 0)] < 0).all()
    assert (strong & inside & (gradient > 0)).sum() > 5
    assert (strong & inside & (gradient < 0)).sum() > 5
    # Where it listens to nothing, the picture is left, at less than half its light.
    far = np.ones((28, 28), bool)
    far[max(first_row - 1, 0) : last_row + 1, max(first_column - 1, 0) : last_column + 1] = False
    np.testing.assert_allclose(
        painted[far], np.repeat(0.45 * 255 * trace.input[0][far][:, None], 3, axis=1), atol=2
    )
    page.locator(".detail .marks").press("ArrowUp")
    expect(page.locator("section[aria-label='Receptive field'] .note")).to_contain_text("Pin it to see")


def test_fields_of_every_layer_are_those_of_python(view: Callable[..., Page], page: Page) -> None:
    """The walk back through the windows, held against the receptive field of a chain of layers."""
    network = digit_network()
    for name in ("conv1", "pool1", "conv2", "conv4", "pool2"):
        view(f"{name},0,3,3;;")
        top, bottom, left, right = network.receptive_field(name).extent(3, 3)
        rows, columns = min(bottom, 28) - max(top, 0), min(right, 28) - max(left, 0)
        expect(page.locator(".where-now")).to_contain_text(f"Sees {rows}×{columns} of the picture")


def test_click_opens_moves_and_pins(view: Callable[..., Page], page: Page, trace: Trace) -> None:
    view()
    x, y = tile(page, "conv2", 5)
    overview(page).click(position={"x": x, "y": y})
    expect(page.locator(".detail h3")).to_have_text("conv2, map 5 of 16: Convolution")
    expect(page.locator("#look")).to_contain_text("layer='conv2', map=5, row=6, column=6")
    marks = page.locator(".detail .marks")
    box = marks.bounding_box()
    assert box
    marks.hover(position={"x": box["width"] - 4 - BIG + 8, "y": 18 + 8})
    expect(page.locator(".readout .value")).to_have_text(
        f"conv2, map 5, row 0, column 0: {shown(trace.activations['conv2'][5, 0, 0])}"
    )
    assert steps(page)["conv2"] == shown(trace.activations["conv2"][5, 0, 0])
    marks.click(position={"x": box["width"] - 4 - BIG + 24, "y": 18 + 8})
    expect(page.locator("#look")).to_contain_text("row=0, column=1")
    page.get_by_role("button", name="Next map").click()
    expect(page.locator(".detail h3")).to_have_text("conv2, map 6 of 16: Convolution")
    page.get_by_role("button", name="Previous layer").click()
    expect(page.locator(".detail h3")).to_have_text("pool1, map 6 of 16: Max pooling")
    chain = page.get_by_role("navigation", name="Layers")
    expect(chain.locator("[aria-current=true]")).to_have_text("pool1")
    chain.get_by_text("conv4").click()
    expect(page.locator(".detail h3")).to_have_text("conv4, map 6 of 16: Convolution")
    expect(chain.locator("[aria-current=true]")).to_have_text("conv4")
    page.get_by_role("button", name="All layers").click()
    expect(overview(page)).to_be_visible()
    expect(page.locator("#look")).to_contain_text("place=None")


def test_the_keyboard_alone_goes_everywhere(view: Callable[..., Page], page: Page) -> None:
    view()
    overview(page).focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".readout .value")).to_contain_text("conv1, map 0,")
    for key in ("ArrowRight", "ArrowRight", "ArrowRight", "ArrowDown", "ArrowDown"):
        page.keyboard.press(key)
    expect(page.locator(".readout .value")).to_contain_text("conv2, map 2,")
    page.keyboard.press("f")
    expect(page.get_by_role("button", name="Unfold conv2")).to_be_visible()
    page.keyboard.press("f")
    expect(page.get_by_role("button", name="Fold conv2")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator(".detail h3")).to_have_text("conv2, map 2 of 16: Convolution")
    expect(page.locator(".detail .marks")).to_be_focused()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".readout .value")).to_contain_text("column 0:")
    page.keyboard.press("]")
    expect(page.locator(".detail h3")).to_have_text("relu2, map 2 of 16: ReLU")
    page.keyboard.press("PageUp")
    expect(page.locator(".detail h3")).to_have_text("relu2, map 1 of 16: ReLU")
    page.keyboard.press("Tab")
    expect(page.locator(".detail .marks")).not_to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Escape")
    expect(overview(page)).to_be_focused()


def test_the_keyboard_reaches_every_product_of_an_output_and_passes_softmax(
    view: Callable[..., Page], page: Page
) -> None:
    view("linear,3,0,0;;")
    board, where = page.locator(".detail .marks"), page.locator(".detail .where")
    board.press("ArrowDown")
    expect(where).to_have_text("Map 0, row 0, column 0")
    board.press("ArrowRight")
    expect(where).to_have_text("Map 0, row 0, column 1")
    board.press("Control+End")
    expect(where).to_have_text("Map 15, row 5, column 5")
    for _ in range(6):
        board.press("ArrowUp")
    expect(where).to_have_text("Map 14, row 5, column 5")
    board.press("PageUp")
    expect(page.locator(".detail h3")).to_have_text("linear, output 2: Linear")
    # Softmax has no map that could keep the focus.
    page.keyboard.press("]")
    expect(page.locator(".detail h3")).to_have_text("softmax, output 2: Softmax")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".detail h3")).to_have_text("softmax, output 3: Softmax")
    page.keyboard.press("[")
    expect(page.locator(".detail h3")).to_have_text("linear, output 3: Linear")
    expect(board).to_be_focused()
    page.keyboard.press("Escape")
    expect(overview(page)).to_be_focused()


def test_another_temperature_is_said_beside_the_network_s_own_probability(
    view: Callable[..., Page], page: Page
) -> None:
    view("softmax,3,0,0;;")
    expect(page.locator(".readout .value")).to_have_text("softmax, output 3: 0.9913")
    slider = page.get_by_role("slider", name="Temperature")
    slider.press("ArrowRight")
    expect(page.locator("#look")).to_contain_text("temperature='1.19'")
    expect(page.locator(".readout .value")).to_have_text("softmax, output 3: 0.9913 at temperature 1")
    shares = page.locator(".powers td:last-child").all_inner_texts()
    view("softmax,3,0,0;;;1.19")
    assert page.locator(".powers td:last-child").all_inner_texts() == shares
    expect(slider).to_have_value("0.25")


def test_layers_out_of_sight_are_counted_and_come_by_click_and_by_key(server: Server, page: Page) -> None:
    page.goto(f"{server.url}/photos")
    expect(page.locator(".network .readout .value")).not_to_be_empty()
    settled(page)
    frame = page.locator(".overview")
    before, beyond = page.locator(".beyond.left"), page.locator(".beyond.right")
    expect(before).to_be_hidden()
    count = int(beyond.inner_text().split()[0])
    softmax = page.locator(".head", has_text="softmax")
    expect(softmax).not_to_be_in_viewport()
    beyond.click()
    # The scrolling is told of a frame later.
    expect(before).to_be_visible()
    expect(before).to_have_text(re.compile(r"← \d+ more layers?"))
    assert int((beyond.inner_text() or "0").split()[0]) < count
    while beyond.is_visible():
        words = beyond.inner_text()
        beyond.click()
        expect(beyond).not_to_have_text(words)
    expect(softmax).to_be_in_viewport()
    expect(beyond).to_be_hidden()
    frame.evaluate("(node) => (node.scrollLeft = 0)")
    expect(before).to_be_hidden()
    overview(page).focus()
    for _ in range(len(page.locator(".head").all()) - 1):
        page.keyboard.press("ArrowRight")
    expect(page.locator(".readout .value")).to_contain_text("softmax, output")
    expect(softmax).to_be_in_viewport()


def test_a_photo_s_inputs_are_red_green_and_blue_and_its_field_is_in_colour(
    server: Server, page: Page
) -> None:
    page.goto(f"{server.url}/photos")
    expect(page.locator(".network .readout .value")).not_to_be_empty()
    settled(page)
    seen = pixels(page, ".overview .stack canvas", [(20.0, 150.0 + 3 * step) for step in range(80)])
    alone = [[at for at in range(3) if pixel[at]] for pixel in seen if pixel[3] == 255 and any(pixel[:3])]
    assert [0] in alone and [1] in alone and [2] in alone
    page.goto(f"{server.url}/photos?photos_place=conv3,3,4,5")
    expect(page.locator("section[aria-label='Receptive field'] .note")).to_contain_text("This cell sees")
    colours = pixels(page, ".trail canvas", [(10.0 + 6 * step, 100.0) for step in range(16)])
    assert sum(len(set(pixel[:3])) == 3 and min(pixel[:3]) > 0 for pixel in colours) > 8


def pixels(page: Page, canvas: str, places: list[tuple[float, float]]) -> list[list[int]]:
    """The colours (red, green, blue, alpha) of a canvas at places in CSS pixels."""
    found: list[list[int]] = page.locator(canvas).first.evaluate(
        """(canvas, places) => {
            const ratio = canvas.width / canvas.clientWidth
            const context = canvas.getContext('2d')
            return places.map(([x, y]) => Array.from(context.getImageData(x * ratio, y * ratio, 1, 1).data))
        }""",
        places,
    )
    return found


def test_scale_and_folds_are_told_to_python(view: Callable[..., Page], page: Page) -> None:
    view(";map;relu1,relu2")
    expect(page.get_by_role("button", name="Map", exact=True)).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("button", name="Unfold relu2")).to_be_visible()
    tiles = page.locator(".stack canvas").first
    before = painted(tiles)
    page.get_by_role("button", name="All", exact=True).click()
    expect(page.locator("#look")).to_contain_text("scale='all', folded=('relu1', 'relu2')")
    assert painted(tiles) != before
    page.get_by_role("button", name="Fold conv3").click()
    expect(page.locator("#look")).to_contain_text("folded=('relu1', 'relu2', 'conv3')")
    page.get_by_role("button", name="Unfold relu1").click()
    expect(page.locator("#look")).to_contain_text("folded=('relu2', 'conv3')")


def test_every_column_says_where_its_colours_end(view: Callable[..., Page], page: Page, trace: Trace) -> None:
    view()
    names = list(digit_network().layers)
    for name in ("conv1", "relu4", "pool2"):
        foot = page.locator(".foot").nth(1 + names.index(name))
        limit = float(np.abs(trace.activations[name]).max())
        assert number(foot.inner_text().split("±")[1]) == pytest.approx(limit, rel=0.01)
    everything = page.get_by_role("button", name="All", exact=True)
    everything.click()
    expect(everything).to_have_attribute("aria-pressed", "true")
    largest = max(float(np.abs(trace.activations[name]).max()) for name in names if name != "softmax")
    ends = {text.split("±")[1] for text in page.locator(".foot").all_inner_texts() if "±" in text}
    assert [number(end) for end in ends] == [pytest.approx(largest, rel=0.01)]
    page.get_by_role("button", name="Map", exact=True).click()
    expect(page.locator(".foot").nth(1)).not_to_contain_text("±")


def test_a_new_digit_repaints_and_keeps_the_pinned_cell(view: Callable[..., Page], page: Page) -> None:
    view("conv2,3,4,5;;")
    other = recognise(np.asarray(sample_digit(4))).trace
    page.get_by_role("spinbutton").press("ArrowUp")
    page.get_by_role("spinbutton").press("Enter")
    value = shown(other.activations["conv2"][3, 4, 5])
    expect(page.locator(".readout .value")).to_have_text(f"conv2, map 3, row 4, column 5: {value}")
    assert steps(page)["conv2"] == value


def test_a_finger_on_a_narrow_phone(
    view: Callable[..., Page], open_context: Callable[..., BrowserContext]
) -> None:
    phone = open_context(
        viewport={"width": 320, "height": 640}, has_touch=True, is_mobile=True, device_scale_factor=2
    ).new_page()
    view(on=phone)
    frame = phone.locator(".overview")
    assert frame.evaluate("(node) => node.scrollWidth > node.clientWidth")
    assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    frame.evaluate("(node) => (node.scrollLeft = 250)")
    x, y = tile(phone, "relu2", 1)
    overview(phone).tap(position={"x": x, "y": y})
    expect(phone.locator(".readout .value")).to_contain_text("relu2, map 1,")
    # What was touched is said in sight, however far down it lies.
    x, y = tile(phone, "relu2", 14)
    overview(phone).tap(position={"x": x, "y": y})
    expect(phone.locator(".readout .value")).to_contain_text("relu2, map 14,")
    expect(phone.locator(".readout .value")).to_be_in_viewport()
    x, y = tile(phone, "relu2", 1)
    overview(phone).tap(position={"x": x, "y": y})
    expect(phone.locator(".readout .value")).to_contain_text("relu2, map 1,")
    expect(phone.locator(".detail")).to_be_hidden()
    overview(phone).tap(position={"x": x, "y": y})
    expect(phone.locator(".detail h3")).to_have_text("relu2, map 1 of 16: ReLU")
    phone.locator(".detail .marks").tap(position={"x": 30, "y": 40})
    expect(phone.locator("#look")).to_contain_text("row=")
    assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_map_is_made_window_by_window(view: Callable[..., Page], page: Page) -> None:
    view("conv3,4,5,6;;")
    where = page.locator(".detail .where")
    page.get_by_role("button", name="First cell").click()
    expect(where).to_have_text("Row 0, column 0")
    page.get_by_role("button", name="One step forward").click()
    expect(where).to_have_text("Row 0, column 1")
    assert not covers_the_last_cell(page)
    page.get_by_role("combobox", name="Speed").select_option("8")
    page.get_by_role("button", name="Play").click()
    expect(where).to_have_text(re.compile("Row ([1-9]|10),"))
    assert covers_the_last_cell(page)
    # A pointer that rests on the map, or leaves it, does not hold the window; a key does.
    page.locator(".detail .marks").hover(position={"x": 10, "y": 25})
    page.mouse.move(2, 2)
    expect(where).to_have_text(re.compile("Row ([3-9]|10),"))
    page.locator(".detail .marks").press("Control+End")
    expect(where).to_have_text("Row 11, column 11")
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    assert not covers_the_last_cell(page)
    expect(page.locator("#look")).to_contain_text("row=5, column=6")
    page.get_by_role("button", name="Play").click()
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    page.get_by_role("button", name="Next map").click()
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    page.get_by_role("navigation", name="Layers").get_by_text("linear").click()
    expect(page.get_by_role("group", name="Steps")).to_be_hidden()


def test_products_out_of_sight_are_painted_when_the_keys_rest(server: Server, page: Page) -> None:
    """A row for each of 96 maps: more than a window shows, and more than a frame has time for."""

    products, where = page.locator(".detail > .scroll canvas"), page.locator(".detail .where")

    def opened(place: str) -> str:
        page.goto(f"{server.url}/photos?photos_place={place}")
        expect(where).to_have_text(f"Row {place[-3]}, column {place[-1]}")
        settled(page)
        return painted(products)

    wanted = opened("conv8,5,3,5")
    assert opened("conv8,5,3,4") != wanted
    page.locator(".detail .marks").press("ArrowRight")
    expect(where).to_have_text("Row 3, column 5")
    eventually(page, lambda: painted(products) == wanted)


def covers_the_last_cell(page: Page) -> bool:
    """Whether the last cell of the board's last map is hidden, being not yet made."""
    alpha: int = page.locator(".detail .marks").evaluate(
        """(canvas, below) => {
            const [across, down] = [canvas.width / canvas.clientWidth, canvas.height / canvas.clientHeight]
            const [x, y] = [(canvas.clientWidth - 12) * across, below * down]
            return canvas.getContext('2d').getImageData(x, y, 1, 1).data[3]
        }""",
        18 + BIG - 8,
    )
    return alpha == 255


@pytest.mark.parametrize(("motion", "flights"), [("no-preference", 2), ("reduce", 0)])
def test_a_map_flies_to_its_place_and_back_unless_motion_is_unwanted(
    view: Callable[..., Page], open_context: Callable[..., BrowserContext], motion: str, flights: int
) -> None:
    page = view(on=open_context(reduced_motion=motion).new_page())
    page.locator(".network").evaluate(
        """(network) => {
            window.flights = 0
            new MutationObserver((found) => {
                for (const { addedNodes } of found)
                    for (const node of addedNodes) window.flights += node.matches('.flying')
            }).observe(network, { childList: true })
        }"""
    )
    x, y = tile(page, "conv2", 5)
    overview(page).click(position={"x": x, "y": y})
    expect(page.locator(".detail h3")).to_have_text("conv2, map 5 of 16: Convolution")
    expect(page.locator(".flying")).to_have_count(0)
    page.get_by_role("button", name="All layers").click()
    expect(overview(page)).to_be_visible()
    expect(page.locator(".flying")).to_have_count(0)
    assert page.evaluate("window.flights") == flights
