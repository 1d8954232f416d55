"""Files and pasted text into rows of text: XLSX, CSV of any usual delimiter and encoding. Knows no columns.

The kind of a file is told by its first bytes, never by its name. Limits keep a hostile or mistaken file from
eating a 4 GB laptop; each is refused with a sentence. Raises UnreadableFile only.
"""

from __future__ import annotations

import csv
import io
import re
import warnings
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path

import msgspec

from desa_app.errors import UnreadableFile
from desa_app.language import say

MAX_FILE_BYTES = 20_000_000
MAX_UNPACKED_BYTES = 50_000_000
MAX_ROWS = 20_000
MAX_COLUMNS = 256
MAX_CELL = 32_767  # Excel's own limit of characters in a cell
MAX_TEXT = 20_000_000

DELIMITERS = ";\t|,"
_KEPT_AS_TEXT = re.compile(r"""^(?:="([^"]*)"|'(?=[\d+])(.*))$""")
"""How people make Excel keep a number as it is typed: ``="0812…"`` and ``'0812…``."""
_OLE = b"\xd0\xcf\x11\xe0"


class Row(msgspec.Struct, frozen=True):
    """One row with text: its 1-based number in the sheet, its cells, and the columns filled from a merge above."""

    number: int
    cells: tuple[str, ...]
    continued: frozenset[int] = frozenset()

    @property
    def texts(self) -> list[str]:
        return [cell for cell in self.cells if cell]


class Sheet(msgspec.Struct, frozen=True):
    """The rows of one sheet that hold text; ``name`` is empty where the file has only one sheet."""

    rows: tuple[Row, ...]
    name: str = ""


class Workbook(msgspec.Struct, frozen=True):
    """What a file holds: its visible sheets, and remarks for the user about what could not be taken from it."""

    sheets: tuple[Sheet, ...]
    remarks: tuple[str, ...] = ()


def read_bytes(path: Path) -> bytes:
    """The bytes of a file of bearable size that is not empty."""
    try:
        size = path.stat().st_size
        if size > MAX_FILE_BYTES:
            raise _unreadable(
                path.name,
                f"lebih besar dari {MAX_FILE_BYTES // 1_000_000} MB",
                f"it is larger than {MAX_FILE_BYTES // 1_000_000} MB",
            )
        data = path.read_bytes()
    except OSError as error:
        raise _unreadable(
            path.name, "berkas tidak ada atau tidak boleh dibuka", "it is not there or may not be opened"
        ) from error
    if not data.strip():
        raise _unreadable(path.name, "berkas kosong", "it is empty")
    return data


def is_workbook(data: bytes, name: str) -> bool:
    """Whether ``data`` is a zipped Office file; refuses what is certainly neither that nor text."""
    if data.startswith(b"PK"):
        return True
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise _unreadable(
                name,
                "berkas dilindungi kata sandi; buka di Excel, hapus kata sandinya, lalu simpan",
                "it is protected by a password; open it in Excel, remove it and save",
            )
        raise _unreadable(
            name,
            "ini format Excel lama (.xls); buka di Excel lalu Simpan Sebagai .xlsx",
            "this is the old Excel format (.xls); open it in Excel and save it as .xlsx",
        )
    if data[:500].lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith((b"<html", b"<table", b"<!doctype", b"<?xml")):
        raise _unreadable(
            name,
            "isinya halaman web, bukan lembar Excel; buka di Excel lalu Simpan Sebagai .xlsx",
            "it is a web page, not a sheet; open it in Excel and save it as .xlsx",
        )
    if name.lower().endswith((".xlsx", ".xlsm")):
        raise _unreadable(name, "isinya bukan lembar Excel", "its content is not an Excel sheet")
    return False


def read_workbook(data: bytes, name: str) -> Workbook:
    """The visible sheets of an XLSX, formulas by their stored results, vertical merges filled downwards."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED_BYTES:
                raise _unreadable(
                    name,
                    "isinya terlalu besar setelah dibuka; hapus gambar dan lembar yang tidak perlu",
                    "it unpacks to too much; remove pictures and sheets that are not needed",
                )
            if "xl/workbook.xml" not in archive.namelist():
                raise _unreadable(
                    name, "bukan lembar Excel .xlsx; simpan sebagai .xlsx", "it is not an .xlsx sheet; save it as .xlsx"
                )
            return _read_xlsx(data, archive, name)
    except UnreadableFile:
        raise
    except Exception as error:  # openpyxl and zipfile raise nearly anything on a damaged file
        raise _unreadable(
            name, "berkas Excel rusak atau tidak lengkap", "the Excel file is damaged or incomplete"
        ) from error


def _read_xlsx(data: bytes, archive: zipfile.ZipFile, name: str) -> Workbook:
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        hidden = [sheet.title for sheet in book.worksheets if sheet.sheet_state != "visible"]
        budget = _Budget(name)
        sheets = []
        for sheet in visible:
            source = archive.read(sheet._worksheet_path)  # type: ignore[attr-defined]
            sheet.reset_dimensions()
            values = sheet.iter_rows(values_only=True, max_col=MAX_COLUMNS)
            rows = budget.rows(_with_formulas(values, source))
            sheets.append((sheet.title, tuple(_with_merges(rows, source))))
        book.close()
    filled = [(title, rows) for title, rows in sheets if rows]
    remarks = tuple(
        say(f"Lembar '{title}' tersembunyi dan tidak dibaca.", f"The sheet '{title}' is hidden and was not read.")
        for title in hidden
    )
    return Workbook(tuple(Sheet(rows, title if len(filled) > 1 else "") for title, rows in filled), remarks)


def _text_of(value: object) -> str:
    """A cell as text: whole numbers without a fraction, dates in ISO 8601."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e16:
        return str(int(value))
    if isinstance(value, datetime) and value.time() == datetime.min.time():
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)


_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3})(\d+):[A-Z]{1,3}(\d+)"')
_FORMULA_ONLY = re.compile(
    rb'<(?:\w+:)?c r="([A-Z]{1,3})(\d+)"[^>]*><(?:\w+:)?f(?:[^>]*/>|[^>]*>([^<]*)</(?:\w+:)?f>)'
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?</(?:\w+:)?c>"
)


def _with_formulas(values: Iterable[tuple[object, ...]], source: bytes) -> Iterator[list[str]]:
    """Rows as text; a formula without a stored result stands as itself (``=B2+1``), so that it gets reported."""
    formulas: dict[int, dict[int, str]] = {}
    for column, number, formula in _FORMULA_ONLY.findall(source):
        formulas.setdefault(int(number), {})[_column(column)] = "=" + formula[:200].decode("utf-8", "replace")
    for number, row in enumerate(values, start=1):
        if number not in formulas and row.count(None) == len(row):
            yield []
            continue
        width = 1 + max((column for column, value in enumerate(row) if value is not None), default=-1)
        texts = dict(enumerate(map(_text_of, row[:width]))) | formulas.get(number, {})
        yield [texts.get(column, "") for column in range(min(max(texts, default=-1) + 1, MAX_COLUMNS))]


def _with_merges(rows: Iterable[Row], source: bytes) -> Iterator[Row]:
    """Rows with the text of a cell merged downwards in each of its rows, which a streamed sheet leaves out."""
    merges: dict[int, dict[int, int]] = {}
    for column, top, bottom in _MERGE.findall(source):
        if int(top) < int(bottom) and _column(column) < MAX_COLUMNS:
            merges.setdefault(int(top), {})[_column(column)] = int(bottom)
    reaching: dict[int, tuple[int, str]] = {}
    for row in rows:
        cells = dict(enumerate(row.cells))
        reaching = {column: (bottom, text) for column, (bottom, text) in reaching.items() if row.number <= bottom}
        continued = frozenset(column for column in reaching if not cells.get(column))
        cells |= {column: reaching[column][1] for column in continued}
        starting = merges.get(row.number, {}).items()
        reaching |= {column: (bottom, cells[column]) for column, bottom in starting if cells.get(column)}
        yield Row(row.number, tuple(cells.get(column, "") for column in range(max(cells) + 1)), continued)


def _column(letters: bytes) -> int:
    """``A`` → 0, ``AA`` → 26."""
    index = 0
    for letter in letters:
        index = index * 26 + letter - 64
    return index - 1


def read_delimited(text: str, delimiter: str, name: str) -> Workbook:
    """The rows of delimited text; a first line ``sep=;`` as Excel writes it is not data."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    csv.field_size_limit(MAX_FILE_BYTES)
    try:
        rows = tuple(_Budget(name).rows(reader))
    except csv.Error as error:
        raise _unreadable(name, "tanda kutip atau pemisahnya rusak", "its quotes or delimiters are broken") from error
    if rows and re.fullmatch(r"sep=.?", "".join(rows[0].cells).strip(), re.IGNORECASE):
        rows = rows[1:]
    return Workbook((Sheet(rows),) if rows else ())


def read_lines(text: str, name: str) -> tuple[Row, ...]:
    """The lines of ``text`` that are not blank, each a row of one cell."""
    return tuple(_Budget(name).rows([line] for line in text.splitlines()))


def decode(data: bytes, name: str) -> str:
    """Text in UTF-8, UTF-16 (Excel's "Unicode text") or Windows-1252; refuses what is no text."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif data[1::2].count(0) > len(data) // 4:
        encodings = ["utf-16-le"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not re.search(r"[\x00-\x08\x0e-\x1a]", text):
            return text
    raise _unreadable(
        name,
        "isinya bukan teks atau tabel (memuat byte yang tidak terbaca)",
        "its content is neither text nor a table (it holds unreadable bytes)",
    )


def delimiter_of(text: str) -> str | None:
    """The delimiter that cuts the most lines into the same number of cells, or None where none does."""
    hint = re.match(r"sep=(.)\r?\n", text, re.IGNORECASE)
    if hint:
        return hint[1]
    sample = "".join(text.splitlines(keepends=True)[:200])
    scores = {delimiter: _regularity(sample, delimiter) for delimiter in DELIMITERS}
    best = max(scores, key=lambda delimiter: scores[delimiter])
    return best if scores[best] else None


def _regularity(sample: str, delimiter: str) -> int:
    try:
        widths = Counter(len(row) for row in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter) if row)
    except csv.Error:
        return 0
    return max(((width - 1) * lines for width, lines in widths.items()), default=0)


class _Budget:
    """Counts rows and text over all sheets of a file, and refuses too much of either."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.row_count = 0
        self.text_length = 0

    def rows(self, source: Iterable[Iterable[str]]) -> Iterator[Row]:
        """The rows that hold text, their spaces tidied, numbered as in ``source``."""
        for number, values in enumerate(source, start=1):
            cells = tuple(map(self._tidy, values))
            if not any(cells):
                continue
            self.row_count += 1
            if self.row_count > MAX_ROWS:
                raise _unreadable(
                    self.name,
                    f"lebih dari {MAX_ROWS:,} baris; bagi menjadi beberapa berkas".replace(",", "."),
                    f"it has more than {MAX_ROWS:,} rows; split it into several files",
                )
            yield Row(number, cells)

    def _tidy(self, value: str) -> str:
        if not value:
            return ""
        self.text_length += len(value)
        if len(value) > MAX_CELL or self.text_length > MAX_TEXT:
            raise _unreadable(
                self.name,
                "satu sel atau seluruh isinya memuat teks yang terlalu panjang",
                "one cell or all of it together holds too much text",
            )
        return _KEPT_AS_TEXT.sub(r"\1\2", " ".join(value.split()))


def _unreadable(name: str, indonesian: str, english: str) -> UnreadableFile:
    return UnreadableFile(name=name, why=say(indonesian, english))
