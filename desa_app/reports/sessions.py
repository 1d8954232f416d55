"""Chosen sessions as a file: a line a session, and with people's data the attendance lists as well."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from desa_app.domain.attendee import Attendee
from desa_app.domain.fields import PERSONAL, PUBLIC
from desa_app.domain.labels import value_label
from desa_app.domain.session import AGE_GROUPS, Session
from desa_app.language import say
from desa_app.reports.records import Made, cells, columns, may_leave, write
from desa_app.reports.tables import Sheet

_BEFORE = ("date", "start", "end", "villages", "village_names", "venue", "assignment_letter", "officers", "topics")
_COUNTS = ("headcount_male", "headcount_female", "headcount_unknown")
_AFTER = ("materials", "language", "status", "review_comment", "speakers", "minutes", "questions")
_PERSON = (
    *("full_name", "sex", "age", "birth_year", "hamlet", "address", "occupation", "phone", "phone_e164"),
    *("plans_abroad", "plans_where"),
)
_HEAD = ("date", "village_names", "venue")
"""What stands of the session before each person."""


class SessionLine(NamedTuple):
    """A session with what is counted of it: people reached, on its list, and with a name there; and where it is."""

    session: Session
    reached: int
    on_list: int
    named: int
    place: str


Lines = Callable[[], Iterable[SessionLine]]
People = Callable[[], Iterable[tuple[Session, Attendee | None]]]


def write_sessions(path: Path, lines: Lines, people: People | None, made: Made) -> None:
    """Write sessions, and with ``people`` everybody on their lists: each session's people, or None for one without.

    Both are asked for anew for each table, so that thousands of sessions need no memory. Raises as
    ``records.write``.
    """
    title = say("Sesi penyuluhan", "Outreach sessions")
    sheets: list[Callable[[], Sheet]] = [lambda: _sessions(lines(), named=people is not None)]
    if people is not None:
        given = people
        sheets.append(lambda: _people(given()))
    write(path, sheets, title, made, named=people is not None)


def _sessions(lines: Iterable[SessionLine], *, named: bool) -> Sheet:
    among = (PUBLIC, PERSONAL) if named else (PUBLIC,)
    before, counts, after = (may_leave(Session, names, *among) for names in (_BEFORE, _COUNTS, _AFTER))
    heads = [
        *columns(Session, before),
        (say("Orang dijangkau", "People reached"), "count"),
        (say("Di daftar hadir", "On the list"), "count"),
        (say("Dengan nama", "With name"), "count"),
        *columns(Session, counts),
        *((value_label(group), "count") for group in AGE_GROUPS),
        *columns(Session, after),
        (say("Keberadaan catatan", "Where it is"), "text"),
        (say("Nomor catatan", "Record number"), "text"),
    ]
    return Sheet(say("Sesi", "Sessions"), heads, _session_rows(lines, before, counts, after))


def _session_rows(
    lines: Iterable[SessionLine], before: Sequence[str], counts: Sequence[str], after: Sequence[str]
) -> Iterator[Sequence[Any]]:
    for session, reached, on_list, named, place in lines:
        ages = [session.headcount_ages.get(group) for group in AGE_GROUPS]
        head = [*cells(session, before), reached, on_list, named, *cells(session, counts), *ages]
        yield [*head, *cells(session, after), place, session.id]


def _people(people: Iterable[tuple[Session, Attendee | None]]) -> Sheet:
    heads = [*columns(Session, _HEAD), *columns(Attendee, _PERSON), *columns(Session, ("status",))]
    nobody = [None] * len(_PERSON)
    rows = (
        [*cells(session, _HEAD), *(cells(person, _PERSON) if person else nobody), *cells(session, ("status",))]
        for session, person in people
    )
    return Sheet(say("Peserta", "Attendees"), heads, rows)
