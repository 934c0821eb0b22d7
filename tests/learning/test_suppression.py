"""The house's own non-maximum suppression against torchvision's, where its compiled operators are there."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
import torch

from explorer.detection import overlap, suppress
from explorer.learning.compatibility import import_torchvision


def random_boxes(seed: int, count: int = 200) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    corners = random.uniform(0, 100, (count, 2))
    boxes = np.concatenate([corners, corners + random.uniform(1, 40, (count, 2))], axis=1)
    return boxes.astype(np.float32).astype(np.float64), random.permutation(count) / count


def test_the_kept_boxes_are_torchvisions() -> None:
    operators = import_torchvision("torchvision.ops")
    for seed, threshold in product(range(3), (0.1, 0.3, 0.5, 0.9)):
        boxes, scores = random_boxes(seed)
        rows_last = torch.tensor(boxes[:, [1, 0, 3, 2]])
        try:
            expected = operators.nms(rows_last, torch.tensor(scores), threshold)
        except RuntimeError as error:
            if "custom C++ ops" not in str(error):
                raise
            pytest.skip("torchvision's compiled operators do not fit this torch")
        assert suppress(boxes, scores, threshold=threshold).tolist() == expected.tolist()


@pytest.mark.parametrize("threshold", [0.1, 0.3, 0.5, 0.9])
def test_overlaps_are_torchvisions(threshold: float) -> None:
    """With `box_iou`, which runs everywhere, the greedy rule is checked box by box.

    What is kept overlaps by no more than the threshold, and what is gone overlaps something better that is
    kept by more: with different scores only one choice of boxes has both properties.
    """
    boxes, scores = random_boxes(9)
    rows_last = torch.tensor(boxes[:, [1, 0, 3, 2]])
    shared = import_torchvision("torchvision.ops").box_iou(rows_last, rows_last).numpy()
    np.testing.assert_allclose(np.stack([overlap(box, boxes) for box in boxes]), shared, atol=1e-12)
    kept = suppress(boxes, scores, threshold=threshold)
    assert (np.diff(scores[kept]) < 0).all()
    among = shared[np.ix_(kept, kept)] - np.eye(len(kept))
    assert among.max() <= threshold
    for gone in set(range(len(boxes))) - set(kept.tolist()):
        assert (shared[gone, kept[scores[kept] > scores[gone]]] > threshold).any()
