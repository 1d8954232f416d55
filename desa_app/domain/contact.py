"""Who is the same recruiter: the contacts that two reports can share (flag R16)."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable

import msgspec

from desa_app.domain.offer import Recruiter

SHORTEST_ACCOUNT = 6
"""Digits below which an account is too short to tell two people apart [ours]."""


class Contacts(msgspec.Struct, frozen=True):
    """The contacts named in one offer, and the day it was received."""

    offer_id: str
    received: dt.date
    keys: frozenset[str]


def contact_keys(recruiter: Recruiter) -> frozenset[str]:
    """What identifies a recruiter across reports: E.164 phone, platform and handle, account digits, URL.

    Aliases, companies and addresses are not among them: too many people share one.
    """
    keys = {
        "phone": recruiter.phone_e164 or "",
        f"handle:{recruiter.platform or ''}": _folded_handle(recruiter.handle or ""),
        "account": _account_digits(recruiter.account or ""),
        "url": _folded_url(recruiter.url or ""),
    }
    return frozenset(f"{kind}:{value}" for kind, value in keys.items() if value)


def repeats(this: Contacts, others: Iterable[Contacts], days: int) -> int:
    """How many other reports, received at most ``days`` before or after this one, name its most repeated contact.

    The same contact must be in all that are counted: two contacts in one report each are 1, not 2. The caller
    leaves out deleted offers and those found to be duplicates.
    """
    counted: Counter[str] = Counter()
    for other in {other.offer_id: other for other in others}.values():
        if other.offer_id != this.offer_id and abs((other.received - this.received).days) <= days:
            counted.update(this.keys & other.keys)
    return max(counted.values(), default=0)


def _folded_handle(handle: str) -> str:
    return re.sub(r"\s", "", handle).lstrip("@").casefold()


def _account_digits(account: str) -> str:
    digits = re.sub(r"\D", "", account)
    return digits if len(digits) >= SHORTEST_ACCOUNT else ""


def _folded_url(url: str) -> str:
    return re.sub(r"^(https?://)?(www\.|m\.)?", "", url.strip().casefold()).split("#")[0].rstrip("/")
