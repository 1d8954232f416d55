"""What the window takes from a small laptop: memory with 100,000 people, and the processor while nobody touches it.

Both windows are processes of their own without a screen (Qt's offscreen platform). An encrypted laptop holds 3,334
sessions of 30 people each, all different, 600 job offers and a session of 200 people; the program's window goes
through every page of its navigation, finds a person with Ctrl+K, opens a report and the session of 200, sees all
83,762 villages of the country as a table and the map from the whole country to the office's villages. *Memory* is what
is resident after that, shared libraries included, with nothing cleared away; *at its peak*, the most that it ever was,
the key derived from the passphrase (Argon2id, 64 MiB) included. *Idle* is the time on a processor that all threads of
the process take in 25 seconds without a touch, as a share of one core: on Home, in the session's form with a blinking
cursor, and on the map. The peer is an empty `QMainWindow` of the same size in the same run. Linux only.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import cast

from benchmarks.full_laptop import fill, index_anew, offer_id
from benchmarks.laptops import PASSPHRASE, lone_laptop, villages_of_office
from benchmarks.measure import Finding, Quantity

MEMORY_MB, IDLE_PERCENT = 250.0, 1.0
PEOPLE, A_SESSION, OFFERS, VILLAGES = 100_000, 30, 600, 150
CROWD = 200
REST_S = 25.0


def measure(people: int = PEOPLE, offers: int = OFFERS, rest: float = REST_S) -> list[Finding]:
    """Memory and idle time of the window, beside those of a bare one."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "laptop"
        session = _filled(folder, people, offers)
        settings = {"DESA_REST_S": str(rest), "DESA_DATA_DIR": str(folder), "DESA_PASSPHRASE": PASSPHRASE}
        bare = _figures("bare_at_rest", settings)
        ours = _figures("every_page", settings | {"DESA_SESSION": session, "DESA_OFFER": offer_id(0)})
    return [
        Finding("memory on Home, after the start", _mib(ours["first"]), _mib(bare["resident"])),
        Finding(f"… with {people:,} people, every page visited", _mib(ours["resident"]), goal=MEMORY_MB),
        Finding("… at its peak", _mib(ours["peak"]), goal=MEMORY_MB),
        Finding("idle: of one core, on Home", Quantity(ours["home"], "%"), goal=IDLE_PERCENT),
        Finding("… in a session's form", Quantity(ours["form"], "%"), goal=IDLE_PERCENT),
        Finding("… on the map", Quantity(ours["map"], "%"), goal=IDLE_PERCENT),
        Finding("… a bare window", Quantity(bare["idle"], "%")),
    ]


def _mib(figure: float) -> Quantity:
    return Quantity(figure, "MiB")


def _filled(folder: Path, people: int, offers: int) -> str:
    """A full laptop; returns the id of the session with a crowd."""
    from benchmarks.keystrokes import some_people
    from desa_app.domain.attendee import Attendee
    from desa_app.domain.session import Session

    villages, sessions = villages_of_office()[:VILLAGES], -(-people // A_SESSION)
    store = lone_laptop(folder)
    fill(store, villages, dt.date.today(), sessions=sessions, people=A_SESSION, offers=offers, patterns=sessions)
    index_anew(store)
    crowd = [
        Attendee(row=row, full_name=name, sex=sex, age=age, hamlet=hamlet, occupation=trade, phone=phone)  # type: ignore[arg-type]
        for row, (name, sex, age, hamlet, trade, phone) in enumerate(some_people(CROWD), start=1)
    ]
    saved = store.sessions.record(Session(villages=(villages[0].code,), venue="Balai Desa"), crowd)
    store.close()
    return saved.id


def _figures(window: str, settings: dict[str, str]) -> dict[str, float]:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"} | settings
    command = [sys.executable, "-m", f"benchmarks.windows.{window}"]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True)
    return cast("dict[str, float]", json.loads(done.stdout))
