"""Orders to move, given and carried out: a person changes office, villages go to another one, an office is split.

The order is one transaction; the records follow in many, each whole, so that offices go on working meanwhile. What was
cut is finished by giving the same order again: it changes nothing but what is left to do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from sqlalchemy import Connection, select

from desa_app.domain.set_aside import FOREIGN_SCOPE, OTHER_HOME
from desa_app.errors import NotFound, WrongField
from desa_app.hq import log, moves, people, quarantine, reference
from desa_app.hq.access import office_scope
from desa_app.hq.database import Database
from desa_app.hq.intake import Intake, arrival
from desa_app.hq.schema import village
from desa_app.language import say

CODE_LENGTHS = (2, 4, 6, 10)
"""Digits of a province's, regency's, district's and village's code."""
Step = Callable[[int, int], None]
"""Told how many sessions and offers were looked at so far, and of how many."""


class Moving:
    """The moves of one headquarters."""

    def __init__(self, database: Database, clock: Callable[[], int]) -> None:
        self._database = database
        self._clock = clock

    def person(self, whom: str, office: str, step: Step = lambda done, of: None) -> int:
        """A person is of another office from now on, and takes the drafts along. Raises NotFound."""
        with self._database.writing() as connection:
            before = people.move(connection, whom, office)
            log.Tail(connection, [office_scope(before)])
        left = sorted({*self._former(whom), before} - {office})
        return sum(self._carry_out(office_scope(each), step) for each in left)

    def villages(self, areas: Sequence[str], source: str, target: str, step: Step = lambda done, of: None) -> int:
        """Villages are another office's from now on, with the sessions and offers that are about no others.

        ``areas`` are codes of villages, districts, regencies or provinces, dotted or not. Returns how many records
        moved, children included. Raises NotFound, WrongField.
        """
        with self._database.writing() as connection:
            codes = [_area(connection, each) for each in areas]
            _check_offices(connection, source, target)
            moves.order(connection, codes, office_scope(source), office_scope(target), self._clock())
        return self._carry_out(office_scope(source), step)

    def split(
        self, source: str, target: str, name: str, areas: Sequence[str], step: Step = lambda done, of: None
    ) -> int:
        """A new office takes over villages of an old one. Raises NotFound, WrongField."""
        with self._database.writing() as connection:
            for each in areas:
                _area(connection, each)
            if people.office_name(connection, source) is None:
                raise NotFound(what=say(f"Kantor {source}", f"Office {source}"))
            reference.add_office(connection, target, name, self._clock())
        return self.villages(areas, source, target, step)

    def _former(self, whom: str) -> Iterable[str]:
        with self._database.reading() as connection:
            return people.former_of(connection, whom)

    def _carry_out(self, scope: str, step: Step) -> int:
        """Move what must leave a scope, some at a time; returns how many records moved."""
        with self._database.reading() as connection:
            roots = moves.due(connection, scope)
        moved = 0
        for start in range(0, len(roots), moves.ROOTS_AT_ONCE):
            step(start, len(roots))
            with self._database.writing() as connection:
                portion = roots[start : start + moves.ROOTS_AT_ONCE]
                moved += moves.carry_due(connection, portion, scope, self._clock())
        step(len(roots), len(roots))
        self._admit()
        return moved

    def _admit(self) -> None:
        """What was set aside because a person or a record was of another office may have its place now: headquarters
        went on from a backup that was older than the order, and it was given again."""
        with self._database.writing() as connection:
            kept = quarantine.for_reasons(connection, FOREIGN_SCOPE, OTHER_HOME)
            senders = {row.dev: people.known_sender(connection, row.dev) for row in kept}
            arrivals = [arrival(senders[row.dev], row.payload, row.received_ms) for row in kept]
            if arrivals:
                Intake(connection, arrivals, self._clock()).admit()


def _area(connection: Connection, written: str) -> str:
    """The digits of an area's code that villages here begin with."""
    code = written.replace(".", "")
    if not (code.isascii() and code.isdigit() and len(code) in CODE_LENGTHS):
        why = say("bukan kode desa, kecamatan, kabupaten atau provinsi", "it is no code of a village or an area")
        raise WrongField(path="village", why=why)
    if connection.execute(select(village.c.code).where(village.c.code.startswith(code)).limit(1)).first() is None:
        raise NotFound(what=say(f"Desa {written}", f"Village {written}"))
    return code


def _check_offices(connection: Connection, source: str, target: str) -> None:
    for office in (source, target):
        if people.office_name(connection, office) is None:
            raise NotFound(what=say(f"Kantor {office}", f"Office {office}"))
    if source == target:
        raise WrongField(path="to", why=say("kantor yang sama", "it is the same office"))
