"""Suspicious offers and their recruiters: recording, risk, and the list that people see."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

import msgspec
from sqlite_utils import Database

from desa_app.domain.checks import check_offer, stopping
from desa_app.domain.formats import find_phone
from desa_app.domain.known_offers import KnownOffers, Sighting
from desa_app.domain.offer import SETTLED, Offer, OfferStatus, Recruiter, without_identity
from desa_app.domain.review import Step, review_changes
from desa_app.domain.risk import Assessment
from desa_app.domain.roles import Role
from desa_app.domain.urgency import Urgency, alert, urgency
from desa_app.errors import DesaError, NotAllowed, NotFound, WrongField
from desa_app.language import say
from desa_app.store.journal import Journal
from desa_app.store.places import Place, Places
from desa_app.store.records import Records, Removal, Save, refuse
from desa_app.store.sessions import Villages
from desa_app.sync.pure.rows import to_record


class OfferRow(NamedTuple):
    """A line of the list of offers; ``alert`` asks for a telephone call. ``contacts`` are what its recruiters go by:
    aliases, companies, numbers as written and normalised, handles and addresses (personal)."""

    id: str
    received: dt.date | None
    village: str | None
    country: str | None
    recruiters: int
    assessment: Assessment
    urgency: Urgency
    alert: bool
    status: OfferStatus
    place: Place
    conflicts: tuple[str, ...]
    village_code: str | None = None
    contacts: tuple[str, ...] = ()


class Moved(NamedTuple):
    """What came of a step of several offers: those that took it, and why others did not."""

    offers: list[Offer]
    refused: list[DesaError]


class Offers:
    """The offers of one database."""

    def __init__(
        self,
        db: Database,
        records: Records,
        journal: Journal,
        places: Places,
        villages: Villages,
        today: Callable[[], dt.date],
        role: Callable[[], Role],
    ) -> None:
        self._db = db
        self._records = records
        self._journal = journal
        self._places = places
        self._villages = villages
        self._today = today
        self._role = role

    def get(self, record: str) -> Offer:
        """The offer; raises NotFound."""
        return self._records.get(Offer, record)

    def recruiters(self, record: str) -> list[Recruiter]:
        """The living recruiters of an offer."""
        return self._records.children(Recruiter, record)

    def record(
        self,
        offer: Offer,
        recruiters: Sequence[Recruiter] = (),
        *,
        removed: Mapping[str, str] | None = None,
        named: Iterable[str] = (),
    ) -> Offer:
        """Save an offer with these recruiters in one transaction; as ``Sessions.record``."""
        whole = self._complete(offer)
        people = self._records.completed([_filled(whole, recruiter) for recruiter in recruiters])
        refuse(stopping(check_offer(whole, people, self._today()), submitting=False))
        removals = [Removal(Recruiter, recruiter, reason) for recruiter, reason in (removed or {}).items()]
        saves = [Save(whole, frozenset(named)), *(Save(person) for person in people)]
        self._records.save(saves, removals, also=lambda: self._forget_reporter(whole))
        return self.get(whole.id)

    def _forget_reporter(self, offer: Offer) -> None:
        """An anonymous report takes back what its changes said of the reporter, as long as they are only here."""
        if offer.reporter_mode == "anonim":
            self._journal.unsay(offer.id, without_identity)

    def has_named_reporter(self, record: str) -> bool:
        """Whether something that could tell who reported has left this laptop, or may have: what an anonymous report
        can't take back here, and only headquarters erases."""
        changes = (change.fields for _, _, change in self._journal.story(record))
        return any(values != without_identity(values) for values in changes)

    def submit(self, record: str) -> Offer:
        """Hand an offer in; raises WrongField for what must be there before."""
        self._check(record)
        return self.move(record, "submit")

    def submit_all(self, records: Iterable[str]) -> Moved:
        """Hand several offers in, in one transaction; those that may not be yet stay as they are."""
        moved: list[Offer] = []
        refused: list[DesaError] = []
        for record in records:
            try:
                self._check(record)
                moved.append(self._moved(record, "submit"))
            except (NotAllowed, NotFound, WrongField) as why:
                refused.append(why)
        self._records.save([Save(offer) for offer in moved])
        return Moved([self.get(offer.id) for offer in moved], refused)

    def move(self, record: str, step: Step, field: str | None = None, comment: str | None = None) -> Offer:
        """Take a step of the review; raises NotAllowed where role or status do not permit it."""
        self._records.save([Save(self._moved(record, step, field, comment))])
        return self.get(record)

    def delete(self, record: str, reason: str) -> None:
        """Delete an offer with the reason."""
        self.delete_all([record], reason)

    def delete_all(self, records: Iterable[str], reason: str) -> None:
        """Delete several offers with one reason, in one transaction: all of them, or none where one may not be."""
        self._records.save([], [Removal(Offer, record, reason) for record in records])

    def restore(self, *records: str) -> None:
        """Take the deletion of these offers back, in one transaction."""
        self._records.restore(Offer, *records)

    def by_session(self) -> dict[str, int]:
        """How many living offers were reported at each session."""
        rows = self._db.conn.execute(
            "SELECT session_id, count(*) FROM offer WHERE NOT deleted AND session_id IS NOT NULL GROUP BY session_id"
        )
        return dict(rows.fetchall())

    def assessment(self, offer: Offer, recruiters: Sequence[Recruiter]) -> Assessment:
        """The risk of an offer as it stands in a form, with the reports of the same contacts found here."""
        return self.known().assess(offer, recruiters)

    def sightings(self, offer: Offer, recruiters: Sequence[Recruiter]) -> tuple[dict[str, list[Sighting]], int]:
        """The other reports here that name the contacts of each recruiter, by its id; and in how many the most repeated
        one stands, as R16 counts. Phones are read as they are typed."""
        known, people = self.known(), [_filled(offer, recruiter) for recruiter in recruiters]
        return {person.id: known.sightings(offer, person) for person in people}, known.repeats(offer, people)

    def urgency(self, offer: Offer) -> Urgency:
        """How soon somebody must act on an offer."""
        return urgency(offer, self._today())

    def assessed(self) -> list[tuple[Offer, Assessment]]:
        """Every living offer with its risk."""
        return self.known().assessed()

    def listed(self, known: KnownOffers | None = None) -> list[OfferRow]:
        """All living offers, newest first; ``known`` are they where they were read already."""
        waiting = self._places.waiting("offer")
        known = known or self.known()
        conflicts = {row["id"]: row["conflicts"] for row in self._db.query("SELECT id, conflicts FROM offer")}
        return [
            self._list_row(offer, known.recruiters(offer.id), assessment, waiting, conflicts[offer.id])
            for offer, assessment in known.assessed()
        ]

    def _check(self, record: str) -> None:
        """Raise WrongField for what must be there before an offer is handed in."""
        offer = self._records.living(Offer, record)
        refuse(stopping(check_offer(offer, self.recruiters(record), self._today()), submitting=True))

    def _moved(self, record: str, step: Step, field: str | None = None, comment: str | None = None) -> Offer:
        """An offer as it stands after a step."""
        offer = self._records.living(Offer, record)
        changes = review_changes("offer", offer.status, step, self._role(), field, comment)
        return msgspec.structs.replace(offer, **changes)

    def _list_row(
        self,
        offer: Offer,
        recruiters: Sequence[Recruiter],
        assessment: Assessment,
        waiting: Mapping[str, Place],
        conflicts: str,
    ) -> OfferRow:
        urgent = self.urgency(offer)
        return OfferRow(
            id=offer.id,
            received=offer.received_at.date() if offer.received_at else None,
            village=offer.village_name,
            country=offer.suspected_country or offer.offered_country,
            recruiters=len(recruiters),
            assessment=assessment,
            urgency=urgent,
            alert=alert(assessment.level, urgent) and offer.status not in SETTLED,
            status=offer.status,
            place=waiting.get(offer.id, "hq"),
            conflicts=tuple(msgspec.json.decode(conflicts)) if conflicts else (),
            village_code=offer.village,
            contacts=tuple(text for recruiter in recruiters for text in _contacts(recruiter) if text),
        )

    def known(self) -> KnownOffers:
        """All living offers with their recruiters, to be assessed together."""
        offers = map(_offer, self._db.query("SELECT * FROM offer WHERE NOT deleted ORDER BY received_at DESC, id DESC"))
        recruiters = map(_recruiter, self._db.query("SELECT * FROM recruiter WHERE NOT deleted ORDER BY id"))
        return KnownOffers(offers, recruiters, self._today())

    def _complete(self, offer: Offer) -> Offer:
        if offer.reporter_mode == "anonim":
            offer = msgspec.structs.replace(offer, session_id=None)
        code_set = offer.code_set or (self._villages.version() if offer.village else None)
        named = msgspec.structs.replace(offer, village_name=self._village_name(offer), code_set=code_set)
        return self._records.new(named)

    def _village_name(self, offer: Offer) -> str | None:
        """The name that the offer keeps with its village's code, or else the registry's."""
        if offer.village is None:
            return None
        row = self._records.row("offer", offer.id)
        if row and row["village"] == offer.village and row["village_name"]:
            return str(row["village_name"])
        village = self._villages.get(offer.village)
        if village is None:
            unknown = say(f"kode desa {offer.village} tidak dikenal", f"no village has the code {offer.village}")
            raise WrongField(path="village", why=unknown)
        return village.name


def _filled(offer: Offer, recruiter: Recruiter) -> Recruiter:
    """A recruiter with what follows from the offer and from what was typed."""
    phone = find_phone(recruiter.phone) if recruiter.phone else None
    return msgspec.structs.replace(recruiter, offer_id=offer.id, office_code=offer.office_code, phone_e164=phone)


def _contacts(recruiter: Recruiter) -> tuple[str | None, ...]:
    """What a recruiter goes by, as people would look for it."""
    written = (recruiter.phone, recruiter.phone_e164, recruiter.handle, recruiter.url, recruiter.account)
    return (recruiter.alias, recruiter.company, *written)


def _offer(row: Mapping[str, object]) -> Offer:
    offer = to_record("offer", row)
    assert isinstance(offer, Offer)
    return offer


def _recruiter(row: Mapping[str, object]) -> Recruiter:
    recruiter = to_record("recruiter", row)
    assert isinstance(recruiter, Recruiter)
    return recruiter
