"""The ImageNet challenge, year by year: who won, how deep, how large, with how many errors."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from explorer.architectures.analysis import Analysis, analyse
from explorer.architectures.depth import depth
from explorer.architectures.famous import FAMOUS

CHALLENGE = (
    "Russakovsky et al., ImageNet large scale visual recognition challenge, International Journal of "
    "Computer Vision 115, 2015"
)
RESULTS = "image-net.org, results of the challenge"


@dataclass(frozen=True)
class Entry:
    """One entry of the timeline.

    ``kind`` is "shallow" (no convolutional network), "challenge" (its error is a result of the challenge),
    "later" (its error was published for one network alone, with one view of each of the 50,000 validation
    pictures; whether it took part is not said) or "human". ``top5_error`` is in percent, as published, and
    ``measured`` says on what: numbers measured on unlike things compare roughly at best.
    ``single_view_error`` is one measure for all: one network in torchvision's layout with the weights that
    torchvision published first, one view of each validation picture; None where torchvision has no such
    network. ``place`` is the rank among the teams of the year. ``famous`` is a name in FAMOUS or "".
    """

    year: int
    title: str
    kind: str
    top5_error: float
    measured: str
    new: str
    source: str
    famous: str = ""
    place: int | None = None
    single_view_error: float | None = None

    @cached_property
    def _analysis(self) -> Analysis | None:
        return analyse(FAMOUS[self.famous].plan) if self.famous else None

    @property
    def depth(self) -> int | None:
        """Return how many layers with weights follow each other; None where there is no plan to count in."""
        return depth(self._analysis) if self._analysis else None

    @property
    def parameters(self) -> int | None:
        """Return how many parameters the network has in use; None where there is no plan to count in."""
        return self._analysis.totals.parameters if self._analysis else None

    @property
    def macs(self) -> int | None:
        """Return the multiply-accumulates for one picture; None where there is no plan to count in."""
        return self._analysis.totals.macs if self._analysis else None


_ENTRIES = (
    Entry(
        2010,
        "NEC-UIUC",
        "shallow",
        28.2,
        "test set of 2010",
        "Descriptors of gradients and textures, coded and pooled; support vector machines on top.",
        CHALLENGE,
        place=1,
    ),
    Entry(
        2011,
        "XRCE",
        "shallow",
        25.8,
        "test set of 2011",
        "Fisher vectors of local descriptors, compressed; linear support vector machines on top.",
        CHALLENGE,
        place=1,
    ),
    Entry(
        2012,
        "AlexNet",
        "challenge",
        16.4,
        "test set, five networks together; 15.3 with two more that had learned from other pictures of "
        "ImageNet",
        "The first convolutional network to win, ten points ahead: ReLU, dropout, two graphics cards.",
        "Krizhevsky, Sutskever and Hinton, NIPS 2012, table 2",
        famous="alexnet_2012",
        place=1,
        single_view_error=20.934,
    ),
    Entry(
        2013,
        "Clarifai",
        "challenge",
        11.7,
        "test set, several networks together; 11.2 with other pictures",
        "Matthew Zeiler's company: AlexNet, mended by looking at what its layers see.",
        CHALLENGE,
        place=1,
    ),
    Entry(
        2013,
        "ZFNet",
        "challenge",
        13.5,
        "test set, several networks together",
        "Smaller kernels and strides in the first layer; the paper taught how to look into a network.",
        f"{RESULTS} of 2013, team ZF; the network: Zeiler and Fergus, ECCV 2014",
        famous="zfnet",
        place=3,
    ),
    Entry(
        2014,
        "GoogLeNet",
        "challenge",
        6.67,
        "test set, seven networks together, 144 views of each picture",
        "Inception modules; 1x1 convolutions that make the maps few; no large dense layers.",
        "Szegedy et al., CVPR 2015, table 2",
        famous="googlenet_paper",
        place=1,
        single_view_error=10.47,
    ),
    Entry(
        2014,
        "VGG",
        "challenge",
        7.3,
        "test set, seven networks together; 6.8 with two networks after the challenge",
        "Nothing but 3x3 convolutions, many of them.",
        "Simonyan and Zisserman, ICLR 2015, table 7",
        famous="vgg19",
        place=2,
        single_view_error=9.124,
    ),
    Entry(
        2015,
        "ResNet",
        "challenge",
        3.57,
        "test set, six networks together, many views of each picture",
        "Shortcuts around every unit: 152 layers can be trained.",
        "He, Zhang, Ren and Sun, CVPR 2016, table 5",
        famous="resnet152",
        place=1,
        single_view_error=5.954,
    ),
    Entry(
        2016,
        "Trimps-Soushen",
        "challenge",
        2.99,
        "test set, several networks together",
        "No new network: Inception and residual networks of several kinds vote together.",
        f"{RESULTS} of 2016",
        place=1,
    ),
    Entry(
        2017,
        "SENet",
        "challenge",
        2.251,
        "test set, several networks together, many views of each picture",
        "Squeeze and excitation: a network weighs its channels anew for every picture. The last challenge.",
        "Hu, Shen and Sun, Squeeze-and-excitation networks, CVPR 2018 (arXiv:1709.01507)",
        place=1,
    ),
    Entry(
        2015,
        "Inception v3",
        "later",
        5.6,
        "validation set, one network, one view; 3.6 on the test set with four networks and many views",
        "Large kernels taken apart into small ones.",
        "Szegedy et al., CVPR 2016, abstract",
        famous="inception_v3",
        single_view_error=6.55,
    ),
    Entry(
        2016,
        "SqueezeNet",
        "later",
        19.7,
        "validation set, one network, one view; published as 80.3 % right",
        "AlexNet's accuracy with a fiftieth of its parameters.",
        "Iandola et al., arXiv:1602.07360, table 2",
        famous="squeezenet1_0",
        single_view_error=19.58,
    ),
    Entry(
        2017,
        "MobileNet v1",
        "later",
        10.1,
        "validation set, one network, one view; published as 89.9 % right",
        "Convolutions taken apart: one kernel for each channel, then 1x1.",
        "tensorflow/models, research/slim/nets/mobilenet_v1.md; the paper prints only the top-1 accuracy",
        famous="mobilenet_v1",
    ),
    Entry(
        2018,
        "MobileNet v2",
        "later",
        9.0,
        "validation set, one network, one view; published as 91.0 % right",
        "Residual units that are narrow between and wide within.",
        "tensorflow/models, research/slim/nets/mobilenet/README.md; the paper prints only the top-1 accuracy",
        famous="mobilenet_v2",
        single_view_error=9.714,
    ),
)

TIMELINE = tuple(sorted(_ENTRIES, key=lambda entry: entry.year))

HUMAN = Entry(
    2014,
    "A trained human",
    "human",
    5.1,
    "1,500 pictures of the test set; GoogLeNet erred in 6.8 % of the same pictures",
    "Andrej Karpathy learned the thousand classes and judged the pictures one by one. It is one person's "
    "error, not humanity's.",
    f"{CHALLENGE}, section 6.4, annotator A1",
)
