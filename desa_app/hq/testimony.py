"""Others' changes that a laptop brings back to a headquarters that has forgotten them (``sync/pure/testimony.py``).

They are taken as if their own device had brought them, by the same rules; what fits is in the log again, what doesn't
is kept aside, and what is here already stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec
from sqlalchemy import Connection

from desa_app.domain.records import RECORDS
from desa_app.domain.set_aside import REVOKED_LAPTOP, WAITS_FOR_RECORD
from desa_app.hq import log, people
from desa_app.hq.access import Sender, office_of, office_scope
from desa_app.hq.database import Database
from desa_app.hq.intake import Arrival, Intake, arrival
from desa_app.hq.intervals import holds
from desa_app.hq.keys import Identity
from desa_app.hq.quarantine import Unfit, record_key
from desa_app.sync.pure.change import Change, decode
from desa_app.sync.pure.receipt import key_id
from desa_app.sync.pure.testimony import Known, proven


def hear(database: Database, identity: Identity, witness: Sender, lines: Sequence[bytes], now_ms: int) -> int:
    """Take back what these lines prove; returns how many of them need not be said again: all, or none where the
    database could not take them just now."""
    ids = {key_id(each.public_key): each.public_key for each in identity.keys}
    known = [found for line in lines if (found := proven(line, identity.hq, ids)) and found.dev != witness.dev]
    with database.writing() as connection:
        taken = [_take(connection, dev, changes, now_ms) for dev, changes in _by_device(known)]
    return len(lines) if all(taken) else 0


def _by_device(known: Iterable[Known]) -> list[tuple[str, list[Known]]]:
    """The changes of each device in order; devices in one order for everybody, so that nobody waits in a circle."""
    found: dict[str, dict[int, Known]] = {}
    for each in known:
        found.setdefault(each.dev, {})[each.n] = each
    return [(dev, [changes[n] for n in sorted(changes)]) for dev, changes in sorted(found.items())]


def _take(connection: Connection, dev: str, changes: Sequence[Known], now_ms: int) -> bool:
    """Whether nothing of a device's changes has to be said again."""
    people.add_forgotten(connection, dev, *_whose(changes[0]), now_ms)
    sender = people.known_sender(connection, dev, lock=True)
    fresh = [each for each in changes if not holds(sender.held, each.n)]
    arrivals = [_arrival(sender, each) for each in fresh]
    for scope in _new_offices(arrivals) - log.heads(connection).keys():
        log.begin(connection, scope)
    kind = _OwnIntake if dev == people.HEADQUARTERS else Intake
    numbers = kind(connection, arrivals, now_ms).take()
    people.hold(connection, sender, numbers)
    return len(numbers) == len(fresh)


def _new_offices(arrivals: Iterable[Arrival]) -> set[str]:
    """The scopes of offices that headquarters had added."""
    made = [each.change for each in arrivals if each.sender.dev == people.HEADQUARTERS and each.change]
    return {office_scope(str(change.fields["code"])) for change in made if change.noun == "office" and change.creates}


def _whose(known: Known) -> tuple[str, str]:
    """The person and the office that a change names; empty where it can't be read."""
    try:
        change = decode(known.payload)
    except msgspec.MsgspecError:
        return "", ""
    return change.person, office_of(change.scope)


def _arrival(sender: Sender, known: Known) -> Arrival:
    found = arrival(sender, known.payload, known.held_ms)
    if sender.dev == people.HEADQUARTERS:
        return found._replace(change=_own(known), unfit=None)
    if sender.revoked_ms is not None:
        return found._replace(change=None, unfit=Unfit(REVOKED_LAPTOP, ""))
    return found


def _own(known: Known) -> Change | None:
    change = decode(known.payload)
    return change if change.noun in RECORDS else None


class _OwnIntake(Intake):
    """Takes headquarters' own changes, which its signature proves: they ask nobody's leave."""

    def _check(self, sender: Sender, change: Change) -> str:
        held = self._shelf.get(change.noun, change.record)
        if held is None and not change.creates:
            raise Unfit(WAITS_FOR_RECORD, "r", record_key(change.noun, change.record))
        return held.scope if held else change.scope
