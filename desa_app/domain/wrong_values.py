"""What msgspec says of a wrong value, as a person reads it: the path of the field, and why in both languages."""

from __future__ import annotations

import re
from collections.abc import Callable

from desa_app.errors import WrongField
from desa_app.language import say

_PLACE = re.compile(r" - at `(?:key` in `)?\$?([^`]*)`$")
_KINDS = {
    "int": ("bilangan bulat", "a whole number"),
    "float": ("bilangan", "a number"),
    "str": ("teks", "text"),
    "bool": ("true atau false", "true or false"),
    "array": ("daftar", "a list"),
    "object": ("objek JSON", "a JSON object"),
    "null": ("null", "null"),
}


def wrong_field(error: Exception) -> WrongField:
    """msgspec's error as ours; the path is spelled ``attendees[3].age``, or ``$`` for the whole."""
    text = str(error)
    found = _PLACE.search(text)
    path = found[1].lstrip(".") if found else ""
    why = text[: found.start()] if found else text
    unknown = re.fullmatch(r"Object (?:contains unknown|missing required) field `(.*)`", why)
    if unknown:
        path = f"{path}.{unknown[1]}".lstrip(".")
    return WrongField(path=path or "$", why=_in_words(why))


def _in_words(why: str) -> str:
    for pattern, words in _SENTENCES:
        found = pattern.fullmatch(why)
        if found:
            return words(found)
    return why


def _expected(found: re.Match[str]) -> str:
    wanted = [_KINDS[kind] for kind in found[1].split(" | ") if kind in _KINDS and kind != "null"]
    indonesian, english = (" / ".join(kinds) for kinds in zip(*wanted, strict=True)) if wanted else (found[1], found[1])
    return say(f"harus {indonesian}", f"it must be {english}")


def _sentence(indonesian: str, english: str) -> Callable[[re.Match[str]], str]:
    return lambda found: say(indonesian, english).format(*found.groups())


_SENTENCES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = tuple(
    (re.compile(pattern), words)
    for pattern, words in (
        (r"Expected `(\S+(?: \| \S+)*)`, got `.*`", _expected),
        (r"Expected `(?:int|float)` >= (\S+)", _sentence("paling sedikit {}", "{} at least")),
        (r"Expected `(?:int|float)` <= (\S+)", _sentence("paling banyak {}", "{} at most")),
        (r"Expected `str` of length <= (\d+)", _sentence("paling panjang {} huruf", "{} characters at most")),
        (r"Expected `str` of length >= (\d+)", _sentence("paling pendek {} huruf", "{} characters at least")),
        (r"Expected `str` matching regex .*", _sentence("bentuknya tidak cocok", "its form does not fit")),
        (r"Invalid enum value '?(.*?)'?", _sentence("'{}' bukan salah satu pilihannya", "'{}' is none of the choices")),
        (r"Invalid RFC3339 encoded date", _sentence("tulis hari seperti 2025-11-18", "write a day as 2025-11-18")),
        (r"Invalid RFC3339 encoded time", _sentence("tulis jam seperti 09:00", "write a time as 09:00")),
        (
            r"Invalid RFC3339 encoded datetime",
            _sentence("tulis waktu seperti 2025-11-18T11:40:00+07:00", "write a time as 2025-11-18T11:40:00+07:00"),
        ),
        (r"Object contains unknown field .*", _sentence("tidak ada isian bernama ini", "there is no such field")),
        (r"Object missing required field .*", _sentence("harus diisi", "it must be given")),
        (r"JSON is malformed: (.*)", _sentence("bukan JSON ({})", "it is no JSON ({})")),
        (r"Input data was truncated", _sentence("JSON terpotong", "the JSON was cut")),
    )
)
