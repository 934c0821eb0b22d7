"""What a visitor waits for, in a real browser: slider to paint, stroke to prediction, cold start.

Every figure is taken in turn with the floor, a bare Streamlit app, so that a busy machine slows both.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from playwright.sync_api import Browser, Locator, Page, ViewportSize, sync_playwright

from benchmarks.table import Row
from explorer.components.stepper import format_grid
from explorer.components.stepper.text import LARGEST_INPUT, LARGEST_KERNEL
from explorer.pictures.samples import SAMPLES
from explorer.ui.convolution.examples import random_grids
from tests.browser.harness import DESKTOP, FLAGS, ROOT, installed_chromium, running, settled

BARE = ROOT / "benchmarks" / "apps" / "bare.py"
APP = ROOT / "app.py"
FIRST_PAGE = "filters?size=256"
TIMES_BARE = 1.5
# Every layer of a network of 565 rows follows from the one that is changed.
TIMES_BARE_LAB = 3.0
ROUNDS = 24
COLD_ROUNDS = 3
HOVERS = 60
FRAME_MS = 16.7
# What CNN Explainer needs from a new picture to all maps of its Tiny VGG, on two quiet cores.
EXPLAINER_MS = 560
EXPLAINER_SHARE = 1 / 8
QUIET_MS = 250

Act = Callable[[int], None]

# The time of the last paint: a picture that finished loading, a canvas that was drawn on, a text that
# changed inside a component. Streamlit's own chrome (its "running" sign) lies outside and does not count,
# nor does what is only heard: a screen reader is told when the pointer rests.
WATCH_PAINTS = """() => {
    window.lastPaint = 0;
    const stamp = () => { window.lastPaint = performance.now(); };
    document.addEventListener('load', (event) => { if (event.target.tagName === 'IMG') stamp(); }, true);
    for (const name of ['putImageData', 'drawImage', 'fillRect', 'clearRect']) {
        const original = CanvasRenderingContext2D.prototype[name];
        CanvasRenderingContext2D.prototype[name] = function (...given) {
            stamp();
            return original.apply(this, given);
        };
    }
    const attach = Element.prototype.attachShadow;
    Element.prototype.attachShadow = function (options) {
        const root = attach.call(this, options);
        const near = ({target}) => target.closest ? target : target.parentElement;
        const isSeen = (change) => !near(change)?.closest('.heard-only');
        new MutationObserver((changes) => changes.some(isSeen) && stamp())
            .observe(root, {subtree: true, childList: true, characterData: true});
        return root;
    };
    for (const kind of ['keydown', 'pointermove', 'pointerup']) {
        window.addEventListener(kind, (event) => { window.lastInput = event.timeStamp; }, true);
    }
}"""
PAINTED = """(quiet) => new Promise((resolve) => {
    const look = () => {
        const now = performance.now();
        if (window.lastPaint > window.lastInput && now - window.lastPaint > quiet) {
            resolve(window.lastPaint - window.lastInput);
        } else if (now - window.lastInput > 10000) {
            resolve(-1);
        } else {
            setTimeout(look, 10);
        }
    };
    look();
})"""

# From the pointer's move to the end of the frame that it changed: layout and paint are in it.
WATCH_HOVERS = """() => {
    window.hovers = [];
    window.addEventListener('pointermove', (event) => {
        requestAnimationFrame(() => {
            const after = new MessageChannel();
            after.port1.onmessage = () => window.hovers.push(performance.now() - event.timeStamp);
            after.port2.postMessage(0);
        });
    }, true);
}"""


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the browser of the tests."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=installed_chromium(), args=list(FLAGS))
        yield browser
        browser.close()


def open_page(browser: Browser, url: str) -> Page:
    """Open a watched window at ``url`` and wait until it is idle."""
    page = _watched(browser)
    page.goto(url)
    settled(page)
    return page


def _watched(browser: Browser) -> Page:
    window = ViewportSize(width=DESKTOP["width"], height=DESKTOP["height"])
    page = browser.new_context(viewport=window, reduced_motion="reduce").new_page()
    page.add_init_script(f"({WATCH_PAINTS})()")
    return page


def press(slider: Locator) -> Act:
    """Return an action that moves a slider one step up on even turns and one down on odd ones."""

    def act(turn: int) -> None:
        slider.press("ArrowLeft" if turn % 2 else "ArrowRight")

    return act


def paint_ms(page: Page, act: Act, turn: int, *, quiet_ms: int = QUIET_MS) -> float:
    """Return the milliseconds from the input that ``act`` makes to the last paint before a quiet time."""
    act(turn)
    elapsed: float = page.evaluate(PAINTED, quiet_ms)
    if elapsed < 0:
        raise RuntimeError(f"nothing was painted within 10 s on {page.url}")
    return elapsed


def in_turn(first: Callable[[int], float], second: Callable[[int], float]) -> tuple[float, float]:
    """Return the medians of two measurements taken turn by turn, without the first turns."""
    pairs = [(first(turn), second(turn)) for turn in range(ROUNDS)][4:]
    return median(pair[0] for pair in pairs), median(pair[1] for pair in pairs)


def rows() -> list[Row]:
    """Return slider to paint, stroke to prediction, hover to paint, and cold start."""
    stride = slider("Stride", tab="Sliding")
    with TemporaryDirectory() as folder, chromium() as browser:
        logs = Path(folder)
        with running(BARE, logs / "bare.txt") as bare, running(APP, logs / "app.txt") as app:
            floor = open_page(browser, bare.url)
            slide = press(floor.get_by_role("slider"))
            table = [
                _versus_bare(name, open_page(browser, f"{app.url}/{path}"), action, floor, slide)
                for name, path, action in (
                    (
                        "slider to paint, Filters 256x256 3x3",
                        FIRST_PAGE,
                        slider("Dilation", tab="Hyperparameters"),
                    ),
                    ("stroke to prediction, Digits", "digits", _draw),
                    ("slider to paint, Pixels", "pixels", slider("Cells a side", tab="Window")),
                    ("slider to paint, Convolution", "convolution", stride),
                    (
                        "slider to paint, Convolution 16x16 7x7",
                        _largest_stepper(),
                        slider("Stride", tab="Sliding"),
                    ),
                    ("slider to paint, Channels", "channels", slider("Stride")),
                    ("slider to paint, Pooling", "pooling", slider("Size", tab="Window")),
                    ("slider to paint, Matrix", "matrix", slider("Stride")),
                )
            ]
            lab = open_page(browser, f"{app.url}/lab?network=resnet152&layer=0")
            name = "edit to paint, Lab, ResNet-152"
            table.append(_versus_bare(name, lab, _filters, floor, slide, times=TIMES_BARE_LAB))
            table.append(_hover(browser, f"{app.url}/{_largest_stepper()}"))
            table += _inside(browser, app.url, floor, slide)
        return [*table, _cold_start(browser, logs)]


def _versus_bare(
    name: str,
    page: Page,
    action: Callable[[Page], Act],
    floor: Page,
    slide: Act,
    *,
    times: float = TIMES_BARE,
) -> Row:
    act = action(page)
    ours, bare = in_turn(lambda turn: paint_ms(page, act, turn), lambda turn: paint_ms(floor, slide, turn))
    return Row(name, ours, "ms", bare, "bare app, slider to st.image", times)


def slide_dilation(page: Page) -> Act:
    """Return the action that moves the dilation slider of Filters."""
    return slider("Dilation", tab="Hyperparameters")(page)


def slider(name: str, *, tab: str = "") -> Callable[[Page], Act]:
    """Return what brings a slider into view, on its tab, and returns the action that moves it."""

    def found(page: Page) -> Act:
        if tab:
            page.get_by_role("tab", name=tab).click()
            settled(page)
        return press(page.get_by_role("slider", name=name))

    return found


def _largest_stepper() -> str:
    """Return the address of the stepper at its full size: 16x16 numbers under a kernel of 7x7."""
    grids = random_grids(1, (LARGEST_INPUT, LARGEST_INPUT), (LARGEST_KERNEL, LARGEST_KERNEL))
    return f"convolution?input={format_grid(grids.image)}&kernel={format_grid(grids.kernel)}&padding=Same"


def _hover(browser: Browser, url: str) -> Row:
    """Return the milliseconds from a hover over the output to the end of its frame; one frame is to reach."""
    page = open_page(browser, url)
    cells = page.get_by_role("grid", name="Output").locator("td")
    cells.nth(2 * HOVERS).scroll_into_view_if_needed()
    boxes = [box for place in range(0, HOVERS * 4, 4) if (box := cells.nth(place).bounding_box())]
    middles = [(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2) for box in boxes]
    return _hovered("hover to paint, stepper 16x16 7x7", page, middles)


def _hovered(name: str, page: Page, places: list[tuple[float, float]]) -> Row:
    page.evaluate(f"({WATCH_HOVERS})()")
    for turn, (x, y) in enumerate(places):
        page.mouse.move(x, y)
        # A move is acknowledged with a frame. After a pause of whole frames (50 ms is three) every next one
        # would come right behind a frame and wait for another; a visitor's hand comes at any moment.
        page.wait_for_timeout(50 + turn * 7 % 17)
    hovers: list[float] = page.evaluate("window.hovers")
    page.context.close()
    return Row(name, median(hovers[4:]), "ms", target=FRAME_MS)


def _inside(browser: Browser, url: str, floor: Page, slide: Act) -> list[Row]:
    """Return a new digit to all maps painted, and hovers over the whole network and over an opened map.

    The time of a new digit stands beside CNN Explainer's, and beside the bare app's of the same run, because
    the first of them was taken on a machine with nothing else to do.
    """
    page = open_page(browser, f"{url}/inside?digits_source=Sample")
    page.get_by_role("button", name="Draw or choose a digit").click()
    settled(page)
    page.get_by_role("button", name="Another one").focus()
    ours, bare = in_turn(
        lambda turn: paint_ms(page, lambda _: page.keyboard.press("Enter"), turn),
        lambda turn: paint_ms(floor, slide, turn),
    )
    page.context.close()
    rows = _against_explorer("new digit to all maps painted, Inside", ours, bare)
    page = open_page(browser, f"{url}/photos")
    page.get_by_role("option", name="Cat", exact=True).focus()

    # To the last sample and back: what came an answer or two ago, Streamlit takes from the browser's memory.
    way = len(SAMPLES) - list(SAMPLES).index("cat") - 1

    def choose(turn: int) -> None:
        page.keyboard.press("ArrowLeft" if turn // way % 2 else "ArrowRight")
        page.keyboard.press("Enter")

    ours, bare = in_turn(lambda turn: paint_ms(page, choose, turn), lambda turn: paint_ms(floor, slide, turn))
    page.context.close()
    rows += _against_explorer("new photo to all maps painted, Photos", ours, bare)
    for name, path, canvas, corner in (
        ("hover to paint, Inside, all layers", "inside", ".overview .marks", (150, 10)),
        (
            "hover to paint, Inside, 144 products",
            "inside?inside_place=conv4,3,4,5",
            ".detail .marks",
            (580, 24),
        ),
        (
            "hover to paint, Photos, 432 products",
            "photos?photos_place=conv4,5,3,4",
            ".detail .marks",
            (-190, 24),
        ),
        (
            "hover to paint, Photos, 864 products",
            "photos?photos_place=conv8,5,3,4",
            ".detail .marks",
            (-190, 24),
        ),
    ):
        page = open_page(browser, f"{url}/{path}")
        marks = page.locator(canvas)
        # What lies under Streamlit's own bar is not hovered.
        marks.evaluate(
            "(canvas) => (canvas.style.scrollMarginTop = '80px', canvas.scrollIntoView({block: 'start'}))"
        )
        box = marks.bounding_box()
        assert box is not None
        # A corner left of nothing is counted from the right.
        left, top = box["x"] + corner[0] % box["width"], box["y"] + corner[1]
        places = [(left + turn * 23 % 180, top + turn * 17 % 160) for turn in range(HOVERS)]
        rows.append(_hovered(name, page, places))
    return rows


def _against_explorer(name: str, ours: float, bare: float) -> list[Row]:
    return [
        Row(name, ours, "ms", EXPLAINER_MS, "CNN Explainer, quiet machine", EXPLAINER_SHARE),
        Row(name, ours, "ms", bare, "bare app, slider to st.image", TIMES_BARE),
    ]


def _filters(page: Page) -> Act:
    """Return an action that gives the selected convolution one filter more, or takes it away again."""
    field = page.locator("tr.editor").get_by_role("spinbutton", name="out channels", exact=True)

    def act(turn: int) -> None:
        field.press("ArrowDown" if turn % 2 else "ArrowUp")

    return act


def _draw(page: Page) -> Act:
    """Return an action that draws on: each turn moves the pen, which stays down from the first turn on."""
    box = page.get_by_role("application").first.bounding_box()
    assert box is not None
    left, top, size = box["x"], box["y"], min(box["width"], box["height"])
    page.mouse.move(left + 0.5 * size, top + 0.1 * size)
    page.mouse.down()
    settled(page)

    def act(turn: int) -> None:
        page.mouse.move(left + (0.5 + 0.01 * (turn % 2)) * size, top + (0.1 + 0.03 * (turn + 1)) * size)

    return act


def _cold_start(browser: Browser, logs: Path) -> Row:
    ours, bare = [], []
    for turn in range(COLD_ROUNDS):
        bare.append(_first_page_ms(browser, BARE, "", logs / f"cold-bare{turn}.txt"))
        ours.append(_first_page_ms(browser, APP, FIRST_PAGE, logs / f"cold-app{turn}.txt"))
    return Row("cold start to first page (Filters)", median(ours), "ms", median(bare), "bare app", TIMES_BARE)


def _first_page_ms(browser: Browser, script: Path, path: str, log: Path) -> float:
    """Return the milliseconds from starting the server's process to the first idle page with a picture."""
    started = perf_counter()
    with running(script, log) as server:
        page = _watched(browser)
        page.goto(f"{server.url}/{path}")
        page.wait_for_function("() => window.lastPaint > 0")
        elapsed = (perf_counter() - started) * 1000
        page.context.close()
    return elapsed
