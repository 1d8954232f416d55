"""Records, conflicts and places in words and as values for JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import click

from desa_app.domain.drafts import shown_fields
from desa_app.domain.fields import Record
from desa_app.domain.formats import show_date, show_time
from desa_app.domain.labels import label, noun_label, value_label
from desa_app.language import say

if TYPE_CHECKING:
    import datetime as dt

    from desa_app.store.colleagues import Author
    from desa_app.store.conflicts import Conflict
    from desa_app.store.history import FieldStory, Told
    from desa_app.store.places import Place

PLACES = {
    "saved": ("Tersimpan", "Saved here"),
    "lead": ("Di ketua tim", "With the team lead"),
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
            value = _in_words(rival.value) if rival.value is not None else say("kosong", "nothing")
            who = rival.name or rival.person
            click.echo(f"  {mark} {value} – {who}, {rival.machine or rival.dev}, {_moment(rival.at)}  [{rival.dot}]")


def conflict_values(conflicts: Iterable[Conflict]) -> Iterator[dict[str, Any]]:
    """Conflicts as values for JSON."""
    for conflict in conflicts:
        rivals = [
            {
                "value": each.value,
                "person": each.person,
                "name": each.name,
                "dev": each.dev,
                "machine": each.machine,
                "at": each.at,
                "shown": each.is_shown,
                "change": each.dot,
            }
            for each in conflict.rivals
        ]
        yield {"noun": conflict.noun, "record": conflict.record, "field": conflict.field, "values": rivals}


def show_history(stories: Iterable[FieldStory]) -> None:
    """Write the story of each field: every value with who wrote it, when, where, and what became of it."""
    record = ""
    for story in stories:
        if story.record != record:
            record = story.record
            click.echo(f"{noun_label(story.noun).capitalize()} {record}")
        click.echo(f"  {label(story.noun, story.field)}")
        for told in story.told:
            value = say("(disegel)", "(sealed)") if story.is_sealed else _written(told.value)
            click.echo(f"    {_moment(told.at)}  {_author(told.by)}: {value}  ← {_fate(told)}")


def _written(value: Any) -> str:
    return _in_words(value) if value is not None else say("dikosongkan", "emptied")


def _fate(told: Told) -> str:
    if told.fate == "shown":
        return say("ditampilkan", "shown")
    if told.fate == "kept":
        return say("disimpan di samping yang ditampilkan", "kept beside what is shown")
    who = ", ".join(f"{_author(by)}, {_moment(at)}" for by, at in told.replaced_by)
    return say(f"diganti oleh {who}", f"replaced by {who}")


def _author(by: Author) -> str:
    return f"{by.name or by.person} ({by.machine or by.dev})"


def _moment(at: dt.datetime) -> str:
    return f"{show_date(at.date())} {show_time(at)}"


def history_values(stories: Iterable[FieldStory]) -> list[dict[str, Any]]:
    """Stories as values for JSON."""
    return [
        {
            "noun": story.noun,
            "record": story.record,
            "field": story.field,
            "sealed": story.is_sealed,
            "values": [
                {
                    "value": told.value,
                    **_author_values(told.by, told.at),
                    "fate": told.fate,
                    "replaced_by": [_author_values(by, at) for by, at in told.replaced_by],
                }
                for told in story.told
            ],
        }
        for story in stories
    ]


def _author_values(by: Author, at: dt.datetime) -> dict[str, Any]:
    return {"person": by.person, "name": by.name, "dev": by.dev, "machine": by.machine, "at": at}
