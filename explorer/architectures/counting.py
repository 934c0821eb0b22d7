"""Why published counts of one network differ: from one library's number to another's, term by term."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from math import prod
from types import MappingProxyType

from explorer.architectures.analysis import Analysis, Row, analyse
from explorer.architectures.famous import FAMOUS
from explorer.arithmetic import BatchNorm2d, Conv2d, Layer, Linear

NORMALISED = "batch normalisation"


@dataclass(frozen=True)
class Line:
    """One line of a reckoning: a sum that someone publishes, or a difference that leads to the next.

    ``count`` is signed in a difference. ``explanation`` says who counts so, or what is counted here.
    """

    label: str
    count: int
    explanation: str
    is_sum: bool = False


@dataclass(frozen=True)
class Reckoning:
    """Lines from one published count to another: every sum is the sum before it and the differences "
    "between."""

    name: str
    title: str
    lines: tuple[Line, ...]

    @property
    def sums(self) -> tuple[Line, ...]:
        """Return the sums alone."""
        return tuple(line for line in self.lines if line.is_sum)


def reckon(name: str) -> Reckoning:
    """Return the reckoning of a network's parameters; ``name`` is one of RECKONINGS.

    >>> for line in reckon("resnet50").lines:
    ...     print(f"{line.count:>10,} {line.label}")
    25,557,032 torchvision
    25,557,032 torchinfo: total params
        26,560 biases before batch normalisation
    25,583,592 Keras, trainable
        53,120 running means and variances
    25,636,712 Keras
    """
    title, lines = RECKONINGS[name]
    return Reckoning(name, title, tuple(_with_sums(lines())))


def statistics(analysis: Analysis) -> int:
    """Return how many running means and variances the network keeps, branches aside left out."""
    return sum(2 * row.layer.num_features for row in _rows(analysis) if isinstance(row.layer, BatchNorm2d))


def scales(analysis: Analysis) -> int:
    """Return how many factors (gamma) batch normalisation learns."""
    norms = (row.layer for row in _rows(analysis) if isinstance(row.layer, BatchNorm2d))
    return sum(norm.num_features for norm in norms if norm.affine)


def missing_biases(analysis: Analysis) -> int:
    """Return how many biases the convolutions leave out because batch normalisation shifts behind them.

    >>> missing_biases(analyse(FAMOUS["resnet50"].plan))
    26560
    """
    return sum(
        first.layer.out_channels
        for first, second in pairwise(_rows(analysis))
        if isinstance(first.layer, Conv2d) and not first.layer.bias and isinstance(second.layer, BatchNorm2d)
    )


def _rows(analysis: Analysis) -> list[Row]:
    return [row for row in analysis.layers if not row.aside]


def _worked_out(name: str) -> Analysis:
    return analyse(FAMOUS[name].plan)


def _sum(label: str, count: int, explanation: str) -> Line:
    return Line(label, count, explanation, is_sum=True)


def _with_sums(lines: Iterator[Line]) -> Iterator[Line]:
    """Check that the lines add up: a sum that does not is a mistake of the program."""
    running: int | None = None
    for line in lines:
        if line.is_sum and running not in (None, line.count):
            raise AssertionError(f"{line.label}: {line.count:,} is not {running:,}")
        running = line.count if line.is_sum else (running or 0) + line.count
        yield line


def _residual(name: str) -> Iterator[Line]:
    analysis = _worked_out(name)
    learned, biases, kept = analysis.totals.parameters, missing_biases(analysis), statistics(analysis)
    yield _sum("torchvision", learned, "All that is learned. Running statistics are buffers and not counted.")
    yield _torchinfo(learned)
    yield Line(
        f"biases before {NORMALISED}",
        biases,
        "Keras gives every convolution a bias. Batch normalisation takes its mean away again, bias and all.",
    )
    yield _sum("Keras, trainable", learned + biases, "What model.summary() calls trainable.")
    yield _kept(kept)
    yield _sum("Keras", learned + biases + kept, "What model.count_params() says.")


def _kept(count: int) -> Line:
    return Line(
        "running means and variances",
        count,
        "Batch normalisation keeps two numbers for each channel from training. Keras counts them among the "
        "parameters, as non-trainable; PyTorch saves them and does not count them.",
    )


def _torchinfo(count: int, which: str = "", *, is_sided: bool = False) -> Line:
    """Return torchinfo's count of the same module: it holds what is on the side, whether that runs or not."""
    sided = " A classifier on the side counts too, even where it is not run." if is_sided else ""
    words = f"What summary() of the same module says: all that is learned, no running statistics.{sided}"
    return _sum(f"torchinfo: total params{which}", count, words)


def _inception() -> Iterator[Line]:
    analysis = _worked_out("inception_v3")
    learned, factors, kept = analysis.totals.parameters, scales(analysis), statistics(analysis)
    side = analysis.aside.parameters
    yield _sum(
        "torchvision, with its weights", learned + side, "What torchvision publishes: as it is trained."
    )
    yield _torchinfo(learned + side, ", with its weights", is_sided=True)
    yield Line("classifier on the side", -side, "It is there for training alone. Keras leaves it out.")
    yield _sum("torchvision, in use", learned, "aux_logits=False.")
    yield _torchinfo(learned, ", in use")
    yield Line(
        f"factors of {NORMALISED}",
        -factors,
        "Keras builds this network with scale=False: a ReLU follows, and the next convolution scales anyway.",
    )
    yield _sum("Keras, trainable", learned - factors, "What model.summary() calls trainable.")
    yield _kept(kept)
    yield _sum("Keras", learned - factors + kept, "What model.count_params() says.")


def _googlenet() -> Iterator[Line]:
    ours, paper = _worked_out("googlenet"), _worked_out("googlenet_paper")
    learned, side = ours.totals.parameters, ours.aside.parameters
    norms, biases = 2 * scales(ours), missing_biases(ours)
    larger = _larger_kernels(ours, paper)
    yield _sum(
        "torchvision, while training", learned + side, "aux_logits=True: with two classifiers on the side."
    )
    yield _torchinfo(learned + side, ", while training", is_sided=True)
    yield Line(
        "two classifiers on the side", -side, "They bring gradients to the lower half, in training alone."
    )
    yield _sum("torchvision, in use", learned, "What torchvision publishes with its weights.")
    yield _torchinfo(learned, ", in use")
    yield Line(
        NORMALISED, -norms, "The paper is older than batch normalisation: a factor and a summand per channel."
    )
    yield Line(
        "biases of convolutions", biases, "Without batch normalisation every convolution needs its bias."
    )
    yield Line(
        "5x5 in the place of 3x3",
        larger,
        "One branch of every module has 5x5 kernels in the paper; torchvision's have 3x3, by an old mistake.",
    )
    yield _sum(
        "paper, in use", learned - norms + biases + larger, "Also the count of Caffe's bvlc_googlenet."
    )
    yield Line(
        "two classifiers on the side", paper.aside.parameters, "With biases, without batch normalisation."
    )
    yield _sum(
        "paper, while training", paper.totals.parameters + paper.aside.parameters, "All that is learned."
    )


def _larger_kernels(ours: Analysis, paper: Analysis) -> int:
    """Return how many weights the paper's 5x5 convolutions have more than torchvision's 3x3."""

    def weights(analysis: Analysis, ending: str) -> int:
        layers = (row.layer for row in _rows(analysis) if row.path.endswith(ending))
        return sum(prod(layer.parameter_shapes["weight"]) for layer in layers if layer)

    return weights(paper, ".conv5x5") - weights(ours, ".branch3.1.conv")


def _mobile(name: str, first: str) -> Iterator[Line]:
    analysis = _worked_out(name)
    learned, kept = analysis.totals.parameters, statistics(analysis)
    yield _sum(first, learned, "All that is learned; Keras calls it trainable.")
    if first == "torchvision":
        yield _torchinfo(learned)
    yield _kept(kept)
    yield _sum("Keras", learned + kept, "What model.count_params() says.")


def _plain(name: str) -> Iterator[Line]:
    learned = _worked_out(name).totals.parameters
    yield _sum("torchvision", learned, "All that is learned.")
    yield _torchinfo(learned)
    yield _sum("Keras", learned, "The same: no batch normalisation, a bias everywhere, nothing on the side.")


RECKONINGS: Mapping[str, tuple[str, Callable[[], Iterator[Line]]]] = MappingProxyType(
    {
        "resnet50": ("ResNet-50", partial(_residual, "resnet50")),
        "resnet101": ("ResNet-101", partial(_residual, "resnet101")),
        "resnet152": ("ResNet-152", partial(_residual, "resnet152")),
        "inception_v3": ("Inception v3", _inception),
        "googlenet": ("GoogLeNet", _googlenet),
        "mobilenet_v1": ("MobileNet v1", partial(_mobile, "mobilenet_v1", "paper")),
        "mobilenet_v2": ("MobileNet v2", partial(_mobile, "mobilenet_v2", "torchvision")),
        "vgg16": ("VGG-16", partial(_plain, "vgg16")),
        "vgg19": ("VGG-19", partial(_plain, "vgg19")),
    }
)


def reckon_operations(analysis: Analysis) -> Reckoning:
    """Return the reckoning from floating-point operations to multiply-accumulates to torchinfo's mult-adds.

    torchinfo 1.8 (``LayerInfo.calculate_macs``) multiplies all parameters of a convolution, its biases
    included, by the places of its output, and takes those of every other layer once. Raises ValueError for a
    network whose other layers learn, since torchinfo knows none such.

    >>> for line in reckon_operations(analyse(FAMOUS["resnet50"].plan)).lines:
    ...     print(f"{line.count:>14,} {line.label}")
     8,178,368,512 FLOPs
    -4,089,184,256 additions, counted apart
     4,089,184,256 MACs
                 0 biases of convolutions, at every place
             1,000 biases of dense layers
            53,120 factors and summands of batch normalisation, once
     4,089,238,376 torchinfo: mult-adds
    """
    macs, rows = analysis.totals.macs, _rows(analysis)
    _check_learning(rows)
    conv = sum(_biases(row) * prod((row.output_shape or (0,))[1:]) for row in rows if _is(row, Conv2d))
    dense = sum(_biases(row) for row in rows if _is(row, Linear))
    norms = sum(row.own.parameters for row in rows if _is(row, BatchNorm2d))
    lines = (
        _sum("FLOPs", 2 * macs, "Floating-point operations: every product and every addition counts."),
        Line("additions, counted apart", -macs, "A MAC is a product and its addition in one."),
        _sum(
            "MACs",
            macs,
            "Multiply-accumulates, which torchvision publishes as GFLOPS and many papers as FLOPs.",
        ),
        Line(
            "biases of convolutions, at every place",
            conv,
            "An addition without a product; torchinfo counts it.",
        ),
        Line("biases of dense layers", dense, "The same, at the only place there is."),
        Line(
            f"factors and summands of {NORMALISED}, once",
            norms,
            "They work at every place, but torchinfo takes the parameters of such a layer once.",
        ),
        _sum("torchinfo: mult-adds", macs + conv + dense + norms, "What summary() prints for one picture."),
    )
    return Reckoning("operations", analysis.plan.title, tuple(_with_sums(iter(lines))))


def _is(row: Row, layer: type[Layer]) -> bool:
    return isinstance(row.layer, layer)


def _biases(row: Row) -> int:
    shapes = row.layer.parameter_shapes if row.layer else {}
    return prod(shapes["bias"]) if "bias" in shapes else 0


def _check_learning(rows: Sequence[Row]) -> None:
    for row in rows:
        if row.own.parameters and not isinstance(row.layer, Conv2d | Linear | BatchNorm2d):
            raise ValueError(f"torchinfo has no rule for a layer like {row.path}, which learns")
