"""The words and tones people see for the values that are stored."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import msgspec
from PySide6.QtCore import QCoreApplication

from desa_app.domain.formats import show_date, show_number, show_time
from desa_app.domain.labels import country_label, label, noun_label, value_label
from desa_app.domain.village import dotted

if TYPE_CHECKING:
    from desa_app.store.conflicts import Conflict
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

PLACE_TONES = {"saved": "plain", "quarantined": "warning", "hq": "success"}


def word(value: str | None) -> str:
    """The word for a stored value in the language in use; None is a dash."""
    return "—" if value is None else value_label(value)


def country_word(code: str | None) -> str:
    """What a country is called; None is a dash."""
    return "—" if code is None else country_label(code)


def status_word(status: str) -> str:
    """The word for a record's status, short enough for a pill."""
    return QCoreApplication.translate("words", "Returned") if status == "dikembalikan" else value_label(status)


def place_word(place: Place) -> str:
    """Where a record is; headquarters only on its own answer."""
    if place == "hq":
        return QCoreApplication.translate("words", "At headquarters")
    if place == "quarantined":
        return QCoreApplication.translate("words", "Set aside at HQ")
    return QCoreApplication.translate("words", "Saved here")


def tone(value: str) -> str:
    """The tone of a value's pill."""
    return TONES.get(value, "plain")


def field_words(noun: str, field: str) -> str:
    """A field as people call it, with its record's kind where that is not plain: ``Nama lengkap (peserta)``."""
    return f"{label(noun, field)} ({noun_label(noun)})"


def rivals(conflict: Conflict) -> str:
    """The values written at the same time, side by side."""
    return "  ⇄  ".join(value_words(conflict.noun, conflict.field, rival.value) for rival in conflict.rivals)


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
