"""The Lab in a browser: a network is built by gestures, broken, mended, shared, taken away; keys, fingers."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from explorer.architectures.famous import FAMOUS
from explorer.architectures.notation import read_plan
from explorer.architectures.packing import pack_plan
from explorer.ui.lab.parts import PARTS
from tests.browser.harness import ADDRESS_FOLLOWS_MS, PHONE, Server, settled

EMPTY = f"lab?network={pack_plan(read_plan('title My network' + chr(10) + 'input 1x32x32'))}"
BROKEN = read_plan(
    "input 1x8x8\nconv1: conv 4 3x3\npool1: maxpool 2x2\npool2: maxpool 2x2\nconv2: conv 8 3x3\nrelu"
)
LENET = (
    ("Convolution", {"out channels": "6", "kernel size": "5"}),
    ("ReLU", {}),
    ("Max pooling", {}),
    ("Convolution", {"out channels": "16", "kernel size": "5"}),
    ("ReLU", {}),
    ("Max pooling", {}),
    ("Flatten", {}),
    ("Linear", {"out features": "120"}),
    ("ReLU", {}),
    ("Linear", {"out features": "84"}),
    ("ReLU", {}),
    ("Linear", {"out features": "10"}),
)


def opened(page: Page, server: Server, path: str = "lab") -> Page:
    page.goto(f"{server.url}/{path}")
    # The table is there before the first of its rows, which come together.
    expect(row(page, "input")).to_be_visible()
    settled(page)
    return page


def table(page: Page) -> Locator:
    return page.get_by_role("treegrid", name="Layers of the network")


def row(page: Page, name: str) -> Locator:
    return table(page).locator(
        "tr[data-address]", has=page.locator(".path", has_text=re.compile(f"^{name}$"))
    )


def names(page: Page) -> list[str]:
    return table(page).locator("tr[data-address] .path").all_inner_texts()


def outputs(page: Page) -> list[str]:
    return table(page).locator("tr[data-address] td.output .size").all_inner_texts()


def total(page: Page) -> Locator:
    return table(page).locator("tfoot tr").first.locator("td.sum b").first


def field(page: Page, name: str) -> Locator:
    return page.locator("tr.editor").get_by_role("spinbutton", name=name, exact=True)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def add(page: Page, title: str) -> None:
    page.get_by_role("button", name=re.compile("^Add a layer")).click()
    page.get_by_role("button", name=title, exact=True).click()


def enter(page: Page, name: str, value: str) -> None:
    field(page, name).fill(value)
    field(page, name).press("Tab")


def enter_form(page: Page, name: str, value: str) -> None:
    """Go from a row into its form, change a number of it, and go back, by keys alone."""
    page.keyboard.press("Enter")
    for _ in range(9):
        if field(page, name).evaluate("(input) => input === input.getRootNode().activeElement"):
            break
        page.keyboard.press("Tab")
    expect(field(page, name)).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type(value)
    page.keyboard.press("Escape")


def build_lenet(page: Page) -> None:
    row(page, "input").click()
    for count, (title, options) in enumerate(LENET, start=2):
        add(page, title)
        expect(table(page).locator("tr[data-address]")).to_have_count(count)
        for name, value in options.items():
            enter(page, name, value)


def fits(page: Page) -> bool:
    """Whether nothing scrolls the page sideways."""
    wide: int = page.evaluate("() => document.querySelector('[data-testid=\"stMain\"]').scrollWidth")
    return wide <= page.evaluate("() => window.innerWidth")


def test_lenet_is_built_by_hand_shared_and_taken_away(
    server: Server, page: Page, open_context: Callable[..., BrowserContext], tmp_path: Path
) -> None:
    opened(page, server, EMPTY)
    assert names(page) == ["input"]
    build_lenet(page)
    expect(total(page)).to_have_text("61,706")
    # The address is written after the table.
    settled(page)
    assert outputs(page)[-1] == "10"
    assert "5 × 5 × 6 × 16 + 16 = 2,416" in row(page, "conv2").inner_text()
    expect(page.locator(".sentence")).to_contain_text("linear1 holds 78 % of the parameters")
    page.wait_for_url(re.compile("network=(~|%7E)"))
    other = open_context().new_page()
    other.goto(page.url)
    expect(total(other)).to_have_text("61,706")
    assert names(other) == names(page)
    page.get_by_role("tab", name="Code").click()
    settled(page)
    with page.expect_download() as waiting:
        press(page, "Download (PyTorch)")
    text = Path(waiting.value.path()).read_text(encoding="utf-8")
    assert "61706" in text.replace("_", "").replace(",", "")
    compile(text, "network.py", "exec")


def test_a_broken_network_says_where_and_why_and_a_button_mends_it(server: Server, page: Page) -> None:
    opened(page, server, f"lab?network={pack_plan(BROKEN)}")
    expect(page.locator(".why")).to_have_text(
        "The network cannot work at conv2: kernel 3x3 does not fit input 1x1 with padding 0."
    )
    assert outputs(page)[-2:] == ["cannot work", "not reached"]
    expect(row(page, "conv2").locator(".output .icon")).to_be_visible()
    press(page, "Drop pool2")
    expect(page.locator(".alert")).to_be_hidden()
    expect(row(page, "input")).to_be_focused()
    assert names(page) == ["input", "conv1", "pool1", "conv2", "relu1"]
    press(page, "Undo")
    expect(page.locator(".alert")).to_be_visible()
    press(page, "Pad by 1")
    expect(page.locator(".alert")).to_be_hidden()
    assert "padding=1" in row(page, "conv2").inner_text()
    row(page, "conv1").click()
    enter(page, "kernel size", "9")
    expect(page.locator(".why")).to_contain_text("conv1: kernel 9x9 does not fit input 8x8")
    name = page.locator("tr.editor").get_by_role("textbox", name="name")
    name.press("End")
    name.press_sequentially("_crate")
    name.press("Enter")
    expect(page.locator(".why .where")).to_have_text("conv1_crate")
    enter(page, "out channels", "0")
    expect(page.locator("tr.editor .note")).to_have_text("Out channels must be from 1 to 65,536, not 0.")
    enter(page, "kernel size", "")
    expect(page.locator("tr.editor .note")).to_have_text("Kernel size must not be empty; it stays 9.")
    expect(field(page, "kernel size")).to_have_value("9")


def test_what_is_wrong_is_told_where_the_visitor_is_and_a_mend_mends_all(server: Server, phone: Page) -> None:
    opened(phone, server)
    row(phone, "conv2").tap()
    enter(phone, "kernel size", "20")
    alert = phone.locator("tr.editor .alert")
    expect(alert).to_contain_text("conv2: kernel 20x20 does not fit input 14x14")
    expect(alert.get_by_role("button", name="Pad by 4")).to_be_in_viewport()
    alert.get_by_role("button", name="Pad by 4").tap()
    expect(phone.locator(".alert")).to_be_hidden()
    expect(row(phone, "fc3").locator(".output")).to_have_text("10")


def test_what_only_leads_on_to_the_next_problem_says_so(server: Server, page: Page) -> None:
    broken = read_plan("input 1x8x8\nconv 4 3x3\nlinear 10\nconv 4 3x3")
    opened(page, server, f"lab?network={pack_plan(broken)}")
    expect(page.locator(".mends")).to_have_text(
        [
            "What would mend it:Remove linear1",
            "What would lead on to the next problem:Put flatten before itAverage each map, then flatten",
        ]
    )


def test_an_empty_network_offers_its_first_layer_and_back_undoes_a_step(server: Server, page: Page) -> None:
    opened(page, server)
    press(page, "Start empty")
    expect(page.get_by_role("button", name="Add a layer here")).to_be_visible()
    settled(page)
    steps = page.evaluate("history.length")
    add(page, "Convolution")
    expect(row(page, "conv1")).to_have_attribute("aria-selected", "true")
    settled(page)
    assert page.evaluate("history.length") == steps + 1
    page.go_back()
    expect(row(page, "conv1")).to_have_count(0)


def test_steps_back_and_forth_keep_what_is_selected(server: Server, page: Page) -> None:
    opened(page, server)
    beginning = (names(page), outputs(page))
    chosen = page.locator("tr[aria-selected='true'] .path")
    row(page, "conv1").click()
    settled(page)
    for count in ("7", "8"):
        enter(page, "out channels", count)
        expect(row(page, "conv1").locator(".output")).to_contain_text(f"{count} × 28 × 28")
        settled(page)
    page.wait_for_timeout(ADDRESS_FOLLOWS_MS)

    def stands(outputs_of_conv1: str, selected: list[str]) -> None:
        expect(row(page, "conv1").locator(".output")).to_contain_text(outputs_of_conv1)
        expect(chosen).to_have_text(selected)
        settled(page)
        assert names(page) == beginning[0]
        expect(page.locator("tr.editor")).to_have_count(len(selected))

    for by, count, selected in (
        (page.go_back, "7", ["conv1"]),
        (page.go_back, "6", ["conv1"]),
        (page.go_back, "6", []),
        (page.go_forward, "6", ["conv1"]),
        (page.go_forward, "7", ["conv1"]),
        (page.go_forward, "8", ["conv1"]),
    ):
        by()
        stands(f"{count} × 28 × 28", selected)
        if selected:
            expect(field(page, "out channels")).to_have_value(count)
        page.wait_for_timeout(ADDRESS_FOLLOWS_MS)
    assert outputs(page)[1:3] == ["8 × 28 × 28", "8 × 28 × 28"]


def test_what_was_typed_survives_a_look_elsewhere(server: Server, page: Page) -> None:
    opened(page, server, "lab?lab_part=Text")
    area = page.get_by_role("textbox", name="The network", exact=True)
    area.fill("input 1x8x8\nadd\nrelu")
    page.get_by_role("tab", name="Challenges").click()
    expect(page.get_by_role("button", name="Begin with nothing")).to_be_visible()
    page.get_by_role("tab", name="Text").click()
    expect(area).to_have_value("input 1x8x8\nadd\nrelu")
    expect(page.get_by_text("Not applied yet")).to_be_visible()
    press(page, "Apply")
    expect(page.get_by_text('Line 2: add is a block: "add {" opens it')).to_be_visible()
    area.fill("input 1×8×8\nadd { relu | }\nmax pool 2x2")
    press(page, "Apply")
    expect(row(page, "maxpool1").locator(".size")).to_have_text("1 × 4 × 4")
    expect(area).to_have_value("input 1x8x8\nadd {\n  relu\n|\n}\nmaxpool 2x2\n")
    expect(page.get_by_text("Not applied yet")).to_have_count(0)


def test_the_network_goes_on_to_the_comparison_and_back(server: Server, page: Page) -> None:
    opened(page, server, f"lab?network={pack_plan(BROKEN)}")
    press(page, "Drop pool2")
    expect(page.locator(".alert")).to_be_hidden()
    settled(page)
    press(page, "Compare with another")
    page.wait_for_url(re.compile("/famous.*first_network=The"))
    expect(page.get_by_role("row", name=re.compile("Parameters 336 "))).to_be_visible()
    settled(page)
    page.go_back()
    expect(row(page, "conv2")).to_be_visible()
    assert names(page) == ["input", "conv1", "pool1", "conv2", "relu1"]


def test_everything_goes_by_keys(server: Server, page: Page) -> None:
    opened(page, server, EMPTY)
    row(page, "input").focus()
    page.keyboard.press("ArrowDown")
    expect(row(page, "input")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("a")
    page.keyboard.press("Enter")
    expect(row(page, "conv1")).to_be_focused()
    enter_form(page, "kernel size", "5")
    expect(row(page, "conv1")).to_be_focused()
    expect(row(page, "conv1")).to_contain_text("conv 16 5x5")
    page.keyboard.press("d")
    expect(row(page, "conv2")).to_be_focused()
    enter_form(page, "kernel size", "3")
    page.keyboard.press("Alt+ArrowUp")
    expect(row(page, "conv1")).to_contain_text("conv 16 3x3")
    expect(row(page, "conv1")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(row(page, "input")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Delete")
    expect(row(page, "conv2")).to_have_count(0)
    expect(row(page, "conv1")).to_contain_text("conv 16 5x5")
    page.keyboard.press("Control+z")
    expect(row(page, "conv2")).to_be_visible()
    page.keyboard.press("Control+Shift+z")
    expect(row(page, "conv2")).to_have_count(0)
    settled(page)
    expect(row(page, "conv1")).to_be_focused()


def test_layers_are_moved_by_finger(server: Server, phone: Page) -> None:
    opened(phone, server)
    row(phone, "relu1").tap()
    phone.get_by_role("button", name="Down", exact=True).tap()
    expect(row(phone, "relu1")).to_have_attribute("data-address", "2")
    expect(row(phone, "relu1")).to_have_attribute("aria-selected", "true")
    settled(phone)
    assert names(phone)[1:4] == ["conv1", "pool1", "relu1"]
    phone.get_by_role("button", name="Up", exact=True).tap()
    expect(row(phone, "relu1")).to_have_attribute("data-address", "1")
    phone.get_by_role("button", name="Undo", exact=True).tap()
    expect(row(phone, "relu1")).to_have_attribute("data-address", "2")


def test_haste_loses_nothing(server: Server, page: Page) -> None:
    opened(page, server, EMPTY)
    row(page, "input").click()
    add(page, "ReLU")
    expect(row(page, "relu1")).to_be_visible()
    copy = page.get_by_role("button", name="Duplicate", exact=True)
    for _ in range(12):
        copy.evaluate("(button) => button.click()")
    expect(row(page, "relu13")).to_be_visible()
    undo = page.get_by_role("button", name="Undo", exact=True)
    for _ in range(5):
        undo.evaluate("(button) => button.click()")
    expect(table(page).locator("tr[data-address]")).to_have_count(9)
    row(page, "relu1").focus()
    row(page, "relu1").click()
    for key in ("d", "ArrowDown", "ArrowDown", "Delete", "d"):
        page.keyboard.press(key)
    expect(page.locator("tr[data-address='4']")).to_have_attribute("aria-selected", "true")
    settled(page)
    expect(table(page).locator("tr[data-address]")).to_have_count(10)


def test_blocks_are_made_filled_folded_and_left(server: Server, page: Page) -> None:
    opened(page, server, EMPTY)
    row(page, "input").click()
    page.get_by_role("button", name=re.compile("^Add a block")).click()
    press(page, "Branches, stacked (along the channels)")
    expect(row(page, "concat1")).to_have_attribute("aria-expanded", "true")
    row(page, "branch 2").click()
    add(page, "Convolution")
    expect(row(page, "conv1")).to_be_visible()
    enter(page, "kernel size", "1")
    expect(row(page, "concat1")).to_contain_text("17 × 32 × 32")
    row(page, "concat1").click()
    press(page, "Add a branch")
    expect(row(page, "branch 3")).to_be_visible()
    expect(row(page, "concat1")).to_contain_text("18 × 32 × 32")
    row(page, "branch 3").click()
    press(page, "Remove this branch")
    expect(row(page, "branch 3")).to_have_count(0)
    row(page, "branch 1").click()
    add(page, "ReLU")
    expect(row(page, "relu1")).to_be_visible()
    row(page, "conv1").click()
    page.keyboard.press("Alt+ArrowDown")
    expect(row(page, "conv1")).to_have_attribute("data-address", "1")
    row(page, "concat1").locator(".fold").click()
    expect(row(page, "branch 1")).to_have_count(0)
    page.keyboard.press("Alt+ArrowUp")
    expect(row(page, "conv1")).to_have_attribute("data-address", "0")
    row(page, "conv1").focus()
    page.keyboard.press("Shift+ArrowDown")
    press(page, "Group these 2")
    press(page, "Named block")
    expect(row(page, "chain1")).to_contain_text("block 2 layers")
    press(page, "Ungroup")
    expect(row(page, "chain1")).to_have_count(0)


def test_a_famous_network_opens_folded_and_a_link_leads_into_it(cold_server: Server, page: Page) -> None:
    opened(page, cold_server, "lab?network=resnet152&layer=4.0.0.0.1&lab_part=Sight&unit=3,4")
    expect(total(page)).to_have_text("60,192,808")
    assert len(names(page)) < 80
    selected = page.locator("tr[aria-selected='true']")
    expect(selected.locator(".path")).to_have_text("bn1")
    expect(selected.locator(".path")).to_have_attribute("title", "layer1.0.bn1")
    expect(page.get_by_role("slider", name="Row")).to_have_value("3")
    expect(page.locator(".picture")).to_have_attribute(
        "aria-label", re.compile(r"^Unit \(3, 4\) of layer1\.0\.bn1")
    )
    press(page, "Open all blocks")
    assert len(names(page)) > 565
    press(page, "Fold all blocks")
    expect(row(page, "layer1.0")).to_have_attribute("aria-selected", "true")
    page.get_by_role("combobox").first.click()
    # Unfiltered, the long list scrolls to what is chosen, and its rows come to stand for other options.
    page.keyboard.type("VGG-16")
    page.get_by_role("option", name="VGG-16, 2014").click()
    expect(total(page)).to_have_text("138,357,544")
    page.wait_for_url(re.compile("network=vgg16"))
    press(page, "Undo")
    expect(total(page)).to_have_text("60,192,808")
    page.wait_for_url(re.compile("network=resnet152"))


def test_in_a_thousand_layers_a_row_is_chosen_without_touching_the_others(server: Server, page: Page) -> None:
    opened(page, server, "lab?lab_part=Text")
    area = page.get_by_role("textbox", name="The network", exact=True)
    area.fill("input 3x32x32\n" + "conv 8 3x3 padding=1\nrelu\n" * 500)
    press(page, "Apply")
    expect(row(page, "relu500")).to_be_attached()
    settled(page)
    body = table(page).locator("tbody")
    row(page, "conv2").click()
    settled(page)
    body.evaluate(
        "(body) => { body.moved = 0;"
        " new MutationObserver((all) => (body.moved += all.length)).observe(body, { childList: true }) }"
    )
    page.keyboard.press("End")
    expect(row(page, "relu500")).to_be_in_viewport()
    expect(row(page, "relu500")).to_be_focused()
    settled(page)
    assert body.evaluate("(body) => body.moved") <= 4
    drawn = body.evaluate(
        "(body) => [...body.querySelectorAll('.path')]"
        ".filter((name) => name.checkVisibility({ contentVisibilityAuto: true })).length"
    )
    assert 5 < drawn < 200


def test_a_formula_stands_beside_the_output_where_there_is_room(
    server: Server, page: Page, phone: Page
) -> None:
    for window, is_wide in ((page, True), (phone, False)):
        opened(window, server)
        formula = row(window, "conv2").locator(".formula")
        expect(formula).to_have_text("(14 + 2×0 − 5)/1 + 1 = 10")
        expect(formula).to_be_visible(visible=is_wide)
        expect(window.get_by_text("There is more than fits here")).to_be_visible(visible=not is_wide)
    bar, number = (row(page, "conv2").locator(f"td.sum-1 {part}").bounding_box() for part in (".share", "b"))
    assert bar and number
    assert 0 <= bar["y"] - (number["y"] + number["height"]) < 4


def test_a_reload_and_a_visit_elsewhere_keep_the_network(server: Server, page: Page) -> None:
    opened(page, server)
    row(page, "fc3").click()
    enter(page, "out features", "7")
    expect(total(page)).to_have_text("61,451")
    settled(page)
    page.reload()
    expect(total(page)).to_have_text("61,451")
    expect(row(page, "fc3")).to_have_attribute("aria-selected", "true")
    press(page, "Duplicate")
    expect(row(page, "fc4")).to_be_visible()
    settled(page)
    page.get_by_role("link", name="CNN explorer").first.click()
    expect(page.get_by_role("heading", name="CNN explorer")).to_be_visible()
    settled(page)
    page.go_back()
    expect(row(page, "fc4")).to_be_visible()
    settled(page)
    press(page, "Undo")
    expect(row(page, "fc4")).to_have_count(0)


def test_the_text_is_read_and_its_mistakes_are_said(server: Server, page: Page) -> None:
    opened(page, server, "lab?lab_part=Text")
    area = page.get_by_role("textbox", name="The network", exact=True)
    area.fill("input 1x8x8\nconvv 4 3x3")
    press(page, "Apply")
    expect(page.get_by_text('Line 2: there is no kind "convv"; did you mean conv?')).to_be_visible()
    expect(total(page)).to_have_text("61,706")
    area.fill("input 1x8x8\nconv 4 3x3")
    # Held down until what was typed is answered: nothing may move under the pointer.
    page.get_by_role("button", name="Apply", exact=True).click(delay=400)
    expect(total(page)).to_have_text("40")
    # The file to download comes after the table.
    settled(page)
    with page.expect_download() as waiting:
        press(page, "Download (txt)")
    assert Path(waiting.value.path()).read_text(encoding="utf-8") == "input 1x8x8\nconv 4 3x3\n"
    press(page, "Undo")
    expect(total(page)).to_have_text("61,706")


def test_a_box_of_the_picture_selects_its_layer(server: Server, page: Page) -> None:
    opened(page, server)
    page.locator(".picture [data-address='3']").first.click()
    expect(row(page, "conv2")).to_have_attribute("aria-selected", "true")
    page.wait_for_url(re.compile("layer=3"))


def test_a_phone_reads_two_lines_per_layer_and_builds(server: Server, phone: Page) -> None:
    opened(phone, server, EMPTY)
    row(phone, "input").tap()
    phone.get_by_role("button", name="Add a layer here").tap()
    phone.get_by_role("button", name="Convolution", exact=True).tap()
    expect(row(phone, "conv1")).to_be_visible()
    enter(phone, "kernel size", "5")
    expect(row(phone, "conv1")).to_contain_text("16 × 28 × 28")
    assert fits(phone)
    box = row(phone, "conv1").bounding_box()
    assert box is not None
    assert box["height"] < 60
    assert box["width"] <= PHONE["width"]
    for name in ("resnet50", "googlenet"):
        opened(phone, server, f"lab?network={name}&layer=3")
        assert fits(phone)


@pytest.mark.parametrize("width", [1024, 1440])
def test_the_widest_rows_fit(server: Server, open_context: Callable[..., BrowserContext], width: int) -> None:
    page = open_context(viewport={"width": width, "height": 800}).new_page()
    for name in ("inception_v3", "vgg19", "lenet5_1998"):
        opened(page, server, f"lab?network={name}")
        if page.get_by_role("button", name="Open all blocks").is_visible():
            press(page, "Open all blocks")
        assert fits(page)
        overflowing = table(page).evaluate(
            "(table) => [...table.querySelectorAll('td, th')]"
            ".filter((cell) => cell.scrollWidth > cell.clientWidth + 1).map((cell) => cell.innerText)"
        )
        assert overflowing == []


def test_nonsense_in_the_address_is_answered_with_a_sentence(server: Server, page: Page) -> None:
    opened(page, server, "lab?network=~AAAA&layer=9.9.9&unit=999,999")
    expect(page.get_by_text("The address names no network")).to_be_visible()
    expect(total(page)).to_have_text(f"{61706:,}")
    assert FAMOUS["lenet5"].title in page.get_by_label("Title of the network").input_value()


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="only Linux tells what a process has loaded")
def test_no_part_of_the_page_loads_anything_heavy(cold_server: Server, page: Page) -> None:
    opened(page, cold_server, "lab?network=photos")
    for part in PARTS:
        page.get_by_role("tab", name=part).click()
        settled(page)
    loaded = Path(f"/proc/{cold_server.pid}/maps").read_text(encoding="utf-8")
    assert [name for name in ("pandas", "pyarrow", "torch", "scipy", "plotly") if f"/{name}/" in loaded] == []
