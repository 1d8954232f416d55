"""The life of one record, as this laptop knows it from the journal: made, handed in, decided, deleted, and by whom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from desa_app.store.journal import Journal
from desa_app.sync.pure.change import Change
from desa_app.sync.pure.clock import wall_ms_of
from desa_app.sync.pure.merge import DELETION

CREATED, DELETED, RESTORED = "created", "deleted", "restored"


class Turn(NamedTuple):
    """A turn in a record's life. ``what`` is ``created``, ``deleted``, ``restored`` or the status that was reached;
    ``person`` the code of who did it and ``name`` what headquarters calls them, empty where it has named nobody so;
    ``words`` the lead's comment or the reason of a deletion."""

    at: dt.datetime
    what: str
    person: str
    words: str
    name: str = ""


def life(journal: Journal, record: str, names: Mapping[str, str]) -> list[Turn]:
    """The turns of a record's life in their order; edits between them are left out. ``names`` are people's by code."""
    turns = (turn for _, stamp, change in journal.story(record) for turn in _turns(stamp, change))
    return [turn._replace(name=names.get(turn.person, "")) for turn in turns]


def _turns(stamp: int, change: Change) -> Iterator[Turn]:
    at = dt.datetime.fromtimestamp(wall_ms_of(stamp) / 1000).astimezone()
    status = change.fields.get("status")
    if change.base is None:
        yield Turn(at, CREATED, change.person, "")
    if status and (change.base is not None or status != "draf"):
        yield Turn(at, status, change.person, change.fields.get("review_comment") or "")
    if DELETION in change.fields:
        deleted = change.fields[DELETION]
        yield Turn(at, DELETED if deleted else RESTORED, change.person, (deleted or {}).get("reason", ""))
