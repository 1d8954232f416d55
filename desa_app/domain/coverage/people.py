"""How many people a session reached, who they are as far as known, and to which village they go.

Reached = max(headcount, named attendees). A session in one village gives all of them to that village. In a session
of several villages only the lines whose own village is known go to that village; the rest is *tidak dirinci* and
counts in every area that holds all of the session's villages. So nobody is ever counted twice: an area's reached is
the sum of its villages plus its own *tidak dirinci*.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Sequence
from operator import attrgetter
from typing import NamedTuple

from desa_app.domain.coverage.facts import AttendeeFact, SessionFact
from desa_app.domain.coverage.level import CODE_LENGTH, Level


class Share(NamedTuple):
    """The part of a session's people that goes to one place.

    Of the ``named`` those who are listed more than once, here or in another session, are told apart in ``again``;
    the others need only be counted.
    """

    reached: int
    named: int
    again: Sequence[str]
    unspecified: int = 0

    @property
    def unnamed(self) -> int:
        return self.reached - self.named

    @property
    def once(self) -> int:
        return self.named - len(self.again)


class Presence(NamedTuple):
    """One session's people: all of them, and what goes to each of its villages."""

    session: SessionFact
    everyone: Share
    by_village: dict[str, Share]
    lines: Sequence[AttendeeFact] = ()
    is_whole: bool = True
    """Not so where some of the session's villages were left out: see ``only``."""

    def only(self, villages: Container[str]) -> Presence | None:
        """What of the session belongs to these villages: all of it where they hold all of its villages, else their
        shares; None where it was held in none of them."""
        kept = {village: share for village, share in self.by_village.items() if village in villages}
        if not kept:
            return None
        if len(kept) == len(self.by_village):
            return self
        lines = [line for line in self.lines if line.village in kept]
        return Presence(self.session, _together(list(kept.values())), kept, lines, is_whole=False)

    def shares(self, level: Level) -> dict[str, Share]:
        """The share of each place of that level: whole where one place holds the session, else its villages'."""
        if level == "office":
            return {self.session.office: self.everyone}
        length = CODE_LENGTH[level]
        if len(self.by_village) == 1:
            return {village[:length]: self.everyone for village in self.by_village}
        if level == "country":
            return {"": self.everyone}
        areas: dict[str, list[Share]] = defaultdict(list)
        for village, share in self.by_village.items():
            areas[village[:length]].append(share)
        if len(areas) == 1:
            return dict.fromkeys(areas, self.everyone)
        return {area: _together(shares) for area, shares in areas.items()}


def presence(session: SessionFact, attendees: Sequence[AttendeeFact], repeated: Container[str]) -> Presence:
    """Who was at one session; ``attendees`` are its lines, ``repeated`` the people listed more than once anywhere."""
    people = [person.identity for person in attendees if person.identity is not None]
    again = [person for person in people if person in repeated]
    everyone = Share(max(session.headcount, len(people)), len(people), again)
    if len(set(session.villages)) <= 1:
        return Presence(session, everyone, dict.fromkeys(session.villages, everyone), attendees)
    by_village = _by_own_village(session, attendees, everyone.unnamed, repeated)
    unspecified = everyone.reached - sum(share.reached for share in by_village.values())
    return Presence(session, everyone._replace(unspecified=unspecified), by_village, attendees)


def presences(sessions: Iterable[SessionFact], attendees: Iterable[AttendeeFact]) -> list[Presence]:
    """``presence`` of many sessions."""
    lines: dict[str, list[AttendeeFact]] = defaultdict(list)
    for attendee in attendees:
        lines[attendee.session].append(attendee)
    repeated = _repeated(attendees)
    return [presence(session, lines.get(session.id, ()), repeated) for session in sessions]


def _repeated(attendees: Iterable[AttendeeFact]) -> set[str]:
    """Who is listed more than once: usually few, and only they must be told apart place by place."""
    seen: set[str | None] = {None}
    again: set[str] = set()
    for person in map(attrgetter("identity"), attendees):
        if person not in seen:
            seen.add(person)
        elif person is not None:
            again.add(person)
    return again


def _by_own_village(
    session: SessionFact, attendees: Sequence[AttendeeFact], unnamed: int, repeated: Container[str]
) -> dict[str, Share]:
    """Lines to their own village. Nameless lines go only while the headcount has room for all of them."""
    named: dict[str, list[str]] = {village: [] for village in session.villages}
    nameless: Counter[str] = Counter()
    for person in attendees:
        if person.village not in named:
            continue
        if person.identity is None:
            nameless[person.village] += 1
        else:
            named[person.village].append(person.identity)
    if nameless.total() > unnamed:
        nameless.clear()
    return {
        village: Share(len(people) + nameless[village], len(people), [who for who in people if who in repeated])
        for village, people in named.items()
    }


def _together(shares: list[Share]) -> Share:
    again = [person for share in shares for person in share.again]
    return Share(sum(share.reached for share in shares), sum(share.named for share in shares), again)


def identity(
    name: str, sex: str | None, birth_year: int | None, age: int | None, session_date: dt.date, village: str | None
) -> str | None:
    """Who an attendee is, for counting distinct people; None where no name was given.

    Two lines are one person when folded ``name`` (formats.fold_name), sex, birth year and village agree (``village``
    is the person's own, else the session's). There is no number to tell people apart: NIK is off by default. So this
    is the low end of an interval and not a count: namesakes of one year and village fall together. A birth year
    reckoned from an age is one year off for whoever had no birthday yet; nothing is ever merged or changed because of
    it.
    """
    if not name:
        return None
    born = birth_year if birth_year is not None or age is None else session_date.year - age
    return f"{name}|{sex or ''}|{born or ''}|{village or ''}"
