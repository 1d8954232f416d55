"""Laptops and headquarters, driven by hypothesis through losses, repeats, delays, power cuts and restored backups."""

from __future__ import annotations

from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from tests.sync.pure.exchange import FAULTS, NOUN, POISON, Hq, Laptop, World
from tests.sync.pure.history import DEVICES, some_fields, steady, wall_clocks

whom = st.integers(0, len(DEVICES) - 1)
which = st.integers(0, 5)


class Exchanges(RuleBasedStateMachine):
    """Whatever happens on the way: in the end everybody holds the same, and nothing was lost."""

    def __init__(self) -> None:
        super().__init__()
        self.world = World([Laptop(dev) for dev in DEVICES], Hq())

    @rule(who=whom, wall_ms=wall_clocks)
    def create(self, who: int, wall_ms: int) -> None:
        self.world.create(self.world.laptops[who], wall_ms)

    @rule(who=whom, wall_ms=wall_clocks)
    def create_poisoned(self, who: int, wall_ms: int) -> None:
        self.world.create(self.world.laptops[who], wall_ms, POISON)

    @rule(who=whom, which=which, fields=some_fields(NOUN), wall_ms=wall_clocks)
    def edit(self, who: int, which: int, fields: dict[str, Any], wall_ms: int) -> None:
        laptop = self.world.laptops[who]
        for record in self.world.records(laptop)[which : which + 1]:
            self.world.edit(laptop, record, fields, wall_ms)

    @rule(who=whom, which=which, wall_ms=wall_clocks)
    def delete(self, who: int, which: int, wall_ms: int) -> None:
        laptop = self.world.laptops[who]
        for record in self.world.records(laptop)[which : which + 1]:
            self.world.delete(laptop, record, wall_ms)

    @rule(who=whom, fault=st.sampled_from(["", "", "", *FAULTS]))
    def exchange(self, who: int, fault: str) -> None:
        self.world.exchange(self.world.laptops[who], fault)

    @precondition(lambda self: self.world.late)
    @rule(place=which)
    def deliver_late(self, place: int) -> None:
        self.world.deliver(place % len(self.world.late))

    @rule()
    def back_up(self) -> None:
        self.world.hq.back_up()

    @rule()
    def restore(self) -> None:
        self.world.hq.restore()

    @rule(milliseconds=st.sampled_from([10, 10_000, 2_000_000_000_000]))
    def wait(self, milliseconds: int) -> None:
        self.world.now += milliseconds

    @invariant()
    def is_safe(self) -> None:
        self.world.check_safety()

    def teardown(self) -> None:
        self.world.settle()
        self.world.check_settled()


TestExchanges = Exchanges.TestCase
TestExchanges.settings = settings(steady, max_examples=300, stateful_step_count=40)
