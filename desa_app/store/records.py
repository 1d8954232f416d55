"""Saving and reading records of any type: a save writes the row and its change in one transaction."""

from __future__ import annotations

import base64
import datetime as dt
import json
import os
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import Any, TypeVar

import msgspec
from sqlite_utils import Database

from desa_app.domain.checks import Problem
from desa_app.domain.erasure import is_taken, personal
from desa_app.domain.fields import Record, fields_of
from desa_app.domain.ids import new_ids
from desa_app.domain.labels import label
from desa_app.domain.records import RECORDS
from desa_app.domain.review import may_edit, may_write
from desa_app.errors import FieldErased, NotAllowed, NotEnrolled, NotFound, RecordLeft, WrongField
from desa_app.language import say
from desa_app.store.database import immediate
from desa_app.store.erased import erased_of
from desa_app.store.identity import Identity
from desa_app.store.journal import Journal
from desa_app.store.search_index import index
from desa_app.sync.pure.change import SCHEMA, Change, Dot, dot
from desa_app.sync.pure.merge import DELETION, State, bases, merge, survivors
from desa_app.sync.pure.rows import plain, shape, to_record, to_row, to_state

Clock = Callable[[], int]
"""Wall-clock milliseconds since 1970."""
Chance = Callable[[int], bytes]
"""So many random bytes."""
Kind = TypeVar("Kind", bound=Record)
Held = dict[str, dict[str, Any] | None]
"""Rows by id, None where there is none yet."""
SALT_BYTES = 6
"""To try one guess at what an erased change said takes 2⁴⁸ hashes: a working day of a fast card, for each name."""
STORES_OWN = ("office_code", "created_at", "created_by")
"""What the store fills in, once."""


@dataclass(frozen=True)
class Save:
    """A record as it should be. ``named`` are fields to write even when their shown value is the same already,
    which is how a conflict is settled."""

    record: Record
    named: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Removal:
    """A record to delete, and why."""

    kind: type[Record]
    record: str
    reason: str


@dataclass(frozen=True)
class _Edit:
    noun: str
    record: str
    scope: str
    before: State
    values: dict[str, Any]
    creates: bool

    def change(self, person: str, salt: str, n: int, stamp: int) -> Change:
        base = None if self.creates else bases(self.before, self.values)
        return Change(n, stamp, person, self.noun, self.record, self.scope, SCHEMA, self.values, base, salt)


@dataclass(frozen=True)
class _Settlement(_Edit):
    """An edit that replaces the writings that were looked at, and none that came in since."""

    seen: tuple[Dot, ...]

    def change(self, person: str, salt: str, n: int, stamp: int) -> Change:
        base = {field: list(self.seen) for field in self.values}
        return msgspec.structs.replace(super().change(person, salt, n, stamp), base=base)


class Records:
    """All records of one database. ``me`` tells whose laptop this is; ``clock`` the wall-clock milliseconds;
    ``chance`` makes their ids."""

    def __init__(
        self,
        db: Database,
        journal: Journal,
        me: Callable[[], Identity | None],
        clock: Clock,
        chance: Chance = os.urandom,
    ) -> None:
        self._db = db
        self._journal = journal
        self._me = me
        self._clock = clock
        self._chance = chance

    def row(self, noun: str, record: str) -> dict[str, Any] | None:
        """The table row of a record, None where there is none."""
        found = self._db.conn.execute(f'SELECT * FROM "{RECORDS[noun].noun}" WHERE id = ?', [record])
        row = found.fetchone()
        return dict(zip((column[0] for column in found.description), row, strict=True)) if row else None

    def get(self, kind: type[Kind], record: str) -> Kind:
        """The record; raises NotFound."""
        row = self.row(kind.noun, record)
        if row is None:
            raise NotFound(what=f"{kind.noun} {record}")
        found = to_record(kind.noun, row)
        assert isinstance(found, kind)
        return found

    def children(self, kind: type[Kind], parent: str) -> list[Kind]:
        """The living records of ``kind`` that belong to ``parent``, in the order they were made."""
        order = '"row", id' if "row" in fields_of(kind) else "id"
        rows = self._db.query(
            f'SELECT * FROM "{kind.noun}" WHERE "{kind.parent}" = ? AND NOT deleted ORDER BY {order}', [parent]
        )
        return [record for record in (to_record(kind.noun, row) for row in rows) if isinstance(record, kind)]

    def living(self, kind: type[Kind], record: str) -> Kind:
        """The record, where it isn't deleted; raises NotFound."""
        found = self.get(kind, record)
        if self._present(kind, record)["deleted"]:
            raise NotFound(what=f"{kind.noun} {record}")
        return found

    def completed(self, records: Sequence[Kind]) -> list[Kind]:
        """These records with what every new one gets: id, office, who and when; their ids sort in this order.

        One that was saved before keeps what it got then.
        """
        me, now = self.must_have_author(), self._clock()
        held = self._held(record for record in records if record.id and not record.created_at)
        ids = new_ids(now, [self._chance(8) for _ in records])
        made = dt.datetime.fromtimestamp(now / 1000).astimezone().isoformat(timespec="seconds")

        def complete(record: Kind, fresh: str) -> Kind:
            if record.created_at:
                return record
            row = held.get(record.id)
            if row is not None:
                return msgspec.structs.replace(record, **{name: row[name] or "" for name in STORES_OWN})
            office = record.office_code or me.office_code
            return msgspec.structs.replace(
                record, id=record.id or fresh, office_code=office, created_at=made, created_by=me.person
            )

        return [complete(record, fresh) for record, fresh in zip(records, ids, strict=True)]

    def new(self, record: Kind) -> Kind:
        """:meth:`completed` for one record."""
        return self.completed([record])[0]

    def save(
        self, saves: Sequence[Save], removals: Sequence[Removal] = (), *, also: Callable[[], None] = lambda: None
    ) -> list[str]:
        """Write rows and changes in one transaction, parents first; returns the ids that changed. ``also`` is done
        in it at the end.

        What is as it was writes nothing. Raises NotEnrolled, NotAllowed, WrongField for a record that is named twice,
        DiskFull, DatabaseBusy; then nothing of the whole batch was written.
        """
        me = self.must_have_author()
        _refuse_twice([*(save.record.id for save in saves), *(removal.record for removal in removals)])
        with immediate(self._db):
            held = self._held(save.record for save in saves)
            edits = [self._edit(me, save, held) for save in saves]
            edits += [self._removal(me, removal, held) for removal in removals]
            written = self._write(me, [edit for edit in edits if edit is not None])
            also()
            return written

    def delete(self, kind: type[Record], record: str, reason: str) -> None:
        """Delete a record, keeping why and which edits were seen; an edit made elsewhere meanwhile revives it."""
        self.save([], [Removal(kind, record, reason)])

    def restore(self, kind: type[Record], *records: str) -> None:
        """Take the deletion of these records back, in one transaction."""
        me = self.must_have_author()
        with immediate(self._db):
            edits = [self._revival(me, kind, record) for record in records]
            self._write(me, [edit for edit in edits if edit is not None])

    def settle(self, kind: type[Record], record: str, values: Mapping[str, Any], seen: Sequence[Dot]) -> None:
        """Write a field as it was decided on looking at the writings ``seen``: those are replaced, and a value that
        came in meanwhile stays beside the new one. Raises NotFound, NotAllowed."""
        me = self.must_have_author()
        with immediate(self._db):
            row = self._present(kind, record)
            before, shown = to_state(kind.noun, row), to_record(kind.noun, row)
            self._allow(me, shown, values, plain(shown), {})
            edit = _Settlement(kind.noun, record, row["scope"], before, dict(values), creates=False, seen=tuple(seen))
            self._write(me, [edit])

    def _present(self, kind: type[Record], record: str) -> dict[str, Any]:
        row = self.row(kind.noun, record)
        if row is None:
            raise NotFound(what=f"{kind.noun} {record}")
        return row

    def must_have_author(self) -> Identity:
        """Whose name a record gets. Raises NotEnrolled where this laptop is nobody's yet."""
        me = self._me()
        if me is None:
            raise NotEnrolled
        return me

    def _held(self, records: Iterable[Record]) -> Held:
        """These records as they stand, read at once."""
        ids: dict[str, list[str]] = defaultdict(list)
        for record in records:
            ids[record.noun].append(record.id)
        held: Held = dict.fromkeys(each for listed in ids.values() for each in listed)
        for noun, listed in ids.items():
            query = f'SELECT * FROM "{noun}" WHERE id IN (SELECT value FROM json_each(?))'
            held |= {row["id"]: row for row in self._db.query(query, [json.dumps(listed)])}
        return held

    def _edit(self, me: Identity, save: Save, held: Held) -> _Edit | None:
        record, noun = save.record, save.record.noun
        row = held[record.id]
        values = plain(record)
        if row is None:
            self._refuse_left(record.id)
            values = _written(type(record), values)
            self._allow(me, record, values, {}, held)
            return _Edit(noun, record.id, self._home(me, record, held), {}, values, creates=True)
        before = to_state(noun, row)
        shown_before = plain(to_record(noun, row))
        changed = {
            field: value
            for field, value in values.items()
            if value != shown_before[field] or (field in save.named and _is_contested(before, field))
        }
        if not changed:
            return None
        self._refuse_erased(record, changed)
        if record.parent in changed:
            other = f"{noun} {record.id}"
            raise NotAllowed(why=say(f"{other} milik catatan lain", f"{other} belongs to another record"))
        self._allow(me, record, changed, shown_before, held)
        if self._journal.is_quarantined(record.id):
            changed = _written(type(record), values) | changed
        return _Edit(noun, record.id, row["scope"], before, changed, creates=False)

    def _home(self, me: Identity, record: Record, held: Held) -> str:
        """Where a new record is at home: where its parent is, else in the office of whoever writes it."""
        parent = self._parent(record, held) if record.parent else None
        return str(parent["scope"]) if parent else me.scope

    def _parent(self, record: Record, held: Held) -> dict[str, Any] | None:
        assert record.parent
        noun, parent = record.parent.removesuffix("_id"), getattr(record, record.parent)
        return held[parent] if parent in held else self.row(noun, parent)

    def _refuse_left(self, record: str) -> None:
        """A record that went to another office while its form was open is not begun anew."""
        query = "SELECT 1 FROM hidden WHERE record = ? UNION SELECT 1 FROM moved WHERE record = ?"
        if self._db.conn.execute(query, [record, record]).fetchone():
            raise RecordLeft

    def _removal(self, me: Identity, removal: Removal, held: Held) -> _Edit | None:
        noun = removal.kind.noun
        row = self._present(removal.kind, removal.record)
        if row["deleted"]:
            return None
        before, shown = to_state(noun, row), to_record(noun, row)
        values = {DELETION: {"reason": removal.reason, "seen": survivors(before)}}
        self._allow(me, shown, values, plain(shown), held)
        return _Edit(noun, removal.record, row["scope"], before, values, creates=False)

    def _revival(self, me: Identity, kind: type[Record], record: str) -> _Edit | None:
        row = self._present(kind, record)
        before, shown = to_state(kind.noun, row), to_record(kind.noun, row)
        if shown.deletion is None:
            return None
        values = {DELETION: None}
        self._allow(me, shown, values, plain(shown), {})
        return _Edit(kind.noun, record, row["scope"], before, values, creates=False)

    def _allow(
        self, me: Identity, record: Record, values: Mapping[str, Any], shown: Mapping[str, Any], held: Held
    ) -> None:
        """Refuse here what headquarters would set aside, and an officer's edit of what a lead has decided."""
        refusal = may_write(me.role, record.noun, values, shown)
        if refusal is not None:
            raise NotAllowed(
                why=say(f"isian '{refusal.field}' hanya untuk ketua tim", f"the field '{refusal.field}' is the lead's")
            )
        if not may_edit(me.role, self._status(record, shown, held)):
            raise NotAllowed(
                why=say(
                    "catatan ini sudah diputuskan ketua tim; mintalah dikembalikan bila perlu diperbaiki",
                    "the team lead has decided this record; ask for it to be returned if it needs correction",
                )
            )

    def _status(self, record: Record, shown: Mapping[str, Any], held: Held) -> str:
        """The status that protects a record: its own, or its parent's."""
        if record.parent is not None:
            shown = self._parent(record, held) or {}
        return str(shown.get("status") or "draf")

    def _write(self, me: Identity, edits: Sequence[_Edit]) -> list[str]:
        drafts = [partial(edit.change, me.person, self._salt(edit)) for edit in edits]
        made = self._journal.append(drafts, self._clock())
        rows: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
        for edit, change in zip(edits, made, strict=True):
            name = dot(me.dev, change.number)
            after = merge(edit.before, change, name, change.stamp, name.__ne__)
            rows[edit.noun].append(to_row(edit.noun, edit.record, edit.scope, after))
        for noun, written in rows.items():
            upsert(self._db, noun, written)
        return [edit.record for edit in edits]

    def _refuse_erased(self, record: Record, changed: Mapping[str, Any]) -> None:
        """What is erased stays so: headquarters would throw it away."""
        erased = erased_of(self._db, [record.id]).get(record.id)
        for field, value in changed.items():
            if erased and is_taken(erased.fields, record.noun, field) and value not in (None, [], {}):
                raise FieldErased(field=label(record.noun, field))

    def _salt(self, edit: _Edit) -> str:
        """Chance for a change that tells of people, so that its hash, which outlives an erasure, tells nothing."""
        tells = any(edit.values.get(field) is not None for field in personal(edit.noun))
        return base64.urlsafe_b64encode(self._chance(SALT_BYTES)).rstrip(b"=").decode() if tells else ""


def upsert(db: Database, noun: str, rows: Iterable[tuple[Any, ...]]) -> None:
    """Write whole rows of a record type, in the order of ``shape(noun).columns``, and let them be found."""
    written = list(rows)
    columns = shape(noun).columns
    names = ", ".join(f'"{column}"' for column in columns)
    marks = ", ".join("?" * len(columns))
    db.conn.executemany(f'INSERT OR REPLACE INTO "{RECORDS[noun].noun}" ({names}) VALUES ({marks})', written)
    index(db, noun, written)


def _written(kind: type[Record], values: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a new record that say something, and its status, which is always written."""
    defaults = _defaults(kind)
    return {name: value for name, value in values.items() if value != defaults[name] or name == "status"}


@cache
def _defaults(kind: type[Record]) -> dict[str, Any]:
    return plain(kind())


def _refuse_twice(records: Iterable[str]) -> None:
    """Each edit is made against what stands before the batch, so a record has one edit in it."""
    record, count = max(Counter(records).items(), key=lambda each: each[1], default=("", 0))
    if count > 1:
        raise WrongField(path="id", why=say(f"{record} disebut dua kali", f"{record} is named twice"))


def _is_contested(state: State, field: str) -> bool:
    return field in state and len(state[field].written) > 1


def refuse(problems: Iterable[Problem]) -> None:
    """Raise WrongField for the first problem, if there is any."""
    for problem in problems:
        raise WrongField(path=problem.path, why=problem.sentence.rstrip("."))
