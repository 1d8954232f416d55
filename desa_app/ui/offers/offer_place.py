"""Where the work in the report form stands, so that it opens there again after a close, a kill or a dead battery; and
the telephone numbers that only the office knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from desa_app.errors import NotFound

if TYPE_CHECKING:
    from desa_app.store.store import Store

_PLACE, _NUMBERS = "offer_place", "office_numbers"


class OfferPlace(msgspec.Struct, frozen=True, omit_defaults=True):
    """The report in the form, and in it the field that had the cursor."""

    offer: str
    field: str = ""


def keep_place(store: Store, place: OfferPlace | None) -> None:
    """Remember the place; None once the form was left on purpose."""
    if store.settings.get(_PLACE, OfferPlace | None) != place:
        store.settings.put(_PLACE, place)


def kept_place(store: Store) -> OfferPlace | None:
    """The place to go back to: in a report that is still there and not handed in yet."""
    place: OfferPlace | None = store.settings.get(_PLACE, OfferPlace | None)
    if place is None:
        return None
    if store.unclaimed.offer(place.offer):
        return place
    try:
        offer = store.offers.get(place.offer)
    except NotFound:
        return None
    return place if offer.deletion is None and offer.status in ("draf", "dikembalikan") else None


def office_numbers(store: Store) -> dict[str, str]:
    """The telephone numbers that this office filled in, by the code of whose they are."""
    numbers: dict[str, str] | None = store.settings.get(_NUMBERS, dict[str, str])
    return numbers or {}


def keep_number(store: Store, code: str, number: str) -> dict[str, str]:
    """Keep a number, or forget it where it is empty; returns all of them."""
    numbers = {**office_numbers(store), code: number}
    kept = {each: written for each, written in numbers.items() if written}
    store.settings.put(_NUMBERS, kept)
    return kept
