"""The benchmarks run, on a small scale, so that they don't rot: figures are sane, none is judged for its speed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import apply, coverage, day, footprint, form, lists, push, report, save, search, start, villages
from benchmarks import map as village_map
from benchmarks.__main__ import BENCHMARKS, main
from benchmarks.field_days import ATTENDEES, field_days
from benchmarks.laptops import villages_of_office
from benchmarks.measure import Finding, Quantity, percentile
from benchmarks.national import Size
from benchmarks.shaped import PACKET, Shape, Way

GOALS = {
    start: [1.5, 1.5],
    footprint: [250.0, 250.0, 1.0, 1.0, 1.0],
    form: [150.0, 16.0, 50.0, 1.15, 10.0],
    save: [3.0],
    apply: [5.0],
    push: [100.0],
    day: [8.0, 12_000],
    villages: [50.0],
    search: [100],
    lists: [5.0, 4.0, 16.0],
    coverage: [3.0],
    village_map: [1.0, 16.7, 1.0, 16.7, 1.0, 16.7, 16.7],
}
"""The goals that were set, in the order of the findings that have one."""


def check(findings: Sequence[Finding]) -> None:
    """Every figure and every peer's is positive."""
    assert findings
    for finding in findings:
        assert finding.measured.value > 0
        assert finding.peer is None or finding.peer.value > 0


def goals(findings: Sequence[Finding]) -> list[float]:
    return [finding.goal for finding in findings if finding.goal is not None]


def test_start() -> None:
    findings = start.measure(rounds=1, warm_up=0, days=1, sessions=2)
    check(findings)
    painted, door, home, after, key, without, filled = findings
    assert painted.measured.value <= filled.measured.value
    assert key.measured.value < after.measured.value < home.measured.value
    assert door.measured.value < without.measured.value
    assert "60 people" in home.what
    assert goals(findings)[:2] == GOALS[start]
    assert home.goal is not None
    assert home.goal > start.ALLOWED_MS


def test_form() -> None:
    findings = form.measure(people=20, keys=10, rounds=2)
    check(findings)
    assert goals(findings) == GOALS[form]
    by_hand = next(finding for finding in findings if "by hand" in finding.what)
    assert by_hand.measured.unit == "keys"


def test_footprint() -> None:
    findings = footprint.measure(people=60, offers=3, rest=0.3)
    check(findings)
    first, last, peak, *idle = findings
    assert first.measured.value < last.measured.value <= peak.measured.value
    assert all(share.measured.unit == "%" for share in idle)
    assert goals(findings) == GOALS[footprint]


def test_search() -> None:
    findings = search.measure(people=60, looked_for=2)
    check(findings)
    assert goals(findings) == GOALS[search]


def test_save() -> None:
    findings = save.measure(rounds=1, warm_up=0)
    check(findings)
    assert goals(findings) == GOALS[save]


def test_apply() -> None:
    findings = apply.measure(changes=80, rounds=1)
    check(findings)
    assert "109" in findings[0].what  # three days of 34 changes and their reviews, and the office itself
    assert goals(findings) == GOALS[apply]


def test_push() -> None:
    findings = push.measure(days=2, rounds=1)
    check(findings)
    _, bodies, wire = findings
    assert bodies.measured.value < wire.measured.value
    assert goals(findings) == GOALS[push]


def test_villages() -> None:
    findings = villages.measure(each=1)
    check(findings)
    half, most, slowest, first = (finding.measured.value for finding in findings)
    assert half <= most <= slowest
    assert first <= 100
    assert goals(findings) == GOALS[villages]


def test_coverage() -> None:
    findings = coverage.measure(Size(sessions=20, offers=5, offices=2, assigned=3), rounds=1)
    check(findings)
    assert goals(findings) == GOALS[coverage]


def test_lists() -> None:
    findings = lists.measure(sessions=60, rounds=1)
    check(findings)
    assert goals(findings) == GOALS[lists]


def test_map() -> None:
    findings = village_map.measure(frames=4)
    check(findings)
    assert goals(findings) == GOALS[village_map]


def test_all_of_them_are_run_by_name_and_described() -> None:
    assert set(BENCHMARKS.values()) == set(GOALS)
    finding = Finding("saving", Quantity(6, "ms"), Quantity(4, "ms"), 1.2)
    page = report.page([finding], BENCHMARKS, dt.date(2026, 11, 24), 0.25)
    assert "| saving |  6.00 ms | 4.00 ms | 1.50 × | ≤ 1.2 × | NO  |" in page
    assert all(f"\n### `{name}`: " in page for name in BENCHMARKS)
    assert "load 0.2 before the start" in page


def test_a_goal_is_of_the_ratio_where_there_is_a_peer_and_of_the_figure_else() -> None:
    assert Finding("a", Quantity(6, "ms"), Quantity(4, "ms"), 1.5).is_met
    assert not Finding("a", Quantity(6, "ms"), None, 1.5).is_met
    assert Finding("a", Quantity(6, "ms")).is_met is None


def test_a_name_that_no_benchmark_has_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["svae"]) == 2
    assert "svae" in capsys.readouterr().err


@pytest.mark.parametrize(("share", "expected"), [(0.5, 2), (0.95, 4), (0.25, 1), (1.0, 4)])
def test_a_percentile_is_one_of_the_values(share: float, expected: float) -> None:
    assert percentile([4, 1, 3, 2], share) == expected


def test_days_are_the_same_for_the_same_seed_and_differ_within() -> None:
    office = villages_of_office()
    days, again, others = (list(field_days(office, 3, seed)) for seed in (1, 1, 2))
    assert days == again != others
    names = [person.full_name for day in days for person in day.attendees]
    assert len(names) == 3 * ATTENDEES
    assert len(set(names)) > 0.9 * len(names)


def test_day() -> None:
    """On a line that is quick and sure, so that the test is; peers are left out."""
    findings = day.measure(rounds=1, shape=Shape(1e9, 0.0, 0.0), others=False)
    check(findings)
    assert goals(findings) == GOALS[day]
    _, size = findings
    assert size.measured.value <= day.MOST_BYTES


@given(
    st.lists(st.tuples(st.floats(0, 2), st.integers(1, PACKET)), max_size=30),
    st.floats(0, 0.5),
    st.integers(0, 9),
)
def test_a_shaped_line_keeps_the_order_and_is_never_quicker_than_it_can_be(
    pieces: list[tuple[float, int]], loss: float, seed: int
) -> None:
    way = Way(Shape(100_000, 0.6, loss), seed)
    now, there = 0.0, []
    for wait, size in pieces:
        now += wait
        there.append((now, size, way.arrival(now, size)))
    arrivals = [arrival for _, _, arrival in there]
    assert arrivals == sorted(arrivals)
    for sent, size, arrival in there:
        assert arrival >= sent + 0.3 + 8 * size / 100_000
    assert way.bytes == sum(size for _, size, _ in there)
