"""This laptop's lease: looked at whenever the store opens, and renewed by whatever comes from headquarters."""

from __future__ import annotations

import base64
import datetime as dt

import msgspec
from sqlite_utils import Database

from desa_app.domain.formats import show_date
from desa_app.errors import LeaseOver
from desa_app.store.database import immediate
from desa_app.store.identity import Settings
from desa_app.store.journal import Journal
from desa_app.store.records import Clock
from desa_app.sync.pure import lease
from desa_app.sync.pure.lease import Lease

LEASE = "lease"
SECRET = "lease_secret"
KEPT_MS = 10 * 60 * 1000
"""What a look may find passed without writing it down: looks are frequent, and the next one finds it again."""


class Leases:
    """The lease of one database. Without one, as before this laptop joined, nothing is locked."""

    def __init__(self, db: Database, settings: Settings, journal: Journal, clock: Clock) -> None:
        self._db = db
        self._settings = settings
        self._journal = journal
        self._clock = clock

    def look(self) -> Lease | None:
        """The lease as of now; time that has passed is kept, so that a clock that is set back doesn't bring it back."""
        found: Lease | None = self._settings.get(LEASE, Lease)
        if found is None:
            return None
        now = lease.gone_on(found, self._clock(), self._journal.stamp_ms)
        if now.wall_ms < found.wall_ms or now.now_ms - found.now_ms >= KEPT_MS:
            self._settings.put(LEASE, now)
        return now

    @property
    def is_over(self) -> bool:
        """Whether nothing may be shown any more."""
        found = self.look()
        return found is not None and found.is_over

    def check(self) -> None:
        """Raises LeaseOver where nothing may be shown any more."""
        found = self.look()
        if found is not None and found.is_over:
            raise LeaseOver(day=show_date(lease.last_day(found)), unsent=self._journal.count_pending())

    @property
    def last_day(self) -> dt.date | None:
        """The day on which it ends or ended; None where there is none."""
        found = self.look()
        return lease.last_day(found) if found else None

    @property
    def ends(self) -> dt.date | None:
        """The day on which it ends, where that is near; None otherwise."""
        found = self.look()
        return lease.last_day(found) if found and found.is_ending else None

    def renew(self, until_ms: int, hq_ms: int, *, is_late: bool = False) -> None:
        """Headquarters has renewed it, at its time ``hq_ms``: just now, or, where its answer came ``is_late``, when
        that was written."""
        if is_late:
            self._bring(until_ms, hq_ms)
        elif until_ms:
            self._settings.put(LEASE, lease.renewed(until_ms, hq_ms, self._clock(), self._journal.stamp_ms))

    def end(self) -> None:
        """Headquarters has ended it: the laptop locks, and what waits here can still be sent."""
        wall_ms = self._clock()
        found = self.look() or lease.renewed(wall_ms, wall_ms, wall_ms, self._journal.stamp_ms)
        last = min(found.until_ms, found.now_ms)
        self._settings.put(LEASE, msgspec.structs.replace(found, until_ms=last, ended=True))

    def bring(self, until_ms: int, written_ms: int) -> Lease | None:
        """Take a renewal that came as a file or by telephone; None where it renews nothing."""
        with immediate(self._db):
            return self._bring(until_ms, written_ms)

    def _bring(self, until_ms: int, written_ms: int) -> Lease | None:
        found = lease.brought(self.look(), until_ms, written_ms, self._clock(), self._journal.stamp_ms)
        if found is not None:
            self._settings.put(LEASE, found)
        return found

    @property
    def secret(self) -> bytes | None:
        """What headquarters and this laptop share for codes said over the telephone."""
        found = self._settings.get(SECRET)
        return base64.b64decode(found) if found else None

    def keep_secret(self, secret: str) -> None:
        """Keep what headquarters told for such codes, base64."""
        self._settings.put(SECRET, secret)
