"""Home: what one can do here, on one screen."""

import streamlit as st

from explorer.ui.cards import show_card
from explorer.ui.frame import PAGES, THEME, page_header

page_header("home")
st.html(THEME / "home.css")
sections = {page.section: [each for each in PAGES[1:] if each.section == page.section] for page in PAGES[1:]}
widest = max(map(len, sections.values()))
with st.container(gap="xsmall"):
    for section, pages in sections.items():
        with st.container(gap="xxsmall", key=f"section_{pages[0].name}"):
            st.markdown(f"**{section}**")
            with st.grid(widest, min_column_width=200, gap="small"):
                for page in pages:
                    show_card(page)
st.caption(
    "Every number that you see is computed while you look, by the same plain arithmetic on every page. "
    "Whatever you choose is kept in the address, so a copied link reopens it. "
    "What you upload stays on this server and is forgotten when you leave.",
    width=960,
)
