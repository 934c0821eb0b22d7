"""AlexNet of 2012, the layouts that followed it, and ZFNet, which looked inside it."""

from __future__ import annotations

from explorer.architectures.famous.entry import Famous

ALEXNET_2012 = """\
title AlexNet (2012)
input 3x227x227
conv1: conv 96 11x11 stride=4
relu1: relu
norm1: lrn 5 alpha=0.0005 k=2
pool1: maxpool 3x3 stride=2
conv2: conv 256 5x5 padding=2 groups=2
relu2: relu
norm2: lrn 5 alpha=0.0005 k=2
pool2: maxpool 3x3 stride=2
conv3: conv 384 3x3 padding=1
relu3: relu
conv4: conv 384 3x3 padding=1 groups=2
relu4: relu
conv5: conv 256 3x3 padding=1 groups=2
relu5: relu
pool5: maxpool 3x3 stride=2
flatten
fc6: linear 4096
relu6: relu
drop6: dropout
fc7: linear 4096
relu7: relu
drop7: dropout
fc8: linear 1000
"""

ALEXNET = """\
title AlexNet (torchvision)
input 3x224x224
features.0: conv 64 11x11 stride=4 padding=2
features.1: relu
features.2: maxpool 3x3 stride=2
features.3: conv 192 5x5 padding=2
features.4: relu
features.5: maxpool 3x3 stride=2
features.6: conv 384 3x3 padding=1
features.7: relu
features.8: conv 256 3x3 padding=1
features.9: relu
features.10: conv 256 3x3 padding=1
features.11: relu
features.12: maxpool 3x3 stride=2
avgpool: adaptivepool 6x6
flatten
classifier.0: dropout
classifier.1: linear 4096
classifier.2: relu
classifier.3: dropout
classifier.4: linear 4096
classifier.5: relu
classifier.6: linear 1000
"""

ALEXNET_SLIM = """\
title AlexNet v2 (TF-Slim)
input 3x224x224
conv1: conv 64 11x11 stride=4
relu1: relu
pool1: maxpool 3x3 stride=2
conv2: conv 192 5x5 padding=2
relu2: relu
pool2: maxpool 3x3 stride=2
conv3: conv 384 3x3 padding=1
relu3: relu
conv4: conv 384 3x3 padding=1
relu4: relu
conv5: conv 256 3x3 padding=1
relu5: relu
pool5: maxpool 3x3 stride=2
fc6: conv 4096 5x5
relu6: relu
drop6: dropout
fc7: conv 4096 1x1
relu7: relu
drop7: dropout
fc8: conv 1000 1x1
flatten
"""

ZFNET = """\
title ZFNet
input 3x224x224
conv1: conv 96 7x7 stride=2 padding=1
relu1: relu
pool1: maxpool 3x3 stride=2 ceil_mode=yes
norm1: lrn 5
conv2: conv 256 5x5 stride=2
relu2: relu
pool2: maxpool 3x3 stride=2 ceil_mode=yes
norm2: lrn 5
conv3: conv 384 3x3 padding=1
relu3: relu
conv4: conv 384 3x3 padding=1
relu4: relu
conv5: conv 256 3x3 padding=1
relu5: relu
pool5: maxpool 3x3 stride=2
flatten
fc6: linear 4096
relu6: relu
drop6: dropout
fc7: linear 4096
relu7: relu
drop7: dropout
fc8: linear 1000
"""

NETWORKS = (
    Famous(
        "alexnet_2012",
        "AlexNet (2012)",
        2012,
        "Alex Krizhevsky, Ilya Sutskever, Geoffrey E. Hinton",
        "ImageNet classification with deep convolutional neural networks, NIPS 2012, sections 3.3 to 3.5. "
        "The paper says 224x224, but an 11x11 kernel with stride 4 makes its 55x55 maps of 227x227. "
        "PyTorch divides the alpha of the normalisation, 0.0001 in the paper, by the size 5: written 0.0005.",
        "The first convolutional network to win the ImageNet challenge: ReLU, dropout and overlapping "
        "pooling, its filters parted between two graphics cards.",
        lambda: ALEXNET_2012,
    ),
    Famous(
        "alexnet",
        "AlexNet (torchvision)",
        2014,
        "Alex Krizhevsky",
        "One weird trick for parallelizing convolutional neural networks, arXiv:1404.5997, 2014, as "
        "torchvision.models.alexnet has it (61,100,840 parameters).",
        "AlexNet for one graphics card: no groups and no normalisation, fewer filters in the first layers.",
        lambda: ALEXNET,
    ),
    Famous(
        "zfnet",
        "ZFNet",
        2013,
        "Matthew D. Zeiler, Rob Fergus",
        "Visualizing and understanding convolutional networks, ECCV 2014 (arXiv:1311.2901, 2013), figure 3. "
        "The paper gives no constants for its contrast normalisation: PyTorch's are used.",
        "AlexNet looked into and mended: 7x7 kernels with stride 2 in the first layer instead of 11x11 with "
        "stride 4 keep more of the fine detail.",
        lambda: ZFNET,
        lecture='The slides say "more filters". The network of figure 3 has as many as AlexNet: 96, 256, '
        "384, 384, 256. Table 3 of the paper also tries 512, 1,024 and 512 in the last three. The winner "
        "of 2013 was Clarifai; the team ZF came third.",
    ),
)

SLIM = (
    Famous(
        "alexnet_slim",
        "AlexNet v2 (TF-Slim)",
        2014,
        "Alex Krizhevsky",
        "One weird trick for parallelizing convolutional neural networks, arXiv:1404.5997, 2014, as "
        "tensorflow/models has it: research/slim/nets/alexnet.py.",
        "The layout of the published receptive fields: nothing is padded in the first layer, and the dense "
        "layers are written as convolutions.",
        lambda: ALEXNET_SLIM,
    ),
)
