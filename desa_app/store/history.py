"""The whole story of a record and what belongs to it, field by field, as the journal tells it, in people's names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from desa_app.domain.fields import Sensitivity, fields_of
from desa_app.domain.records import RECORDS
from desa_app.errors import NotFound
from desa_app.store.colleagues import Author, Authors, Colleagues
from desa_app.store.journal import Journal
from desa_app.sync.pure.change import Dot
from desa_app.sync.pure.clock import wall_ms_of
from desa_app.sync.pure.story import Writing, story


@dataclass(frozen=True)
class Told:
    """A value that was written to a field: by whom, when by the clock that counts, and what became of it:
    ``replaced`` by the writing of ``replaced_by`` (whose and when, where that is here), ``shown``, or ``kept`` beside
    what is shown because nobody who wrote had seen it."""

    value: Any
    by: Author
    at: dt.datetime
    fate: str
    replaced_by: tuple[tuple[Author, dt.datetime], ...] = ()


@dataclass(frozen=True)
class FieldStory:
    """All that was written to one field of a record, the oldest first. Of a ``is_sealed`` field the values are kept
    back."""

    noun: str
    record: str
    field: str
    told: tuple[Told, ...]
    is_sealed: bool = False


class History:
    """The stories of one database."""

    def __init__(self, db: Database, journal: Journal, colleagues: Colleagues) -> None:
        self._db = db
        self._journal = journal
        self._colleagues = colleagues

    def of(self, noun: str, record: str) -> list[FieldStory]:
        """The story of a record and of its children, deleted ones too; in the order of the declared fields. Raises
        NotFound."""
        authors = Authors(self._colleagues, self._journal.dev)
        found = list(self._of(noun, record, authors))
        if not found:
            raise NotFound(what=f"{noun} {record}")
        for kind in RECORDS.values():
            if kind.parent == f"{noun}_id":
                ids = self._db.conn.execute(
                    f'SELECT id FROM "{kind.noun}" WHERE "{kind.parent}" = ? ORDER BY id', [record]
                )
                for (child,) in ids.fetchall():
                    found += self._of(kind.noun, child, authors)
        return found

    def _of(self, noun: str, record: str, authors: Authors) -> Iterator[FieldStory]:
        changes = list(self._journal.story(record))
        moments = {name: (authors.of(name, change.person), _moment(stamp)) for name, stamp, change in changes}
        fields = story(changes)
        declared = fields_of(RECORDS[noun])
        for field in sorted(fields, key=lambda each: list(declared).index(each) if each in declared else len(declared)):
            is_sealed = field in declared and declared[field].sensitivity is Sensitivity.SEALED
            told = tuple(_told(each, moments, is_sealed=is_sealed) for each in fields[field])
            yield FieldStory(noun, record, field, told, is_sealed)


def _told(each: Writing, moments: Mapping[Dot, tuple[Author, dt.datetime]], *, is_sealed: bool) -> Told:
    by, at = moments[each.name]
    fate = "shown" if each.is_shown else "kept" if each.is_kept else "replaced"
    replaced_by = tuple(moments[name] for name in each.replaced_by if name in moments)
    return Told(None if is_sealed else each.value, by, at, fate, replaced_by)


def _moment(stamp: int) -> dt.datetime:
    return dt.datetime.fromtimestamp(wall_ms_of(stamp) / 1000).astimezone()
