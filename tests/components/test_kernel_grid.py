import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numpy.typing import NDArray
from streamlit.testing.v1 import AppTest

from explorer.components.kernel_grid import KernelError, format_kernel, parse_kernel
from explorer.components.kernel_grid.text import LARGEST_SIDE, LARGEST_WEIGHT

SOBEL_X = [[1.0, 0.0, -1.0], [2.0, 0.0, -2.0], [1.0, 0.0, -1.0]]

sides = st.integers(1, LARGEST_SIDE)
kernels = arrays.arrays(
    np.float64,
    st.tuples(sides, sides),
    elements=st.integers(-LARGEST_WEIGHT * 10_000, LARGEST_WEIGHT * 10_000).map(
        lambda number: number / 10_000
    ),
)


@given(kernel=kernels)
def test_parsing_gives_back_what_was_written(kernel: NDArray[np.float64]) -> None:
    assert np.array_equal(parse_kernel(format_kernel(kernel)), kernel.astype(np.float32))


@given(kernel=kernels)
def test_a_text_that_was_read_is_written_the_same(kernel: NDArray[np.float64]) -> None:
    text = format_kernel(kernel)
    assert format_kernel([[float(cell) for cell in row.split(",")] for row in text.split(";")]) == text


@pytest.mark.parametrize(
    "text",
    [
        "1,0,-1;2,0,-2;1,0,-1",
        "1 0 -1\n2 0 -2\n1 0 -1\n",
        "1\t0\t-1\r\n2\t0\t-2\r\n1\t0\t-1",
        " 1, 0, -1;\n 2, 0, -2;\n 1, 0, -1; ",
        "[[1, 0, -1],\n [2, 0, -2],\n [1, 0, -1]]",
        "[[ 1.  0. -1.]\n [ 2.  0. -2.]\n [ 1.  0. -1.]]",
        "+1,0,\u22121;2.0,0e5,-0.2e1;1,-0,-1.00001",
    ],
)
def test_ways_to_write_one_kernel(text: str) -> None:
    kernel = parse_kernel(text)
    assert kernel.dtype == np.float32
    assert kernel.tolist() == SOBEL_X


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "no numbers"),
        (" ;\n[] ", "no numbers"),
        ("1,2;3", "row 2 has 1 numbers and row 1 has 2"),
        ("1,x", 'row 1, column 2 is "x", which is not a number'),
        ("1;NaN", 'row 2, column 1 is "NaN", which is not a number'),
        ("1,,2", "row 1, column 2 is empty"),
        ("-Infinity", "row 1, column 1 is -inf; weights go from -1,000,000 to 1,000,000"),
        ("1e7", "row 1, column 1 is 1e\\+07; weights go from -1,000,000 to 1,000,000"),
        ("1_0", "not a number"),
        ("\u0661", "not a number"),
        (",".join("1" * 12), "kernel 1x12 is too large; at most 11x11 fits"),
        (";".join("1" * 12), "kernel 12x1 is too large; at most 11x11 fits"),
        ("1," * 4000, "8000 characters"),
    ],
)
def test_what_is_wrong_is_said(text: str, sentence: str) -> None:
    with pytest.raises(KernelError, match=sentence):
        parse_kernel(text)


@pytest.mark.parametrize(
    ("weights", "sentence"),
    [
        ([1, 2], "shape \\(2,\\)"),
        (np.zeros((0, 3)), "kernel 0x0 has no numbers"),
        (np.zeros((3, 0)), "kernel 3x0 has no numbers"),
        (np.zeros((3, 12)), "kernel 3x12 is too large"),
        ([[1, np.nan]], "row 1, column 2 is nan"),
        ([[np.inf]], "row 1, column 1 is inf"),
    ],
)
def test_what_is_no_kernel_is_not_written(weights: object, sentence: str) -> None:
    with pytest.raises(KernelError, match=sentence):
        format_kernel(weights)  # type: ignore[arg-type]


@given(text=st.text(max_size=300) | st.from_regex(r"\A([-+0-9.eE,; \[\]]|nan|inf){0,60}\Z"))
def test_any_text_is_a_kernel_or_a_sentence(text: str) -> None:
    try:
        kernel = parse_kernel(text)
    except KernelError:
        return
    assert np.isfinite(kernel).all()
    assert max(kernel.shape) <= LARGEST_SIDE
    assert np.abs(kernel).max() <= LARGEST_WEIGHT


PAGE = """
import streamlit as st
from explorer.components.kernel_grid import format_kernel, kernel_grid

starts = {"sobel_x": [[1, 0, -1], [2, 0, -2], [1, 0, -1]], "line": [[1, -1]]}
name = st.session_state.get("name", "sobel_x")
kernel = kernel_grid(starts[name], key="kernel", origin=name)
st.text(f"{kernel.dtype} {format_kernel(kernel)}")
"""


def said(app: AppTest) -> str:
    assert not app.exception
    return str(app.text[0].value)


def test_a_page_reads_the_kernel_in_force() -> None:
    app = AppTest.from_string(PAGE).run()
    assert said(app) == "float32 1,0,-1;2,0,-2;1,0,-1"
    app.session_state["kernel"] = {"text": "0|1,2;3,4.5"}
    assert said(app.run()) == "float32 1,2;3,4.5"
    app.session_state["name"] = "line"
    assert said(app.run()) == "float32 1,-1"


@pytest.mark.parametrize("text", ["0|", "0|1,2;3", "0|nan", "0|" + "1," * 11 + "1", "0|1e9", "x|1"])
def test_the_last_kernel_stays_where_a_browser_sends_nonsense(text: str) -> None:
    app = AppTest.from_string(PAGE).run()
    app.session_state["kernel"] = {"text": text}
    assert said(app.run()) == "float32 1,0,-1;2,0,-2;1,0,-1"
