"""A network comes out of an address as it went in, and a damaged address says so."""

from __future__ import annotations

import zlib

import pytest

from explorer.architectures.notation import read_plan
from explorer.architectures.packing import pack_plan, unpack_plan

LENET = (
    "title LeNet\ninput 1x32x32\nconv1: conv 6 5x5\ntanh\navgpool 2x2\nconv 16 5x5\ntanh\navgpool 2x2\n"
    "flatten\nlinear 120\ntanh\nlinear 84\ntanh\nlinear 10"
)


def test_a_packed_network_is_short_and_comes_back():
    packed = pack_plan(read_plan(LENET))
    assert unpack_plan(packed) == read_plan(LENET)
    assert len(packed) < 100


def test_a_link_that_was_shared_once_opens_for_ever():
    # Made when the format was: whoever changes the format or its dictionary breaks links that people keep.
    assert unpack_plan("~g7kQyU1mCqYVppjhBHEvDkl0BxgZQNRA-RYmKFxDAwA").nodes[0].kind == "conv"


@pytest.mark.parametrize(
    "text", ["", "resnet50", "~", "~!", "~abc", "~" + "A" * 4000, pack_plan(read_plan(LENET))[:-6]]
)
def test_a_damaged_address_is_refused(text):
    with pytest.raises(ValueError, match=r"no packed network|damaged"):
        unpack_plan(text)


def test_a_bomb_is_not_unpacked():
    import base64

    compressor = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    bomb = compressor.compress(b"relu\n" * 10_000_000) + compressor.flush()
    with pytest.raises(ValueError, match="damaged"):
        unpack_plan("~" + base64.urlsafe_b64encode(bomb).rstrip(b"=").decode())
