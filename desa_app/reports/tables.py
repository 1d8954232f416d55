"""Tables on their way to people: CSV and XLSX that Excel with Indonesian settings opens right.

Cells that a spreadsheet could take for a formula are made harmless. Files are written beside their place and moved
there when complete, so that a full disk or an open workbook never costs the old file.
"""

from __future__ import annotations

import csv
import os
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from desa_app.domain.village import dotted
from desa_app.errors import ReportNotWritten
from desa_app.language import say

_FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NUMBER_FORMATS = {
    "count": "[$-421]#,##0",
    "number": "[$-421]#,##0.00",
    "percent": "[$-421]0.00%",
    "date": "[$-421]d mmmm yyyy",
}
"""[$-421] is Indonesian: month names, and separators where the program takes them from the format."""
_WIDTHS = {"code": 15, "text": 24, "choice": 14, "date": 19}
_WIDTH_OF_NUMBERS = 16
_NOTES_WIDTH = 120


def harmless(text: str) -> str:
    """Text that no spreadsheet runs: a leading apostrophe before ``= + - @``, tabs and line ends.

    Source: OWASP, "CSV Injection". Characters that XML can't hold are dropped.
    """
    text = _NOT_IN_XML.sub("", text)
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA_STARTS) else text


class Sheet(NamedTuple):
    """A table ready to be written: columns as (title, kind), and rows of values of these kinds.

    Kinds: code, text, choice (text), date (dt.date), count (int), number (float), percent (share of 1). A value is
    None where there is none; a percentage of nothing is "n/a".
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


def write_xlsx(path: Path, sheets: Iterable[Sheet], notes_title: str, notes: Sequence[str]) -> None:
    """A sheet a table, with frozen header and filters, and a last sheet with the notes.

    ReportNotWritten where the file can't be written.
    """
    with replacing(path) as unfinished, _new_book() as book:
        for sheet in sheets:
            _add_sheet(book, sheet)
        _add_notes(book, notes_title, notes)
        book.save(unfinished)


@contextmanager
def _new_book() -> Iterator[Workbook]:
    """A book to be filled and saved. Where that fails, the rows that openpyxl keeps beside it are removed."""
    book = Workbook(write_only=True)
    try:
        yield book
    finally:
        for page in book.worksheets:
            with suppress(Exception):  # it is closed already, or can't even be closed on a full disk
                page.close()
            with suppress(OSError, AttributeError):
                page._writer.cleanup()  # type: ignore[attr-defined]


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
    if kind == "percent":
        return f"{100 * value:.2f}".replace(".", ",")
    if kind == "number":
        return f"{value:.2f}".replace(".", ",")
    return harmless(str(value))


def _csv_code(code: str) -> str:
    """A village's code with its dots; a shorter one without, as Indonesian Excel takes 33.24.08 for a time of day."""
    return harmless(dotted(code) if len(code) == 10 else code)


def _add_sheet(book: Workbook, sheet: Sheet) -> None:
    page = book.create_sheet(sheet.title)
    page.freeze_panes = "A2"
    for number, (_, kind) in enumerate(sheet.columns, start=1):
        page.column_dimensions[get_column_letter(number)].width = _WIDTHS.get(kind, _WIDTH_OF_NUMBERS)
    page.append([_heading(page, title) for title, _ in sheet.columns])
    kinds = [kind for _, kind in sheet.columns]
    cells = [_cell(page, kind) for kind in kinds]
    lines = 1
    for lines, row in enumerate(sheet.rows, start=2):  # noqa: B007
        page.append(
            [_filled(cell, _xlsx_value(value, kind)) for cell, kind, value in zip(cells, kinds, row, strict=True)]
        )
    page.auto_filter.ref = f"A1:{get_column_letter(len(kinds))}{lines}"


def _filled(cell: Cell, value: Any) -> Cell | None:
    if value is None:
        return None
    cell.value = value
    return cell


def _heading(page: WriteOnlyWorksheet, title: str) -> Cell:
    cell = WriteOnlyCell(page, harmless(title))
    cell.font = Font(bold=True)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _cell(page: WriteOnlyWorksheet, kind: str) -> Cell:
    """A cell that is filled and written again for each row: styling one anew for each of a million is slow."""
    cell = WriteOnlyCell(page)
    if kind in _NUMBER_FORMATS:
        cell.number_format = _NUMBER_FORMATS[kind]
    return cell


def _xlsx_value(value: Any, kind: str) -> Any:
    if value is None:
        return "n/a" if kind == "percent" else None
    if kind == "code":
        return harmless(dotted(value))
    return harmless(value) if isinstance(value, str) else value


def _add_notes(book: Workbook, title: str, notes: Sequence[str]) -> None:
    page = book.create_sheet(title)
    page.column_dimensions["A"].width = _NOTES_WIDTH
    for note in notes:
        cell = WriteOnlyCell(page, harmless(note))
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        page.append([cell])
