"""What SYNC.md says its proof must notice: each mutant breaks one rule, in one place."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import msgspec

from desa_app.sync.pure.change import Change, Dot
from desa_app.sync.pure.merge import Register, State, merge, shown
from desa_app.sync.pure.wire import Answer, Entry, Page, Reply
from tests.sync.pure.exchange import Held, Hq, Kept, Laptop, World
from tests.sync.pure.history import DEVICES, Merging

Seen = Callable[[Dot], bool]


@dataclass(frozen=True)
class Parts:
    """What a world is built of; a mutant replaces one part."""

    merging: Merging = merge
    laptop: Callable[[str, Merging], Laptop] = Laptop
    hq: Callable[[Merging], Hq] = Hq

    def world(self) -> World:
        return World([self.laptop(dev, self.merging) for dev in DEVICES], self.hq(self.merging))


def without_dedup(state: State, change: Change, name: Dot, stamp: int, seen: Seen) -> State:
    """A repeat is merged as if it were new."""
    return merge(state, change, name, stamp, lambda other: other != name and seen(other))


def without_base(state: State, change: Change, name: Dot, stamp: int, seen: Seen) -> State:
    """An edit replaces nothing."""
    unfounded = msgspec.structs.replace(change, base={})
    return merge(state, unfounded, name, stamp, seen)


def last_write_wins(state: State, change: Change, name: Dot, stamp: int, seen: Seen) -> State:
    """Of the values written at the same time only the latest is kept."""
    merged = merge(state, change, name, stamp, seen)
    return {field: _latest(register) for field, register in merged.items()}


def _latest(register: Register) -> Register:
    kept = {name: each for name, each in register.written.items() if each[1] == shown(register)}
    return Register(dict([max(kept.items(), key=lambda item: (item[1][0], item[0]))]) if kept else {})


def without_placeholder(state: State, change: Change, name: Dot, stamp: int, seen: Seen) -> State:
    """That a change was replaced before it arrived is forgotten."""
    merged = merge(state, change, name, stamp, seen)
    return {field: Register(register.written) for field, register in merged.items()}


def without_restamp(state: State, change: Change, name: Dot, stamp: int, seen: Seen) -> State:
    """A repeat is passed over altogether, its effective stamp with it."""
    return state if seen(name) else merge(state, change, name, stamp, seen)


class CursorFirst(Laptop):
    """The cursor is committed before the rows."""

    def turn(self, page: Page, entries: Sequence[Entry]) -> None:
        with self.transaction() as draft:
            self.move(draft, page, entries)
        with self.transaction() as draft:
            self.write(draft, entries)


class NoReoffer(Laptop):
    """What was acknowledged once is never offered again."""

    def offer_again(self, draft: Kept, reply: Reply) -> None:
        return None


class OwnRunsPassedOver(Laptop):
    """Own changes that come by number keep whatever stamp they have."""

    def write(self, draft: Kept, entries: Sequence[Entry]) -> None:
        super().write(draft, [entry for entry in entries if entry.own is None])


class ForgetfulHq(Hq):
    """A change that comes again gets another place in the log."""

    def is_known(self, draft: Held, name: Dot) -> bool:
        return name in draft.waiting


class PoisonBlocks(Hq):
    """A change that can't be taken stops the queue."""

    def batch(self, draft: Held, dev: str, lines: Sequence[bytes], wall_ms: int) -> Iterator[Answer]:
        for answer in super().batch(draft, dev, lines, wall_ms):
            if answer.field:
                name = f"{dev}:{answer.first}"
                draft.waiting.pop(name, None)
                return
            yield answer


MERGE_MUTANTS: dict[str, Merging] = {
    "no dedup": without_dedup,
    "no base": without_base,
    "plain last-write-wins": last_write_wins,
    "no placeholder for replaced dots": without_placeholder,
    "no re-stamping": without_restamp,
}

MUTANTS: dict[str, Parts] = {
    **{name: Parts(merging=merging) for name, merging in MERGE_MUTANTS.items()},
    "no dedup in the log": Parts(hq=ForgetfulHq),
    "poison blocks": Parts(hq=PoisonBlocks),
    "cursor first": Parts(laptop=CursorFirst),
    "no re-offer": Parts(laptop=NoReoffer),
    "own runs passed over": Parts(laptop=OwnRunsPassedOver),
}
