"""Famous networks: the years of the ImageNet challenge, presets for the Lab, two networks side by side."""

from pathlib import Path

import streamlit as st

from explorer.challenges.famous import DOES_THE_INPUT_COUNT, SMALL_BUT_BUSY, SideBySide
from explorer.ui.challenges import show_challenge
from explorer.ui.errors import calm
from explorer.ui.famous.comparing import choose, is_network, lost_choices, show
from explorer.ui.famous.links import COMPARE, NETWORK, PART
from explorer.ui.famous.presets import show_presets
from explorer.ui.famous.timeline import show_timeline
from explorer.ui.frame import page_header
from explorer.ui.lab.address import complaint
from explorer.ui.links import follow_address
from explorer.ui.plain_text import plain

STYLE = Path(__file__).resolve().parents[1] / "assets" / "theme" / "famous.css"
LESSON = (
    "Every year from 2010 to 2017, programs competed in telling the thousand classes of ImageNet apart. "
    "Until 2011 people designed what to look for; in 2012 a convolutional network that learned it won by ten "
    "points, and from then on only such networks did. First they grew deeper; later ones tried to be as good "
    "with a fraction of the work. Each network here is a plan that you can open, take apart and change."
)
CAUTION = (
    "Be careful when you compare: the winners let several networks vote, on hidden test pictures. The "
    "errors of one network alone are those that were published, on the validation pictures; whether such a "
    "network took part as well is not said here."
)


@st.fragment
@calm()
def compare() -> None:
    """Show two networks side by side; another choice reruns this part of the page alone."""
    compared = choose()
    show(compared)
    st.subheader("Challenges", anchor=False)
    state = SideBySide(compared.first, compared.second, *compared.own)
    show_challenge(SMALL_BUT_BUSY, state)
    show_challenge(DOES_THE_INPUT_COUNT, state)


def years() -> None:
    """Show the years of the challenge, and what to mind when reading them."""
    show_timeline()
    st.caption(CAUTION)


PARTS = {"Years": years, "Networks": show_presets, COMPARE: compare}

page_header("famous")
st.html(STYLE)
st.markdown(LESSON, width=960)
for nonsense in filter(None, (complaint(), *lost_choices())):
    st.warning(plain(nonsense), icon=":material/link_off:")
follow_address({NETWORK: is_network})
for tab, show_part in zip(st.tabs(list(PARTS), key=PART, bind="query-params"), PARTS.values(), strict=True):
    if tab.open:
        with tab:
            show_part()
