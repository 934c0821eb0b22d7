"""Non-maximum suppression: of boxes that mark the same thing, the best one is kept."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Boxes = NDArray[np.float64]


def overlap(box: Boxes, boxes: Boxes) -> NDArray[np.float64]:
    """Return the intersection over union of a box (4,) with each of boxes (N, 4), 0 to 1.

    A box is top, left, bottom, right; its area is height times width. Two boxes without area overlap by 0.

    >>> overlap(np.array([0.0, 0, 2, 2]), np.array([[0.0, 0, 2, 2], [0, 1, 2, 3], [5, 5, 6, 6]])).round(3)
    array([1.   , 0.333, 0.   ])
    """
    corner, opposite = np.maximum(box[:2], boxes[:, :2]), np.minimum(box[2:], boxes[:, 2:])
    shared = np.clip(opposite - corner, 0, None).prod(axis=1)
    union = (box[2:] - box[:2]).prod() + (boxes[:, 2:] - boxes[:, :2]).prod(axis=1) - shared
    shares: NDArray[np.float64] = np.divide(shared, union, out=np.zeros_like(shared), where=union > 0)
    return shares


def suppress(boxes: Boxes, scores: NDArray[np.floating], *, threshold: float) -> NDArray[np.int64]:
    """Return the places of the boxes (N, 4) that remain, best score first (greedy, as torchvision.ops.nms).

    The best box stays, every box that overlaps it by more than `threshold` goes; then the best of the rest.
    Of equal scores the first counts as better. Raises ValueError for a threshold outside 0 to 1, or when
    boxes and scores do not match.

    >>> boxes = np.array([[0, 0, 20, 20], [0, 2, 20, 22], [0, 30, 20, 50.0]])
    >>> suppress(boxes, np.array([0.7, 0.9, 0.6]), threshold=0.5).tolist()
    [1, 2]
    """
    if not 0 <= threshold <= 1:
        raise ValueError(f"an overlap is a number from 0 to 1, not {threshold}")
    if boxes.shape != (len(scores), 4):
        raise ValueError(f"{len(scores)} scores need boxes of shape ({len(scores)}, 4), not {boxes.shape}")
    left = np.argsort(-np.asarray(scores), kind="stable")
    kept = []
    while left.size:
        best, left = left[0], left[1:]
        kept.append(int(best))
        left = left[overlap(boxes[best], boxes[left]) <= threshold]
    return np.array(kept, np.int64)
