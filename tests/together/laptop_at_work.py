"""A laptop at work, to be killed at any moment: it saves sessions and synchronises, and tells each step on a line.

``saved ID`` when a save has returned, ``syncing``, ``progress`` between two exchanges, ``synced`` or ``failed``.
"""

from __future__ import annotations

import datetime as dt
import os
import sys
from pathlib import Path

from desa_app.domain.attendee import Attendee
from desa_app.domain.session import Session
from desa_app.errors import SyncError
from desa_app.store.store import Store
from desa_app.sync.run import sync

EACH_SYNC = 4
"""Saves between two synchronisations."""


def tell(*words: object) -> None:
    print(*words, flush=True)


def work(store: Store, village: str, sessions: int) -> None:
    for number in range(sessions):
        day = dt.date(2025, 6, 1) + dt.timedelta(days=number)
        people = [Attendee(full_name=f"Peserta {number} {place}", age=20 + place) for place in range(3)]
        saved = store.sessions.record(Session(date=day, villages=(village,), headcount_male=5), people)
        tell("saved", saved.id)
        if number % EACH_SYNC == EACH_SYNC - 1:
            exchange(store)
    exchange(store)


def exchange(store: Store) -> None:
    tell("syncing")
    try:
        sync(store, progress=lambda _: tell("progress"))
    except SyncError as error:
        tell("failed", error.code)
    else:
        tell("synced")


if __name__ == "__main__":
    laptop = Store.open(Path(sys.argv[1]), os.environ["DESA_PASSPHRASE"])
    work(laptop, sys.argv[2], int(sys.argv[3]))
    laptop.close()
    tell("done")
