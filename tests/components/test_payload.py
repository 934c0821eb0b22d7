import json

import numpy as np
import pytest

from explorer.components.payload import ALIGNMENT, DTYPES, pack, unpack


@pytest.mark.parametrize("dtype", DTYPES)
def test_arrays_come_back_as_they_were(dtype: str) -> None:
    array = np.arange(-3, 4).astype(dtype).reshape(1, 7)
    header, arrays = unpack(
        pack({"name": "ä × 2", "nested": [[1, 2], None]}, {"first": array, "second": array.T})
    )
    assert header == {"name": "ä × 2", "nested": [[1, 2], None]}
    assert arrays["first"].dtype == arrays["second"].dtype == array.dtype
    np.testing.assert_array_equal(arrays["first"], array)
    np.testing.assert_array_equal(arrays["second"], array.T)


def test_every_array_begins_where_a_typed_array_may() -> None:
    blob = pack({"odd": "x" * 13}, {"bytes": np.ones(3, np.uint8), "numbers": np.ones(2)})
    length = int.from_bytes(blob[:4], "little")
    places = json.loads(blob[4 : 4 + length])["arrays"]
    assert all((4 + length + place) % ALIGNMENT == 0 for _, _, place in places.values())
    assert len(blob) % ALIGNMENT == 0


def test_big_endian_numbers_are_turned_round() -> None:
    _, arrays = unpack(pack({}, {"numbers": np.array([1, 2], ">i2")}))
    assert arrays["numbers"].tolist() == [1, 2]


def test_what_a_browser_cannot_read_is_refused() -> None:
    with pytest.raises(ValueError, match="'sums' is int64, but a browser reads uint8"):
        pack({}, {"sums": np.ones(1, np.int64)})
    with pytest.raises(ValueError, match="JSON"):
        pack({"value": float("nan")}, {})
    with pytest.raises(TypeError):
        pack({"value": np.float32(1)}, {})
