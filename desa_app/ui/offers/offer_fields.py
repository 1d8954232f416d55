"""The plain fields of a report: an editor for each, and the part of the conversation and the line it stands on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any, get_args

from desa_app.domain import offer as choices
from desa_app.domain.reference import countries
from desa_app.domain.risk import VERIFIED
from desa_app.ui.editors import (
    AnswerField,
    ChoiceField,
    CountField,
    DateField,
    LongTextField,
    MomentField,
    MoneyField,
    TextField,
)
from desa_app.ui.words import country_word, word

SAFETY, TELLER, OFFER, RECRUITERS, TRAVEL, PEOPLE, EVIDENCE, CHECK = range(8)
"""The parts of the conversation, in order."""

LINES: dict[int, tuple[tuple[str, ...], ...]] = {
    SAFETY: (("reporter_mode", "may_contact"), ("reporter_contact",)),
    TELLER: (("village",), ("received_at", "reporter_relation", "session_id")),
    OFFER: (
        ("story",),
        ("channel", "job", "job_detail"),
        ("offered_country", "offered_city"),
        ("suspected_country", "suspected_city"),
        ("pay_min", "pay_max", "pay_currency", "pay_period"),
        ("fee", "fee_currency", "fee_to", "debt"),
        ("contract",),
        ("p3mi_name", "p3mi_licence"),
        ("licence_check", "licence_checked_at"),
    ),
    TRAVEL: (("visa", "passport_holder"), ("departure", "departure_precision"), ("route",)),
    PEOPLE: (("affected", "minors", "stage"), ("asking_for_help",)),
    EVIDENCE: (("evidence",),),
    CHECK: (VERIFIED,),
}
"""The fields of each part, line by line."""
NOT_ANONYMOUS = ("may_contact", "reporter_contact", "session_id")
"""Questions that an anonymous report doesn't ask."""


def part_of() -> dict[str, int]:
    """The part that each field stands in."""
    return {name: part for part, lines in LINES.items() for line in lines for name in line}


def editors_of(now: Callable[[], dt.datetime]) -> Iterator[dict[str, Any]]:
    """An editor for each plain field of an offer, by name; a handful at a time, for each takes milliseconds,
    and so does reading its code."""
    from desa_app.ui.offers.session_choice import SessionChoice
    from desa_app.ui.villages.village_picker import VillagePicker

    yield {
        "reporter_mode": ChoiceField(get_args(choices.ReporterMode), word),
        "may_contact": AnswerField(),
        "reporter_contact": TextField(400),
        "village": VillagePicker(most=1),
        "received_at": MomentField(now),
        "reporter_relation": ChoiceField(get_args(choices.Relation), word),
        "session_id": SessionChoice(),
    }
    yield {
        "story": LongTextField(),
        "channel": ChoiceField(get_args(choices.Channel), word),
        "job": ChoiceField(get_args(choices.Job), word),
        "job_detail": TextField(400),
    }
    yield from (_place("offered"), _place("suspected"))
    yield {
        "pay_min": MoneyField(),
        "pay_max": MoneyField(),
        "pay_currency": ChoiceField(get_args(choices.Currency), word),
        "pay_period": ChoiceField(get_args(choices.PayPeriod), word),
        "fee": MoneyField(),
        "fee_currency": ChoiceField(get_args(choices.Currency), word),
        "fee_to": TextField(400),
        "debt": ChoiceField(get_args(choices.Debt), word),
        "contract": AnswerField(),
    }
    yield {
        "p3mi_name": TextField(400),
        "p3mi_licence": TextField(),
        "licence_check": ChoiceField(get_args(choices.LicenceCheck), word),
        "licence_checked_at": MomentField(now),
        "visa": ChoiceField(get_args(choices.Visa), word),
        "passport_holder": ChoiceField(get_args(choices.Holder), word),
        "departure": DateField(lambda: now().date()),
        "departure_precision": ChoiceField(get_args(choices.Precision), word),
    }
    from desa_app.ui.files.evidence_list import EvidenceList
    from desa_app.ui.offers.route_field import RouteField

    yield {
        "route": RouteField(),
        "affected": CountField(),
        "minors": CountField(),
        "stage": ChoiceField(get_args(choices.Stage), word),
        "asking_for_help": AnswerField(),
        "evidence": EvidenceList(),
    }
    yield {name: AnswerField() for name in VERIFIED}


def _place(where: str) -> dict[str, Any]:
    """A country and a city beside it: a suggestion that is taken tells the country, where none was chosen."""
    from desa_app.ui.offers.city_field import CityField

    country = ChoiceField([country.code for country in countries()], country_word)
    city = CityField(country.value)

    def take(code: str) -> None:
        if country.value() is None:
            country.set_value(code)

    city.taken.connect(take)
    return {f"{where}_country": country, f"{where}_city": city}
