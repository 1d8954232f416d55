"""What was typed on a laptop before it was anybody's: kept encrypted, and recorded under its person's name once it
joined headquarters. Until then it is no record: it has no author, no office and no place in the lists.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

import msgspec

from desa_app.domain.attendee import Attendee
from desa_app.domain.checks import check_offer, check_session, stopping
from desa_app.domain.offer import Offer, Recruiter
from desa_app.domain.session import Session
from desa_app.store.identity import Settings
from desa_app.store.offers import Offers
from desa_app.store.records import refuse
from desa_app.store.sessions import Sessions

_NAME = "unclaimed"


class Kept(msgspec.Struct, frozen=True, omit_defaults=True):
    """Sessions and reports by id, each with its people."""

    sessions: dict[str, tuple[Session, list[Attendee]]] = msgspec.field(default_factory=dict)
    offers: dict[str, tuple[Offer, list[Recruiter]]] = msgspec.field(default_factory=dict)


class Unclaimed:
    """Keeps them, hands them out by id, and lets them be ``claimed``."""

    def __init__(self, settings: Settings, sessions: Sessions, offers: Offers, today: Callable[[], dt.date]) -> None:
        self._settings = settings
        self._sessions = sessions
        self._offers = offers
        self._today = today

    def kept(self) -> Kept:
        """All of them."""
        found: Kept | None = self._settings.get(_NAME, Kept)
        return found or Kept()

    def keep_session(self, session: Session, people: Sequence[Attendee]) -> None:
        """Keep a session as it is now. Raises WrongField for what may not be kept at all, as ``Sessions.record``."""
        refuse(stopping(check_session(session, people, self._today()), submitting=False))
        kept = self.kept()
        self._put(msgspec.structs.replace(kept, sessions=kept.sessions | {session.id: (session, list(people))}))

    def keep_offer(self, offer: Offer, recruiters: Sequence[Recruiter]) -> None:
        """Keep a report as it is now; as ``keep_session``."""
        refuse(stopping(check_offer(offer, recruiters, self._today()), submitting=False))
        kept = self.kept()
        self._put(msgspec.structs.replace(kept, offers=kept.offers | {offer.id: (offer, list(recruiters))}))

    def session(self, record: str) -> tuple[Session, list[Attendee]] | None:
        """A session and its people, if it is kept here."""
        return self.kept().sessions.get(record)

    def offer(self, record: str) -> tuple[Offer, list[Recruiter]] | None:
        """A report and its recruiters, if it is kept here."""
        return self.kept().offers.get(record)

    def claimed(self) -> bool:
        """Record them under the name of this laptop's person; whether there were any. Each goes once its record is on
        the disk: to be cut off in between doubles nothing, for the ids stay."""
        kept = self.kept()
        for record, (session, people) in kept.sessions.items():
            self._sessions.record(session, people)
            rest = {each: whole for each, whole in self.kept().sessions.items() if each != record}
            self._put(msgspec.structs.replace(self.kept(), sessions=rest))
        for record, (offer, recruiters) in kept.offers.items():
            self._offers.record(offer, recruiters)
            others = {each: whole for each, whole in self.kept().offers.items() if each != record}
            self._put(msgspec.structs.replace(self.kept(), offers=others))
        return kept != Kept()

    def _put(self, kept: Kept) -> None:
        self._settings.put(_NAME, kept)
