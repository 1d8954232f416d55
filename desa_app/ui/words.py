"""The words and tones people see for the values that are stored."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import msgspec
from PySide6.QtCore import QCoreApplication

from desa_app.domain.fields import Deletion
from desa_app.domain.formats import month_names, show_date, show_number, show_time
from desa_app.domain.labels import all_labels, country_label, label, noun_label, value_label
from desa_app.domain.reference import countries
from desa_app.domain.village import dotted
from desa_app.language import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desa_app.store.colleagues import Author
    from desa_app.store.conflicts import Conflict, Rival
    from desa_app.store.life import Turn
    from desa_app.store.places import Place

TONES = {
    "draf": "plain",
    "diajukan": "accent",
    "ditinjau": "accent",
    "disetujui": "success",
    "terverifikasi": "success",
    "dikembalikan": "warning",
    "rendah": "success",
    "sedang": "warning",
    "tinggi": "danger",
    "kritis": "danger",
    "SEGERA": "danger",
    "MENDESAK": "warning",
}

PLACE_TONES = {"saved": "plain", "lead": "accent", "quarantined": "warning", "hq": "success"}


def word(value: str | None) -> str:
    """The word for a stored value in the language in use; None is a dash."""
    return "—" if value is None else value_label(value)


def country_word(code: str | None) -> str:
    """What a country is called; None is a dash."""
    return "—" if code is None else country_label(code)


def status_word(status: str) -> str:
    """The word for a record's status, short enough for a pill."""
    return QCoreApplication.translate("words", "Returned") if status == "dikembalikan" else value_label(status)


def both_words(value: str) -> str:
    """The words for a stored value in both languages, for a search that outlives a change of language."""
    words = all_labels().values.get(value)
    return f"{words.id}\n{words.en}" if words else value


def country_texts(code: str | None) -> str | None:
    """What a country is called in both languages."""
    return next((f"{one.label.id}\n{one.label.en}" for one in countries() if one.code == code), code)


def place_word(place: Place) -> str:
    """Where a record is; headquarters only on its own receipt, the team lead only on the lead's."""
    if place == "lead":
        return QCoreApplication.translate("words", "With the team lead")
    if place == "hq":
        return QCoreApplication.translate("words", "At headquarters")
    if place == "quarantined":
        return QCoreApplication.translate("words", "Set aside at HQ")
    return QCoreApplication.translate("words", "Saved here")


def month_of(day: dt.date | None) -> tuple[int, int] | None:
    """The year and month of a day, by which lists are grouped."""
    return (day.year, day.month) if day else None


def month_word(month: tuple[int, int] | None) -> str:
    """A month of a year, as ``November 2026``; empty without one."""
    return f"{say(*month_names(month[1]))} {month[0]}" if month else ""


def life_lines(turns: Sequence[Turn], me: str, place: Place) -> list[tuple[str, str]]:
    """The turns of a record's life with their days; last where it is, which headquarters' answer alone decides."""
    lines = [(show_date(turn.at.date()), _turn_words(turn, me)) for turn in turns]
    return [*lines, (QCoreApplication.translate("words", "Now"), place_word(place))]


def _turn_words(turn: Turn, me: str) -> str:
    made = {
        "created": QCoreApplication.translate("words", "Recorded"),
        "deleted": QCoreApplication.translate("words", "Deleted"),
        "restored": QCoreApplication.translate("words", "Restored"),
    }
    what = made.get(turn.what) or value_label(turn.what)
    if turn.person == me:
        what += " " + QCoreApplication.translate("words", "by you")
    elif turn.name:
        what += " " + QCoreApplication.translate("words", "by {name}").format(name=turn.name)
    return f"{what}: {turn.words}" if turn.words else what


def tone(value: str) -> str:
    """The tone of a value's pill."""
    return TONES.get(value, "plain")


def field_words(noun: str, field: str) -> str:
    """A field as people call it, with its record's kind where that is not plain: ``Nama lengkap (peserta)``."""
    return f"{label(noun, field)} ({noun_label(noun)})"


def rivals(conflict: Conflict) -> str:
    """The values written at the same time, side by side, with whose they are."""
    return "  ⇄  ".join(f"{rival_words(conflict, rival)} ({author_words(rival)})" for rival in conflict.rivals)


def rival_words(conflict: Conflict, rival: Rival) -> str:
    """One of the values as a person reads it; of a deletion and what stands against it, what they mean."""
    if conflict.field != "deletion":
        return value_words(conflict.noun, conflict.field, rival.value)
    if rival.value is None:
        return QCoreApplication.translate("words", "edited, not deleted")
    reason = value_words(conflict.noun, conflict.field, rival.value)
    return QCoreApplication.translate("words", "deleted: {reason}").format(reason=reason)


def author_words(author: Rival | Author) -> str:
    """Who wrote something: you, a colleague by name, or somebody whom headquarters hasn't named yet."""
    if author.is_own:
        return QCoreApplication.translate("words", "you")
    return author.name or QCoreApplication.translate("words", "a colleague")


def laptop_words(author: Rival | Author) -> str:
    """The laptop that something was written on."""
    if author.is_own:
        return QCoreApplication.translate("words", "this laptop")
    return author.machine or author.dev


def moment_words(at: dt.datetime) -> str:
    """A day and a time of it."""
    return f"{show_date(at.date())} {show_time(at)}"


def value_words(noun: str, field: str, value: Any) -> str:
    """A field's plain JSON value as a person reads it; text that this version can't read stands as it is."""
    from desa_app.domain.fields import fields_of
    from desa_app.domain.records import RECORDS

    if value is None:
        return "—"
    if field.endswith("country"):
        return country_word(str(value))
    if field in ("village", "villages"):
        return ", ".join(map(dotted, [value] if isinstance(value, str) else value)) or "—"
    declared = fields_of(RECORDS[noun]).get(field)
    try:
        return _shown(msgspec.convert(value, declared.type) if declared else value)
    except msgspec.ValidationError:
        return str(value)


def _shown(value: Any) -> str:
    if isinstance(value, Deletion):
        return value.reason
    if isinstance(value, dt.datetime):
        return f"{show_date(value.date())} {show_time(value)}"
    if isinstance(value, dt.date):
        return show_date(value)
    if isinstance(value, dt.time):
        return f"{value:%H.%M}"
    if isinstance(value, float):
        return show_number(value)
    if isinstance(value, dict):
        return ", ".join(f"{_shown(key)}: {_shown(each)}" for key, each in value.items())
    if isinstance(value, tuple | list):
        return ", ".join(map(_shown, value)) or "—"
    if isinstance(value, msgspec.Struct):
        return ", ".join(_shown(each) for each in msgspec.structs.astuple(value) if each not in (None, ()))
    return value_label(str(value))


def size_words(size: int) -> str:
    """``240 KB`` or ``1,2 MB``."""
    return f"{max(1, round(size / 1000))} KB" if size < 999_500 else f"{show_number(size / 1e6, 1)} MB"
