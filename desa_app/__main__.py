"""``desa-app``: the window at once where nothing else is asked for, else the command line.

The window does not wait for what only the commands need (click and the records' types, a sixth of its start).
"""

from __future__ import annotations

import sys

from desa_app.paths import data_dir


def main() -> None:
    """Run to the end; always leaves by SystemExit."""
    if len(sys.argv) > 1:
        from desa_app.cli import main as command

        command()
    try:
        from desa_app.app import run

        sys.exit(run(data_dir(), None))
    except Exception as error:
        from desa_app.console import fail_with

        fail_with(error)


if __name__ == "__main__":
    main()
