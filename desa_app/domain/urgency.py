"""How urgent an offer is: by where the people are and when they leave, apart from its risk (DOMAIN.md)."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from desa_app.domain.offer import Offer
from desa_app.domain.reference import Hotline, hotlines
from desa_app.domain.risk import Level

Urgency = Literal["SEGERA", "MENDESAK", "NORMAL", "perlu dipastikan"]
URGENT_DAYS = 3
PRESSING_DAYS = 14


def urgency(offer: Offer, today: dt.date) -> Urgency:
    """SEGERA in transit, on site or leaving within 3 days; MENDESAK within 14; NORMAL later.

    A departure that is already past counts as SEGERA: whoever has not come home may have left. People who came
    home are NORMAL. A departure known by its month counts from the first of it [ours: rather too early].
    """
    if offer.stage in ("transit", "sudah di lokasi"):
        return "SEGERA"
    if offer.stage == "pulang":
        return "NORMAL"
    departure = _earliest_departure(offer)
    if departure is None:
        return "perlu dipastikan"
    days = (departure - today).days
    if days <= URGENT_DAYS:
        return "SEGERA"
    return "MENDESAK" if days <= PRESSING_DAYS else "NORMAL"


def alert(level: Level, urgent: Urgency) -> bool:
    """Whether the screen must alert and ask the officer to telephone: SEGERA with ``tinggi`` or above."""
    return urgent == "SEGERA" and level in ("tinggi", "kritis")


def whom_to_call(offer: Offer) -> list[Hotline]:
    """The numbers that fit an offer, in the order in which to call: embassies where the people are or are headed,
    once they have left."""
    headed = {offer.suspected_country, offer.offered_country}
    fits = {"always": True, "abroad": offer.stage in ("transit", "sudah di lokasi"), "minors": bool(offer.minors)}
    return [each for each in hotlines() if fits[each.when] and (not each.countries or headed & set(each.countries))]


def _earliest_departure(offer: Offer) -> dt.date | None:
    if offer.departure is None or offer.departure_precision == "tidak tahu":
        return None
    return offer.departure.replace(day=1) if offer.departure_precision == "bulan" else offer.departure
