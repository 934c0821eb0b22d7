"""A whole network in an address: its notation, compressed, in characters that need no escape."""

from __future__ import annotations

import base64
import binascii
import re
import zlib

from explorer.architectures.notation import LONGEST_TEXT, read_plan, write_plan
from explorer.architectures.plans import Plan

MARK = "~"
"""Begins every packed network, so that it is never taken for the name of one."""

_PACKED = re.compile(rf"{MARK}[A-Za-z0-9_\-]+")
# What nearly every network says, the most frequent last: the compression refers to it. To change it would
# break every link that was ever shared.
_COMMON = (
    b"title rbf softplus identity hardswish silu gelu elu leakyrelu negative_slope=0. tableconv subsample "
    b"lrn alpha= beta= k= padding_mode=reflect replicate circular multiplier= count_include_pad=no affine=no "
    b"eps=0.001 same valid aside {\nchain {\nconcat {\nadd {\n|\n}\nadaptivepool 1x1\nsigmoid\ntanh\n"
    b"avgpool 2x2\nrelu6\ngroups= dilation=2\ndepthwise 3x3 padding=1 stride=2\nbias=no\nbatchnorm\n"
    b"input 3x224x224\ninput 1x28x28\ninput 3x32x32\nconv 128 1x1\nconv 64 3x3 padding=1\nmaxpool 3x3 "
    b"stride=2\nmaxpool 2x2\ndropout\nflatten\nlinear 10\nsoftmax\nrelu\nconv 32 3x3 padding=1\nrelu\n"
)


def pack_plan(plan: Plan) -> str:
    """Return a network as text for an address.

    >>> plan = read_plan("input 1x28x28\\nconv 8 3x3 padding=1\\nrelu\\nflatten\\nlinear 10")
    >>> unpack_plan(pack_plan(plan)) == plan, len(pack_plan(plan)) < 60
    (True, True)
    """
    lines = (line.strip() for line in write_plan(plan).splitlines())
    compressor = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS, zdict=_COMMON)
    packed = compressor.compress("\n".join(lines).encode()) + compressor.flush()
    return MARK + base64.urlsafe_b64encode(packed).rstrip(b"=").decode()


def unpack_plan(text: str) -> Plan:
    """Return the network that an address holds, or raise a ValueError that says why it cannot be read."""
    if not _PACKED.fullmatch(text):
        raise ValueError("this is no packed network")
    decompressor = zlib.decompressobj(-zlib.MAX_WBITS, zdict=_COMMON)
    try:
        packed = base64.urlsafe_b64decode(text[1:] + "=" * (-len(text[1:]) % 4))
        written = decompressor.decompress(packed, LONGEST_TEXT).decode()
    except (binascii.Error, zlib.error, UnicodeDecodeError):
        raise ValueError("the link to this network is damaged: it was cut off or changed") from None
    if not decompressor.eof:
        raise ValueError("the link to this network is damaged: it was cut off or is too long")
    return read_plan(written)
