"""The offers known in one place, laptop or headquarters, assessed together: a contact that several of them name
raises the risk of each (flag R16)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from desa_app.domain.contact import Contacts, contact_keys, contacts_by_field, repeats
from desa_app.domain.offer import Offer, Recruiter
from desa_app.domain.risk import Assessment, RiskRules, assess_offer

DUPLICATE = "duplikat"


class Sighting(NamedTuple):
    """Another report that names the same contact; ``fields`` are those of the recruiter that stand there, too."""

    offer_id: str
    received: dt.date | None
    village: str | None
    fields: tuple[str, ...]


class KnownOffers:
    """Living offers with their recruiters; duplicates are known, but lend no weight to others."""

    def __init__(self, offers: Iterable[Offer], recruiters: Iterable[Recruiter], today: dt.date) -> None:
        self._today = today
        self._rules = RiskRules.load()
        self._offers = list(offers)
        self._recruiters = _by_offer(recruiters)
        self._naming: dict[str, list[Contacts]] = defaultdict(list)
        for offer in self._offers:
            if offer.status != DUPLICATE:
                contacts = self._contacts(offer, self.recruiters(offer.id))
                for key in contacts.keys:
                    self._naming[key].append(contacts)

    def recruiters(self, offer_id: str) -> Sequence[Recruiter]:
        """The recruiters of a known offer."""
        return self._recruiters.get(offer_id, ())

    def assessed(self) -> list[tuple[Offer, Assessment]]:
        """Every known offer with its risk."""
        return list(self._assessed)

    @cached_property
    def _assessed(self) -> list[tuple[Offer, Assessment]]:
        return [(offer, self.assess(offer, self.recruiters(offer.id))) for offer in self._offers]

    def assess(self, offer: Offer, recruiters: Sequence[Recruiter]) -> Assessment:
        """The risk of an offer as it stands in a form or here; it is not counted among the others."""
        return assess_offer(offer, recruiters, self.repeats(offer, recruiters), self._rules, self._today)

    def repeats(self, offer: Offer, recruiters: Sequence[Recruiter]) -> int:
        """In how many other reports the most repeated contact of an offer stands, within the days of R16."""
        mine = self._contacts(offer, recruiters)
        others = [contacts for key in mine.keys for contacts in self._naming.get(key, ())]
        return repeats(mine, others, self._rules.repeat.days)

    def sightings(self, offer: Offer, recruiter: Recruiter) -> list[Sighting]:
        """The other reports that name a contact of this recruiter, whenever they were received, newest first."""
        seen: dict[str, set[str]] = defaultdict(set)
        for field, keys in contacts_by_field(recruiter).items():
            for contacts in (each for key in keys for each in self._naming.get(key, ())):
                if contacts.offer_id != offer.id:
                    seen[contacts.offer_id].add(field)
        return [
            Sighting(other.id, _received(other), other.village_name, tuple(sorted(seen[other.id])))
            for other in sorted(self._offers, key=lambda each: (str(each.received_at or ""), each.id), reverse=True)
            if other.id in seen
        ]

    def _contacts(self, offer: Offer, recruiters: Iterable[Recruiter]) -> Contacts:
        received = offer.received_at.date() if offer.received_at else self._today
        return Contacts(offer.id, received, frozenset(key for each in recruiters for key in contact_keys(each)))


def _received(offer: Offer) -> dt.date | None:
    return offer.received_at.date() if offer.received_at else None


def _by_offer(recruiters: Iterable[Recruiter]) -> Mapping[str, list[Recruiter]]:
    found: dict[str, list[Recruiter]] = defaultdict(list)
    for recruiter in recruiters:
        found[recruiter.offer_id].append(recruiter)
    return found
