"""An attendance list in any of the shapes village offices keep: rows into people, nothing dropped silently.

The way of a list: ``tables`` gives rows of text → ``columns`` says which column holds what (or ``lines`` cuts a
pasted list) → every row becomes an Entry or a SkippedRow → ``person`` reads the entries → rows that say the same
are one person.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

from desa_app.imports import tables
from desa_app.imports.cells import is_blank, is_marked, read_age, read_phone, read_sex
from desa_app.imports.columns import Layout, field_of, guess_layout, is_column_numbers, read_header
from desa_app.imports.lines import is_list, read_lines
from desa_app.imports.noise import hints_in, is_title, is_total, opens_signatures
from desa_app.imports.person import (
    REASONS,
    AttendanceList,
    Entry,
    ImportedPerson,
    SkippedRow,
    describe,
    hide_nik,
    identity,
    not_taken,
    read_person,
)
from desa_app.imports.tables import Row, Sheet, Workbook
from desa_app.language import say

__all__ = ["REASONS", "AttendanceList", "ImportedPerson", "SkippedRow", "describe", "read_attendance", "read_pasted"]

_SHOWN_AS = {
    "male_mark": "sex",
    "female_mark": "sex",
    "birth_date": "birth_year",
    "rt_rw": "address",
    "rt": "address",
    "rw": "address",
    "village": "address",
}
_NOT_TAKEN = ("nik", "signature")
_SILENT = ("number", *_NOT_TAKEN)


class _Reading(msgspec.Struct):
    """What has been read so far."""

    entries: list[Entry]
    skipped: list[SkippedRow]
    layouts: list[Layout]
    remarks: list[str]


def read_attendance(path: Path) -> AttendanceList:
    """Read an XLSX, CSV or text file, told apart by content; raises UnreadableFile with a sentence for the user."""
    data = tables.read_bytes(path)
    if tables.is_workbook(data, path.name):
        reading = _read_sheets(tables.read_workbook(data, path.name))
    else:
        is_table = path.suffix.lower() in (".csv", ".tsv")
        reading = _read_text(tables.decode(data, path.name), path.name, is_table)
    return _attendance(reading, data)


def read_pasted(text: str) -> AttendanceList:
    """Read pasted text: a numbered list, or rows copied from a sheet; raises UnreadableFile where it's too much."""
    name = say("teks tempelan", "pasted text")
    return _attendance(_read_text(text, name, False), text.encode("utf-8", "surrogatepass"))


def _read_text(text: str, name: str, is_table: bool) -> _Reading:
    """Rows where a header or the file's kind says so; lines where they are numbered or nothing else fits."""
    delimiter = tables.delimiter_of(text)
    book = tables.read_delimited(text, delimiter, name) if delimiter else Workbook(())
    if any(_has_header(sheet) for sheet in book.sheets):
        return _read_sheets(book)
    whole_lines = tables.read_lines(text, name)
    if book.sheets and (is_table or delimiter == "\t") and not is_list(whole_lines):
        return _read_sheets(book)
    entries, skipped = read_lines(whole_lines)
    return _Reading(entries, skipped, [], [])


def _has_header(sheet: Sheet) -> bool:
    return any(layouts for _, layouts in _headers(sheet.rows))


def _headers(rows: Sequence[Row]) -> Iterator[tuple[Sequence[Row], tuple[Layout, ...]]]:
    """Every row with the lists it opens; a header of two rows is given as both."""
    index = 0
    while index < len(rows):
        layouts, height = read_header(rows[index], rows[index + 1] if index + 1 < len(rows) else None)
        taken = rows[index : index + max(height, 1)]
        index += len(taken)
        yield taken, layouts


def _read_sheets(book: Workbook) -> _Reading:
    reading = _Reading([], [], [], list(book.remarks))
    has_header = any(_has_header(sheet) for sheet in book.sheets)
    for sheet in book.sheets:
        _read_sheet(sheet, has_header, reading)
    return reading


def _read_sheet(sheet: Sheet, has_header: bool, reading: _Reading) -> None:
    guessed = None if has_header else guess_layout(sheet.rows)
    lists = [_List(guessed, sheet.name, reading)] if guessed else []
    is_headed = _has_header(sheet)
    for rows, layouts in _headers(sheet.rows):
        if layouts and not (lists and len(layouts[0].headers) == 1):
            reading.skipped += [_skipped(row, sheet.name, "header") for row in (rows if lists else rows[1:])]
            lists = [_List(layout, sheet.name, reading) for layout in layouts]
            continue
        for row in rows:
            _read_row(row, lists, reading, _skipped(row, sheet.name, "title" if is_headed else "no_header"))


def _read_row(row: Row, lists: Sequence[_List], reading: _Reading, outside: SkippedRow) -> None:
    """Give a row to the lists side by side; it is skipped as ``outside`` where there is none yet."""
    if is_column_numbers(row):
        reading.skipped.append(msgspec.structs.replace(outside, reason="header"))
    elif not lists:
        reading.skipped.append(outside)
    else:
        for one in lists:
            one.read(row)


def _skipped(row: Row, sheet: str, reason: str) -> SkippedRow:
    return SkippedRow(row=row.number, reason=reason, text=hide_nik(" | ".join(row.texts)), sheet=sheet)


class _List:
    """The rows under one header; remembers whether the signatures at its foot have begun."""

    def __init__(self, layout: Layout, sheet: str, reading: _Reading) -> None:
        self.layout = layout
        self.sheet = sheet
        self.reading = reading
        self.in_signatures = False
        reading.layouts.append(layout)

    def read(self, row: Row) -> None:
        """Take this list's part of a row as an entry, or say why not."""
        cells = {
            column: text
            for column, text in enumerate(row.cells)
            if text and self.layout.start <= column < self.layout.end
        }
        own = {column: text for column, text in cells.items() if column not in row.continued}
        if not own:
            return
        fields = {field: cells[column] for field, column in self.layout.columns.items() if column in cells}
        fields["full_name"] = re.sub(r"^\d{1,4}[.)]\s*", "", fields.get("full_name", ""))
        nik = self.layout.columns.get("nik")
        text = hide_nik(" | ".join("[NIK]" if column == nik else value for column, value in cells.items()))
        reason = self._reason(fields, list(cells.values()), self.layout.columns["full_name"] in row.continued)
        if reason:
            self.reading.skipped.append(SkippedRow(row=row.number, reason=reason, text=text, sheet=self.sheet))
            return
        known = set(self.layout.columns.values())
        notes = tuple(
            not_taken(self._header(column), value)
            for column, value in cells.items()
            if column not in known and not is_blank(value)
        )
        self.reading.entries.append(Entry(row=row.number, sheet=self.sheet, fields=fields, notes=notes, text=text))

    def _header(self, column: int) -> str:
        return self.layout.headers.get(column) or say(f"kolom {column + 1}", f"column {column + 1}")

    def _reason(self, fields: dict[str, str], texts: list[str], is_continued: bool) -> str | None:
        name = fields["full_name"]
        is_numbered = bool(re.fullmatch(r"\d+[.)]?", fields.get("number", "")))
        if is_total(name, True) or (not is_numbered and is_total(" ".join(texts), False)):
            return "total"
        if name and (is_numbered or _says_more(fields)):
            self.in_signatures = False
            if name.startswith(("=", "#")):
                return "unreadable"
            if is_continued:
                return "continued"
            return None if re.search(r"[^\W\d_]", name) else "no_name"
        return self._reason_without_evidence(fields, texts, is_numbered)

    def _reason_without_evidence(self, fields: dict[str, str], texts: list[str], is_numbered: bool) -> str | None:
        name = fields["full_name"]
        cues = [name] if re.search(r"[^\W\d_]", name) else texts
        self.in_signatures = self.in_signatures or (not is_numbered and any(map(opens_signatures, cues)))
        if not is_numbered and is_title(texts[0]):
            return "title"
        if self.in_signatures and not is_numbered:
            return "signature"
        if not name:
            rest = [text for field, text in fields.items() if field not in ("number", "signature")]
            if is_numbered and all(map(is_blank, rest)) and len(texts) <= len(fields):
                return "blank"
            return "no_name" if is_numbered or len(texts) > 1 else "title"
        if name.startswith(("=", "#")):
            return "unreadable"
        if field_of(name) == "full_name":
            return "header"
        return None if re.search(r"[^\W\d_]", name) else "no_name"


def _says_more(fields: dict[str, str]) -> bool:
    """Whether a row gives a sex, an age or a phone: what no title, total or signature has."""
    return bool(
        read_sex(fields.get("sex", ""))
        or is_marked(fields.get("male_mark", "")) != is_marked(fields.get("female_mark", ""))
        or read_age(fields.get("age", "")) is not None
        or read_phone(fields.get("phone", ""))
    )


def _attendance(reading: _Reading, data: bytes) -> AttendanceList:
    people: dict[tuple[str, ...], ImportedPerson] = {}
    skipped = list(reading.skipped)
    p_is_male = _p_is_male(reading.entries)
    for entry in reading.entries:
        person = read_person(entry, p_is_male)
        if people.setdefault(identity(person), person) is not person:
            skipped.append(SkippedRow(row=entry.row, reason="duplicate", text=entry.text, sheet=entry.sheet))
    return AttendanceList(
        columns=_columns(reading.layouts),
        people=tuple(people.values()),
        skipped=tuple(sorted(skipped, key=lambda row: (row.sheet, row.row))),
        hints=hints_in(row.text.replace(" | ", " ") for row in reading.skipped if row.reason == "title"),
        remarks=tuple(reading.remarks + _remarks(reading, p_is_male)),
        digest=hashlib.sha256(data).hexdigest(),
    )


def _p_is_male(entries: Iterable[Entry]) -> bool:
    letters = {entry.fields.get("sex", "").casefold() for entry in entries}
    return {"p", "w"} <= letters and not letters & {"l", "lk"}


def _columns(layouts: Iterable[Layout]) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for layout in layouts:
        for field, column in layout.columns.items():
            headers = found.setdefault(_SHOWN_AS.get(field, field), [])
            if layout.headers[column] not in headers:
                headers.append(layout.headers[column])
    return {field: " + ".join(headers) for field, headers in found.items() if field not in _SILENT}


def _remarks(reading: _Reading, p_is_male: bool) -> list[str]:
    remarks = []
    if any(layout.guessed for layout in reading.layouts):
        remarks.append(
            say(
                "Tidak ada kepala tabel; isi tiap kolom ditebak. Periksa sebelum diterima.",
                "There is no header; what each column holds was guessed. Check before you accept.",
            )
        )
    left = {
        layout.headers[column]
        for layout in reading.layouts
        for field, column in layout.columns.items()
        if field in _NOT_TAKEN
    }
    left |= {header for layout in reading.layouts if not layout.guessed for header in layout.others.values()}
    if left:
        columns = ", ".join(sorted(left))
        remarks.append(say(f"Kolom yang tidak diambil: {columns}.", f"Columns that are not taken: {columns}."))
    if any("birth_date" in layout.columns for layout in reading.layouts):
        remarks.append(
            say("Dari tanggal lahir hanya tahunnya yang diambil.", "Of the date of birth only the year is taken.")
        )
    letters = {entry.fields.get("sex", "").casefold() for entry in reading.entries}
    if p_is_male:
        remarks.append(say("'P' di samping 'W' dibaca sebagai pria.", "'P' beside 'W' is read as male."))
    elif "p" in letters and not letters & {"l", "lk", "laki-laki"}:
        remarks.append(
            say(
                "Daftar ini memuat 'P' tanpa 'L'; 'P' dibaca sebagai perempuan.",
                "This list has 'P' without 'L'; 'P' is read as female.",
            )
        )
    return remarks
