import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, Locator, Page, expect

from explorer.components.drawing import decode_ink
from explorer.pictures.strokes import draw_strokes, strokes_from_payload
from tests.browser.harness import PATIENCE_MS, PHONE, Server, running, settled

APP = Path(__file__).parent / "apps" / "drawing.py"
SCROLLED = "document.querySelector('[data-testid=stMain]').scrollTop + window.scrollY"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(APP, tmp_path_factory.mktemp("drawing") / "log.txt") as started:
        yield started


@pytest.fixture
def sheet(app: Server, page: Page) -> Page:
    return opened(page, app)


def opened(page: Page, server: Server) -> Page:
    page.goto(server.url)
    expect(paper(page)).to_be_visible()
    expect(answer(page)).to_be_attached()
    settled(page)
    return page


def paper(page: Page) -> Locator:
    return page.locator("canvas")


def answer(page: Page) -> Locator:
    return page.locator("#answer")


def expect_answer(page: Page, **facts: int) -> None:
    for name, fact in facts.items():
        expect(answer(page)).to_have_attribute(f"data-{name}", str(fact))


def fact(page: Page, name: str) -> str:
    return answer(page).get_attribute(f"data-{name}") or ""


@contextmanager
def answered_again(page: Page) -> Iterator[None]:
    """Wait at the end of the block until the whole page has run once more."""
    before = fact(page, "answers")
    yield
    expect(answer(page)).not_to_have_attribute("data-answers", before)
    settled(page)


def tool(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def place(page: Page, x: float, y: float) -> tuple[float, float]:
    """Where a place in canvas units is on the screen."""
    box = paper(page).bounding_box()
    assert box
    return box["x"] + x / 280 * box["width"], box["y"] + y / 280 * box["height"]


def draw(page: Page, *points: tuple[float, float], lift: bool = True) -> None:
    page.mouse.move(*place(page, *points[0]))
    page.mouse.down()
    for point in points[1:]:
        page.mouse.move(*place(page, *point))
    if lift:
        page.mouse.up()


def seen(page: Page) -> np.ndarray:
    """The paper as the screen shows it, grey, 280 by 280."""
    shot = Image.open(BytesIO(paper(page).screenshot())).convert("L").resize((280, 280))
    return np.asarray(shot, np.float64)


# What goes out and what comes back, in order, with the time of each.
LISTEN = """
window.heard = []
const send = WebSocket.prototype.send
WebSocket.prototype.send = function (message) {
    const state = new TextDecoder().decode(message).match(/{"text":"([^"]*)"}/)
    if (state) window.heard.push({ at: performance.now(), state: state[1] })
    return send.call(this, message)
}
window.addEventListener("cnn-explorer-answer", ({ detail }) =>
    window.heard.push({ at: performance.now(), answered: detail.revision }))
"""


def test_an_answer_comes_while_the_pen_is_down(sheet: Page) -> None:
    draw(sheet, (60, 60), (100, 100), (140, 60), lift=False)
    expect_answer(sheet, strokes=1, points=3, down=1)
    sheet.mouse.move(*place(sheet, 200, 200))
    expect_answer(sheet, strokes=1, points=4, down=1)
    sheet.mouse.up()
    expect_answer(sheet, strokes=1, points=4, down=0, touched=1)


def test_one_request_is_under_way_and_the_newest_state_follows(page: Page, app: Server) -> None:
    page.add_init_script(LISTEN)
    opened(page, app)
    with answered_again(page):
        page.get_by_label("Delay in ms").fill("300")
        page.get_by_label("Delay in ms").press("Enter")
    page.evaluate("window.heard = []")
    draw(page, *[(140 + 80 * math.sin(step / 9), 20 + 2 * step) for step in range(100)])
    expect_answer(page, points=100, down=0)
    waiting_for, since, revisions, state = 0, 0.0, [], ""
    for event in page.evaluate("window.heard"):
        if "answered" in event:
            waiting_for = 0 if event["answered"] >= waiting_for else waiting_for
            continue
        state = event["state"]
        revisions.append(int(state.split("|")[1].split(".")[0]))
        assert waiting_for == 0 or event["at"] - since > 1900
        waiting_for, since = revisions[-1], event["at"]
    assert revisions == sorted(set(revisions))
    # Down, 99 steps, up: most states are overtaken before they are sent.
    assert revisions[-1] == 101
    assert 2 <= len(revisions) < 60
    assert decode_ink(state.split("|")[2]) == decode_ink(fact(page, "ink"))


def test_a_lost_answer_does_not_silence_the_pen(sheet: Page) -> None:
    sheet.evaluate(
        "window.addEventListener('cnn-explorer-answer', (event) => event.stopImmediatePropagation(), true)"
    )
    draw(sheet, (60, 60), (100, 100))
    draw(sheet, (160, 60), (200, 100))
    expect_answer(sheet, strokes=2, points=4, down=0)


def test_reruns_leave_the_stroke_under_the_pen_alone(sheet: Page) -> None:
    draw(sheet, (40, 40), (100, 40), lift=False)
    expect_answer(sheet, points=2, down=1)
    with answered_again(sheet):
        sheet.get_by_role("button", name="Rerun").evaluate("button => button.click()")
    sheet.mouse.move(*place(sheet, 100, 120))
    sheet.mouse.up()
    expect_answer(sheet, strokes=1, points=3, down=0)


def test_undo_redo_and_clear(sheet: Page) -> None:
    draw(sheet, (60, 60), (100, 100))
    draw(sheet, (160, 60), (200, 100))
    expect_answer(sheet, strokes=2)
    tool(sheet, "Undo").click()
    expect_answer(sheet, strokes=1)
    tool(sheet, "Redo").click()
    expect_answer(sheet, strokes=2)
    tool(sheet, "Clear").click()
    expect_answer(sheet, strokes=0)
    assert seen(sheet).min() > 100  # only the hint is left
    sheet.keyboard.press("Control+z")
    expect_answer(sheet, strokes=2)
    sheet.keyboard.press("Control+z")
    expect_answer(sheet, strokes=1)
    sheet.keyboard.press("Control+Shift+z")
    expect_answer(sheet, strokes=2)
    expect(tool(sheet, "Redo")).to_have_attribute("aria-disabled", "false")
    draw(sheet, (20, 20), (20, 60))
    expect(tool(sheet, "Redo")).to_have_attribute("aria-disabled", "true")


def test_the_keyboard_draws(sheet: Page) -> None:
    paper(sheet).focus()
    sheet.keyboard.press("Tab")
    sheet.keyboard.press("Shift+Tab")
    expect(sheet.get_by_role("status")).to_contain_text("Arrow keys move the pen")
    for key in ("ArrowUp", "ArrowUp", "Space", "ArrowRight", "Shift+ArrowDown", "Enter", "ArrowDown"):
        sheet.keyboard.press(key)
    expect_answer(sheet, strokes=1, points=3, down=0)
    points = decode_ink(fact(sheet, "ink"))[0]["points"]
    assert [point[:2] for point in points] == [[140, 120], [150, 120], [150, 122]]
    expect(sheet.get_by_role("status")).to_have_text("Pen up, 54 % across, 47 % down.")
    sheet.keyboard.press("Delete")
    expect_answer(sheet, strokes=0)


def test_letters_do_not_reach_shortcuts_of_the_page(sheet: Page) -> None:
    draw(sheet, (60, 60), (100, 100))
    expect_answer(sheet, strokes=1, down=0)
    sheet.keyboard.press("Escape")
    sheet.keyboard.press("Control+y")
    settled(sheet)
    expect_answer(sheet, strokes=1)


def test_another_origin_replaces_and_undo_brings_the_drawing_back(sheet: Page) -> None:
    draw(sheet, (60, 60), (100, 100))
    draw(sheet, (160, 60), (200, 100))
    expect_answer(sheet, strokes=2, points=4, down=0, touched=1)
    sheet.get_by_text("sample", exact=True).click()
    expect_answer(sheet, points=3, touched=0)
    assert fact(sheet, "ink") == "m180.500.500.100.400.300.300"
    expect(sheet.get_by_role("status")).to_have_text("1 stroke.")
    tool(sheet, "Undo").click()
    expect_answer(sheet, strokes=2, points=4, touched=1)


def test_the_drawing_and_its_undo_survive_another_page(sheet: Page) -> None:
    draw(sheet, (60, 60), (100, 100))
    draw(sheet, (160, 60), (200, 100))
    expect_answer(sheet, strokes=2, down=0)
    before = seen(sheet)
    sheet.get_by_role("link", name="elsewhere").click()
    expect(sheet.get_by_text("Elsewhere", exact=True)).to_be_visible()
    sheet.get_by_role("link", name="paper").click()
    expect_answer(sheet, strokes=2, down=0)
    settled(sheet)
    assert np.abs(seen(sheet) - before).max() < 8
    tool(sheet, "Undo").click()
    expect_answer(sheet, strokes=1)


@pytest.mark.parametrize("scale", [1, 2])
def test_the_network_sees_what_the_eye_sees(
    open_context: Callable[..., BrowserContext], app: Server, scale: int
) -> None:
    page = opened(open_context(device_scale_factor=scale).new_page(), app)
    draw(page, *[(140 + 90 * math.sin(turn / 8), 140 - 100 * math.cos(turn / 8)) for turn in range(40)])
    draw(page, (30, 30), (30, 30))
    expect_answer(page, strokes=2, points=41, down=0)
    assert paper(page).evaluate(
        "canvas => canvas.width / canvas.getBoundingClientRect().width"
    ) == pytest.approx(scale, abs=0.01)
    drawn = draw_strokes(strokes_from_payload(decode_ink(fact(page, "ink")))).astype(np.float64)
    difference = np.abs(drawn - seen(page))
    # Edges differ by how each side smooths them; nothing is elsewhere, thicker or missing.
    assert difference.mean() < 2.5
    assert np.percentile(difference, 99) < 130


def test_a_pen_presses_and_a_palm_does_not_draw(sheet: Page) -> None:
    cdp = sheet.context.new_cdp_session(sheet)

    def pen(kind: str, x: float, y: float, force: float) -> None:
        left, top = place(sheet, x, y)
        button = {"button": "left", "buttons": 1, "clickCount": 1} if kind != "mouseMoved" else {"buttons": 1}
        cdp.send(
            "Input.dispatchMouseEvent",
            {"type": kind, "x": left, "y": top, "force": force, "pointerType": "pen", **button},
        )

    pen("mousePressed", 60, 60, 0.2)
    pen("mouseMoved", 120, 60, 0.9)
    pen("mouseReleased", 120, 60, 0)
    expect_answer(sheet, strokes=1, points=2, down=0)
    pressures = [point[2] for point in decode_ink(fact(sheet, "ink"))[0]["points"]]
    assert pressures == [0.2, 0.9]


def finger(page: Page, *points: tuple[float, float]) -> None:
    cdp = page.context.new_cdp_session(page)
    first, *others = points
    touch = {"type": "touchStart", "touchPoints": [{"x": first[0], "y": first[1]}]}
    cdp.send("Input.dispatchTouchEvent", touch)
    for x, y in others:
        cdp.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": x, "y": y}]})
        page.wait_for_timeout(16)
    cdp.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_a_finger_draws_on_the_paper_and_scrolls_beside_it(phone: Page, app: Server) -> None:
    opened(phone, app)
    finger(phone, *[place(phone, 140, 250 - 20 * step) for step in range(11)])
    expect_answer(phone, strokes=1, points=11, down=0)
    assert phone.evaluate(SCROLLED) == 0
    box = answer(phone).bounding_box()
    assert box
    finger(phone, *[(200, box["y"] + 10 - 30 * step) for step in range(8)])
    phone.wait_for_function(f"{SCROLLED} > 50", timeout=PATIENCE_MS)
    expect_answer(phone, strokes=1)


def test_two_fingers_make_one_stroke(phone: Page, app: Server) -> None:
    opened(phone, app)
    cdp = phone.context.new_cdp_session(phone)
    one, two = ([dict(zip("xy", place(phone, x, y), strict=True)) for x, y in points] for points in (
        [(60, 60), (60, 120)], [(200, 60), (200, 120)]
    ))  # fmt: skip
    first, second = ([{**point, "id": name} for point in points] for name, points in enumerate((one, two)))
    for kind, touches in (
        ("touchStart", [first[0]]),
        ("touchStart", [first[0], second[0]]),
        ("touchMove", [first[1], second[1]]),
        ("touchEnd", []),
    ):
        cdp.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})
    expect_answer(phone, strokes=1, points=2, down=0)


def test_a_narrow_phone_has_room(open_context: Callable[..., BrowserContext], app: Server) -> None:
    page = opened(open_context(viewport={"width": 320, "height": 568}, has_touch=True).new_page(), app)
    for part in (paper(page), tool(page, "Clear"), page.get_by_role("slider", name="Pen")):
        box = part.bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 320
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_pen_is_as_wide_as_chosen(sheet: Page) -> None:
    slider = sheet.get_by_role("slider", name="Pen")
    slider.fill("30")
    draw(sheet, (60, 60), (100, 100))
    expect_answer(sheet, strokes=1, down=0)
    assert fact(sheet, "ink").startswith("m300.")


def test_a_full_paper_says_so(sheet: Page) -> None:
    sheet.get_by_text("nearly full", exact=True).click()
    expect_answer(sheet, points=3997)
    expect(sheet.get_by_role("status")).to_have_text("1 stroke.")
    draw(sheet, (60, 60), (100, 100), (140, 60), (180, 100), (220, 60))
    expect(sheet.get_by_role("status")).to_contain_text("The paper is full at 200 strokes or 4000 points.")
    expect_answer(sheet, strokes=2, points=4000, down=0)
    draw(sheet, (60, 160), (100, 200))
    expect(sheet.get_by_role("status")).to_contain_text("The paper is full")
    tool(sheet, "Undo").click()
    draw(sheet, (60, 60), (100, 100))
    expect_answer(sheet, strokes=2, points=3999, down=0)


def test_an_answer_is_small(page: Page, app: Server) -> None:
    sizes: list[int] = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: sizes.append(len(frame))))
    opened(page, app)
    draw(page, (60, 60), (100, 100), lift=False)
    expect_answer(page, points=2)
    settled(page)
    sizes.clear()
    page.mouse.move(*place(page, 140, 100))
    expect_answer(page, points=3)
    settled(page)
    # The script, the style and the looks of the paper do not travel again.
    assert sum(sizes) < 4_000


def test_a_stroke_beyond_the_edge_stays_on_the_paper(sheet: Page) -> None:
    draw(sheet, (140, 140), (-30, 140), (300, 320))
    expect_answer(sheet, points=3, down=0)
    assert decode_ink(fact(sheet, "ink"))[0]["points"] == [[140, 140, 0.5], [0, 140, 0.5], [280, 280, 0.5]]


def test_dark_paper_is_white(open_context: Callable[..., BrowserContext], app: Server) -> None:
    page = opened(open_context(viewport=PHONE, color_scheme="dark").new_page(), app)
    draw(page, (60, 60), (60, 200))
    expect_answer(page, strokes=1)
    picture = seen(page)
    assert picture[130, 60] < 10
    assert picture[20, 250] > 245
