"""Time `conv2d` against torch and scipy on one thread: ``python -m benchmarks.arithmetic`` prints JSON.

It runs as a process of its own, because the thread counts must be set before numpy loads.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from statistics import median

from benchmarks.table import Row

ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
# channels, size, filters, kernel size
CASES = ((8, 28, 16, 3), (1, 256, 1, 3), (3, 224, 64, 3))
TIMES_TORCH = 2.0


def rows() -> list[Row]:
    """Return a row per case and rival."""
    command = [sys.executable, "-m", "benchmarks.arithmetic"]
    environment = {**os.environ, **ONE_THREAD}
    answer = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    targets = {"torch": TIMES_TORCH, "scipy": None}
    return [
        Row(f"conv2d {label}", ours, "ms", floor, f"{rival}, one thread", targets[rival])
        for label, rival, ours, floor in json.loads(answer.stdout)
    ]


def measure() -> list[tuple[str, str, float, float]]:
    """Return (case, rival, our median milliseconds, the rival's) for every case, each pair taken in turn."""
    import torch

    torch.set_num_threads(1)
    with torch.inference_mode():
        return [figure for case in CASES for figure in _measure_case(*case)]


def _measure_case(
    channels: int, size: int, out_channels: int, kernel_size: int
) -> list[tuple[str, str, float, float]]:
    import numpy as np
    import torch
    from scipy.signal import correlate

    from explorer.arithmetic import conv2d

    generator = np.random.default_rng(0)
    image = generator.standard_normal((channels, size, size), dtype=np.float32)
    filters = generator.standard_normal((out_channels, channels, kernel_size, kernel_size), dtype=np.float32)
    batch, weight = torch.from_numpy(image)[None], torch.from_numpy(filters)

    def ours() -> object:
        return conv2d(image, filters)

    def with_torch() -> object:
        return torch.nn.functional.conv2d(batch, weight)

    def with_scipy() -> object:
        return [correlate(image, one, mode="valid", method="direct") for one in filters]

    label = f"{size}x{size}x{channels}, {out_channels} of {kernel_size}x{kernel_size}"
    return [
        (label, "torch", *_in_turn(ours, with_torch, rounds=61, repeats=5)),
        (label, "scipy", *_in_turn(ours, with_scipy, rounds=5, repeats=1)),
    ]


def _in_turn(
    ours: Callable[[], object], rival: Callable[[], object], *, rounds: int, repeats: int
) -> tuple[float, float]:
    pairs = [(_milliseconds(ours, repeats), _milliseconds(rival, repeats)) for _ in range(rounds)]
    warm = pairs[rounds // 5 :]
    return median(pair[0] for pair in warm), median(pair[1] for pair in warm)


def _milliseconds(run: Callable[[], object], repeats: int) -> float:
    started = time.perf_counter()
    for _ in range(repeats):
        run()
    return (time.perf_counter() - started) / repeats * 1000


if __name__ == "__main__":
    print(json.dumps(measure()))
