"""Comparing with headquarters once everything is exchanged, and mending what differs (SYNC.md, Proof that both sides
hold the same).

First eight bytes a scope; the 256 buckets only where those differ; the records of differing buckets by name and hash;
and only of records that differ the changes. What is only here stays: nothing is deleted, and no unsent change lost.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from itertools import islice

import msgspec

from desa_app.store.database import immediate
from desa_app.store.store import Store
from desa_app.sync.exchange import Outcome
from desa_app.sync.pure.digest import (
    MOST_COMPARED,
    MOST_FETCHED,
    Bucket,
    Claim,
    Comparison,
    Verdict,
    differing,
    portions,
)

LAST_COMPARED = "last_compared"
DAY_MS = 24 * 60 * 60 * 1000
ROUNDS = 3
"""How often it is compared at most: once more after what was mended, or where the log went on meanwhile."""

Ask = Callable[[Comparison], Outcome]
"""One exchange that pushes nothing and asks for a comparison."""
Keys = dict[str, tuple[str, str]]
"""By record its noun and its hash."""


class ScopeCompared(msgspec.Struct, frozen=True, kw_only=True):
    """How a scope's records compare. ``is_equal`` is None where headquarters couldn't say. ``mended`` and ``left`` are
    how many records, by noun, were put right here and differ still; ``is_read_again`` that its log was read anew."""

    scope: str
    records: int = 0
    is_equal: bool | None = None
    mended: dict[str, int] = {}
    left: dict[str, int] = {}
    is_read_again: bool = False


class Compared(msgspec.Struct, frozen=True, kw_only=True):
    """When it was compared, by this laptop's clock, and how each scope came out."""

    at_ms: int
    scopes: tuple[ScopeCompared, ...] = ()

    @property
    def is_equal(self) -> bool:
        """Whether headquarters and this laptop hold the same of everything."""
        return all(scope.is_equal for scope in self.scopes)


def compare(store: Store, ask: Ask, drain: Callable[[], None]) -> Compared:
    """Compare everything and mend; what is found is kept, too. Raises as an exchange does."""
    comparing = _Comparing(store, ask, drain)
    comparing.bring_back_damaged_changes()
    comparing.begin_broken_logs_anew()
    drain()
    return comparing.compare()


def compare_daily(store: Store, ask: Ask, drain: Callable[[], None]) -> None:
    """Compare what was just drained, once a day. The first time only the day is noted: what has just been read page by
    page, each with its chain, needs no proof on the same day."""
    last, now = store.settings.get(LAST_COMPARED, Compared), store.clock()
    if last is None:
        store.settings.put(LAST_COMPARED, Compared(at_ms=now))
    elif abs(now - last.at_ms) >= DAY_MS:
        _Comparing(store, ask, drain).compare()


def begin_broken_logs_anew(store: Store, ask: Ask) -> set[str]:
    """Begin anew with each log of which this laptop holds another than headquarters, or no longer all; returns their
    scopes. What they brought stays, and the next exchange reads them."""
    verdicts = ask(Comparison(claims=store.digests.marks())).verdicts
    broken = {each.scope for each in verdicts if each.is_forked} | store.digests.broken_logs()
    with immediate(store.db):
        for scope in broken:
            store.logs.read_again(scope)
    return broken


class _Comparing:
    """One comparison: what was mended so far, by scope and noun."""

    def __init__(self, store: Store, ask: Ask, drain: Callable[[], None]) -> None:
        self._store = store
        self._digests = store.digests
        self._ask = ask
        self._drain = drain
        self._mended: dict[str, Counter[str]] = {}
        self._read_again: set[str] = set()
        self._without_receipts: set[str] = set()

    def bring_back_damaged_changes(self) -> None:
        """Changes that are no longer what they were come back from headquarters."""
        for scope, records in self._digests.damaged().items():
            self._fetch(scope, records)

    def begin_broken_logs_anew(self) -> None:
        """Begin anew with each log of which this laptop holds another than headquarters, or no longer all."""
        self._read_again |= begin_broken_logs_anew(self._store, self._ask)

    def compare(self) -> Compared:
        """Compare until nothing more can be mended."""
        left: dict[str, Counter[str]] = {}
        for _ in range(ROUNDS):
            claims, buckets = self._digests.claims()
            verdicts = self._judged(claims)
            is_forked = any(each.is_forked for each in verdicts.values())
            if is_forked:
                self.begin_broken_logs_anew()
            if is_forked or claims.keys() - verdicts.keys():
                self._drain()
                continue
            before = sum(self._mended.values(), Counter())
            unequal = [each for each in verdicts.values() if each.buckets]
            left = {each.scope: self._mend(each, buckets[each.scope]) for each in unequal}
            if sum(self._mended.values(), Counter()) == before:
                break
        equal = {scope: verdict.is_equal for scope, verdict in verdicts.items()}
        for scope in (scope for scope in claims if equal.get(scope)):
            self._fold(scope, self._digests.unplaced(scope))
        self._read_for_receipts()
        found = [
            ScopeCompared(
                scope=scope,
                records=claim.all.count,
                is_equal=equal.get(scope),
                mended=dict(self._mended.get(scope, {})),
                left=dict(left.get(scope, {})),
                is_read_again=scope in self._read_again,
            )
            for scope, claim in claims.items()
        ]
        compared = Compared(at_ms=self._store.clock(), scopes=tuple(found))
        self._store.settings.put(LAST_COMPARED, compared)
        return compared

    def _judged(self, claims: Mapping[str, Claim]) -> dict[str, Verdict]:
        """By scope what headquarters says, asked for so many records at a time as it adds up in some seconds."""
        groups = portions(claims, (claim.all.count for claim in claims.values()), MOST_COMPARED)
        asked = (Comparison(claims={scope: claims[scope] for scope in group}) for group in groups)
        return {each.scope: each for comparison in asked for each in self._ask(comparison).verdicts}

    def _read_for_receipts(self) -> None:
        """Changes that had to be brought back one by one are read with their log again, which brings the receipts."""
        if self._without_receipts:
            with immediate(self._store.db):
                for scope in self._without_receipts:
                    self._store.logs.read_again(scope)
            self._drain()

    def _mend(self, verdict: Verdict, ours: Iterable[Bucket]) -> Counter[str]:
        """Mend the records of a scope's differing buckets; returns how many, by noun, differ still."""
        scope, left = verdict.scope, Counter[str]()
        places = differing(ours, verdict.buckets)
        for portion in portions(places, (verdict.buckets[place].count for place in places)):
            theirs = self._named(scope, portion)
            if theirs is None:
                break
            hashes = {record: hashed for record, (_, hashed) in theirs.items()}
            self._fold(scope, self._unlike(scope, portion, theirs), like=hashes)
            self._fetch(scope, [one for one in self._unlike(scope, portion, theirs) if one in theirs])
            left.update(self._unlike(scope, portion, theirs).values())
        return left

    def _named(self, scope: str, places: list[int]) -> Keys | None:
        """Headquarters' records in some buckets; None where its log went on since."""
        for verdict in self._ask(Comparison(buckets={scope: places})).verdicts:
            if verdict.scope == scope and verdict.seq == self._store.logs.cursors()[scope].seq:
                return {record: (noun, hashed) for noun, record, hashed in verdict.records}
        return None

    def _unlike(self, scope: str, places: list[int], theirs: Keys) -> dict[str, str]:
        """The records, with their nouns, that are not the same here and at headquarters."""
        ours = self._digests.hashes(scope, places)
        return {
            record: (theirs.get(record) or ours[record])[0]
            for record in sorted(ours.keys() | theirs.keys())
            if ours.get(record) != theirs.get(record)
        }

    def _fold(self, scope: str, records: Mapping[str, str], like: Mapping[str, str] | None = None) -> None:
        with immediate(self._store.db):
            mended = self._digests.refold(scope, records, like)
        self._mended.setdefault(scope, Counter()).update(mended)

    def _fetch(self, scope: str, records: Iterable[str]) -> None:
        """Get the changes of records, and write their rows from them."""
        waiting = list(records)
        while waiting:
            outcome = self._ask(Comparison(records={scope: list(islice(waiting, MOST_FETCHED))}))
            given = [each for each in outcome.verdicts if each.scope == scope]
            names = {record: noun for verdict in given for noun, record, _ in verdict.records}
            if not names:
                waiting = waiting[MOST_FETCHED:]
                continue
            places = [seq for verdict in given for seq in verdict.entries]
            with immediate(self._store.db):
                if self._digests.take(scope, list(zip(places, outcome.entries, strict=True))):
                    self._without_receipts.add(scope)
            self._fold(scope, names)
            waiting = [record for record in waiting if record not in names]
