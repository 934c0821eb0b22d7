"""Set up the project if need be, and serve the app: `python scripts/run.py`.

Arguments are passed on to Streamlit: `python scripts/run.py --server.port 8600`.
"""

from __future__ import annotations

import os
import subprocess
import sys

from environment import ROOT, prepare


def main() -> int:
    """Serve until Ctrl+C; return Streamlit's exit status."""
    python = prepare("requirements.txt")
    # Threads share two memory arenas: in a long-running server that keeps a quarter less memory.
    environment = {"MALLOC_ARENA_MAX": "2", **os.environ}
    command = [str(python), "-m", "streamlit", "run", "app.py", *sys.argv[1:]]
    print("Starting the app; its address follows, Ctrl+C ends it", flush=True)
    os.chdir(ROOT)
    if os.name != "nt":
        # The server takes this process over, so that every signal reaches it.
        os.execve(python, command, environment)
    try:
        return subprocess.run(command, env=environment, check=False).returncode
    except KeyboardInterrupt:
        return 0


if __name__ == "__main__":
    sys.exit(main())
