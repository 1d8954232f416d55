"""Tables as an XLSX workbook, a sheet a table; written row by row, so that a country's villages need no memory."""

from __future__ import annotations

import datetime as dt
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from desa_app.domain.village import dotted
from desa_app.reports.tables import Sheet, harmless, replacing

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
_LINE_END = re.compile("\r\n?")
_TEXTS = ("code", "text", "choice")


def write_xlsx(path: Path, sheets: Iterable[Sheet], notes_title: str, notes: Sequence[str]) -> None:
    """A sheet a table, with frozen header and filters, and a last sheet with the notes.

    ReportNotWritten where the file can't be written.
    """
    with replacing(path) as unfinished, _new_book(unfinished) as book:
        formats = {kind: book.add_format({"num_format": written}) for kind, written in _NUMBER_FORMATS.items()}
        heading = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        for sheet in sheets:
            _add_sheet(book.add_worksheet(sheet.title), sheet, heading, formats)
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        _add_notes(book.add_worksheet(notes_title), notes, wrapped)


@contextmanager
def _new_book(file: Path) -> Iterator[Workbook]:
    """A book to be filled, saved at the end. The rows that are kept on the disk meanwhile are gone in any case."""
    with tempfile.TemporaryDirectory(prefix="desa-") as rows:
        book = Workbook(file, {"constant_memory": True, "tmpdir": rows, "strings_to_urls": False})
        try:
            yield book
            book.close()
        except FileCreateError as error:
            raise error.args[0] from error
        finally:
            for page in book.worksheets():
                with suppress(OSError):
                    page.row_data_fh.close()


def _add_sheet(page: Worksheet, sheet: Sheet, heading: Format, formats: dict[str, Format]) -> None:
    page.freeze_panes(1, 0)
    kinds = [kind for _, kind in sheet.columns]
    for place, (title, kind) in enumerate(sheet.columns):
        page.set_column(place, place, _WIDTHS.get(kind, _WIDTH_OF_NUMBERS))
        page.write_string(0, place, _text(title), heading)
    line = 0
    for line, row in enumerate(sheet.rows, start=1):
        for place, (value, kind) in enumerate(zip(row, kinds, strict=True)):
            _write_cell(page, line, place, value, kind, formats)
    page.autofilter(0, 0, line, len(kinds) - 1)


def _write_cell(page: Worksheet, line: int, place: int, value: Any, kind: str, formats: dict[str, Format]) -> None:
    if value is None and kind == "percent":
        page.write_string(line, place, "n/a", formats[kind])
    elif value in (None, ""):
        return
    elif kind in _TEXTS or isinstance(value, str):
        page.write_string(line, place, _text(dotted(value) if kind == "code" else value))
    elif isinstance(value, dt.date):
        page.write_datetime(line, place, value, formats[kind])
    else:
        page.write_number(line, place, value, formats[kind])


def _text(text: str) -> str:
    """Harmless text with the line ends that a cell has; a bare return would be shown as ``_x000D_``."""
    return _LINE_END.sub("\n", harmless(text))


def _add_notes(page: Worksheet, notes: Sequence[str], wrapped: Format) -> None:
    page.set_column(0, 0, _NOTES_WIDTH)
    for line, note in enumerate(notes):
        page.write_string(line, 0, _text(note), wrapped)
