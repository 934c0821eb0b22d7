"""What every test may rely on."""

from __future__ import annotations

from hypothesis import settings

# Time limits per example are left out: on a shared machine they fail for reasons that are not in the code.
settings.register_profile("explorer", deadline=None)
settings.load_profile("explorer")
