"""Sessions and their attendees: recording, the life of a session, and the list that people see."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec
from sqlite_utils import Database

from desa_app.domain.attendee import Attendee
from desa_app.domain.checks import check_session, stopping
from desa_app.domain.drafts import SessionFile, checked, keeping, refuse_step, shown_fields, without_children
from desa_app.domain.formats import find_phone
from desa_app.domain.review import Step, review_changes
from desa_app.domain.roles import Role
from desa_app.domain.session import Session, SessionStatus
from desa_app.domain.village import Village
from desa_app.errors import DesaError, NotAllowed, NotFound, WrongField
from desa_app.language import say
from desa_app.store.places import Place, Places
from desa_app.store.records import Records, Removal, Save, refuse
from desa_app.sync.pure.rows import to_record


class SessionRow(NamedTuple):
    """A line of the list of sessions. ``on_list`` are its attendees, ``named`` those with a name; ``conflicts`` are
    field names, ``codes`` the codes of its villages."""

    id: str
    date: dt.date | None
    villages: tuple[str, ...]
    venue: str | None
    headcount: int
    on_list: int
    named: int
    status: SessionStatus
    place: Place
    conflicts: tuple[str, ...]
    review_comment: str | None
    codes: tuple[str, ...] = ()

    @property
    def reached(self) -> int:
        """People reached, as coverage counts them: where nobody was counted, the list counts."""
        return max(self.headcount or self.on_list, self.named)


class Imported(NamedTuple):
    """What came of an attendance list: its session, how many people were added, how many it knew already."""

    session: Session
    added: int
    known: int


class Moved(NamedTuple):
    """What came of a step of several sessions: those that took it, and why others did not."""

    sessions: list[Session]
    refused: list[DesaError]


class Villages(NamedTuple):
    """What recording needs of the registry: a village by its code, and the registry's version."""

    get: Callable[[str], Village | None]
    version: Callable[[], str]


class Sessions:
    """The sessions of one database. ``today`` is this laptop's date, ``role`` its person's role."""

    def __init__(
        self,
        db: Database,
        records: Records,
        places: Places,
        villages: Villages,
        today: Callable[[], dt.date],
        role: Callable[[], Role],
    ) -> None:
        self._db = db
        self._records = records
        self._places = places
        self._villages = villages
        self._today = today
        self._role = role

    def get(self, record: str) -> Session:
        """The session; raises NotFound."""
        return self._records.get(Session, record)

    def attendees(self, record: str) -> list[Attendee]:
        """The living attendees of a session, in the order of the list."""
        return self._records.children(Attendee, record)

    def record(
        self,
        session: Session,
        attendees: Sequence[Attendee] = (),
        *,
        removed: Mapping[str, str] | None = None,
        named: Iterable[str] = (),
        attendees_named: Mapping[str, Iterable[str]] | None = None,
    ) -> Session:
        """Save a session with these attendees in one transaction; an empty id makes a new record.

        Attendees not given stay as they are; ``removed`` maps ids to the reason of their deletion. ``named`` and
        ``attendees_named`` are fields to settle even where their shown value stays. Returns the session as saved.
        Raises WrongField for what may not be kept at all, such as a minor's name without a guardian's consent.
        """
        whole = self._complete(session)
        people = self._records.completed([_filled(whole, attendee) for attendee in attendees])
        refuse(stopping(check_session(whole, people, self._today()), submitting=False))
        settle = attendees_named or {}
        saves = [Save(whole, frozenset(named))]
        saves += [Save(person, frozenset(settle.get(person.id, ()))) for person in people]
        removals = [Removal(Attendee, attendee, reason) for attendee, reason in (removed or {}).items()]
        self._records.save(saves, removals)
        return self.get(whole.id)

    def edit(self, record: str, values: dict[str, Any]) -> Session:
        """Change the fields named in ``values``, as in a file; attendees with an id are changed, others added.

        Naming a field that has a conflict settles it. Raises WrongField for the id of somebody not on the list.
        """
        session = self._records.living(Session, record)
        draft = checked({**shown_fields(session), **values}, SessionFile)
        refuse_step(draft.status, session.status)
        people = values.get("attendees") or []
        fields = {name: value for name, value in values.items() if name != "attendees"}
        known = {person.id: person for person in self.attendees(record)}
        _refuse_strangers(people, known)
        merged = [
            {**shown_fields(known[person["id"]]), **person}
            if isinstance(person, dict) and person.get("id") in known
            else person
            for person in people
        ]
        drafts = checked({"attendees": merged}, SessionFile).attendees
        return self.record(
            keeping(session, without_children(draft, Session)),
            [keeping(known[person.id], person) if person.id in known else person for person in drafts],
            named=fields,
            attendees_named={person["id"]: tuple(person) for person in people if person.get("id") in known},
        )

    def submit(self, record: str) -> Session:
        """Hand a session in for approval; raises WrongField for what must be there before."""
        self._check(record)
        return self._move(record, "submit")

    def submit_all(self, records: Iterable[str]) -> Moved:
        """Hand several sessions in, in one transaction; those that may not be yet stay as they are."""
        return self._move_all(records, "submit")

    def approve_all(self, records: Iterable[str]) -> Moved:
        """Approve several sessions in one transaction; those that may not be stay as they are. Needs the role lead."""
        return self._move_all(records, "approve")

    def approve(self, record: str) -> Session:
        """Approve a submitted session: from now on it counts. Needs the role lead."""
        return self._move(record, "approve")

    def send_back(self, record: str, field: str, comment: str) -> Session:
        """Return a session for correction, naming the field and what to correct. Needs the role lead."""
        return self._move(record, "return", field, comment)

    def delete(self, record: str, reason: str) -> None:
        """Delete a session with the reason; an edit made elsewhere at the same time keeps it alive."""
        self.delete_all([record], reason)

    def delete_all(self, records: Iterable[str], reason: str) -> None:
        """Delete several sessions with one reason, in one transaction: all of them, or none where one may not be."""
        self._records.save([], [Removal(Session, record, reason) for record in records])

    def restore(self, *records: str) -> None:
        """Take the deletion of these sessions back, in one transaction."""
        self._records.restore(Session, *records)

    def import_list(self, village: str, day: dt.date, attendees: Sequence[Attendee], digest: str) -> Imported:
        """Take an attendance list, its lines named by ``import_key``, into the session of that village and day.

        The session is made where no list was imported for it yet. A line it has taken before is known and adds
        nobody, also when the person, or the session's own village or date, was edited or deleted since.
        """
        key = f"{village} {day.isoformat()} {digest}"
        session = self._imported(village, day, key)
        taken = self._taken_lines(session.id) if session else {}
        last = max(taken.values(), default=0)
        fresh = [person for person in attendees if person.import_key not in taken]
        placed = [msgspec.structs.replace(person, row=last + (person.row or 0)) for person in fresh]
        saved = self.record(session or Session(date=day, villages=(village,), import_key=key), placed)
        return Imported(saved, len(fresh), len(attendees) - len(fresh))

    def _imported(self, village: str, day: dt.date, key: str) -> Session | None:
        """The living session that this very list, or else another of this village and day, was imported into."""
        row = next(
            self._db.query(
                "SELECT id FROM session WHERE NOT deleted AND import_key IS NOT NULL AND (import_key = :key OR "
                "date = :day AND EXISTS (SELECT 1 FROM json_each(villages) WHERE value = :village)) "
                "ORDER BY import_key = :key DESC, id LIMIT 1",
                {"key": key, "day": day.isoformat(), "village": village},
            ),
            None,
        )
        return self.get(row["id"]) if row else None

    def _taken_lines(self, record: str) -> dict[str, int]:
        """The lines of attendance lists that a session has taken, deleted ones included, and their places."""
        rows = self._db.query(
            'SELECT import_key, coalesce("row", 0) AS place FROM attendee WHERE session_id = ? '
            "AND import_key IS NOT NULL",
            [record],
        )
        return {row["import_key"]: row["place"] for row in rows}

    def listed(self) -> list[SessionRow]:
        """All living sessions, newest first."""
        waiting = self._places.waiting("session")
        people = {session: counts for session, *counts in self._db.conn.execute(PEOPLE)}
        texts = _Texts()
        return [
            _list_row(row, people.get(row[0], _NOBODY), waiting.get(row[0], "hq"), texts)
            for row in self._db.conn.execute(LISTED)
        ]

    def _check(self, record: str) -> None:
        """Raise WrongField for what must be there before a session is handed in."""
        session = self._records.living(Session, record)
        refuse(stopping(check_session(session, self.attendees(record), self._today()), submitting=True))

    def _move(self, record: str, step: Step, field: str | None = None, comment: str | None = None) -> Session:
        self._records.save([Save(self._moved(record, step, field, comment))])
        return self.get(record)

    def _move_all(self, records: Iterable[str], step: Step) -> Moved:
        moved: list[Session] = []
        refused: list[DesaError] = []
        for record in records:
            try:
                if step == "submit":
                    self._check(record)
                moved.append(self._moved(record, step))
            except (NotAllowed, NotFound, WrongField) as why:
                refused.append(why)
        self._records.save([Save(session) for session in moved])
        return Moved([self.get(session.id) for session in moved], refused)

    def _moved(self, record: str, step: Step, field: str | None = None, comment: str | None = None) -> Session:
        """A session as it stands after a step."""
        session = self._records.living(Session, record)
        changes = review_changes("session", session.status, step, self._role(), field, comment)
        return msgspec.structs.replace(session, **changes)

    def _complete(self, session: Session) -> Session:
        known = self._kept_names(session.id)
        names = tuple(
            known.get(code) or self._village_name(code, f"villages[{index}]")
            for index, code in enumerate(session.villages)
        )
        named = msgspec.structs.replace(
            session, village_names=names, code_set=session.code_set or (self._villages.version() if names else None)
        )
        return self._records.new(named)

    def _kept_names(self, record: str) -> dict[str, str]:
        """The names of its villages that a session keeps: as they were then, whatever the registry says now."""
        row = self._records.row("session", record)
        kept = to_record("session", row) if row else None
        return dict(zip(kept.villages, kept.village_names, strict=False)) if isinstance(kept, Session) else {}

    def _village_name(self, code: str, path: str) -> str:
        village = self._villages.get(code)
        if village is None:
            raise WrongField(path=path, why=say(f"kode desa {code} tidak dikenal", f"no village has the code {code}"))
        return village.name


def _filled(session: Session, attendee: Attendee) -> Attendee:
    """An attendee with what follows from the session and from what was typed."""
    phone = find_phone(attendee.phone) if attendee.phone else None
    return msgspec.structs.replace(attendee, session_id=session.id, office_code=session.office_code, phone_e164=phone)


def _refuse_strangers(people: Sequence[Any], known: Mapping[str, Attendee]) -> None:
    """An id names somebody of this list: with another's the edit would take that person away from theirs."""
    for index, person in enumerate(people):
        if isinstance(person, dict) and person.get("id") and person["id"] not in known:
            why = say("orang ini tidak ada di daftar hadir sesi ini", "this person is not on the session's list")
            raise WrongField(path=f"attendees[{index}].id", why=why)


PEOPLE = "SELECT session_id, count(*), count(full_name) FROM attendee WHERE NOT deleted GROUP BY session_id"
"""How many are on each session's list, and how many of them with a name; the index holds all of it."""
_NOBODY = (0, 0)
LISTED = """SELECT id, date, village_names, venue,
    coalesce(headcount_male, 0) + coalesce(headcount_female, 0) + coalesce(headcount_unknown, 0), headcount_ages,
    status, conflicts, review_comment, villages
    FROM session WHERE NOT deleted ORDER BY date DESC, id DESC"""


class _Texts(dict[str | None, tuple[str, ...]]):
    """JSON lists of texts by how they are written, each read once: an office has few villages and many sessions."""

    def __missing__(self, written: str | None) -> tuple[str, ...]:
        found = msgspec.json.decode(written, type=tuple[str, ...]) if written else ()
        self[written] = found
        return found


def _list_row(row: Sequence[Any], people: Sequence[int], place: Place, texts: _Texts) -> SessionRow:
    record, date, names, venue, by_sex, ages, status, conflicts, comment, codes = row
    return SessionRow(
        id=record,
        date=dt.date.fromisoformat(date) if date else None,
        villages=texts[names],
        venue=venue,
        headcount=max(by_sex, sum(msgspec.json.decode(ages, type=dict[str, int]).values())) if ages else by_sex,
        on_list=people[0],
        named=people[1],
        status=status,
        place=place,
        conflicts=texts[conflicts],
        review_comment=comment,
        codes=texts[codes],
    )
