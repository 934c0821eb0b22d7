"""Time `conv2d` and surgery against torch and scipy on one thread: ``python -m benchmarks.arithmetic``.

It prints JSON and runs as a process of its own, because the thread counts must be set before numpy loads.
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
SURGERY_MS = 300.0


def rows() -> list[Row]:
    """Return a row per case and rival."""
    command = [sys.executable, "-m", "benchmarks.arithmetic"]
    environment = {**os.environ, **ONE_THREAD}
    answer = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    targets = {"torch": TIMES_TORCH, "scipy": None}
    found = json.loads(answer.stdout)
    surgery = "surgery: accuracy of an edited network"
    return [
        *(
            Row(f"conv2d {label}", ours, "ms", floor, f"{rival}, one thread", targets[rival])
            for label, rival, ours, floor in found["conv2d"]
        ),
        Row(f"{surgery}, 1,797 digits", found["surgery"][0], "ms", target=SURGERY_MS),
        Row(surgery, found["surgery"][0], "ms", found["surgery"][1], "torch, one thread"),
    ]


def measure() -> dict[str, object]:
    """Return our median milliseconds and the rival's, each pair taken in turn, one thread each.

    "conv2d" holds (case, rival, ours, the rival's) for every case, "surgery" (ours, torch's).
    """
    import torch

    torch.set_num_threads(1)
    with torch.inference_mode():
        cases = [figure for case in CASES for figure in _measure_case(*case)]
        return {"conv2d": cases, "surgery": _measure_surgery()}


def _measure_surgery() -> tuple[float, float]:
    import torch

    from explorer.digits import digit_network
    from explorer.learning.modules import to_module
    from explorer.pictures.handwriting import handwriting
    from explorer.surgery import SwitchOff, accuracy, operate

    network = digit_network()
    # No edit twice, and all of them in the first layer: what was worked out is kept, and nothing can be.
    edits = iter([SwitchOff("conv1", filter) for filter in range(16)])
    digits, module = torch.tensor(handwriting().digits), to_module(network)[:-1]

    def ours() -> object:
        return accuracy(operate(network, [next(edits)]))

    def with_torch() -> object:
        return module(digits).argmax(dim=1)

    return _in_turn(ours, with_torch, rounds=15, repeats=1)


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
