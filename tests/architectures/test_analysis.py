"""What every layer does to shape, costs and sight, in a row and through branches."""

from __future__ import annotations

import pytest

from explorer.architectures.analysis import Totals, analyse, weight_shapes
from explorer.architectures.notation import read_plan
from explorer.arithmetic import ReceptiveField

INCEPTION = """
input 8x16x16
stem: conv 8 3x3 stride=2 padding=1
mix: concat {
  conv 4 1x1
|
  conv 2 1x1
  conv 6 5x5 padding=2
|
  maxpool 3x3 stride=1 padding=1
}
relu
"""


def worked(text: str):
    return analyse(read_plan(text))


def test_branches_are_stacked_and_seen_through_together():
    analysis = worked(INCEPTION)
    block = analysis.by_address[(1,)]
    assert block.output_shape == (4 + 6 + 8, 8, 8)
    assert block.field == ReceptiveField(size=(11, 11), stride=(2, 2), offset=(-5, -5))
    assert analysis.output_shape == (18, 8, 8)
    assert [row.path for row in analysis.rows] == [
        "stem",
        "mix",
        "mix.conv1",
        "mix.conv2",
        "mix.conv3",
        "mix.maxpool1",
        "relu1",
    ]
    assert [row.depth for row in analysis.rows] == [0, 0, 1, 1, 1, 1, 0]


def test_a_block_counts_what_is_in_it_and_its_own_output():
    analysis = worked(INCEPTION)
    block, inside = analysis.by_address[(1,)], analysis.rows[2:6]
    assert block.totals.parameters == sum(row.own.parameters for row in inside) == 36 + 18 + 306
    assert block.own == Totals(memory=4 * 18 * 8 * 8)
    assert block.totals.memory == block.own.memory + sum(row.own.memory for row in inside)
    assert analysis.totals.parameters == block.totals.parameters + 8 * 8 * 9 + 8


def test_an_empty_branch_hands_the_input_on():
    analysis = worked("input 4x8x8\nadd {\nconv 4 3x3 padding=1\nbatchnorm\n|\n}\nrelu")
    assert analysis.output_shape == (4, 8, 8)
    assert analysis.by_address[(0,)].field == ReceptiveField((3, 3), (1, 1), (-1, -1))
    assert analysis.totals.buffers == 8


def test_what_is_aside_is_counted_apart_and_changes_nothing():
    with_head = worked(
        "input 4x8x8\nconv 8 3x3\nhead: aside {\nadaptivepool 1x1\nflatten\nlinear 10\n}\nrelu"
    )
    without = worked("input 4x8x8\nconv 8 3x3\nrelu")
    assert with_head.totals == without.totals
    assert with_head.aside.parameters == 90
    assert with_head.output_shape == without.output_shape
    assert with_head.by_address[(1, 0, 2)].aside and not with_head.by_address[(2,)].aside


def test_where_unlike_strides_meet_no_one_field_holds():
    analysis = worked("input 1x5x5\nconcat {\nconv 2 3x3 stride=2\n|\nconv 2 4x4\n}\nconv 1 1x1")
    assert analysis.output_shape == (1, 2, 2)
    assert [row.field for row in analysis.rows if row.depth == 0] == [None, None]


def test_behind_a_problem_nothing_is_known_but_other_branches_are():
    analysis = worked("input 1x4x4\nconcat {\nconv 2 7x7\nrelu\n|\nconv 2 3x3\n}\nrelu")
    assert [row.output_shape for row in analysis.rows] == [None, None, None, (2, 2, 2), None]
    assert [problem.path for problem in analysis.problems] == ["conv1"]
    assert analysis.output_shape is None


def test_names_are_unique_and_numbered_in_their_block():
    analysis = worked("input 4\nrelu1: relu\nrelu\na: chain {\nrelu\nrelu\n}\nchain {\nrelu\n}")
    paths = [row.path for row in analysis.rows]
    assert len(set(paths)) == len(paths)
    assert paths[2:5] == ["a", "a.relu1", "a.relu2"]
    assert not analysis.problems


def test_a_number_leaves_out_the_names_that_were_chosen():
    analysis = worked("input 2\nlinear 2\nlinear1: linear 2\nadd {\nadd1: relu\nlinear 2\n|\n}")
    assert not analysis.problems
    assert [row.path for row in analysis.rows] == ["linear2", "linear1", "add2", "add1", "linear3"]


def test_two_layers_of_one_name_are_a_problem_but_keep_their_sizes():
    analysis = worked("input 4\na: linear 3\na: linear 2")
    assert [problem.message for problem in analysis.problems] == ["two layers are called a"]
    assert analysis.output_shape == (2,)


def test_weights_are_listed_under_their_full_names():
    names = [
        name for name, _ in weight_shapes(worked("input 2x4x4\nb: chain {\nc: conv 3 3x3\nbatchnorm\n}"))
    ]
    assert names == [
        "b.c.weight",
        "b.c.bias",
        "b.batchnorm1.weight",
        "b.batchnorm1.bias",
        "b.batchnorm1.running_mean",
        "b.batchnorm1.running_var",
    ]


def test_an_output_that_no_computer_holds_is_refused():
    analysis = worked("input 3x4096x4096\nconv 65536 1x1")
    assert "more than any computer" in analysis.problems[0].message


def test_of_many_unlike_branches_the_first_are_named():
    branches = "|\n".join(f"conv {number} 1x1\n" for number in range(1, 10))
    message = worked(f"input 1x4x4\nadd {{\n{branches}}}").problems[0].message
    assert message.startswith("the branches make 1x4x4 and 2x4x4 and ")
    assert "and 6x4x4 and 3 more; only equal" in message


def test_what_branches_pile_up_is_bounded():
    analysis = worked("input 3x64x64\n" + "concat {\n|\n|\n|\n}\n" * 390)
    assert [problem.path for problem in analysis.problems] == ["concat9"]
    assert "more than any computer" in analysis.problems[0].message


def test_an_empty_network_hands_its_input_on():
    assert worked("input 3x8x8").output_shape == (3, 8, 8)
    assert worked("input 3x8x8").totals == Totals()


@pytest.mark.parametrize("flat", ["linear 3", "rbf 3", "batchnorm", "softmax", "dropout", "relu"])
def test_flat_inputs_are_for_flat_layers(flat):
    assert worked(f"input 4\n{flat}").output_shape in ((3,), (4,))
