"""What every test may rely on."""

from __future__ import annotations

import os

from hypothesis import settings

# Time limits per example are left out: on a shared machine they fail for reasons that are not in the code.
# In CI the examples are the same every time, so that a change is judged by itself; elsewhere they are new.
settings.register_profile("explorer", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("explorer")
