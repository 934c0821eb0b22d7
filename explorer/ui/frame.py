"""The frame around every page: the list of pages, the router and the header that each page opens with.

`PAGES` is the one place where a page is declared. The menu, the addresses, the cards on Home and the tests
are all made from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import Page as StreamlitPage

from explorer.components.copy_link import copy_link
from explorer.ui.links import note_page
from explorer.ui.memory import freeze_imports, limit_arenas

PRODUCT = "CNN explorer"
_ROOT = Path(__file__).resolve().parents[2]
THEME = _ROOT / "assets" / "theme"
_ROUTED = "router_has_run"


@dataclass(frozen=True)
class Page:
    """One page of the explorer, as the menu, the address bar and Home show it.

    `name` is the word for it in code: the script is `pages/<name>.py`, the address ends in `/<name>`.
    `description` is one sentence that says what a visitor does there; it stands below the page's title, in
    the menu's tooltip and on Home's card.
    """

    name: str
    title: str
    icon: str
    section: str
    description: str

    @property
    def path(self) -> str:
        """Return the script, relative to the folder of `app.py`."""
        return f"pages/{self.name}.py"

    @property
    def url_path(self) -> str:
        """Return what follows the server's address; empty for the first page."""
        return "" if self is PAGES[0] else self.name


PAGES: tuple[Page, ...] = (
    Page(
        name="home",
        title=PRODUCT,
        icon=":material/home:",
        section="",
        description="Understand convolutional neural networks by touching them.",
    ),
    Page(
        name="filters",
        title="Filters",
        icon=":material/filter_center_focus:",
        section="Explore",
        description="Slide a kernel over a picture, change how it slides, read every number that comes out.",
    ),
    Page(
        name="digits",
        title="Digits",
        icon=":material/draw:",
        section="Explore",
        description="Draw a digit and watch a network read it: every step from ink to answer, every layer.",
    ),
    Page(
        name="inside",
        title="Inside",
        icon=":material/account_tree:",
        section="Explore",
        description="See a network at work on a digit of yours: every map, every weight, every sum.",
    ),
    Page(
        name="photos",
        title="Photos",
        icon=":material/photo_camera:",
        section="Explore",
        description="Show a network a photo: what it sees, where it looks, what it never learned.",
    ),
    Page(
        name="pixels",
        title="Pixels",
        icon=":material/apps:",
        section="By hand",
        description="See what a computer sees: a picture down to its numbers, and how few of them will do.",
    ),
    Page(
        name="convolution",
        title="Convolution",
        icon=":material/grid_on:",
        section="By hand",
        description="Hold one window of a convolution: every product, every sum, every option, by hand.",
    ),
    Page(
        name="channels",
        title="Channels",
        icon=":material/layers:",
        section="By hand",
        description="Lay filters on several channels: every sum of a channel, every sum over channels.",
    ),
    Page(
        name="pooling",
        title="Pooling",
        icon=":material/compress:",
        section="By hand",
        description="Pool a map by hand: the winner of every window, and what one step changes.",
    ),
    Page(
        name="matrix",
        title="Matrix",
        icon=":material/grid_4x4:",
        section="By hand",
        description="Write a convolution as one matrix: few weights, many zeros, and what they save.",
    ),
    Page(
        name="lab",
        title="Lab",
        icon=":material/construction:",
        section="Architectures",
        description="Build a network layer by layer; read every size and cost before anything is trained.",
    ),
    Page(
        name="famous",
        title="Famous",
        icon=":material/military_tech:",
        section="Architectures",
        description="Open the networks of the papers, from LeNet to MobileNet, and compare two.",
    ),
    Page(
        name="counting",
        title="Counting",
        icon=":material/calculate:",
        section="Architectures",
        description="Count by hand why convolutions are small, and why published counts disagree.",
    ),
)


def page_named(name: str) -> Page:
    """Return the declared page of this name, or raise `KeyError` that lists the known ones.

    >>> page_named("home").path
    'pages/home.py'
    """
    for page in PAGES:
        if page.name == name:
            return page
    raise KeyError(f"no page {name!r}; PAGES declares {', '.join(page.name for page in PAGES)}")


def window() -> None:
    """Set up the browser's window: wide, with our own icon.

    Goes before `navigation`: without an icon of its own, a window takes the page's Material icon and fetches
    its picture from a font server, and nothing here asks the network for anything.
    """
    st.set_page_config(page_icon=str(THEME / "icon.png"), layout="wide")
    st.html(THEME / "frame.css")


def navigation() -> StreamlitPage:
    """Declare every page to Streamlit, name the window, and return the page that this request asks for."""
    limit_arenas()
    sections: dict[str, list[StreamlitPage]] = {}
    for page in PAGES:
        sections.setdefault(page.section, []).append(_streamlit_page(page, tooltip=page.description))
    chosen = st.navigation(sections, position="top")
    st.set_page_config(page_title=f"{chosen.title} · {PRODUCT}" if chosen.url_path else PRODUCT)
    st.session_state[_ROUTED] = True
    return chosen


def page_header(name: str) -> Page:
    """Open a page: make sure that the router ran, tame the collector, write the title and its sentence.

    Call it first on every page, before any widget, and return what `PAGES` says about the page. The first
    request of a cold server that asks for a page by its address runs that page's script without `app.py`; the
    router is then called from here and the script starts again.
    """
    page = page_named(name)
    if _ROUTED not in st.session_state:
        window()
        navigation()
        st.rerun()
    freeze_imports()
    note_page(name)
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.title(page.title, anchor=False, width="content")
        copy_link()
    st.markdown(page.description)
    return page


def page_link(page: Page, label: str) -> None:
    """Write a link to another page of the explorer, for a place that says what the page is for."""
    st.page_link(_streamlit_page(page, tooltip=None), label=label, icon=page.icon)


def open_page(name: str, query: dict[str, str]) -> None:
    """Go to another page of the explorer with this in its address; the session stays."""
    st.switch_page(_streamlit_page(page_named(name), tooltip=None), query_params=query)


def _streamlit_page(page: Page, *, tooltip: str | None) -> StreamlitPage:
    return st.Page(
        _ROOT / page.path,
        title=page.title,
        icon=page.icon,
        url_path=page.url_path,
        default=page is PAGES[0],
        help=tooltip,
    )
