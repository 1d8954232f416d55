"""Retention: attendees' names are dropped after twelve months, and everybody is counted as before (DOMAIN.md, 8).

Before a name goes, headquarters writes whom the line is counted as: chance, the same for all lines that were one person
until then, whether their names go or not. Nobody can tell from it who that was, headquarters included. A legal hold on
a session or on one of its people keeps the names.
"""

from __future__ import annotations

import base64
import datetime as dt
import secrets
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection, func, or_, select

from desa_app.domain.coverage.people import identity
from desa_app.domain.coverage.period import months_before
from desa_app.domain.erasure import EVERYTHING, KEPT_MONTHS, NAMES, personal
from desa_app.domain.formats import fold_name
from desa_app.hq import quarantine
from desa_app.hq.database import portions
from desa_app.hq.erasure import Order
from desa_app.hq.people import moment
from desa_app.hq.schema import RECORD_TABLES, erasure, hold
from desa_app.hq.schema import log as log_table
from desa_app.sync.pure import change as changes

AT_ONCE = 200
"""Attendees in one transaction: a laptop that synchronises meanwhile waits half a second for it."""
LOOKED_FOR = 20_000
"""Attendees whose other lines are looked for at once: so much of a country's backlog is kept in memory."""
TOKEN_BYTES = 9
_ATTENDEE, _SESSION = RECORD_TABLES["attendee"], RECORD_TABLES["session"]
_SETS = [msgspec.json.encode(fields).decode() for fields in (NAMES, personal("attendee"), (EVERYTHING,))]
"""The sets of fields that an order can name and that take all names; as the table has them."""
_codes = msgspec.json.Decoder(tuple[str, ...])
Chance = Callable[[int], bytes]


class Line(NamedTuple):
    """An attendee, and what of the line is counted; ``date`` and ``villages`` are the session's."""

    record: str
    session_id: str | None
    full_name: str | None
    sex: str | None
    birth_year: int | None
    age: int | None
    village: str | None
    counted_as: str | None
    deleted: int
    is_gone: int | None
    date: str | None
    villages: str | None

    @property
    def counts(self) -> bool:
        """Whether coverage counts the line at all."""
        return not self.deleted and self.is_gone == 0 and self.date is not None

    @property
    def who(self) -> str | None:
        """Whom coverage takes the line for, by its name."""
        if not (self.counts and self.full_name and self.date):
            return None
        villages = _codes.decode(self.villages) if self.villages else ()
        home = self.village or (villages[0] if len(villages) == 1 else None)
        day = dt.date.fromisoformat(self.date)
        return identity(fold_name(self.full_name), self.sex, self.birth_year, self.age, day, home)

    @property
    def years(self) -> int | None:
        """The age that the line is counted with and that goes with the year of birth; None where it stays."""
        if not self.counts or self.age is not None or self.birth_year is None or not self.date:
            return None
        return min(120, max(0, int(self.date[:4]) - self.birth_year - 1))


_COLUMNS = (
    _ATTENDEE.c.id,
    *(_ATTENDEE.c[name] for name in Line._fields[1:9]),
    _SESSION.c.deleted.label("is_gone"),
    *(_SESSION.c.date, _SESSION.c.villages),
)


class Names:
    """The tokens of one run: whoever has a name gets one before it goes, and so does each other line of that person."""

    def __init__(self, chance: Chance = secrets.token_bytes) -> None:
        self._chance = chance
        self._tokens: dict[str, str] = {}
        self._mates: dict[str, set[str]] = {}

    def look_for(self, connection: Connection, records: Iterable[str]) -> None:
        """Find every line that is taken for one of these attendees by its name; all names of the country are read
        once for it. The next attendees are kept by what was found."""
        people = {who for line in _lines(connection, records) if (who := line.who)}
        self._mates = {who: set() for who in people}
        named = _selected().where(_ATTENDEE.c.full_name.is_not(None), _ATTENDEE.c.deleted == 0)
        for row in connection.execute(named) if people else ():
            line = Line._make(row)
            if (who := line.who) in self._mates and who:
                self._mates[who].add(line.record)

    def keeping(self, connection: Connection, fields: Sequence[str], records: Iterable[str]) -> list[Order]:
        """Orders to erase ``fields`` of these attendees, each with what the line is counted by from now on, and orders
        that erase nothing for the other lines of the same people."""
        lines = _lines(connection, records)
        people = {who for line in lines if (who := line.who)}
        others = {mate for who in people for mate in self._mates.get(who, ())} - {line.record for line in lines}
        mates = [line for line in _lines(connection, sorted(others)) if line.who in people]
        for line in (*lines, *mates):
            if line.who and line.counted_as:
                self._tokens.setdefault(line.who, line.counted_as)
        orders = [Order("attendee", line.record, tuple(fields), self._kept(line)) for line in lines]
        kept = {mate.record: self._counted(mate) for mate in mates}
        return [*orders, *(Order("attendee", record, (), values) for record, values in kept.items() if values)]

    def _kept(self, line: Line) -> dict[str, Any]:
        return self._counted(line) | ({} if line.years is None else {"age": line.years})

    def _counted(self, line: Line) -> dict[str, Any]:
        if not line.who or line.counted_as:
            return {}
        return {"counted_as": self._tokens.setdefault(line.who, self._token())}

    def _token(self) -> str:
        return base64.urlsafe_b64encode(self._chance(TOKEN_BYTES)).decode()


def due(connection: Connection, today: dt.date) -> list[str]:
    """The attendees whose names must go by now, in the order of their ids, and those that wait in quarantine."""
    before = months_before(today, KEPT_MONTHS)
    query = _due(before).where(~_is_held()).order_by(_ATTENDEE.c.id)
    return [*(row.id for row in connection.execute(query)), *_waiting(connection, before)]


def still_due(connection: Connection, today: dt.date, records: Sequence[str]) -> list[str]:
    """Those of these that nobody has erased or put on hold since they were found due."""
    stands = _due(months_before(today, KEPT_MONTHS)).where(~_is_held(), _ATTENDEE.c.id.in_(records))
    found = {row.id for row in connection.execute(stands)}
    here = set(connection.scalars(select(_ATTENDEE.c.id).where(_ATTENDEE.c.id.in_(records))))
    done = set(connection.scalars(select(erasure.c.record).where(erasure.c.record.in_(records))))
    return [record for record in records if record in found or record not in here | done]


def held_count(connection: Connection, today: dt.date) -> int:
    """How many names are due and kept by a legal hold."""
    query = _due(months_before(today, KEPT_MONTHS)).where(_is_held()).subquery()
    return connection.scalar(select(func.count()).select_from(query)) or 0


def _due(before: dt.date) -> Any:
    """What was said once and replaced since stands in the log, so a line without a name can be due as well."""
    said = or_(*(_ATTENDEE.c[name].is_not(None) for name in NAMES))
    written = select(func.count()).select_from(log_table).where(log_table.c.record == _ATTENDEE.c.id)
    day = func.coalesce(_SESSION.c.date, func.substr(_ATTENDEE.c.created_at, 1, 10))
    return _selected().where(
        day <= before.isoformat(), or_(said, written.scalar_subquery() > 1), ~_is_done(_ATTENDEE.c.id)
    )


def _selected() -> Any:
    return select(*_COLUMNS).join_from(_ATTENDEE, _SESSION, _SESSION.c.id == _ATTENDEE.c.session_id, isouter=True)


def _is_done(record: Any) -> Any:
    return select(erasure.c.number).where(erasure.c.record == record, erasure.c.fields.in_(_SETS)).exists()


def _is_held() -> Any:
    return select(hold.c.record).where(hold.c.record.in_([_ATTENDEE.c.id, _ATTENDEE.c.session_id])).exists()


def _waiting(connection: Connection, before: dt.date) -> list[str]:
    """Attendees of whom everything waits in quarantine since then."""
    found = set()
    for kept in quarantine.all_kept(connection):
        if moment(kept.received_ms).date() <= before and (record := _attendee_in(kept.payload)):
            here = select(_ATTENDEE.c.id).where(_ATTENDEE.c.id == record)
            if not (connection.scalar(here) or connection.scalar(select(_is_done(record)))):
                found.add(record)
    return sorted(found)


def _attendee_in(payload: bytes) -> str | None:
    try:
        change = changes.decode(payload)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None
    return change.record if change.noun == "attendee" else None


def _lines(connection: Connection, records: Iterable[str]) -> list[Line]:
    """These attendees as they stand; one that only waits in quarantine counts for nothing."""
    listed = list(records)
    found: dict[str, Line] = {}
    for portion in portions(listed):
        for row in connection.execute(_selected().where(_ATTENDEE.c.id.in_(portion))):
            found[row.id] = Line._make(row)
    return [found.get(record) or Line(record, *(None,) * 7, 1, None, None, None) for record in listed]
