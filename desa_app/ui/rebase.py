"""Saving only what was typed: what came in from headquarters while a form was open is not written over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

from msgspec.structs import replace

from desa_app.domain.fields import Record, fields_of

Kind = TypeVar("Kind", bound=Record)


def rebased(typed: Kind, base: Kind, current: Kind) -> Kind:
    """``current`` with the fields that ``typed`` changed since ``base``, the record as the form knew it."""
    names = fields_of(type(typed))
    changed = {name: getattr(typed, name) for name in names if getattr(typed, name) != getattr(base, name)}
    return replace(current, **changed)


def rebased_all(typed: Iterable[Kind], base: Mapping[str, Kind], current: Iterable[Kind]) -> Iterator[Kind]:
    """Each record as by ``rebased``; new ones as typed, and none that is gone by now and was not touched here."""
    stored = {record.id: record for record in current}
    for record in typed:
        before = base.get(record.id)
        if before is None or record.id not in stored:
            if record != before:
                yield record
        else:
            yield rebased(record, before, stored[record.id])
