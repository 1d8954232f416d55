"""Who is the same recruiter: the contacts that two reports can share (flag R16)."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable
from typing import Literal

import msgspec

from desa_app.domain.formats import normalise_phone
from desa_app.domain.offer import Platform, Recruiter

SHORTEST_ACCOUNT = 6
"""Digits below which an account is too short to tell two people apart [ours]."""


class Contacts(msgspec.Struct, frozen=True):
    """The contacts named in one offer, and the day it was received."""

    offer_id: str
    received: dt.date
    keys: frozenset[str]


def contact_keys(recruiter: Recruiter) -> frozenset[str]:
    """What identifies a recruiter across reports: E.164 phone, platform and handle, account digits, link.

    Aliases, companies and addresses are not among them: too many people share one.
    """
    return frozenset(key for keys in contacts_by_field(recruiter).values() for key in keys)


def contacts_by_field(recruiter: Recruiter) -> dict[str, list[str]]:
    """The contacts of a recruiter by the field they were typed in; an empty or useless field has none.

    A link counts as what it leads to: ``wa.me/62812…`` is a phone number, ``t.me/joko`` an account of Telegram.
    """
    handle, link = read_handle(recruiter.handle or "", recruiter.platform), read_link(recruiter.url or "")
    account = _account_digits(recruiter.account or "")
    found = {
        "phone": [f"phone:{recruiter.phone_e164}"] if recruiter.phone_e164 else [],
        "handle": [handle.key] if handle else [],
        "account": [f"account:{account}"] if account else [],
        "url": [link.key] if link else [],
    }
    return {field: keys for field, keys in found.items() if keys}


class Contact(msgspec.Struct, frozen=True):
    """A contact as it was read: ``kind`` is phone, handle or url; ``platform`` that of a handle."""

    kind: Literal["phone", "handle", "url"]
    value: str
    platform: Platform | None = None

    @property
    def key(self) -> str:
        """What identifies it across reports."""
        return f"handle:{self.platform or ''}:{self.value}" if self.kind == "handle" else f"{self.kind}:{self.value}"


_HOSTS: dict[str, Platform] = {
    "t.me": "Telegram",
    "telegram.me": "Telegram",
    "facebook.com": "Facebook",
    "fb.com": "Facebook",
    "instagram.com": "Instagram",
    "tiktok.com": "TikTok",
    "x.com": "X",
    "twitter.com": "X",
    "line.me": "LINE",
}
_WHATSAPP = re.compile(r"(?:wa\.me|api\.whatsapp\.com)/(?:send/?\?(?:.*&)?phone=)?\+?(\d{8,15})")
_NO_ACCOUNT = ("groups", "share", "profile.php", "joinchat", "+", "p", "reel", "watch", "r")
"""What stands in the place of a name in links that lead to no account by its name."""


def read_link(url: str) -> Contact | None:
    """What a link leads to; None where nothing is typed."""
    folded = _folded_url(url)
    number = _WHATSAPP.match(folded)
    if number:
        phone = normalise_phone(f"+{number[1]}") or normalise_phone(number[1])
        return Contact("phone", phone or f"+{number[1]}")
    host, _, path = folded.partition("/")
    platform, name = _HOSTS.get(host), re.split(r"[/?]", path.removeprefix("ti/p/~"))[0]
    if platform and name and not name.startswith(_NO_ACCOUNT[4]) and name not in _NO_ACCOUNT:
        return Contact("handle", _folded_handle(name), platform)
    return Contact("url", folded) if folded else None


def read_handle(handle: str, platform: Platform | None) -> Contact | None:
    """An account as typed (``@joko``, ``t.me/joko``, a number on WhatsApp); None where nothing is typed."""
    if "/" in handle:
        return read_link(handle)
    phone = normalise_phone(handle) if platform in (None, "WhatsApp", "Telegram") else None
    if phone:
        return Contact("phone", phone)
    folded = _folded_handle(handle)
    return Contact("handle", folded, platform) if folded else None


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
