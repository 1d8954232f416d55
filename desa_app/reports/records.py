"""Records as rows of a table to take away: which columns, how each value is written, and what stays behind.

Without people's data only what is declared public leaves; sealed fields never do.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from desa_app.domain.fields import SEALED, Record, Sensitivity, fields_of
from desa_app.domain.formats import show_date, show_time
from desa_app.domain.labels import country_label, label, value_label
from desa_app.domain.village import dotted
from desa_app.errors import UnknownReportType
from desa_app.language import say
from desa_app.reports.tables import Sheet, write_csv
from desa_app.reports.workbook import write_xlsx

ENDINGS = (".csv", ".xlsx")
_KINDS: dict[type, str] = {int: "count", float: "number"}


class Made(NamedTuple):
    """Who takes a table away, and when."""

    author: str
    at: dt.datetime


def columns(kind: type[Record], names: Iterable[str]) -> list[tuple[str, str]]:
    """The columns of these fields: as people call them, and what they hold."""
    return [(label(kind.noun, name), _kind(kind, name)) for name in names]


def cells(record: Record, names: Iterable[str]) -> list[Any]:
    """A record's values of these fields, as a table takes them."""
    return [_cell(name, getattr(record, name)) for name in names]


def may_leave(kind: type[Record], names: Iterable[str], *among: Sensitivity) -> list[str]:
    """Those of the fields whose declared sensitivity is among these; a sealed one is never."""
    declared = fields_of(kind)
    return [name for name in names if declared[name].sensitivity in among and declared[name].sensitivity != SEALED]


def write(path: Path, sheets: Sequence[Callable[[], Sheet]], title: str, made: Made, *, named: bool) -> None:
    """Write tables as the ending of ``path`` says: a workbook with all of them, or CSV with the last, which holds
    most. Raises UnknownReportType, and ReportNotWritten with an older file left as it was."""
    notes = _notes(title, made, named=named)
    if path.suffix.lower() == ".csv":
        write_csv(path, sheets[-1](), notes)
    elif path.suffix.lower() == ".xlsx":
        write_xlsx(path, (sheet() for sheet in sheets), say("Catatan", "Notes"), notes)
    else:
        raise UnknownReportType(name=path.name, endings=say(" atau ", " or ").join(ENDINGS))


def _notes(title: str, made: Made, *, named: bool) -> list[str]:
    when = f"{show_date(made.at.date())} {show_time(made.at)}"
    private = say(
        "Berisi data pribadi (UU 27/2022): simpan terkunci, jangan diteruskan, hapus setelah dipakai.",
        "Holds personal data (UU 27/2022): keep it locked, pass it to nobody, delete it after use.",
    )
    return [title, say(f"Dibuat oleh {made.author}, {when}.", f"Made by {made.author}, {when}."), *[private] * named]


def _kind(kind: type[Record], name: str) -> str:
    declared = fields_of(kind)[name]
    if "date" in name and declared.column is str and "_at" not in name:
        return "date"
    return "text" if declared.is_json else _KINDS.get(declared.column, "text")


def _cell(name: str, value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return f"{show_date(value.date())} {show_time(value)}"
    if value is None or isinstance(value, int | float | dt.date):
        return value
    if isinstance(value, dt.time):
        return f"{value:%H.%M}"
    return _words(name, value)


def _words(name: str, value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{value_label(key)}: {value_label(str(each))}" for key, each in value.items())
    if isinstance(value, tuple):
        return ", ".join(_words(name, each) for each in value)
    if isinstance(value, msgspec.Struct):
        return ", ".join(str(each) for each in msgspec.structs.astuple(value) if each not in (None, ()))
    if name.endswith("country"):
        return country_label(value)
    return dotted(value) if name in ("village", "villages") else value_label(value)
