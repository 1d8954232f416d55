"""A numbered or bulleted list, as people paste it from a chat: one person a line, separated by commas or slashes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from desa_app.domain.formats import is_degree, parse_date
from desa_app.imports.cells import is_blank, read_age, read_birth_year, read_phone, read_sex
from desa_app.imports.columns import field_of, is_occupation
from desa_app.imports.noise import is_title, is_total, opens_signatures
from desa_app.imports.person import Entry, SkippedRow, hide_nik, not_taken
from desa_app.imports.tables import Row
from desa_app.language import say

_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufe0f\u20e3\ufeff]")
_CHAT_PREFIX = re.compile(
    r"\[?\d{1,2}[/.]\d{1,2}[/.]\d{2,4}[, ]+\d{1,2}[.:]\d{2}(?:[.:]\d{2})?\s*(?:[ap]m)?\]?\s*-?\s*[^:]{1,40}:\s*", re.I
)
_MARKER = re.compile(r"(?:\(?\d{1,4}\s*[.):\]]+(?!\d)|\(\d{1,4}\)|\d{1,4}\s*-\s|[-*•●▪◦–—+>✓✅☑]+|\d{1,4}\s)\s*")
_RT_RW = re.compile(r"(rt[\s.]*\d+)\s*/\s*(?=rw)|(?<=\d)/(?=\d{2,3}\b)", re.IGNORECASE)
_SEPARATOR = re.compile(r"\s*[,;|\t]\s*|\s+[/–—-]+\s+|\s*[()]\s*")
_TAIL = re.compile(
    r"(?P<name>.*?[^\W\d].*?)[\s:]+(?:"
    r"(?P<phone>(?:\+|62|0|8)[\d .-]{8,})|(?P<age>\d{1,3}\s*(?:thn?|tahun))\.?|(?P<sex>[LP])\s+(?P<years>\d{1,3}))",
    re.IGNORECASE,
)
_HEAD = re.compile(r"(?P<age>\d{1,3})\s*(?P<unit>(?:th|thn|tahun)\b\.?)?\s+(?P<rest>[^\W\d].*)", re.IGNORECASE)
_HAMLET = re.compile(r"(?:dusun|dsn|dukuh|dk|kampung|kp|lingkungan|banjar|jorong)\b\.?\s*(.+)", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:rt|rw|jl|jln|jalan|desa|ds|gg|gang|blok|alamat)\b", re.IGNORECASE)
_LABELLED = re.compile(r"([^\W\d][\w ./]*?)\s*[:=]\s*(.+)")
_EVIDENCE = frozenset({"sex", "age", "phone"})
_BIRTH = re.compile(r"(?:lahir|tgl lahir|kelahiran|th|thn|tahun)?\s*(\d{4}|\S*\d.*\d{4})", re.IGNORECASE)


def is_list(rows: Sequence[Row]) -> bool:
    """Whether most lines start with a number and a dot, or with a bullet."""
    marked = sum(bool(_MARKER.match(_plain(row))) for row in rows)
    return marked >= 1 and marked >= 0.5 * len(rows)


def read_lines(rows: Sequence[Row]) -> tuple[list[Entry], list[SkippedRow]]:
    """Each line, given as a row of one cell, becomes a person or a skipped row."""
    marked_list = is_list(rows)
    entries: list[Entry] = []
    skipped: list[SkippedRow] = []
    in_signatures = False
    for row in rows:
        plain = _plain(row)
        marker = _MARKER.match(plain)
        rest = plain[marker.end() :] if marker else plain
        fields, notes = _read_parts(rest)
        is_person = bool(marker) or bool(_EVIDENCE & fields.keys()) or (len(fields) > 1 and not marked_list)
        reason = "title" if parse_date(plain) else _reason(rest, bool(marker), fields)
        in_signatures = (in_signatures and not is_person) or reason == "signature"
        if reason is None and in_signatures:
            reason = "signature"
        if reason is None and marked_list and not is_person:
            reason = "unreadable" if entries else "title"
        if reason:
            skipped.append(SkippedRow(row=row.number, reason=reason, text=hide_nik(row.cells[0])))
        else:
            entries.append(Entry(row=row.number, sheet="", fields=fields, notes=notes, text=row.cells[0]))
    return entries, skipped


def _plain(row: Row) -> str:
    text = _INVISIBLE.sub("", row.cells[0])
    text = re.sub(r"([*_~])(\S.*?\S)\1", r"\2", text)
    return _CHAT_PREFIX.sub("", text, count=1).strip()


def _reason(text: str, has_marker: bool, fields: dict[str, str]) -> str | None:
    if is_total(text, has_marker):
        return "total"
    if not has_marker and not _EVIDENCE & fields.keys():
        if is_title(text):
            return "title"
        if opens_signatures(text):
            return "signature"
    if is_blank(text):
        return "blank"
    return None if re.search(r"[^\W\d_]", fields.get("full_name", "")) else "no_name"


def _read_parts(text: str) -> tuple[dict[str, str], tuple[str, ...]]:
    """The name and what follows it, by field; with notes on parts that fit no field or were guessed."""
    name, *rest = (piece for part in _parts(text) for piece in _unwound(part))
    fields = {"full_name": name}
    notes: list[str] = []
    for part in rest:
        if is_degree(part) and len(fields) == 1:
            fields["full_name"] += f", {part}"
            continue
        field, value = _field_of_part(part, fields)
        if field:
            fields[field] = value
        else:
            notes.append(not_taken(say("bagian", "part"), part))
        if field == "occupation" and not is_occupation(value):
            notes.append(say(f"'{value}' dianggap pekerjaan", f"'{value}' was taken for the occupation"))
    return fields, tuple(notes)


def _unwound(part: str) -> list[str]:
    """``Sutini 34 th 0812…`` and ``34 th petani``, which no sign separates, as their pieces."""
    tail = _TAIL.fullmatch(part)
    if tail:
        return [*_unwound(tail["name"]), *filter(None, tail.groups()[1:])]
    head = _HEAD.fullmatch(part)
    return [head["age"], head["rest"]] if head and (head["unit"] or is_occupation(head["rest"])) else [part]


def _parts(text: str) -> list[str]:
    held = _RT_RW.sub(lambda match: f"{match[1] or ''}\0", text)
    parts = [part for part in _SEPARATOR.split(held) if part]
    if len(parts) < 2 and "/" in held:
        parts = [part.strip() for part in held.split("/") if part.strip()]
    return [part.replace("\0", "/") for part in parts] or [""]


def _field_of_part(part: str, fields: dict[str, str]) -> tuple[str | None, str]:
    labelled = _LABELLED.fullmatch(part)
    if labelled and (field := field_of(labelled[1])) and field not in fields:
        return field, labelled[2]
    bare = re.sub(r"^(?:umur|usia)\s+", "", part, flags=re.IGNORECASE)
    hamlet = _HAMLET.fullmatch(part)
    choices = (
        ("sex", read_sex(part), part),
        ("age", read_age(bare) is not None, bare),
        ("phone", read_phone(part), part),
        ("birth_date", _BIRTH.fullmatch(part) and read_birth_year(part), part),
        ("hamlet", hamlet, hamlet[1] if hamlet else ""),
        ("address", _ADDRESS.match(part), part),
        ("occupation", re.search(r"[^\W\d_]", part) and not re.search(r"\d", part), part),
    )
    return next(((field, value) for field, fits, value in choices if fits and field not in fields), (None, part))
