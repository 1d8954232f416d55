"""What this process takes from the machine: memory, and time on a processor while nobody touches it."""

from __future__ import annotations

import json
import time
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer

_STATUS = Path("/proc/self/status")
_MIB = 1024


def memory() -> dict[str, float]:
    """Resident memory now and at its highest, in MiB, shared libraries included. Linux tells it."""
    told = dict(line.split(":", 1) for line in _STATUS.read_text(encoding="utf-8").splitlines())
    return {name: int(told[key].split()[0]) / _MIB for name, key in (("resident", "VmRSS"), ("peak", "VmHWM"))}


def busy_share(seconds: float) -> float:
    """The share of one core, in percent, that all threads of this process take while its loop waits for a person."""
    loop = QEventLoop()
    QTimer.singleShot(round(1000 * seconds), loop.quit)
    start, work = time.perf_counter(), time.process_time()
    loop.exec()
    return 100 * (time.process_time() - work) / (time.perf_counter() - start)


def tell(figures: dict[str, float]) -> None:
    """Print the figures for whoever started this process."""
    print(json.dumps(figures), flush=True)
