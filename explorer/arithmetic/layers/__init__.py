"""Layer specifications: small frozen dataclasses that compute, count and describe themselves."""

from explorer.arithmetic.layers.activations import (
    ELU,
    GELU,
    ActivationLayer,
    Dropout,
    Hardswish,
    Identity,
    LeakyReLU,
    ReLU,
    ReLU6,
    Sigmoid,
    SiLU,
    Softmax,
    Softplus,
    Tanh,
)
from explorer.arithmetic.layers.base import Layer, Weights
from explorer.arithmetic.layers.convolution import Conv2d
from explorer.arithmetic.layers.dense import Flatten, Linear
from explorer.arithmetic.layers.historic import LocalResponseNorm, RadialBasis, Subsampling2d, TableConv2d
from explorer.arithmetic.layers.normalisation import BatchNorm1d, BatchNorm2d, fold_batch_norm
from explorer.arithmetic.layers.pooling import AdaptiveAvgPool2d, AvgPool2d, MaxPool2d

__all__ = [
    "ActivationLayer",
    "AdaptiveAvgPool2d",
    "AvgPool2d",
    "BatchNorm1d",
    "BatchNorm2d",
    "Conv2d",
    "Dropout",
    "ELU",
    "Flatten",
    "GELU",
    "Hardswish",
    "Identity",
    "Layer",
    "LeakyReLU",
    "Linear",
    "LocalResponseNorm",
    "MaxPool2d",
    "RadialBasis",
    "ReLU",
    "ReLU6",
    "SiLU",
    "Sigmoid",
    "Softmax",
    "Softplus",
    "Subsampling2d",
    "TableConv2d",
    "Tanh",
    "Weights",
    "fold_batch_norm",
]
