"""LeNet-5: as it was published in 1998, and as it is taught today."""

from __future__ import annotations

from explorer.architectures.famous.entry import Famous

# LeCun et al. 1998, table I: which maps of S2 each of the sixteen filters of C3 reads.
C3_TABLE = (
    "0.1.2,1.2.3,2.3.4,3.4.5,0.4.5,0.1.5,"
    "0.1.2.3,1.2.3.4,2.3.4.5,0.3.4.5,0.1.4.5,0.1.2.5,"
    "0.1.3.4,1.2.4.5,0.2.3.5,"
    "0.1.2.3.4.5"
)

LENET5_1998 = f"""\
title LeNet-5 (1998)
input 1x32x32
C1: conv 6 5x5
tanh
S2: subsample 2x2
tanh
C3: tableconv {C3_TABLE} 5x5
tanh
S4: subsample 2x2
tanh
C5: conv 120 5x5
tanh
flatten
F6: linear 84
tanh
output: rbf 10
"""

LENET5 = """\
title LeNet-5 (modern)
input 1x32x32
conv1: conv 6 5x5
relu1: relu
pool1: maxpool 2x2
conv2: conv 16 5x5
relu2: relu
pool2: maxpool 2x2
flatten
fc1: linear 120
relu3: relu
fc2: linear 84
relu4: relu
fc3: linear 10
"""

AUTHORS = "Yann LeCun, Léon Bottou, Yoshua Bengio, Patrick Haffner"
PAPER = "Gradient-based learning applied to document recognition, Proceedings of the IEEE 86, 1998"

NETWORKS = (
    Famous(
        "lenet5_1998",
        "LeNet-5 (1998)",
        1998,
        AUTHORS,
        f"{PAPER}, section II.B and table I (60,000 trainable parameters). The paper scales its tanh, "
        "1.7159 tanh(2a/3), which changes no size.",
        "It read the amounts on bank cheques. Subsampling is learned, each filter of C3 reads only some of "
        "the maps before it, and the last layer measures distances from drawn patterns.",
        lambda: LENET5_1998,
        lecture="The slides date LeNet 1990: that was an earlier network, for zip codes. LeNet-5 is of 1998.",
    ),
    Famous(
        "lenet5",
        "LeNet-5 (modern)",
        1998,
        AUTHORS,
        f"{PAPER}, as it is usually written today: every filter reads all maps, max pooling, ReLU and a "
        "linear output (61,706 parameters).",
        "The LeNet-5 of today's courses: dense connections made it simpler to write and hardly larger.",
        lambda: LENET5,
    ),
)
