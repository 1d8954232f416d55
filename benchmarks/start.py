"""Starting the program.

Both windows are processes of their own without a screen (Qt's offscreen platform), timed from just before the
process is started, Python's own start and all imports included, to after the first paint: the program as an enrolled
officer opens it (``desa-app``, its passphrase given), on an encrypted store with sessions in it, against an empty
``QMainWindow`` of the same size. As after a first start, modules are compiled and files are warm in the system's cache.
Told beside: when the sessions from the store are on the list, which takes the key from the passphrase (Argon2id,
64 MiB) first. The lower quartile of 30 starts each, taken in turn: whatever else the machine does can only add to a
start, and it adds to ours and the bare one at random.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.field_days import field_days
from benchmarks.laptops import PASSPHRASE, lone_laptop, record, villages_of_office
from benchmarks.measure import Finding, Quantity, percentile

GOAL = 1.5
ROUNDS, WARM_UP, DAYS = 30, 2, 20
UNDISTURBED = 0.25
"""The share of starts that are taken to be undisturbed: the slowest of them counts."""


def measure(rounds: int = ROUNDS, warm_up: int = WARM_UP, days: int = DAYS) -> list[Finding]:
    """The time to the first paint, against a bare window; and to the first list."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        _recorded(folder / "laptop", days)
        bare, ours = [], []
        for _ in range(rounds + warm_up):
            bare.append(_moments("bare", folder))
            ours.append(_moments("desk", folder))
    painted, listed = ([each[at] for each in ours[warm_up:]] for at in (0, 1))
    empty = [moments[0] for moments in bare[warm_up:]]
    return [
        Finding("start to first paint", _undisturbed(painted), _undisturbed(empty), GOAL),
        Finding(f"… to the list of {days} sessions", _undisturbed(listed)),
    ]


def _undisturbed(seconds: list[float]) -> Quantity:
    return Quantity(1000 * percentile(seconds, UNDISTURBED), "ms")


def _recorded(folder: Path, days: int) -> None:
    store = lone_laptop(folder)
    for day in field_days(villages_of_office(), days):
        record(store, day)
    store.close()


def _moments(window: str, folder: Path) -> list[float]:
    """Seconds from before the process started to each moment that it tells of."""
    environment = os.environ | {
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPYCACHEPREFIX": str(folder / "compiled"),
        "DESA_DATA_DIR": str(folder / "laptop"),
        "DESA_PASSPHRASE": PASSPHRASE,
    }
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    start = time.perf_counter()
    command = [sys.executable, "-m", f"benchmarks.windows.{window}"]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True)
    return [float(line) - start for line in done.stdout.split()]
