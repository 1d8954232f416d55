"""Faults of the program itself, kept for support: what kind, and where in the code. Never a message or a value, which
could name somebody.
"""

from __future__ import annotations

import contextlib
import json
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any

FILE = "faults.jsonl"
KEPT = 50
_DEEPEST = 12


def note_fault(folder: Path, error: BaseException) -> None:
    """Add a fault to those of a data folder; the oldest beyond fifty are dropped, and one that comes again and again,
    as from a timer, is told once. Never fails itself."""
    frames = traceback.extract_tb(error.__traceback__)[-_DEEPEST:]
    where = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
    same = {"kind": type(error).__name__, "where": where}
    fault = {"at": time.strftime("%Y-%m-%dT%H:%M:%S%z"), **same}
    before = faults(folder)
    if before and same.items() <= before[-1].items():
        return
    with contextlib.suppress(OSError):
        lines = [*_lines(folder)[1 - KEPT :], json.dumps(fault)]
        (folder / FILE).write_text("\n".join(lines) + "\n", encoding="utf-8")


def faults(folder: Path) -> list[Any]:
    """The last faults of a data folder, oldest first."""
    found = []
    for line in _lines(folder):
        with contextlib.suppress(ValueError):
            found.append(json.loads(line))
    return found


def watch_faults(folder: Path, tell: Callable[[BaseException], None]) -> None:
    """From now on note what nobody caught in a slot of the window, and tell it there instead of in a terminal."""

    def caught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        note_fault(folder, error)
        tell(error)

    sys.excepthook = caught


def _lines(folder: Path) -> list[str]:
    try:
        return (folder / FILE).read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        return []
