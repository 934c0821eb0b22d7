"""A monkey at the controls: it sets widgets to random values that a visitor could choose."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from PIL import Image
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import (
    Button,
    ButtonGroup,
    CameraInput,
    Checkbox,
    ColorPicker,
    DateInput,
    DownloadButton,
    FileUploader,
    MenuButton,
    Multiselect,
    NumberInput,
    Pagination,
    Radio,
    Selectbox,
    SelectSlider,
    Slider,
    TextArea,
    TextInput,
    Toggle,
    UnknownElement,
    Widget,
)

from tests.pages.harness import run, send

Random = np.random.Generator

TEXTS = ("", "3", "-1", "0.5", "1e999", "nan", "1 2 3\n4 5", "a" * 300, "é漢字", "<script>", "%00", "../..")
PAYLOADS: tuple[object, ...] = ("", "0|", "1|nonsense", "0|" + "9" * 5000, None, 7, [], {"x": 1}, -1.5, True)
MOST_WIDGETS_AT_ONCE = 3


def play(app: AppTest, random: Random, *, steps: int) -> None:
    """Do something legal `steps` times; fail, telling what was done, as soon as the page does."""
    for step in range(steps):
        deeds = _handle_widgets(app, random)
        said = _speak(app, random)
        try:
            send(app, *said) if said else run(app)
        except AssertionError as error:
            deeds.extend(map(repr, said or ()))
            raise AssertionError(f"step {step}: {'; '.join(deeds)}\n{error}") from error


def _handle_widgets(app: AppTest, random: Random) -> list[str]:
    """Set one to three widgets and tell which."""
    widgets = [node for node in app if isinstance(node, Widget) and not node.proto.disabled]
    if not widgets:
        return []
    count = min(len(widgets), int(random.integers(1, MOST_WIDGETS_AT_ONCE + 1)))
    chosen = [widgets[place] for place in random.choice(len(widgets), count, replace=False)]
    return [f"{widget.type} {widget.key} = {_set(widget, random)!r}" for widget in chosen]


def _speak(app: AppTest, random: Random) -> tuple[str, dict[str, object]] | None:
    """Choose, now and then, a component and something that a browser could claim it said."""
    keys = [node.key for node in app if isinstance(node, UnknownElement) and node.type == "bidi_component"]
    if not keys or random.random() > 0.25:
        return None
    return str(_one_of(keys, random)), {"text": _one_of(PAYLOADS, random)}


def _set(widget: Widget, random: Random) -> object:
    for kind, choose in CHOICES:
        if isinstance(widget, kind):
            return choose(widget, random)
    raise AssertionError(f"the monkey does not know a {widget.type}; teach it in tests/pages/monkey.py")


def _one_of(values: Sequence[Any], random: Random) -> Any:
    return values[int(random.integers(len(values)))]


def _by_label(widget: Any) -> None:
    """Let a widget take its options' labels, as a browser does, whatever its `format_func` makes of them."""
    labels = property(lambda _: lambda label: label)
    widget.__class__ = type(widget.__class__.__name__, (widget.__class__,), {"format_func": labels})


def _click(widget: Any, _: Random) -> object:
    widget.click()
    return "clicked"


def _menu(widget: MenuButton[Any], random: Random) -> object:
    index = int(random.integers(len(widget.options)))
    widget.click_index(index)
    return index


def _check(widget: Any, random: Random) -> object:
    value = bool(random.integers(2))
    widget.set_value(value)
    return value


def _slide(widget: Slider[Any], random: Random) -> object:
    def place() -> float:
        steps = int((widget.max - widget.min) / widget.step + 1e-9)
        value = widget.min + int(random.integers(steps + 1)) * widget.step
        return value if isinstance(widget.value, float) else type(widget.min)(value)

    ranged = isinstance(widget.value, list | tuple)
    value = sorted((place(), place())) if ranged else place()
    widget.set_value(value)
    return value


def _slide_options(widget: SelectSlider[Any], random: Random) -> object:
    ranged = isinstance(widget.value, list | tuple)
    _by_label(widget)
    places = sorted(int(random.integers(len(widget.options))) for _ in range(2 if ranged else 1))
    labels = [widget.options[place] for place in places]
    widget.set_value(labels if ranged else labels[0])
    return labels


def _number(widget: NumberInput, random: Random) -> object:
    low = widget.min if widget.min is not None else -1000
    high = widget.max if widget.max is not None else 1000
    whole = isinstance(widget.value, int) or float(widget.step).is_integer()
    value = int(random.integers(int(low), int(high) + 1)) if whole else float(random.uniform(low, high))
    widget.set_value(value)
    return value


def _select(widget: Any, random: Random) -> object:
    if not widget.options:
        return None
    _by_label(widget)
    label = _one_of(widget.options, random)
    widget.set_value(label)
    return label


def _select_some(widget: Multiselect[Any], random: Random) -> object:
    _by_label(widget)
    most = min(len(widget.options), widget.proto.max_selections or len(widget.options))
    places = random.choice(len(widget.options), int(random.integers(most + 1)), replace=False)
    labels = [widget.options[place] for place in places]
    widget.set_value(labels)
    return labels


def _group(widget: ButtonGroup[Any], random: Random) -> object:
    """Choose a button, or none: a second click on the chosen one takes the choice away."""
    _by_label(widget)
    label: Any = _one_of(widget.options, random)
    if not widget.proto.required and random.random() < 0.25:
        label = None
    single = widget.proto.click_mode == widget.proto.SINGLE_SELECT
    widget.set_value(label if single else [label] if label is not None else [])
    return label


def _text(widget: Any, random: Random) -> object:
    text = _one_of(TEXTS, random)[: widget.max_chars or None]
    widget.set_value(text)
    return text


def _file(widget: Any, random: Random) -> object:
    """Hand in a picture, whole or cut short, or take it away; a camera makes JPEG files only."""
    what = str(_one_of(("a picture", "half a picture", "nothing"), random))
    content = _picture(random)
    if what == "half a picture":
        content = content[: len(content) // 2]
    widget.set_value(None if what == "nothing" else ("picture.jpg", content, "image/jpeg"))
    return what


def _picture(random: Random) -> bytes:
    height, width = (int(side) for side in random.integers(1, 200, 2))
    file = io.BytesIO()
    Image.fromarray(random.integers(0, 256, (height, width, 3), dtype=np.uint8)).save(file, "JPEG")
    return file.getvalue()


def _page(widget: Pagination, random: Random) -> object:
    page = int(random.integers(1, widget.num_pages + 1))
    widget.set_value(page)
    return page


def _colour(widget: ColorPicker, random: Random) -> object:
    colour = f"#{int(random.integers(1 << 24)):06x}"
    widget.set_value(colour)
    return colour


def _day(widget: DateInput, random: Random) -> object:
    day = widget.min + datetime.timedelta(days=int(random.integers((widget.max - widget.min).days + 1)))
    widget.set_value(day)
    return day


CHOICES: tuple[tuple[type[Any] | tuple[type[Any], ...], Callable[[Any, Random], object]], ...] = (
    ((Button, DownloadButton), _click),
    (MenuButton, _menu),
    ((Checkbox, Toggle), _check),
    (Slider, _slide),
    (SelectSlider, _slide_options),
    (NumberInput, _number),
    ((Radio, Selectbox), _select),
    (Multiselect, _select_some),
    (ButtonGroup, _group),
    ((TextInput, TextArea), _text),
    ((FileUploader, CameraInput), _file),
    (Pagination, _page),
    (ColorPicker, _colour),
    (DateInput, _day),
)
