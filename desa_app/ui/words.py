"""The words and tones people see for the values that are stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from desa_app.domain.labels import country_label, value_label

if TYPE_CHECKING:
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
