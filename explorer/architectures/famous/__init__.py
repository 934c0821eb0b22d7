"""Famous networks as plans, in the order of a menu."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from explorer.architectures.famous import (
    alexnet,
    inception,
    inception3,
    lenet,
    mobilenet,
    ours,
    resnet,
    squeezenet,
    vgg,
)
from explorer.architectures.famous.entry import Famous

__all__ = ["FAMOUS", "Famous"]

_ALL = (
    *lenet.NETWORKS,
    *alexnet.NETWORKS,
    *vgg.NETWORKS,
    *inception.NETWORKS,
    *inception3.NETWORKS,
    *resnet.NETWORKS,
    *mobilenet.NETWORKS,
    *squeezenet.NETWORKS,
    vgg.TINY,
    ours.LECTURE5,
    *ours.SHIPPED,
    *alexnet.SLIM,
    *resnet.SLIM,
    *mobilenet.SLIM,
)

FAMOUS: Mapping[str, Famous] = MappingProxyType({famous.name: famous for famous in _ALL})
