"""A plan as a Keras 3 script: functions for its blocks, the names of its layers, and the numbers asserted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, count, groupby

from explorer.architectures.analysis import Analysis
from explorer.arithmetic import Shape
from explorer.exports.calls import Group, declared, joined, laid_out, suffixed
from explorer.exports.flow import assignments
from explorer.exports.keras_helpers import HELPERS
from explorer.exports.keras_layers import keras_calls
from explorer.exports.parts import insides, steps
from explorer.exports.structure import Body, Join, Step, Unit, body_of
from explorer.exports.templates import Template, abstracted
from explorer.exports.text import WEIGHTS_FILE
from explorer.exports.wording import listed, snake_case, summary

FEWEST_IN_A_LOOP = 3

SCRIPT = '''"""{summary}"""

{imports}

keras.config.set_image_data_format("channels_last")

{classes}
inputs = x = keras.Input({input}, name="{input_name}")
{trunk}model = keras.Model(inputs, x)

parameters = sum(math.prod(weight.shape) for weight in model.trainable_weights)
assert parameters == {parameters:_}, parameters
assert model.output_shape == {output}, model.output_shape
print(f"{{parameters:,}} parameters, output {{model.output_shape}}")
'''

# PyTorch's axes in the order of Keras' axes.
LOADING = """
axes = {{
    "Conv2D": (2, 3, 1, 0),
    "DepthwiseConv2D": (2, 3, 0, 1),
    "TableConv2D": (1, 2, 0),
    "Dense": (1, 0),
}}
weights_file = Path(__file__).with_name("{file}")
if weights_file.exists():
    arrays = {{}}
    with np.load(weights_file) as file:
        for name in file.files:
            arrays.setdefault(name.rpartition(".")[0].replace(".", "{point}"), []).append(file[name])
    for name, own in arrays.items():
        layer = model.get_layer(name)
        if type(layer).__name__ in axes:
            order = axes[type(layer).__name__]
            own[0] = own[0].transpose(order).reshape(layer.weights[0].shape)
        layer.set_weights(own)
    print("weights loaded")
"""


def keras_architecture(analysis: Analysis, *, with_weights: bool = False) -> str:
    """Return a script with a plan as a Keras model, which asserts its parameters and its output's shape.

    Shapes are (height, width, channels), as in Keras; before maps are flattened they are brought into
    PyTorch's order, so that the weights of the layers behind mean the same. Layers have the names of the
    plan, with "_" for the points, which not every backend allows. Blocks that differ in numbers only become
    one function. Branches aside are left out, which the script says. Running statistics, which Keras counts
    among the parameters that are not trained, are not counted. ``with_weights`` adds that the weights in a
    file beside the script are loaded. Raises ValueError for a network that cannot work or has a layer without
    Keras code.

    >>> from explorer.architectures.analysis import analyse
    >>> from explorer.architectures.notation import read_plan
    >>> text = "input 1x8x8\\nconv1: conv 4 3x3\\nflatten\\nclasses: linear 10"
    >>> script = keras_architecture(analyse(read_plan(text)))
    >>> print(script[script.index("x = keras.layers"):script.index("model")].strip())
    x = keras.layers.Conv2D(4, 3, name="conv1")(x)
    x = keras.layers.Permute((3, 1, 2), name="flatten1_order")(x)
    x = keras.layers.Flatten(name="flatten1")(x)
    x = keras.layers.Dense(10, name="classes")(x)
    """
    body = body_of(analysis, keras_calls)
    point = _point([part.name for part in _named(_opened(body))])
    trunk, templates = abstracted(body, branching_needs_one=False, spelled=snake_case, reserved=HELPERS)
    bodies = [trunk, *(template.body for template in templates)]
    used = {step.call.function for each in bodies for _, step in steps(each)}
    functions = frozenset(template.name for template in templates)
    classes = [source.lstrip("\n") for helper, source in HELPERS.items() if helper in used]
    classes += [joined(_function(template, functions, point)) for template in templates]
    code = "".join(f"\n{each}\n" for each in classes)
    loading = LOADING.format(file=WEIGHTS_FILE, point=point) if with_weights else ""
    return (
        SCRIPT.format(
            summary=summary(analysis, "Keras 3"),
            imports=_imports(code + loading),
            classes=code,
            input=_last(analysis.plan.input_shape),
            input_name=_unused("input", (part.name.replace(".", point) for part in _named(_opened(body)))),
            trunk=joined(_looped(_statements(trunk, functions, point))),
            parameters=analysis.totals.parameters,
            output=(None, *_last(analysis.output_shape or ())),
        )
        + loading
    )


def _function(template: Template, functions: frozenset[str], point: str) -> Iterator[str]:
    signature = ("x", "name", *(declared(parameter) for parameter in template.parameters))
    yield from laid_out(Group(f"def {template.name}(", signature, "):"))
    yield f'    """Used as {listed(template.users)}."""'
    for line in _looped(_statements(template.body, functions, point, indent=4)):
        yield f"    {line}"
    yield "    return x"


def _statements(body: Body, functions: frozenset[str], point: str, *, indent: int = 0) -> Iterator[str]:
    """Yield the lines of a body, to be indented so; in a function names begin with what it is given."""

    def quoted(name: str) -> str:
        name = name.replace(".", point)
        if not indent:
            return f'"{name}"'
        return f'f"{{name}}{point}{name}"' if name else "name"

    def write(part: Step | Unit, source: str) -> Group | str:
        assert isinstance(part, Step)
        call = part.call.group()
        if part.call.function in functions:
            return Group(call.opening, (source, quoted(part.name), *call.items), call.closing)
        named = Group(call.opening, (*call.items, f"name={quoted(part.name)}"), call.closing)
        return suffixed(named, f"({source})")

    def join(part: Join, ends: Sequence[str]) -> str:
        kind = "Add" if part.join == "add" else "Concatenate"
        return f"keras.layers.{kind}(name={quoted(part.name)})([{', '.join(ends)}])"

    for piece in assignments(tuple(_opened(body)), write, join):
        yield from (line[indent:] for line in laid_out(piece, indent))


def _opened(body: Body, prefix: str = "") -> Iterator[Step | Join | Unit]:
    """Yield the parts of a body with the insides of units in their places, under their names."""
    for part in body:
        if isinstance(part, Unit):
            yield from _opened(part.body, f"{prefix}{part.name}.")
        elif isinstance(part, Step):
            yield Step(prefix + part.name, part.call, part.free)
        else:
            name = prefix + part.name if part.name else prefix.rstrip(".")
            yield Join(part.join, name, tuple(tuple(_opened(branch, prefix)) for branch in part.branches))


def _named(parts: Iterable[Step | Join | Unit]) -> Iterator[Step | Join | Unit]:
    """Yield all parts that have names in Keras."""
    for part in parts:
        yield part
        for inner in insides(part):
            yield from _named(inner)


def _point(names: Sequence[str]) -> str:
    """Return what can stand for the points in names without making two of them equal."""
    points = chain("_", ("-" * length for length in count(1)))
    return next(point for point in points if len({name.replace(".", point) for name in names}) == len(names))


def _looped(lines: Iterable[str]) -> Iterator[str]:
    """Yield lines, with a loop for those that differ in the last number of a name and count on.

    >>> for line in _looped([f'x = block(x, "layer1_{number}", 64)' for number in (1, 2, 3)]):
    ...     print(line)
    for number in range(1, 4):
        x = block(x, f"layer1_{number}", 64)
    """
    pattern = r'(\w+ = \w+\(\w+, )f?"([^"]*[_-])(0|[1-9][0-9]*)"(.*\))'
    numbered = [(line, re.fullmatch(pattern, line)) for line in lines]
    at = -1

    def run(item: tuple[str, re.Match[str] | None]) -> object:
        nonlocal at
        at += 1
        found = item[1]
        return (found[1], found[2], found[4], int(found[3]) - at) if found else at

    for _, group in groupby(numbered, run):
        alike = list(group)
        found = alike[0][1]
        if found is None or len(alike) < FEWEST_IN_A_LOOP:
            yield from (line for line, _ in alike)
            continue
        first = int(found[3])
        yield f"for number in range({first}, {first + len(alike)}):"
        yield f'    {found[1]}f"{found[2]}{{number}}"{found[4]}'


def _imports(code: str) -> str:
    standard = ["import functools"] * ("functools." in code) + ["import math"]
    standard += ["from pathlib import Path"] * ("Path(" in code)
    others = ["import keras"] + ["import numpy as np"] * ("np." in code)
    return "\n".join([*standard, "", *others])


def _last(shape: Shape) -> Shape:
    """Return a shape with the channels last."""
    return (*shape[1:], shape[0]) if shape else shape


def _unused(name: str, taken: Iterable[str]) -> str:
    paths = set(taken)
    while name in paths:
        name += "_"
    return name
