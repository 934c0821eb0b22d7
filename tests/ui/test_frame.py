from __future__ import annotations

import pytest

from explorer.ui.frame import PAGES, page_named


def test_every_page_is_declared_once_and_says_what_it_is_for() -> None:
    assert len({page.name for page in PAGES}) == len(PAGES)
    assert len({page.title for page in PAGES}) == len(PAGES)
    for page in PAGES:
        assert page.name.isidentifier()
        assert page.icon.startswith(":material/")
        assert page.description.endswith(".")
        assert len(page.description) <= 120, "a sentence, not a paragraph"


def test_home_is_first_and_lives_at_the_root() -> None:
    assert PAGES[0].name == "home"
    assert PAGES[0].url_path == ""
    assert all(page.url_path == page.name for page in PAGES[1:])


def test_pages_of_one_section_stand_together() -> None:
    sections = [page.section for page in PAGES]
    changes = [name for name, before in zip(sections, [None, *sections], strict=False) if name != before]
    assert len(changes) == len(set(changes))


def test_an_unknown_page_is_answered_with_the_known_ones() -> None:
    with pytest.raises(KeyError, match="no page 'nowhere'; PAGES declares home"):
        page_named("nowhere")
