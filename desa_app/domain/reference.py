"""Reference data that people may change without touching code: words in both languages, lists of choices."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Literal, TypeVar

import msgspec

from desa_app.errors import UnreadableFile
from desa_app.language import say
from desa_app.paths import resources

Data = TypeVar("Data")


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The same words in Indonesian and English; ``str()`` gives those of the language in use."""

    id: str
    en: str

    def __str__(self) -> str:
        return say(self.id, self.en)


class Choice(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One entry of a list of choices: the code that is stored and the words that are shown."""

    code: str
    label: Words


class Choices(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A list of choices, its version and where it comes from."""

    version: str
    source: str
    choices: tuple[Choice, ...]


class Agency(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A kind of receiving agency (*instansi tujuan*). ``phone`` is None until headquarters has filled it in."""

    code: str
    label: Words
    phone: str | None
    note: Words


class Hotline(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A number to telephone about an urgent offer. ``number`` is None until headquarters has filled it in.

    ``when`` limits it to people abroad or to minors, ``countries`` to people in one of these. ``source`` and
    ``checked`` tell where the number was published, and when somebody looked last.
    """

    code: str
    label: Words
    number: str | None
    when: Literal["always", "abroad", "minors"] = "always"
    countries: tuple[str, ...] = ()
    source: str = ""
    checked: dt.date | None = None


class Agencies(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The agencies an offer can be referred to, what to say when somebody must telephone at once, and whom to call,
    the first to be called first."""

    version: str
    source: str
    prompt: Words
    agencies: tuple[Agency, ...]
    hotlines: tuple[Hotline, ...]


class ServiceLines(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The lines that stand above an office's own in its letterhead, and where they come from."""

    version: str
    source: str
    service: tuple[str, ...]


class Source(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody else's work in this program: what it is, whose, and under which licence; ``attribution`` is the
    sentence that its holder wants to be named with, where there is one."""

    name: Words
    holder: str
    licence: str
    attribution: str = ""


def read_data(path: str, kind: type[Data]) -> Data:
    """The JSON file ``path`` under resources/ as ``kind``; UnreadableFile when it is missing or not of that shape."""
    try:
        return msgspec.json.decode((resources() / path).read_bytes(), type=kind)
    except (OSError, UnicodeError, msgspec.DecodeError) as error:
        raise UnreadableFile(name=f"resources/{path}", why=error) from error


@cache
def topics() -> tuple[Choice, ...]:
    """The topics (*materi*) of a session that are offered for choice; others may be typed."""
    return read_data("reference/topics.json", Choices).choices


@cache
def materials() -> tuple[Choice, ...]:
    """The materials handed out that are offered for choice; others may be typed."""
    return read_data("reference/materials.json", Choices).choices


@cache
def countries() -> tuple[Choice, ...]:
    """The countries offers usually name, by ISO 3166 code; any other code may be typed."""
    return read_data("reference/countries.json", Choices).choices


@cache
def agencies() -> tuple[Agency, ...]:
    """The kinds of agencies an offer can be referred to."""
    return _agencies().agencies


def hotlines() -> tuple[Hotline, ...]:
    """The numbers for urgent offers, in the order in which to call."""
    return _agencies().hotlines


def phone_prompt() -> str:
    """What an alert asks for: an offline laptop can't alert anyone, so a person must telephone."""
    return str(_agencies().prompt)


@cache
def _agencies() -> Agencies:
    return read_data("reference/agencies.json", Agencies)


@cache
def sources() -> tuple[Source, ...]:
    """Others' works in this program, which it must name."""
    return read_data("reference/sources.json", tuple[Source, ...])


@cache
def service_lines() -> tuple[str, ...]:
    """The ministry and the directorate general, as a letterhead names them above the office."""
    return read_data("reference/letterhead.json", ServiceLines).service
