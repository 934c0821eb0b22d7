"""The Matrix page through the router: examples, links, counts, layers side by side, kernels, challenges."""

from __future__ import annotations

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from explorer.arithmetic import KERNELS
from explorer.components.kernel_grid import format_kernel
from explorer.components.payload import unpack
from explorer.lectures import CALCULATIONS, EXAMPLES
from explorer.ui.convolution.examples import random_grids
from explorer.ui.matrix.numbers import CHOICE, FIRST, fitting
from tests.pages.harness import open_page, run, send

VIEW, OWN = "matrix_view", "matrix_own_kernel"


def said(app: AppTest) -> str:
    kinds = [*app.markdown, *app.caption, *app.warning, *app.success]
    html = [element.proto.body for element in app.get("html")]
    return "\n".join([*(element.value for element in kinds), *html])


def sent(app: AppTest) -> tuple[dict[str, object], dict[str, np.ndarray]]:
    header, arrays = unpack(app.get_by_key(VIEW).proto.bytes)
    return header, arrays


def product(app: AppTest) -> list[float]:
    """Return W times x, both put together from what was sent."""
    header, arrays = sent(app)
    digits: list[int] = header["digits"]  # type: ignore[assignment]
    weights = np.append(0, arrays["weights"].ravel())
    places = np.argsort(
        np.where(arrays["sources"] < 0, arrays["sources"].size, arrays["sources"]).ravel(), kind="stable"
    )
    x = arrays["values"].ravel()[places[: arrays["places"].shape[1]]]
    return (weights[arrays["places"]] @ x / 10 ** digits[2]).tolist()  # type: ignore[no-any-return]


@pytest.mark.parametrize("name", fitting())
def test_every_example_is_sent_and_its_matrix_makes_its_output(name: str) -> None:
    app = open_page("matrix")
    if name != FIRST:
        app.selectbox(key=CHOICE).set_value(name)
        app = run(app)
    assert app.selectbox(key=CHOICE).value == name
    assert product(app) == EXAMPLES[name].output.ravel().tolist()
    for row, numbers in enumerate(EXAMPLES[name].printed or ()):
        for column, number in enumerate(numbers):
            wrong = {(misprint.row, misprint.column) for misprint in EXAMPLES[name].misprints}
            if number is not None and (row, column) not in wrong:
                assert product(app)[row * EXAMPLES[name].output.shape[2] + column] == number
    assert all(misprint.sentence in said(app) for misprint in EXAMPLES[name].misprints)


def test_w_is_counted_in_words() -> None:
    told = said(open_page("matrix"))
    assert "**W has 16 × 36 = 576 entries.** 144 of them hold a weight" in told
    assert "96 are not 0, so 83.3 % of W are zeros" in told
    assert "copies of 9 weights, each of which stands 16 times; the 9 weights are 3 different numbers" in told


def test_a_link_opens_with_what_it_says() -> None:
    query = {"matrix_input": "1,2,3;4,5,6;7,8,9", "matrix_kernel": "1,0;0,-1", "stride": "2", "amount": "1"}
    app = open_page("matrix", {**query, "matrix_place": "1,0"})
    assert sent(app)[0]["size"] == [2, 2]
    assert sent(app)[0]["pinned"] == [1, 0]
    assert product(app) == [-1, -3, -7, -4]
    assert "All 9 are copies of 4 weights, which stand 1 to 4 times" in said(app)
    assert app.selectbox(key=CHOICE).value is None


def test_a_seed_fills_the_grids_at_the_sizes_of_the_sliders() -> None:
    app = open_page("matrix")
    app.slider(key="matrix_side").set_value(4)
    app = run(app)
    app.slider(key="matrix_kernel_side").set_value(2)
    app = run(app)
    next(button for button in app.button if button.label == "Random integers").click()
    app = run(app)
    grids = random_grids(1, (4, 4), (2, 2))
    assert sent(app)[1]["values"].tolist() == grids.image.tolist()
    assert sent(app)[1]["weights"].tolist() == grids.kernel.tolist()
    assert app.query_params["seed"] == "1"
    assert app.query_params["matrix_kernel"] == ";".join(
        ",".join(f"{n:g}" for n in row) for row in grids.kernel
    )


def test_an_edit_is_the_visitors_own_and_in_the_address() -> None:
    app = send(open_page("matrix"), VIEW, {"text": "0|9,2;3,4/1"})
    assert product(app) == [9, 2, 3, 4]
    assert app.selectbox(key=CHOICE).value is None
    assert app.query_params["matrix_input"] == "9,2;3,4"


def test_an_input_that_is_too_large_is_said_to_be() -> None:
    rows = ";".join([",".join("1" * 9)] * 9)
    app = send(open_page("matrix"), VIEW, {"text": f"0|{rows}/1"})
    assert "An input of 9x9 would make W 81 columns wide; at most 8x8 fits." in said(app)


def test_what_does_not_fit_is_said_with_its_sizes() -> None:
    app = open_page("matrix", {"dilation": "3"})
    assert "Kernel 3x3 with dilation 3 (span 7x7) does not fit input 6x6 with padding 0." in said(app)
    app.slider(key="amount").set_value(1)
    assert product(run(app))


def test_a_pin_is_in_the_address_and_nonsense_is_none() -> None:
    app = send(open_page("matrix"), VIEW, {"pinned": "1,2"})
    assert app.query_params["matrix_place"] == "1,2"
    assert sent(open_page("matrix", {"matrix_place": "9,9"}))[0]["pinned"] is None
    assert sent(open_page("matrix", {"matrix_place": "x"}))[0]["pinned"] is None


@pytest.mark.parametrize("nonsense", ["", "x", "1,2;3", "1/2", "1e9", ";".join(["1"] * 9), "9" * 5000])
def test_nonsense_for_the_grids_is_passed_over(nonsense: str) -> None:
    app = open_page("matrix", dict.fromkeys(("matrix_input", "matrix_kernel", "matrix_own"), nonsense))
    assert product(app) == EXAMPLES[FIRST].output.ravel().tolist()


def test_the_challenge_of_the_matrix_is_solved_by_the_lecture_at_stride_3() -> None:
    app = open_page("matrix")
    assert "Solved." not in said(app)
    app.slider(key="stride").set_value(3)
    assert said(run(app)).count("Solved.") == 1


def test_three_layers_stand_side_by_side_and_the_lectures_count_is_mended() -> None:
    app = open_page("matrix", {"side": "224", "in_channels": "3", "out_channels": "64"})
    told = said(app)
    assert f"{224 * 224 * 3 * 222 * 222 * 64 + 222 * 222 * 64:,}" in told
    assert f"{27 * 64 + 64:,}" in told
    assert f"{27 * 222 * 222 * 64:,}" in told
    assert CALCULATIONS["fully_connected"].right == 16 * 16 * 100 + 100 + 100 * 26 + 26 == 28326
    assert "**28,326** parameters. The slide prints 28236" in told
    assert "the largest difference from the convolution is 0" in told


def test_a_kernel_larger_than_the_input_is_said_to_be() -> None:
    app = open_page("matrix", {"side": "4", "kernel_size": "7"})
    assert "Kernel 7x7 does not fit input 4x4 with padding 0." in said(app)


def test_a_typed_kernel_is_split_and_solves_its_challenge() -> None:
    app = open_page("matrix", {"separated": "Your own", "matrix_own": "1,2,1;2,4,2;1,2,1"})
    assert "**Separable.** Singular values: 6, 0, 0" in said(app)
    assert "Solved." in said(app)
    app = send(app, OWN, {"text": "0|1,2,1;2,9,2;1,2,1"})
    assert "**Not separable.**" in said(app)
    assert app.query_params["matrix_own"] == "1,2,1;2,9,2;1,2,1"


def test_a_copy_of_a_kernel_can_be_edited() -> None:
    app = open_page("matrix", {"separated": "Gaussian blur 5x5"})
    assert "all divided by 256" in said(app)
    next(button for button in app.button if button.label == "Edit a copy").click()
    app = run(app)
    assert app.selectbox(key="separated").value == "Your own"
    assert app.query_params["matrix_own"] == format_kernel(KERNELS["gaussian_blur_5"].numerators)


def test_a_blur_of_a_blur_solves_its_challenge() -> None:
    title = KERNELS["gaussian_blur_3"].title
    app = open_page("matrix", {"first_kernel": title, "second_kernel": title, "channels": "64"})
    assert "all divided by 256" in said(app)
    assert "18 × 64² = 73,728 weights" in said(app)
    assert "A ReLU between the two would change nothing here" in said(app)
    assert "Solved." in said(app)
