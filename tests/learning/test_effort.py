from __future__ import annotations

import time

from explorer.learning.effort import CpuClock


def work(seconds: float) -> None:
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass


def test_work_counts_and_sleep_does_not() -> None:
    clock = CpuClock()
    work(0.05)
    worked = clock.seconds
    assert 0.05 <= worked < 1
    time.sleep(0.2)
    assert clock.seconds - worked < 0.1


def test_a_clock_goes_on_from_what_was_kept() -> None:
    first = CpuClock()
    work(0.02)
    kept = first.state_dict()
    work(0.05)
    second = CpuClock()
    second.load_state_dict(kept)
    assert kept["seconds"] <= second.seconds < kept["seconds"] + 0.05
