"""What a board is told, what it answers with, what it refuses."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from explorer.components import link_board as component
from explorer.components.link_board import link_board

MARKUP = '<svg xmlns="http://www.w3.org/2000/svg"><a href="lab?network=vgg16" data-open="vgg16"/></svg>'


@pytest.mark.parametrize(
    ("sent", "opened"),
    [("vgg16", "vgg16"), ("resnet50", ""), (None, ""), (["vgg16"], ""), (7, ""), ('vgg16"/></svg>', "")],
)
def test_only_what_is_on_the_board_can_be_opened(
    monkeypatch: pytest.MonkeyPatch, sent: object, opened: str
) -> None:
    told = []

    def mount(*, key: str, data: dict[str, object], on_opened_change: object) -> SimpleNamespace:
        told.append(data)
        return SimpleNamespace(opened=sent)

    monkeypatch.setattr(component, "_mount", mount)
    assert link_board(MARKUP, key="board", label="A board") == opened
    assert told == [{"markup": MARKUP, "label": "A board", "reads": False}]


@pytest.mark.parametrize("markup", ["<svg><a></svg>", "plain", "<p>1 < 2</p>", "<p>&nbsp;</p>"])
def test_markup_that_is_not_well_formed_is_refused(markup: str) -> None:
    with pytest.raises(ValueError, match="the markup of board is not well-formed"):
        link_board(markup, key="board", label="A board")


def test_a_board_is_bounded() -> None:
    with pytest.raises(ValueError, match="at most 2,000,000 characters, not 2,000,007"):
        link_board(f"<p>{'a' * 2_000_000}</p>", key="board", label="A board")
