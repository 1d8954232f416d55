"""The proof proves something: every mutant is killed, and the properties of merging break for those of merge."""

from __future__ import annotations

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from simulation.ground import Memory
from simulation.history import drawn
from simulation.mutants import MERGE, MUTANTS, broken
from simulation.run import death_of, first_broken
from tests.sync.pure.history import arrivals, histories, steady
from tests.sync.pure.test_merge import judge

MOST = 400
"""Seeds after which a mutant counts as one that survives."""
MERGING = [name for name, cuts in MUTANTS.items() if cuts[0].where in (f"{MERGE}:merge", f"{MERGE}:_edited")]


@pytest.fixture(scope="module")
def ground() -> Memory:
    return Memory()


@pytest.mark.parametrize("name", MUTANTS)
def test_a_mutant_is_killed(name: str) -> None:
    assert death_of(name, MOST), f"'{name}' survives: nothing notices that this rule is broken"


def test_afterwards_the_program_is_as_it_was(ground: Memory) -> None:
    with broken("no base"):
        assert first_broken(1, drawn(1), ground)
    assert first_broken(1, drawn(1), ground) is None


def proven() -> bool:
    """Whether any order, repeats and new stamps lead to what the judge says; drawn the same way every time."""

    @settings(steady, phases=[Phase.generate])
    @given(histories().flatmap(lambda deeds: st.tuples(st.just(deeds), arrivals(deeds))))
    def converges(drawn: object) -> None:
        judge(*drawn)  # type: ignore[misc]

    try:
        converges()
    except AssertionError:
        return False
    return True


def test_the_properties_hold_for_the_real_merge() -> None:
    assert proven()


@pytest.mark.parametrize("name", MERGING)
def test_the_properties_break_for_a_mutant_of_merge(name: str) -> None:
    with broken(name):
        assert not proven()
