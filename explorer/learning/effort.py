"""Count what a training costs, also when it was broken off and went on later."""

from __future__ import annotations

import time
from collections.abc import Mapping


class CpuClock:
    """Count the CPU seconds of this process, all its threads together, on top of what was counted before.

    CPU time says the same on a busy machine as on an idle one. The state is kept in a checkpoint, as that of
    a torch optimizer is.

    >>> clock = CpuClock()
    >>> clock.load_state_dict({"seconds": 60.0})
    >>> 60 <= clock.seconds < 61
    True
    """

    def __init__(self) -> None:
        """Start at nothing."""
        self._earlier = 0.0
        self._start = time.process_time()

    @property
    def seconds(self) -> float:
        """Return the seconds counted so far."""
        return self._earlier + time.process_time() - self._start

    def state_dict(self) -> dict[str, float]:
        """Return the state to be kept."""
        return {"seconds": self.seconds}

    def load_state_dict(self, state: Mapping[str, float]) -> None:
        """Go on from a state that was kept."""
        self._earlier, self._start = state["seconds"], time.process_time()
