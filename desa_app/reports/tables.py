"""Tables on their way to people, and CSV that Excel with Indonesian settings opens right.

Cells that a spreadsheet could take for a formula are made harmless. Files are written beside their place and moved
there when complete, so that a full disk or an open workbook never costs the old file.
"""

from __future__ import annotations

import csv
import os
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from desa_app.domain.village import dotted
from desa_app.errors import ReportNotWritten
from desa_app.language import say

_FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def harmless(text: str) -> str:
    """Text that no spreadsheet runs: a leading apostrophe before ``= + - @``, tabs and line ends.

    Source: OWASP, "CSV Injection". Characters that XML can't hold are dropped.
    """
    text = _NOT_IN_XML.sub("", text)
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA_STARTS) else text


class Sheet(NamedTuple):
    """A table ready to be written: columns as (title, kind), and rows of values of these kinds.

    Kinds: code, text, choice (text), date (dt.date), count (int), number (float), percent (share of 1). A value is
    None where there is none; a percentage of nothing is "n/a". A number that isn't told is a text.
    """

    title: str
    columns: Sequence[tuple[str, str]]
    rows: Iterable[Sequence[Any]]


def write_csv(path: Path, sheet: Sheet, notes: Sequence[str]) -> None:
    """One table, then a blank line, then the notes with "Catatan" in the first cell.

    Semicolons, decimal commas and a UTF-8 mark, because that is what Excel with Indonesian settings takes apart
    without asking; dates are ISO 8601. ReportNotWritten where the file can't be written.
    """
    kinds = [kind for _, kind in sheet.columns]
    with replacing(path) as unfinished, unfinished.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow([harmless(title) for title, _ in sheet.columns])
        writer.writerows([_csv_cell(value, kind) for value, kind in zip(row, kinds, strict=True)] for row in sheet.rows)
        writer.writerow([])
        writer.writerows([say("Catatan", "Note"), harmless(note)] for note in notes)


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A file beside ``path`` to write to, which takes its place when all went well and is gone when not."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem}-", suffix=path.suffix)
        os.close(handle)
        unfinished = Path(name)
        try:
            yield unfinished
            unfinished.chmod(0o644)
            unfinished.replace(path)
        finally:
            unfinished.unlink(missing_ok=True)
    except OSError as error:
        raise ReportNotWritten(name=path.name, why=_why(error)) from error


def _why(error: OSError) -> str:
    if isinstance(error, PermissionError):
        return say(
            "berkas itu sedang terbuka di program lain, atau foldernya tidak boleh ditulisi",
            "it is open in another program, or the folder can't be written",
        )
    if isinstance(error, FileNotFoundError):
        return say("foldernya tidak ada", "its folder does not exist")
    return error.strerror or str(error)


def _csv_cell(value: Any, kind: str) -> str:
    if value is None:
        return "n/a" if kind == "percent" else ""
    if kind == "code":
        return _csv_code(value)
    if isinstance(value, str):
        return harmless(value)
    if kind == "percent":
        return f"{100 * value:.2f}".replace(".", ",")
    if kind == "number":
        return f"{value:.2f}".replace(".", ",")
    return harmless(str(value))


def _csv_code(code: str) -> str:
    """A village's code with its dots; a shorter one without, as Indonesian Excel takes 33.24.08 for a time of day."""
    return harmless(dotted(code) if len(code) == 10 else code)
