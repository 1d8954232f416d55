"""What an import gives: people as they were understood, rows that were not taken, and both in words."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping

import msgspec

from desa_app.domain.attendee import Sex
from desa_app.domain.formats import fold_name, fold_text
from desa_app.imports.cells import is_blank, is_marked, read_age, read_birth_year, read_phone, read_sex
from desa_app.language import say

LONGEST = {"full_name": 120, "hamlet": 120, "address": 400, "occupation": 120, "phone": 40}
"""Characters of a text, as its field is declared; what is beyond is cut and stands in a note."""


class ImportedPerson(msgspec.Struct, frozen=True, kw_only=True):
    """One person of an attendance list.

    ``row`` is 1-based in its sheet (``sheet`` is empty where the file has only one); ``sex`` is L, P or None;
    ``phone`` is as written, ``phone_e164`` its normalised form. ``notes`` say in words what of the row was not
    understood or not taken, with the text itself. ``key`` names the content: the same person in the same list
    has the same key at every reading, so that importing twice adds nobody twice.
    """

    row: int
    full_name: str
    sex: Sex | None = None
    age: int | None = None
    birth_year: int | None = None
    hamlet: str | None = None
    address: str | None = None
    occupation: str | None = None
    phone: str | None = None
    phone_e164: str | None = None
    key: str
    notes: tuple[str, ...] = ()
    sheet: str = ""


class SkippedRow(msgspec.Struct, frozen=True, kw_only=True):
    """A row with text that gave no person: ``reason`` is a code of REASONS, ``text`` the row without any NIK."""

    row: int
    reason: str
    text: str
    sheet: str = ""


class AttendanceList(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a file or a pasted text says.

    ``columns`` maps a field of ImportedPerson to the header it was found under. ``hints`` holds what stands
    around the list, under ``title``, ``village``, ``date`` and ``venue`` where found. ``remarks`` concern the
    list as a whole. ``digest`` is the SHA-256 of the bytes, in hexadecimal.
    """

    columns: dict[str, str]
    people: tuple[ImportedPerson, ...]
    skipped: tuple[SkippedRow, ...]
    hints: dict[str, str]
    remarks: tuple[str, ...]
    digest: str


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A row that names a person: texts by field (see columns.json), and in ``notes`` what fits no field."""

    row: int
    sheet: str
    fields: dict[str, str]
    notes: tuple[str, ...]
    text: str


REASONS: Mapping[str, tuple[str, str]] = {
    "title": ("judul atau keterangan", "title or remark"),
    "header": ("kepala tabel", "header"),
    "blank": ("baris bernomor tanpa isi", "numbered row without content"),
    "total": ("baris jumlah", "total"),
    "signature": ("tanda tangan", "signature block"),
    "no_name": ("tidak ada nama", "no name"),
    "no_header": ("lembar tanpa kolom nama", "sheet without a name column"),
    "continued": ("sambungan sel gabungan di atasnya", "continues the merged cell above"),
    "duplicate": ("sama persis dengan baris lain", "the same as another row"),
    "unreadable": ("tidak terbaca", "not readable"),
}
"""Why a row was not taken: code → Indonesian, English."""


def not_taken(what: str, text: str) -> str:
    """The note that ``text``, found under the header ``what``, has no place in the record."""
    return say(f"tidak diambil: {what} '{text}'", f"not taken: {what} '{text}'")


def hide_nik(text: str) -> str:
    """``text`` with every NIK masked; the application doesn't collect them unless an authority switches it on."""
    return re.sub(r"(?<!\d)\d{16}(?!\d)", "[NIK]", text)


def read_person(entry: Entry, p_is_male: bool = False) -> ImportedPerson:
    """Read the texts of an entry; ``p_is_male`` where the list writes P for *pria* beside W for *wanita*."""
    notes = list(entry.notes)
    given = {field: text for field, text in entry.fields.items() if not is_blank(text) or "mark" in field}
    age, birth_year = _age_and_birth(given, notes)
    phone = _fit("phone", given.get("phone"), notes)
    values = {
        "full_name": _fit("full_name", entry.fields["full_name"], notes) or "",
        "sex": _sex(given, p_is_male, notes),
        "age": age,
        "birth_year": birth_year,
        "hamlet": _fit("hamlet", given.get("hamlet"), notes),
        "address": _fit("address", _address(given), notes),
        "occupation": _fit("occupation", given.get("occupation"), notes),
        "phone": phone,
        "phone_e164": _phone(phone, notes),
    }
    person = msgspec.convert({**values, "row": entry.row, "key": "", "sheet": entry.sheet}, ImportedPerson)
    key = hashlib.sha256("\x1f".join(identity(person)).encode()).hexdigest()[:10]
    return msgspec.structs.replace(person, key=key, notes=tuple(map(hide_nik, notes)))


def identity(person: ImportedPerson) -> tuple[str, ...]:
    """Everything a list says of a person, folded: two rows that agree in all of it are one person."""
    return (
        fold_name(person.full_name),
        person.sex or "",
        str(person.age if person.age is not None else ""),
        str(person.birth_year or ""),
        fold_text(person.hamlet or ""),
        fold_text(person.address or ""),
        fold_text(person.occupation or ""),
        person.phone_e164 or fold_text(person.phone or ""),
    )


def _fit(field: str, text: str | None, notes: list[str]) -> str | None:
    limit = LONGEST[field]
    if text and len(text) > limit:
        notes.append(
            say(
                f"dipotong menjadi {limit} huruf; lengkapnya: '{text}'", f"cut to {limit} characters; in full: '{text}'"
            )
        )
        return text[:limit].rstrip()
    return text or None


def _not_read(indonesian: str, english: str, text: str) -> str:
    return say(f"{indonesian} '{text}' tidak dibaca", f"{english} '{text}' was not read")


def _sex(given: dict[str, str], p_is_male: bool, notes: list[str]) -> Sex | None:
    male, female = given.get("male_mark", ""), given.get("female_mark", "")
    if is_marked(male) != is_marked(female):
        return "L" if is_marked(male) else "P"
    if is_marked(male):
        notes.append(_not_read("jenis kelamin", "sex", f"{male} / {female}"))
    text = given.get("sex")
    if text is None:
        return None
    sex = "L" if p_is_male and text.casefold() == "p" else read_sex(text)
    if sex is None:
        notes.append(_not_read("jenis kelamin", "sex", text))
    return sex


def _age_and_birth(given: dict[str, str], notes: list[str]) -> tuple[int | None, int | None]:
    age = birth_year = None
    for field in ("age", "birth_year", "birth_date"):
        text = given.get(field)
        if text is None:
            continue
        years = read_age(text) if field == "age" else None
        year = read_birth_year(text) if years is None else None
        if years is None and year is None:
            notes.append(
                _not_read("umur" if field == "age" else "kelahiran", "age" if field == "age" else "birth", text)
            )
        age = age if years is None else years
        birth_year = birth_year or year
    return age, birth_year


def _address(given: dict[str, str]) -> str | None:
    parts = [given.get("address"), given.get("rt_rw")]
    parts += [
        f"{field.upper()} {given[field]}" if given[field][:1].isdigit() else given[field]
        for field in ("rt", "rw")
        if field in given
    ]
    parts.append(given.get("village"))
    return ", ".join(part for part in parts if part) or None


def _phone(text: str | None, notes: list[str]) -> str | None:
    if not text:
        return None
    number = read_phone(text)
    if number is None:
        notes.append(
            say(
                f"nomor '{text}' tidak dikenali; disimpan seperti tertulis",
                f"number '{text}' not recognised; kept as written",
            )
        )
    elif sum(character.isdigit() for character in text) > len(number) + 4:
        notes.append(say(f"dari '{text}' dipakai {number}", f"of '{text}' {number} is used"))
    return number


def describe(attendance: AttendanceList) -> list[str]:
    """The preview in words: what was taken for what, then row by row what was understood and what was not."""
    columns = [
        f"{label}: '{attendance.columns[field]}'" for field, label in _labels().items() if field in attendance.columns
    ]
    lines = [say("Kolom: ", "Columns: ") + "; ".join(columns)] if columns else []
    rows = [(person.sheet, person.row, _person_line(person)) for person in attendance.people]
    rows += [(skipped.sheet, skipped.row, _skipped_line(skipped)) for skipped in attendance.skipped]
    return [*lines, *attendance.remarks, *(line for _, _, line in sorted(rows, key=lambda row: row[:2]))]


def _labels() -> dict[str, str]:
    return {
        "full_name": say("nama", "name"),
        "sex": say("L/P", "sex"),
        "age": say("umur", "age"),
        "birth_year": say("tahun lahir", "year of birth"),
        "hamlet": say("dusun", "hamlet"),
        "address": say("alamat", "address"),
        "occupation": say("pekerjaan", "occupation"),
        "phone": say("HP", "phone"),
    }


def _place(sheet: str, row: int) -> str:
    return f"{sheet} {row}" if sheet else say(f"Baris {row}", f"Row {row}")


def _person_line(person: ImportedPerson) -> str:
    labels = _labels() | {"full_name": "", "sex": ""}
    said = [
        f"{label} {value}".strip() for field, label in labels.items() if (value := getattr(person, field)) is not None
    ]
    line = f"{_place(person.sheet, person.row)}: {', '.join(said)}"
    return f"{line} [! {'; '.join(person.notes)}]" if person.notes else line


def _skipped_line(skipped: SkippedRow) -> str:
    return say(
        f"{_place(skipped.sheet, skipped.row)}: dilewati ({REASONS[skipped.reason][0]}): {skipped.text}",
        f"{_place(skipped.sheet, skipped.row)}: skipped ({REASONS[skipped.reason][1]}): {skipped.text}",
    )
