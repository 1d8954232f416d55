"""Moves: how headquarters says in the logs that records have another home scope (SYNC.md, Scopes).

A move stands in both logs, as a change of headquarters' own device: ``out`` at the end of the old one, ``in`` in the
new one before the records' changes, which stand there again as the bytes that their devices made. So registers, dots
and history are the same on both sides, and later edits fit. Of two moves of a record the one with the greater stamp
counts, in whatever order the logs are read.
"""

from __future__ import annotations

import msgspec

from desa_app.sync.pure.change import SCHEMA, Change, dot
from desa_app.sync.pure.wire import Name

NOUN = "move"
"""The noun of such a change: no record type, so that who doesn't know it passes it over."""
Key = tuple[str, str]
"""Noun and id of a record."""


class Move(msgspec.Struct, frozen=True):
    """Records that went from the scope ``source`` to ``target``: parents before their children."""

    source: Name = msgspec.field(name="from")
    target: Name = msgspec.field(name="to")
    records: tuple[Key, ...]


def marker(move: Move, scope: str, dev: str, n: int, stamp: int) -> Change:
    """The change that tells of a move in the log of ``scope``, written by the device ``dev`` of headquarters: a record
    of its own that is named as the change is."""
    return Change(n, stamp, dev, NOUN, dot(dev, n), scope, SCHEMA, msgspec.to_builtins(move))


def move_of(change: Change) -> Move | None:
    """The move that a change tells of; None for every other change, and for a move of a kind not known here."""
    if change.noun != NOUN:
        return None
    try:
        return msgspec.convert(change.fields, Move)
    except msgspec.ValidationError:
        return None
