"""A plan as a PyTorch script: classes for its blocks, the names of its layers, and the numbers asserted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from explorer.architectures.analysis import Analysis
from explorer.exports.calls import Group, declared, joined, laid_out, prefixed, suffixed
from explorer.exports.flow import assignments
from explorer.exports.parts import steps
from explorer.exports.pytorch_layers import HELPERS, pytorch_calls
from explorer.exports.structure import Body, Join, Step, Unit, body_of, is_chain
from explorer.exports.templates import Template, abstracted
from explorer.exports.text import WEIGHTS_FILE
from explorer.exports.wording import class_name, identifier, listed, summary

# What every torch module, or a sequence of them, calls its own.
WORDS = (
    "T_destination add_module append apply bfloat16 buffers call_super_init children compile cpu cuda double "
    "dump_patches eval extend extra_repr float forward get_buffer get_extra_state get_parameter "
    "get_submodule half insert ipu load_state_dict modules mtia named_buffers named_children named_modules "
    "named_parameters parameters pop register_backward_hook register_buffer register_forward_hook "
    "register_forward_pre_hook register_full_backward_hook register_full_backward_pre_hook register_module "
    "register_load_state_dict_post_hook register_load_state_dict_pre_hook register_parameter "
    "register_state_dict_post_hook register_state_dict_pre_hook requires_grad_ set_extra_state set_submodule "
    "share_memory state_dict to to_empty train training type xpu zero_grad"
)
RESERVED = frozenset(WORDS.split())
FEWEST_IN_A_LOOP = 3

SCRIPT = '''"""{summary}"""

{imports}
import torch
from torch import nn

{classes}

if __name__ == "__main__":
    model = {name}().eval()
    parameters = sum(parameter.numel() for parameter in model.parameters())
    assert parameters == {parameters:_}, parameters
    with torch.no_grad():
        output = model(torch.zeros(1, {input}))
    assert output.shape == {output}, output.shape
    print(f"{{parameters:,}} parameters, output {{tuple(output.shape)}}")
'''

# The order in which both keep their weights is that of the plan; counters of batches are not in the file.
LOADING = """
    weights_file = Path(__file__).with_name("{file}")
    if weights_file.exists():
        names = [name for name in model.state_dict() if not name.endswith("num_batches_tracked")]
        with np.load(weights_file) as file:
            arrays = [torch.from_numpy(file[name]) for name in file.files]
        model.load_state_dict(dict(zip(names, arrays, strict=True)), strict=False)
        print("weights loaded")
"""


def pytorch_architecture(analysis: Analysis, *, with_weights: bool = False) -> str:
    """Return a script with a plan as a torch module, which asserts its parameters and its output's shape.

    Parameters and buffers have the names of ``weight_shapes`` wherever Python and torch allow: where a plan
    names its layers as torchvision does, torchvision's weights can be loaded. Blocks that differ in numbers
    only become one class. Branches aside are left out, which the script says. ``with_weights`` adds that the
    weights in a file beside the script are loaded. Raises ValueError for a network that cannot work.

    >>> from explorer.architectures.analysis import analyse
    >>> from explorer.architectures.notation import read_plan
    >>> text = "title Tiny\\ninput 1x8x8\\nconv1: conv 4 3x3\\nflatten\\nclasses: linear 10"
    >>> script = pytorch_architecture(analyse(read_plan(text)))
    >>> print(script[script.index("class"):script.index("if")].strip())
    class Tiny(nn.Sequential):
        def __init__(self):
            super().__init__(
                OrderedDict(
                    conv1=nn.Conv2d(1, 4, 3),
                    flatten1=nn.Flatten(),
                    classes=nn.Linear(144, 10),
                ),
            )
    """
    body = body_of(analysis, pytorch_calls)
    name = class_name(analysis.plan.title)
    trunk, templates = abstracted(body, branching_needs_one=True, reserved={name, *HELPERS, "OrderedDict"})
    bodies = [trunk, *(template.body for template in templates)]
    used = {step.call.function for each in bodies for _, step in steps(each)}
    classes = [source.lstrip("\n") for helper, source in HELPERS.items() if helper in used]
    classes += [joined(_class(template)) for template in (*templates, Template(name, (), trunk, ()))]
    code = "\n\n".join(classes)
    output = analysis.output_shape or ()
    imports = ["from collections import OrderedDict\n"] * ("OrderedDict(" in code)
    imports += ["from pathlib import Path\n", "\nimport numpy as np"] if with_weights else []
    return SCRIPT.format(
        summary=summary(analysis, "PyTorch"),
        imports="".join(imports),
        classes=f"\n{code}",
        name=name,
        parameters=analysis.totals.parameters,
        input=", ".join(map(str, analysis.plan.input_shape)),
        output=(1, *output),
    ) + (LOADING.format(file=WEIGHTS_FILE).lstrip("\n") if with_weights else "")


def _class(template: Template) -> Iterator[str]:
    chain = is_chain(template.body)
    yield f"class {template.name}(nn.{'Sequential' if chain else 'Module'}):"
    if template.users:
        yield f'    """Used as {listed(template.users)}."""'
        yield ""
    signature = Group(
        "def __init__(", ("self", *(declared(parameter) for parameter in template.parameters)), "):"
    )
    yield from laid_out(signature, 4)
    if chain:
        yield from laid_out(_sequence(template.body, "super().__init__"), 8)
        return
    yield "        super().__init__()"
    parts = list(_parts(template.body))
    names = dict(zip(map(id, parts), _attributes(part.name for part in parts), strict=True))
    for part in parts:
        yield from laid_out(prefixed(f"self.{names[id(part)]} = ", _expression(part)), 8)
    yield ""
    yield "    def forward(self, x):"
    calls = assignments(template.body, lambda part, source: f"self.{names[id(part)]}({source})", _joined)
    for piece in calls:
        yield from laid_out(piece, 8)
    yield "        return x"


def _joined(join: Join, ends: Sequence[str]) -> str:
    return " + ".join(ends) if join.join == "add" else f"torch.cat([{', '.join(ends)}], dim=1)"


def _parts(body: Body) -> Iterator[Step | Unit]:
    """Yield what a module holds: the steps and units of a body and of its branches."""
    for part in body:
        if isinstance(part, Join):
            for branch in part.branches:
                yield from _parts(branch)
        else:
            yield part


def _expression(part: Step | Unit) -> Group | str:
    return part.call.group() if isinstance(part, Step) else _sequence(part.body, "nn.Sequential")


def _sequence(body: Body, function: str) -> Group:
    """Return a sequence; its modules are numbered if that gives them their names."""
    parts = list(_parts(body))
    if all(part.name == str(place) or _is_free(part) for place, part in enumerate(parts)):
        return Group(f"{function}(", tuple(_listed(parts)), ")", broken=len(parts) > 1)
    names = list(_keys(part.name for part in parts))
    if all(name.isidentifier() and identifier(name) == name for name in names):
        items = tuple(
            prefixed(f"{name}=", _expression(part)) for name, part in zip(names, parts, strict=True)
        )
        inner = Group("OrderedDict(", items, ")", broken=True)
    else:
        items = tuple(
            prefixed(f'"{name}": ', _expression(part)) for name, part in zip(names, parts, strict=True)
        )
        inner = Group("OrderedDict(", (Group("{", items, "}", broken=True),), ")")
    return Group(f"{function}(", (inner,), ")")


def _listed(parts: Sequence[Step | Unit]) -> Iterator[Group | str]:
    """Yield expressions, those that follow one another unchanged in a loop."""
    for expression, equal in groupby(map(_expression, parts)):
        count = len(list(equal))
        if count < FEWEST_IN_A_LOOP:
            yield from [expression] * count
        else:
            yield suffixed(prefixed("*(", expression), f" for _ in range({count}))")


def _is_free(part: Step | Unit) -> bool:
    return isinstance(part, Step) and part.free


def _attributes(names: Iterable[str]) -> Iterator[str]:
    return _unique(identifier(name) for name in names)


def _keys(names: Iterable[str]) -> Iterator[str]:
    return _unique(name.replace(".", "_").strip("_") or "layer" for name in names)


def _unique(names: Iterable[str]) -> Iterator[str]:
    taken = set(RESERVED)
    for name in names:
        while name in taken:
            name += "_"
        taken.add(name)
        yield name
