"""Run every benchmark, or those named, and print one table: ``python -m benchmarks [arithmetic ...]``."""

import sys

from benchmarks import arithmetic, browser, memory
from benchmarks.table import render

GROUPS = {"arithmetic": arithmetic.rows, "browser": browser.rows, "memory": memory.rows}

if __name__ == "__main__":
    chosen = sys.argv[1:] or list(GROUPS)
    if unknown := [name for name in chosen if name not in GROUPS]:
        sys.exit(f"no benchmark {', '.join(unknown)}; there are {', '.join(GROUPS)}")
    print(render([row for name in chosen for row in GROUPS[name]()]))
