"""The lease: how long a laptop may show what it holds without having been in touch with headquarters.

Every answer of headquarters renews it. Without a line a signed ticket does (a file), or a code of twelve letters that
can be said over the telephone. Time is reckoned from headquarters' own: from the last renewal on, whatever the
laptop's clock and its stamps moved forward is added, and nothing is ever taken away. So a clock that is set back
prolongs nothing, and one that was wrong before the renewal does no harm.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac

import msgspec

from desa_app.sync.pure.letters import ALPHABET, BITS, grouped, heard

DAY_MS = 24 * 60 * 60 * 1000
DAYS = 30
WARN_DAYS = 7
"""A laptop says that its lease is about to end so many days before."""
LONGEST_MS = DAYS * DAY_MS
LEAP_MS = 365 * DAY_MS
CODE_LENGTH = 12
_DAY_LETTERS = 3
_FIRST_DAY = 18_262
"""1 January 2020, from which a code counts its days: they fit until 2109."""
_PROOF_BITS = BITS * (CODE_LENGTH - _DAY_LETTERS)


class Lease(msgspec.Struct, frozen=True):
    """Until when (headquarters' time) a laptop may show its records.

    As of the last look: what time it was at headquarters as far as it could be reckoned, the laptop's clock, and the
    latest that clock and stamps had ever shown. ``given_ms`` is headquarters' time at the renewal. ``ended`` is a lease
    that headquarters took away: then nothing but an exchange brings it back.
    """

    until_ms: int
    now_ms: int
    wall_ms: int
    latest_ms: int
    given_ms: int
    ended: bool = False

    @property
    def is_over(self) -> bool:
        """Whether nothing may be shown any more."""
        return self.ended or self.now_ms > self.until_ms

    @property
    def is_ending(self) -> bool:
        """Whether it ends within days."""
        return not self.is_over and self.now_ms > self.until_ms - WARN_DAYS * DAY_MS


class Ticket(msgspec.Struct, frozen=True):
    """A renewal as a file: for which laptop of which headquarters, when it was written and until when it is good."""

    hq: str
    dev: str
    wall_ms: int = msgspec.field(name="at")
    until_ms: int = msgspec.field(name="lease")


def until(now_ms: int) -> int:
    """When a lease ends that is given now."""
    return now_ms + LONGEST_MS


def renewed(until_ms: int, hq_ms: int, wall_ms: int, stamp_ms: int) -> Lease:
    """A lease that headquarters gave at its time ``hq_ms``, which the laptop's clock calls ``wall_ms``."""
    return Lease(until_ms, hq_ms, wall_ms, max(wall_ms, stamp_ms, hq_ms), hq_ms)


def gone_on(lease: Lease, wall_ms: int, stamp_ms: int) -> Lease:
    """The lease as of now: what the clock went forward since the last look, or stamps went beyond all that was seen,
    has passed; but where the clock was set right it is what the clock says."""
    passed = max(0, wall_ms - lease.wall_ms, stamp_ms - lease.latest_ms)
    now_ms = max(lease.now_ms, wall_ms) if _is_set_right(lease, wall_ms) else lease.now_ms + passed
    latest_ms = max(lease.latest_ms, wall_ms, stamp_ms)
    return msgspec.structs.replace(lease, now_ms=now_ms, wall_ms=wall_ms, latest_ms=latest_ms)


def _is_set_right(lease: Lease, wall_ms: int) -> bool:
    """Whether a clock that showed a time before the renewal, which can't have been, has leapt by more than a year."""
    return lease.wall_ms < lease.given_ms - DAY_MS and wall_ms - lease.wall_ms > LEAP_MS


def brought(lease: Lease | None, until_ms: int, written_ms: int, wall_ms: int, stamp_ms: int) -> Lease | None:
    """The lease after a ticket or a code of ``written_ms`` was brought; None where it renews nothing: it was read
    before, or is over by the clock.

    It may have lain about: so it is now what the clock says, but never earlier than when it was written. What the
    laptop had reckoned until now doesn't count, because its clock may have been set right since.
    """
    now_ms = max(written_ms, wall_ms)
    if now_ms > until_ms or (lease is not None and (lease.ended or until_ms <= lease.until_ms)):
        return None
    return Lease(until_ms, now_ms, wall_ms, max(wall_ms, stamp_ms, now_ms), now_ms)


def code_day(now_ms: int) -> int:
    """The last day of a lease that is given now by telephone, in days since 2020."""
    return until(now_ms) // DAY_MS - _FIRST_DAY


def day_end_ms(day: int) -> int:
    """The end of such a day, in milliseconds since 1970."""
    return (_FIRST_DAY + day + 1) * DAY_MS - 1


def code(secret: bytes, dev: str, day: int) -> str:
    """The code that renews the lease of ``dev`` until the end of ``day``: the day, and 45 bits that only headquarters
    and this laptop can reckon."""
    digest = hmac.digest(secret, f"desa lease\n{dev}\n{day}\n".encode(), hashlib.sha256)
    number = day << _PROOF_BITS | int.from_bytes(digest[:8]) >> (64 - _PROOF_BITS)
    places = range(BITS * (CODE_LENGTH - 1), -1, -BITS)
    return grouped("".join(ALPHABET[number >> place & 31] for place in places))


def read_code(written: str, secret: bytes, dev: str) -> int | None:
    """The day in a code as it was heard; None where it is not one for this laptop."""
    letters = heard(written)
    if len(letters) != CODE_LENGTH or not set(letters) <= set(ALPHABET):
        return None
    day = 0
    for letter in letters[:_DAY_LETTERS]:
        day = day << BITS | ALPHABET.index(letter)
    return day if hmac.compare_digest(letters, heard(code(secret, dev, day))) else None


def last_day(lease: Lease) -> dt.date:
    """The day on which it ends or ended, by headquarters' clock and the laptop's zone."""
    return dt.datetime.fromtimestamp(lease.until_ms / 1000).astimezone().date()


def secret_of(headquarters_secret: bytes, dev: str) -> bytes:
    """What headquarters and one laptop share for such codes; told when it joins."""
    return hmac.digest(headquarters_secret, f"desa lease secret\n{dev}\n".encode(), hashlib.sha256)
