"""What every test may rely on."""

from __future__ import annotations

import os

from hypothesis import settings
from streamlit.testing.v1 import AppTest

# Time limits per example are left out: on a shared machine they fail for reasons that are not in the code.
# In CI the examples are the same every time, so that a change is judged by itself; elsewhere they are new.
settings.register_profile("explorer", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("explorer")

# For the same reason a script in `AppTest` has more time than its 3 seconds, which include the first imports.
for start in (AppTest.from_string, AppTest.from_function, AppTest.from_file):
    start.__func__.__kwdefaults__["default_timeout"] = 60  # type: ignore[attr-defined]
