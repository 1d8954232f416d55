"""Chosen offers as a file: a line an offer with its risk, and with people's data its recruiters as well."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from desa_app.domain.fields import PERSONAL, PUBLIC
from desa_app.domain.labels import value_label
from desa_app.domain.offer import Offer, Recruiter
from desa_app.domain.risk import Assessment
from desa_app.language import say
from desa_app.reports.records import Made, cells, columns, may_leave, write
from desa_app.reports.tables import Sheet

_FIELDS = (
    *("received_at", "village", "village_name", "channel", "offered_country", "offered_city"),
    *("suspected_country", "suspected_city", "job", "job_detail", "pay_min", "pay_max", "pay_currency", "pay_period"),
    *("fee", "fee_currency", "fee_to", "debt", "visa", "passport_holder", "route", "departure"),
    *("departure_precision", "contract", "p3mi_name", "p3mi_licence", "licence_check", "affected", "minors", "stage"),
    *("asking_for_help", "story", "status", "review_comment"),
)
_RECRUITER = (
    *("alias", "role", "phone", "phone_e164", "handle", "platform", "url", "company", "address", "account"),
    "last_seen",
)
_HEAD = ("received_at", "village_name")
"""What stands of the offer before each recruiter."""


class OfferLine(NamedTuple):
    """An offer with its risk, how soon somebody must act, how many recruiters it names, and where it is."""

    offer: Offer
    assessment: Assessment
    urgency: str
    recruiters: int
    place: str


Lines = Callable[[], Iterable[OfferLine]]
Named = Callable[[], Iterable[tuple[Offer, Recruiter | None]]]


def write_offers(path: Path, lines: Lines, recruiters: Named | None, made: Made) -> None:
    """Write offers, and with ``recruiters`` everybody they name; as ``sessions.write_sessions``."""
    title = say("Tawaran kerja mencurigakan", "Suspicious job offers")
    sheets: list[Callable[[], Sheet]] = [lambda: _offers(lines(), named=recruiters is not None)]
    if recruiters is not None:
        given = recruiters
        sheets.append(lambda: _recruiters(given()))
    write(path, sheets, title, made, named=recruiters is not None)


def _offers(lines: Iterable[OfferLine], *, named: bool) -> Sheet:
    names = may_leave(Offer, _FIELDS, *((PUBLIC, PERSONAL) if named else (PUBLIC,)))
    heads = [
        (say("Tingkat risiko", "Risk level"), "text"),
        (say("Skor", "Score"), "count"),
        (say("Urgensi", "Urgency"), "text"),
        *columns(Offer, names),
        (say("Jumlah perekrut", "Recruiters"), "count"),
        (say("Keberadaan catatan", "Where it is"), "text"),
        (say("Nomor catatan", "Record number"), "text"),
    ]
    return Sheet(say("Tawaran", "Offers"), heads, _offer_rows(lines, names))


def _offer_rows(lines: Iterable[OfferLine], names: Sequence[str]) -> Iterator[Sequence[Any]]:
    for offer, assessment, urgency, recruiters, place in lines:
        risk = [value_label(assessment.level), assessment.score, value_label(urgency)]
        yield [*risk, *cells(offer, names), recruiters, place, offer.id]


def _recruiters(named: Iterable[tuple[Offer, Recruiter | None]]) -> Sheet:
    heads = [*columns(Offer, _HEAD), *columns(Recruiter, _RECRUITER), *columns(Offer, ("status",))]
    nobody = [None] * len(_RECRUITER)
    rows = (
        [*cells(offer, _HEAD), *(cells(one, _RECRUITER) if one else nobody), *cells(offer, ("status",))]
        for offer, one in named
    )
    return Sheet(say("Perekrut", "Recruiters"), heads, rows)
