"""The same laptops through the same mishaps, with sticks as well as a line: bundles and answers that are lost, doubled,
read late and in any order, carried by a lead or not. In the end all hold the same, as without sticks."""

from __future__ import annotations

from collections import Counter
from typing import ClassVar

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule, run_state_machine_as_test

from desa_app.errors import NoBundle
from desa_app.sync.bundle import keep, keep_answers, make_bundles, opened, replies_for, take_answers, take_receipt
from tests.sync.laptops import Templates, drain, me, states
from tests.sync.test_converge import Laptops, which, who

LEAD = 2


class Sticks(Laptops):
    """What three people may do, and a box of sticks that are never emptied."""

    seen: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        drain(*self.stores, hq=self.world.hq)
        self.backup = self.world.back_up()
        self.box: list[tuple[int, bytes]] = []
        self.answers: list[tuple[int, bytes]] = []
        self.receipts: list[tuple[int, bytes]] = []

    @rule(who=who)
    def write(self, who: int) -> None:
        self.box += [(who, made.content) for made in make_bundles(self.stores[who]) if made.content]

    @rule(who=who, times=st.sampled_from([0, 1, 1, 2]), keeps=st.booleans())
    def go_round(self, who: int, times: int, keeps: bool) -> None:
        """A stick goes to headquarters and back, where it is read so many times; or its files turn up again later."""
        self.visit(who, False)
        self.write(who)
        whose, content = self.box[-1]
        answers = self.world.hq.carry(content)
        for _ in range(times):
            self._read(whose, answers)
        if keeps:
            self.answers.append((whose, answers))

    @precondition(lambda self: self.box)
    @rule(place=which)
    def answer(self, place: int) -> None:
        who, content = self.box[place % len(self.box)]
        self.answers.append((who, self.world.hq.carry(content)))

    @precondition(lambda self: self.answers)
    @rule(place=which)
    def read(self, place: int) -> None:
        self._read(*self.answers[place % len(self.answers)])

    def _read(self, who: int, answers: bytes) -> None:
        pushed = take_answers(self.stores[who], "answers", opened("answers", answers)).pushed
        self.seen["answers that settled" if pushed else "answers overtaken or empty"] += 1

    @rule(who=st.integers(0, LEAD - 1))
    def collect(self, who: int) -> None:
        self.write(who)
        self._collect(*self.box[-1])

    @precondition(lambda self: self.box)
    @rule(place=which)
    def collect_late(self, place: int) -> None:
        self._collect(*self.box[place % len(self.box)])

    def _collect(self, who: int, content: bytes) -> None:
        if who != LEAD:
            self.receipts.append((who, keep(self.stores[LEAD], "bundle", content).receipt))

    @precondition(lambda self: self.receipts)
    @rule(place=which)
    def take_receipt(self, place: int) -> None:
        who, receipt = self.receipts[place % len(self.receipts)]
        before = states(self.stores[who])
        take_receipt(self.stores[who], "receipt", receipt)
        assert states(self.stores[who]) == before, "a lead's receipt ended a change's waiting"
        self.seen["receipts"] += 1

    @rule()
    def forward(self) -> None:
        lead = self.stores[LEAD]
        for each in lead.bundles.carried():
            content = lead.bundles.bundle(each.id)
            if content is not None:
                keep_answers(lead, "answers", self.world.hq.carry(content))
                self.seen["forwarded"] += 1

    @rule(who=who)
    def bring_back(self, who: int) -> None:
        """The lead's laptop has a line, and the officer's meets it."""
        self.forward()
        store = self.stores[who]
        for answers in replies_for(self.stores[LEAD], me(store).dev):
            take_answers(store, "answers", opened("answers", answers))

    @precondition(lambda self: self.box)
    @rule(place=which)
    def lose(self, place: int) -> None:
        del self.box[place % len(self.box)]

    @precondition(lambda self: self.answers)
    @rule(who=who, place=which)
    def mix_up(self, who: int, place: int) -> None:
        whose, answers = self.answers[place % len(self.answers)]
        if who != whose:
            store, refused = self.stores[who], False
            before = states(store)
            try:
                take_answers(store, "answers", opened("answers", answers))
            except NoBundle:
                refused = True
            assert refused
            assert states(store) == before


def test_laptops_converge_by_stick_and_by_line(templates: Templates) -> None:
    steady = settings(max_examples=12, stateful_step_count=40, derandomize=True, database=None, deadline=None)
    Sticks.templates = templates
    run_state_machine_as_test(Sticks, settings=steady)
    for each in ("answers that settled", "answers overtaken or empty", "receipts", "forwarded"):
        assert Sticks.seen[each] > 2, f"the histories hardly had {each}"
