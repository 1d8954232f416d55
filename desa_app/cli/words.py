"""Records, conflicts and places in words and as values for JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import click

from desa_app.domain.drafts import shown_fields
from desa_app.domain.fields import Record
from desa_app.domain.labels import label, value_label
from desa_app.language import say

if TYPE_CHECKING:
    from desa_app.store.conflicts import Conflict
    from desa_app.store.places import Place

PLACES = {
    "saved": ("Tersimpan", "Saved here"),
    "quarantined": ("Disisihkan kantor pusat", "Set aside by headquarters"),
    "hq": ("Di kantor pusat", "At headquarters"),
}


def place_word(place: Place) -> str:
    """Where a record is, as everywhere in the application."""
    return say(*PLACES[place])


def show_record(record: Record) -> None:
    """Write what a record says, a field a line."""
    for field, value in shown_fields(record).items():
        click.echo(f"  {label(record.noun, field)}: {_in_words(value)}")


def _in_words(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{value_label(str(key))} {_in_words(each)}" for key, each in value.items())
    if isinstance(value, (list, tuple)):
        return ", ".join(map(_in_words, value))
    return value_label(str(value))


def show_conflicts(conflicts: Iterable[Conflict]) -> None:
    """Write the values that were written at the same time, the shown one marked."""
    for conflict in conflicts:
        head = say("Konflik data", "Data conflict")
        click.echo(f"{head}: {label(conflict.noun, conflict.field)} ({conflict.noun} {conflict.record})")
        for rival in conflict.rivals:
            mark = "*" if rival.is_shown else " "
            click.echo(f"  {mark} {_in_words(rival.value)} – {rival.person}, {rival.dev}, {rival.at.isoformat()}")


def conflict_values(conflicts: Iterable[Conflict]) -> Iterator[dict[str, Any]]:
    """Conflicts as values for JSON."""
    for conflict in conflicts:
        rivals = [
            {"value": each.value, "person": each.person, "dev": each.dev, "at": each.at, "shown": each.is_shown}
            for each in conflict.rivals
        ]
        yield {"noun": conflict.noun, "record": conflict.record, "field": conflict.field, "values": rivals}
