"""The pixel reader in a real browser: what is printed is held against Python's fractions."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from explorer.components import mounting
from explorer.components.pixel_reader import ExactMap, Reading
from explorer.components.pixel_reader.gradient import gradient
from explorer.components.pixel_reader.sending import strongest
from explorer.pictures.colours import colour
from tests.browser.harness import PHONE, Server, running, settled
from tests.browser.readings import READINGS, plain

APP = Path(__file__).parent / "apps" / "pixel_reader.py"
NUMBERS = (mounting.FOLDER / "shared" / "numbers.js").read_text(encoding="utf-8")
MINUS = "\N{MINUS SIGN}"
PIXELS = """canvas => {
    const { width, height } = canvas
    return [width, height, Array.from(canvas.getContext("2d").getImageData(0, 0, width, height).data)]
}"""


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(APP, tmp_path_factory.mktemp("pixel_reader") / "log.txt") as started:
        yield started


def opened(page: Page, app: Server, query: str) -> Page:
    page.goto(f"{app.url}/?{query}")
    expect(title(page)).to_contain_text("at row")
    settled(page)
    return page


def title(page: Page) -> Locator:
    return page.locator(".reading h3")


def marks(page: Page, panel: str) -> Locator:
    return page.locator(f'[data-panel="{panel}"] .marks')


def at_cell(page: Page, panel: str, row: int, column: int, shape: tuple[int, int]) -> tuple[float, float]:
    """Return where a cell's middle is on the screen."""
    box = page.locator(f'[data-panel="{panel}"] .picture').bounding_box()
    assert box is not None
    height, width = shape
    return box["x"] + (column + 0.5) * box["width"] / width, box["y"] + (row + 0.5) * box["height"] / height


def hover(page: Page, panel: str, row: int, column: int, shape: tuple[int, int]) -> None:
    page.mouse.move(*at_cell(page, panel, row, column, shape))


def number(text: str) -> Fraction:
    return Fraction(text.removeprefix("≈ ").replace(MINUS, "-"))


def grids(page: Page) -> list[tuple[str, list[Fraction]]]:
    """Return every grid of the arithmetic as its title and its numbers in reading order."""
    found = page.locator(".reading .rows").evaluate_all(
        """tables => tables.map((table) => [
            table.getAttribute("aria-label"),
            [...table.querySelectorAll(".cell")].map((cell) => cell.textContent),
        ])"""
    )
    return [(name, [number(text) for text in texts]) for name, texts in found]


def steps(page: Page) -> dict[str, str]:
    labels = page.locator(".step dt").all_text_contents()
    values = page.locator(".step dd").all_text_contents()
    return dict(zip(labels, values, strict=True))


def rounded(value: Fraction, places: int) -> Fraction:
    """Round halves up, as it is printed."""
    scale = 10**places
    return Fraction((value * scale + Fraction(1, 2)).__floor__(), scale)


def check_products(page: Page) -> Fraction:
    """Check every printed product and running sum, and return the last of them."""
    found = grids(page)
    assert found
    running_sum = Fraction(0)
    for place in range(0, len(found), 4):
        names = [name for name, _ in found[place : place + 4]]
        assert names == ["Window", "Kernel", "Products", "Running sum"]
        window, kernel, products, sums = (numbers for _, numbers in found[place : place + 4])
        assert products == [value * weight for value, weight in zip(window, kernel, strict=True)]
        across = len(products) // len(sums)
        for row, shown in enumerate(sums):
            running_sum += sum(products[row * across : (row + 1) * across])
            assert shown == running_sum
    return running_sum


def check_steps(page: Page, exact: ExactMap, row: int, column: int) -> None:
    shown = {label: number(text) for label, text in steps(page).items()}
    used = exact.filter
    total = exact.total(row, column)
    gain, divisor, bias = (Fraction(used.decimal(name)) for name in ("gain", "divisor", "bias"))
    first = next(value for label, value in shown.items() if label.startswith("Sum of"))
    assert first == Fraction(int(exact.sums[row, column]), 10**used.digits)
    before = first * gain / divisor
    places = 4
    if divisor != 1:
        divided = next(value for label, value in shown.items() if label.startswith("÷"))
        assert divided == rounded(before, places)
        assert divided + shown.get("+ bias", Fraction(0)) == shown["Feature map"]
    assert shown["Feature map"] == (rounded(total, places) if divisor != 1 else total)
    assert shown.get("+ bias", Fraction(0)) == bias
    text = steps(page)["Feature map"]
    assert text.startswith("≈") == (rounded(total, 8) != number(text) and divisor != 1)


def some_cells(shape: tuple[int, ...], count: int = 4) -> list[tuple[int, int]]:
    height, width = shape
    chosen = random.Random(7)
    corners = [(0, 0), (height - 1, width - 1)]
    return corners + [(chosen.randrange(height), chosen.randrange(width)) for _ in range(count)]


@pytest.mark.parametrize("case", [name for name in READINGS if name not in ("gradient", "roberts")])
def test_printed_terms_add_up_to_the_printed_total(app: Server, page: Page, case: str) -> None:
    reading = READINGS[case]()
    opened(page, app, f"case={case}")
    for index, exact in enumerate(reading.maps):
        for row, column in some_cells(exact.sums.shape, 1 if len(reading.maps) > 3 else 4):
            hover(page, f"map {index}", row, column, exact.sums.shape)
            expect(title(page)).to_have_text(f"{exact.filter.title} at row {row}, column {column}")
            last = check_products(page)
            assert last == Fraction(int(exact.sums[row, column]), 10**exact.filter.digits)
            check_steps(page, exact, row, column)


def towards(degrees: float) -> str:
    names = ["right", "down right", "down", "down left", "left", "up left", "up", "up right"]
    return names[round(degrees / 45) % 8]


@pytest.mark.parametrize("case", ["gradient", "roberts"])
def test_a_gradient_is_read_with_both_derivatives(app: Server, page: Page, case: str) -> None:
    reading = READINGS[case]()
    x, y = reading.maps
    magnitude, direction = gradient(x, y)
    opened(page, app, f"case={case}")
    for panel, (row, column) in zip(
        ("magnitude", "direction", "map 1"), some_cells(x.sums.shape), strict=False
    ):
        hover(page, panel, row, column, x.sums.shape)
        expect(title(page)).to_have_text(f"Gradient at row {row}, column {column}")
        shown = steps(page)
        assert number(shown[x.filter.title]) == x.total(row, column)
        assert number(shown[y.filter.title]) == y.total(row, column)
        assert abs(float(number(shown["Magnitude √(x² + y²)"])) - magnitude[row, column]) < 1e-3
        angle = next(text for label, text in shown.items() if label.startswith("Direction"))
        if magnitude[row, column]:
            assert abs(float(number(angle.removesuffix("°"))) - direction[row, column]) < 0.0051
            assert shown["Grows brighter"] == towards(direction[row, column])
        else:
            assert (angle, shown["Grows brighter"]) == ("none", "nowhere: flat")
        found = grids(page)
        for place, exact in ((3, x), (7, y)):
            assert found[place][1][-1] == exact.total(row, column)


def test_the_numbers_of_the_script_are_those_of_fractions(page: Page) -> None:
    chosen = random.Random(1)
    cases = []
    for _ in range(400):
        over = chosen.choice([chosen.randrange(-(10**3), 10**3), chosen.randrange(-(10**15), 10**15)])
        under = chosen.choice([1, -1, 2, 16, 256, chosen.randrange(1, 10**6), -chosen.randrange(1, 10**6)])
        cases.append((over, under, chosen.randrange(0, 9)))
    texts = page.evaluate(
        f"""cases => {{
            {NUMBERS}
            return cases.map(([over, under, places]) => {{
                const {{ text, exact }} = fractionText({{ over: BigInt(over), under: BigInt(under) }}, places)
                return [text, exact, decimalText(Number(over), places)]
            }})
        }}""",
        [[str(over), str(under), places] for over, under, places in cases],
    )
    for (over, under, places), (text, exact, decimal) in zip(cases, texts, strict=True):
        value = Fraction(over, under)
        assert number(text) == rounded(value, places), (over, under, places)
        assert exact == (rounded(value, places) == value)
        assert number(decimal) == Fraction(over, 10**places)
        assert not text.startswith(f"{MINUS}0") or number(text) != 0
        assert not ("." in text and text.endswith("0"))


def test_every_panel_is_painted_as_the_colours_of_python(app: Server, page: Page) -> None:
    reading = plain()
    opened(page, app, "case=plain")
    assert reading.activated is not None
    assert reading.pooled is not None
    scale = float(np.abs(reading.maps[0].values).max())
    expected = {
        "picture": np.repeat(reading.picture[0][..., None], 3, axis=2),
        "padded": np.repeat(reading.padded[0][..., None], 3, axis=2),
        "map 0": colour(reading.maps[0].values, limit=scale),
        "activated": colour(reading.activated.values[0], limit=scale),
        "pooled": colour(reading.pooled.values[0], limit=float(reading.pooled.values.max())),
    }
    for panel, pixels in expected.items():
        width, height, data = page.locator(f'[data-panel="{panel}"] .pixels').evaluate(PIXELS)
        painted = np.array(data, np.uint8).reshape(height, width, 4)
        assert (painted[..., 3] == 255).all()
        np.testing.assert_array_equal(painted[..., :3], pixels, err_msg=panel)
        shape = page.locator(f'[data-panel="{panel}"] .shape')
        expect(shape).to_have_text(f"1 × {height} × {width}")


def test_the_extremes_stand_in_the_legend(app: Server, page: Page) -> None:
    values = plain().maps[0].values
    opened(page, app, "case=plain")
    ends = page.locator('[data-panel="map 0"] .ends span').all_text_contents()
    assert [number(text) for text in ends] == [int(values.min()), int(values.max()), 0]


def test_the_first_look_is_at_the_strongest_answer(app: Server, page: Page) -> None:
    row, column = strongest(plain())
    opened(page, app, "case=plain")
    expect(title(page)).to_have_text(f"Sobel x at row {row}, column {column}")


def test_hovering_asks_the_server_for_nothing_and_moves_nothing(app: Server, page: Page) -> None:
    sent: list[str | bytes] = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda frame: sent.append(frame)))
    reading = READINGS["divided"]()
    opened(page, app, "case=divided")
    sent.clear()
    heights = set()
    shapes = {
        "picture": (60, 60),
        "padded": (60, 62),
        "map 0": (29, 30),
        "activated": (29, 30),
        "pooled": (14, 15),
    }
    for panel, shape in shapes.items():
        for row, column in some_cells(shape, 3):
            hover(page, panel, row, column, shape)
            page.wait_for_timeout(40)
            box = page.locator(".reading").bounding_box()
            assert box is not None
            heights.add((box["y"], box["height"]))
    assert len(heights) == 1
    assert not sent
    expect(page.locator("#runs")).to_have_text("1")
    assert reading.pooled is not None


def test_pooling_shows_its_window_and_its_winner(app: Server, page: Page) -> None:
    reading = plain()
    assert reading.pooled is not None and reading.pooled.winners is not None
    opened(page, app, "case=plain")
    for row, column in some_cells((64, 64)):
        hover(page, "pooled", row, column, (64, 64))
        expect(title(page)).to_have_text(f"Sobel x after max pooling at row {row}, column {column}")
        won_row, won_column = (int(place) for place in reading.pooled.winners[:, 0, row, column])
        [(label, text)] = steps(page).items()
        assert label == f"Largest, at row {won_row}, column {won_column}"
        assert number(text) == int(reading.pooled.values[0, row, column])
        (name, window), *_ = grids(page)
        assert name == "Window"
        assert max(window) == number(text)
        winner = page.locator(".cell.winner")
        expect(winner).to_have_count(1)
        assert number(winner.inner_text()) == number(text)


def test_an_average_is_the_sum_over_the_count(app: Server, page: Page) -> None:
    reading = READINGS["divided"]()
    assert reading.pooled is not None
    opened(page, app, "case=divided")
    for row, column in some_cells((14, 15)):
        hover(page, "pooled", row, column, (14, 15))
        expect(title(page)).to_have_text(re.compile(f"after average pooling at row {row}, column {column}$"))
        exact = sum(
            max(reading.maps[0].total(2 * row + down, 2 * column + across), Fraction(0))
            for down in (0, 1)
            for across in (0, 1)
        )
        shown = steps(page)
        assert number(shown["Sum of 4 values"]) == rounded(exact, 4)
        assert number(shown["Average: ÷ 4"]) == rounded(exact / 4, 4)


def test_a_pixel_says_its_value_and_who_reads_it(app: Server, page: Page) -> None:
    reading = READINGS["dilated"]()
    opened(page, app, "case=dilated")
    where = page.locator(".where")
    hover(page, "picture", 2, 5, (30, 30))
    value = int(reading.picture[0, 2, 5])
    expect(where).to_have_text(f"Input at row 2, column 5: {value}; 4 windows read it")
    hover(page, "padded", 31, 0, (32, 31))
    expect(where).to_have_text(f"Padding at row 31, column {MINUS}1: 0; no window reads it")
    unread = page.locator('[data-panel="picture"] .notes')
    expect(unread).to_contain_text("Not read by any window: 15 rows")


def test_keys_do_what_the_pointer_does(app: Server, page: Page) -> None:
    opened(page, app, "case=plain&pinned=10,20")
    marks(page, "map 0").focus()
    for key, row, column in (
        ("ArrowRight", 10, 21),
        ("ArrowDown", 11, 21),
        ("Shift+ArrowDown", 21, 21),
        ("ArrowLeft", 21, 20),
        ("ArrowUp", 20, 20),
        ("PageDown", 30, 20),
        ("PageUp", 20, 20),
        ("Home", 20, 0),
        ("ArrowLeft", 20, 0),
        ("End", 20, 127),
        ("Control+Home", 0, 0),
        ("Control+End", 127, 127),
        ("ArrowDown", 127, 127),
    ):
        page.keyboard.press(key)
        expect(title(page)).to_have_text(f"Sobel x at row {row}, column {column}")
    total = int(plain().maps[0].total(127, 127))
    said = f"Sobel x, row 127, column 127: {total}.".replace("-", MINUS)
    expect(page.locator("[aria-live=polite]")).to_contain_text(said)
    page.keyboard.press("Tab")
    expect(title(page)).to_contain_text("row 10, column 20")


def test_a_click_pins_and_the_pin_comes_back_with_the_address(app: Server, page: Page) -> None:
    opened(page, app, "case=eight")
    pinned = page.locator("#pinned")
    page.mouse.click(*at_cell(page, "map 5", 77, 90, (128, 128)))
    expect(pinned).to_have_text("77,90,5")
    hover(page, "map 2", 3, 4, (128, 128))
    expect(title(page)).to_have_text("Learned 2 at row 3, column 4")
    page.mouse.move(2, 2)
    expect(title(page)).to_have_text("Learned 5 at row 77, column 90")
    expect(page.locator('[data-panel="activated"] .shape')).to_have_text("Learned 5, 1 × 128 × 128")
    opened(page, app, "case=eight&pinned=77,90,5")
    expect(title(page)).to_have_text("Learned 5 at row 77, column 90")
    page.get_by_role("button", name="Unpin").click()
    expect(pinned).to_have_text("nothing")


def test_a_new_size_keeps_the_reader_and_repaints_it(app: Server, page: Page) -> None:
    opened(page, app, "case=sized")
    hover(page, "map 0", 5, 6, (128, 128))
    expect(title(page)).to_have_text("Sobel x at row 5, column 6")
    page.get_by_role("slider").focus()
    page.keyboard.press("ArrowLeft")
    expect(page.locator('[data-panel="map 0"] .shape')).to_have_text("1 × 127 × 127")
    expect(title(page)).to_have_text("Sobel x at row 5, column 6")
    width, height, _ = page.locator('[data-panel="pooled"] .pixels').evaluate(PIXELS)
    assert (width, height) == (63, 63)
    expect(page.locator("[data-panel]")).to_have_count(5)


def test_a_finger_reads_and_the_page_stays(app: Server, phone: Page) -> None:
    opened(phone, app, "case=plain")
    reading = plain()
    client = phone.context.new_cdp_session(phone)

    def touch(kind: str, *cell: int) -> None:
        points = []
        if cell:
            x, y = at_cell(phone, "map 0", cell[0], cell[1], (128, 128))
            points = [{"x": x, "y": y}]
        client.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    before = phone.locator(".reading").bounding_box()
    touch("touchStart", 20, 30)
    for row in range(20, 101, 8):
        touch("touchMove", row, 30)
    expect(title(phone)).to_have_text(f"Sobel x at row {100}, column 30")
    assert check_products(phone) == reading.maps[0].total(100, 30)
    touch("touchEnd")
    # Sooner, the browser takes the next touch for the second half of a double tap.
    phone.wait_for_timeout(400)
    phone.get_by_role("button", name="One column right").tap()
    expect(title(phone)).to_have_text("Sobel x at row 100, column 31")
    assert phone.locator(".reading").bounding_box() == before


@pytest.mark.parametrize("case", ["plain", "eight", "large", "gradient"])
@pytest.mark.parametrize("viewport", [PHONE, {"width": 1024, "height": 768}])
def test_nothing_is_wider_than_the_screen(
    app: Server, open_context: Callable[..., BrowserContext], case: str, viewport: dict[str, int]
) -> None:
    page = opened(open_context(viewport=viewport).new_page(), app, f"case={case}")
    widest = page.locator(".reader").evaluate(
        """reader => Math.max(...[...reader.querySelectorAll(".panel, .reading, .blocks, .steps")]
            .map((node) => node.getBoundingClientRect().right))"""
    )
    assert widest <= viewport["width"]


def test_a_reading_names_its_channels(app: Server, page: Page) -> None:
    reading: Reading = READINGS["colour"]()
    opened(page, app, "case=colour")
    assert page.locator(".block .label").all_text_contents() == list(reading.channel_names)
    hover(page, "picture", 40, 41, (96, 96))
    red, green, blue = (int(value) for value in reading.picture[:, 40, 41])
    expect(page.locator(".where")).to_contain_text(f"red {red}, green {green}, blue {blue}")
