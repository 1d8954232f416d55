"""The list of offers between its page and the store."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from desa_app.domain.formats import show_number
from desa_app.domain.offer import Offer
from desa_app.domain.roles import Role
from desa_app.ui.list_desk import ListDesk, Steps, village_options
from desa_app.ui.list_screen import Listing
from desa_app.ui.offers.offer_list import FoundOffer, OfferList
from desa_app.ui.work import Work, Worker

if TYPE_CHECKING:
    from desa_app.domain.offer import Recruiter
    from desa_app.reports.offers import OfferLine
    from desa_app.reports.records import Made
    from desa_app.store.offers import Moved, OfferRow
    from desa_app.store.store import Store


class OfferListDesk(ListDesk):
    """The offers as a list."""

    noun = "offer"
    export_kind = "offers"

    def __init__(self, store: Worker[Store], long: Worker[Store], now: Callable[[], dt.datetime], role: Role) -> None:
        self.screen = OfferList(now)
        super().__init__(self.screen, store, long, now, role)

    def submit(self, records: Sequence[str]) -> None:
        self._store.do(Work(lambda store: store.offers.submit_all(records), self._submitted))

    def _submitted(self, moved: Moved) -> None:
        count = len(moved.offers)
        several = self.tr("{count} reports submitted. The team lead reviews them.").format(count=show_number(count))
        done = self.tr("Submitted. The team lead reviews it.") if count == 1 else several
        self._stepped(moved.offers, moved.refused, done)

    def _listing(self, store: Store) -> Listing[OfferRow]:
        return listing(store)

    def _find(self, store: Store, record: str) -> FoundOffer:
        return _found(store, record)

    def _delete(self, store: Store, records: Sequence[str], reason: str) -> None:
        store.offers.delete_all(records, reason)

    def _restore(self, store: Store, records: Sequence[str]) -> None:
        store.offers.restore(*records)

    def _words_of_deletion(self, count: int) -> str:
        one, several = self.tr("The report is deleted."), self.tr("{count} reports deleted.")
        return one if count == 1 else several.format(count=show_number(count))

    def _write(
        self, store: Store, records: Sequence[str], path: Path, steps: Steps, made: Made, with_names: bool
    ) -> None:
        from desa_app.reports.offers import write_offers

        named = (lambda: _recruiters(store, records, steps)) if with_names else None
        write_offers(path, lambda: _lines(store, records, steps), named, made)


def listing(store: Store) -> Listing[OfferRow]:
    """The offers as the list shows them: those that need a call first, each part from the newest."""
    from desa_app.domain.narrowing import day_text, row_text
    from desa_app.ui.words import both_words, country_texts

    newest = sorted(store.offers.listed(), key=lambda one: (one.received or dt.date.max, one.id), reverse=True)
    rows = sorted(newest, key=lambda one: not one.alert)
    named = {one.village_code: one.village or one.village_code for one in rows if one.village_code}
    known = {code: store.villages.get(code) for code in named}
    around = {code: f"{one.district}\n{one.regency}" if one else "" for code, one in known.items()}
    texts = [
        row_text(
            (
                one.village,
                one.village_code,
                around.get(one.village_code or ""),
                country_texts(one.country),
                both_words(one.assessment.level),
                both_words(one.urgency),
                both_words(one.status),
                day_text(one.received),
                *one.contacts,
                *(f"0{contact[3:]}" for contact in one.contacts if contact.startswith("+62")),
            )
        )
        for one in rows
    ]
    return Listing(rows, texts, village_options(named, known))


def _found(store: Store, record: str) -> FoundOffer:
    from desa_app.domain.risk import RiskRules, next_questions
    from desa_app.store.life import life

    offer, recruiters = store.offers.get(record), store.offers.recruiters(record)
    sightings, repeats = store.offers.sightings(offer, recruiters)
    questions = next_questions(offer, recruiters, repeats, RiskRules.load(), store.today())
    seen = {recruiter: len(found) for recruiter, found in sightings.items()}
    me = store.me.person if store.me else ""
    return FoundOffer(offer, recruiters, seen, questions, life(store.journal, record, store.colleagues.names()), me)


def _lines(store: Store, records: Sequence[str], steps: Steps) -> Iterator[OfferLine]:
    from desa_app.reports.offers import OfferLine
    from desa_app.ui.words import place_word

    rows = {one.id: one for one in store.offers.listed()}
    for record in steps.over([record for record in records if record in rows]):
        row = rows[record]
        offer = store.offers.get(record)
        yield OfferLine(offer, row.assessment, row.urgency, row.recruiters, place_word(row.place))


def _recruiters(store: Store, records: Sequence[str], steps: Steps) -> Iterator[tuple[Offer, Recruiter | None]]:
    for record in steps.over(records):
        offer = store.offers.get(record)
        for recruiter in store.offers.recruiters(record) or (None,):
            yield offer, recruiter
