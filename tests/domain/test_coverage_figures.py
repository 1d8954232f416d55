"""What the charts show adds up to the tables; a narrowed coverage is reckoned as the whole is; why a priority is."""

from __future__ import annotations

import datetime as dt
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from desa_app.domain.coverage import (
    LEVELS,
    OLD_CODE,
    STATES,
    AttendeeFact,
    Coverage,
    Facts,
    OfferFact,
    OfficeFact,
    Period,
    Scope,
    coverage,
    figures,
    level_table,
    narrowed,
    notes,
    summary_lines,
)
from desa_app.domain.session import AGE_GROUPS, age_group
from desa_app.language import use_language
from desa_app.sync.pure.facts import session_fact
from tests.domain.test_coverage import (
    ACEH,
    GONE,
    JUNE,
    KENDAL,
    NEIGHBOUR,
    OTHER_DISTRICT,
    RULES,
    binaan,
    count,
    facts_and_period,
    row,
    session,
)

scopes = st.builds(
    Scope,
    st.sampled_from(["", "33", "3324", "332408", "11", KENDAL, GONE]),
    st.sampled_from(["", "SMG", "TNG"]),
    st.booleans(),
    st.none() | st.sampled_from(STATES),
    st.sampled_from(["", "kendal", "kab 33", "33.24.08", "2014"]),
)


def in_figures(counted: Coverage) -> dict[str, Any]:
    """The country's row as numbers."""
    line = counted.country
    return {name: getattr(line, name) for name in line.__struct_fields__ if name not in _NAMES}


_NAMES = {"code", "name", "kind", "district", "regency", "province", "laptops", "synced"}


# Charts and tables


@settings(max_examples=200, deadline=None)
@given(facts_and_period(), scopes)
def test_every_chart_adds_up_to_the_table(given: tuple[Facts, Period], scope: Scope) -> None:
    counted = narrowed(coverage(*given, RULES), scope)
    shown = figures(counted)
    assert sum(month.sessions for month in shown.months) == counted.country.sessions
    assert sum(month.reached for month in shown.months) == counted.country.reached
    assert sum(shown.sexes.values()) == sum(shown.ages.values()) == counted.country.reached
    assert min((*shown.sexes.values(), *shown.ages.values())) >= 0
    assert sum(shown.every.values()) == counted.country.villages
    assert sum(shown.assigned.values()) <= counted.country.assigned
    assert shown.every["recent"] == counted.country.recent
    assert shown.every["recent"] + shown.every["over_recent"] == counted.country.active
    villages = counted.rows["village"]
    assert sum(line.reached for line in villages) + counted.country.unspecified == counted.country.reached
    assert sum(line.sessions for line in villages) == counted.country.sessions + counted.footnotes.excess
    by_absence = [shown.every[state] for state in ("over_recent", "over_active", "never")]
    assert sum(by_absence) == len(counted.uncovered)


@settings(max_examples=150, deadline=None)
@given(facts_and_period())
def test_an_area_narrowed_to_has_the_figures_of_its_row(given: tuple[Facts, Period]) -> None:
    whole = coverage(*given, RULES)
    for level in ("village", "district", "regency", "province"):
        for line in whole.rows[level]:
            if line.kind != OLD_CODE:
                found = in_figures(narrowed(whole, Scope(area=line.code)))
                assert found == {name: getattr(line, name) for name in found}


@settings(max_examples=150, deadline=None)
@given(facts_and_period())
def test_an_office_narrowed_to_has_the_figures_of_its_row(given: tuple[Facts, Period]) -> None:
    whole = coverage(*given, RULES)
    for line in whole.rows["office"]:
        fewer = narrowed(whole, Scope(office=line.code))
        assert fewer.rows["office"] in ((line,), ())
        for name in ("sessions", "reached", "identified", "unnamed", "pending_sessions", "pending_reached"):
            assert getattr(fewer.country, name) == getattr(line, name)


@settings(max_examples=100, deadline=None)
@given(facts_and_period(), scopes.filter(lambda scope: not scope.office))
def test_a_village_has_the_same_row_in_every_scope(given: tuple[Facts, Period], scope: Scope) -> None:
    whole = coverage(*given, RULES)
    fewer = narrowed(whole, scope)
    assert list(fewer.rows["village"]) == [line for line in whole.rows["village"] if scope.wants(line)]
    assert {line.code for line in fewer.uncovered} == {
        line.code for line in whole.uncovered if line.code in {village.code for village in fewer.rows["village"]}
    }
    for level in LEVELS:
        assert level_table(fewer, level).rows == fewer.rows[level]


@pytest.mark.parametrize(
    ("scope", "codes"),
    [
        (Scope(), [ACEH, KENDAL, NEIGHBOUR, OTHER_DISTRICT]),
        (Scope(area="3324"), [KENDAL, NEIGHBOUR, OTHER_DISTRICT]),
        (Scope(assigned=True), [ACEH, KENDAL]),
        (Scope(office="SMG"), [ACEH, KENDAL]),
        (Scope(office="TNG"), [NEIGHBOUR]),
        (Scope(state="covered"), [KENDAL, NEIGHBOUR]),
        (Scope(state="uncovered"), [ACEH, OTHER_DISTRICT]),
        (Scope(state="over_active"), [OTHER_DISTRICT]),
        (Scope(state="over_recent"), [KENDAL, NEIGHBOUR]),
        (Scope(state="never"), [ACEH]),
        (Scope(state="recent"), []),
        (Scope(text="desa 3324082015"), [NEIGHBOUR]),
        (Scope(text="KEC 3324"), [KENDAL, NEIGHBOUR, OTHER_DISTRICT]),
        (Scope(area="33", assigned=True, state="covered"), [KENDAL]),
    ],
)
def test_each_filter_keeps_its_villages(scope: Scope, codes: list[str]) -> None:
    counted = count(
        sessions=[
            session(KENDAL),
            session(NEIGHBOUR, id="s2", office="TNG"),
            session(OTHER_DISTRICT, id="s3", office="X", date=dt.date(2023, 1, 1)),
        ],
        assignments=[binaan(KENDAL), binaan(ACEH)],
    )
    assert [line.code for line in narrowed(counted, scope).rows["village"]] == codes


def test_a_session_of_several_villages_gives_a_narrowed_one_its_share() -> None:
    lines = [
        AttendeeFact("s1", KENDAL, "siti", "P", 30),
        AttendeeFact("s1", KENDAL, None, "L", 70),
        AttendeeFact("s1", NEIGHBOUR, "budi", "L", 17),
        AttendeeFact("s1", None, "rina", "P", 20),
    ]
    counted = count(sessions=[session(KENDAL, NEIGHBOUR, headcount=30, sexes=(10, 20))], attendees=lines)
    assert figures(counted).sexes == {"L": 10, "P": 20, "unknown": 0}
    shown = figures(narrowed(counted, Scope(area=KENDAL)))
    assert shown.sexes == {"L": 1, "P": 1, "unknown": 0}
    assert (shown.ages["25-34"], shown.ages["60+"], sum(shown.ages.values())) == (1, 1, 2)


def test_what_a_coverage_was_narrowed_to_is_said_with_it() -> None:
    counted = narrowed(
        count(offices=[OfficeFact("SMG", "Semarang", 4, 3), OfficeFact("PTI", "Pati", 2, 2)]),
        Scope("3324", "SMG", assigned=True, state="never", text="desa"),
    )
    said = summary_lines(counted)[1:6]
    assert said == [
        "Wilayah: Kab 3324",
        "Kantor: Semarang",
        "Hanya desa binaan",
        "Sesi terakhir: belum pernah",
        "Berisi kata: desa",
    ]
    assert "3 dari 4 laptop" in notes(counted)[0]
    use_language("en")
    assert "Area: Kab 3324" in summary_lines(counted)


# Whom the sessions reached


def people(**changes: Any) -> dict[str, int]:
    lines = changes.pop("attendees", [])
    return figures(count(sessions=[session(KENDAL, **changes)], attendees=lines)).sexes


def test_people_by_sex_are_those_counted_or_those_listed_whichever_tells_of_more() -> None:
    lines = [AttendeeFact("s1", None, f"p{number}", "P", 40) for number in range(4)]
    assert people(headcount=10, sexes=(3, 6)) == {"L": 3, "P": 6, "unknown": 1}
    assert people(headcount=10, sexes=(0, 3), attendees=lines) == {"L": 0, "P": 4, "unknown": 6}
    assert people(headcount=2, sexes=(2, 0), attendees=lines) == {"L": 0, "P": 4, "unknown": 0}
    assert people(headcount=10) == {"L": 0, "P": 0, "unknown": 10}


def test_more_nameless_lines_than_were_counted_tell_nothing() -> None:
    lines = [AttendeeFact("s1", None, None, "L", 20) for _ in range(8)]
    assert people(headcount=5, attendees=lines) == {"L": 0, "P": 0, "unknown": 5}
    assert people(headcount=8, attendees=lines) == {"L": 8, "P": 0, "unknown": 0}


def test_people_by_age_group() -> None:
    assert [age_group(years) for years in (None, -1, 0, 17, 18, 24, 25, 34, 35, 44, 45, 59, 60, 119)] == [
        *("unknown", "<18", "<18", "<18", "18-24", "18-24", "25-34", "25-34", "35-44", "35-44", "45-59", "45-59"),
        *("60+", "60+"),
    ]
    counted = count(sessions=[session(KENDAL, headcount=12, ages=(1, 2, 3, 0, 0, 4))])
    assert list(figures(counted).ages.values()) == [1, 2, 3, 0, 0, 4, 2]
    assert tuple(figures(counted).ages) == AGE_GROUPS


def test_a_row_of_the_database_tells_sexes_and_ages() -> None:
    fact = session_fact(
        ("s", "SMG", "2025-06-15", f'["{KENDAL}"]', 3, None, 2, '{"60+": 4, "unknown": 9}', "disetujui")
    )
    assert fact is not None
    assert (fact.headcount, fact.sexes, fact.ages) == (13, (3, 0), (0, 0, 0, 0, 0, 4))


def test_months_without_a_session_are_shown_too() -> None:
    period = Period(dt.date(2024, 11, 20), dt.date(2025, 2, 1))
    counted = count(period, sessions=[session(KENDAL, date=dt.date(2025, 1, 31)), session(KENDAL, id="2", date=JUNE)])
    assert [(month.first.isoformat(), month.sessions, month.reached) for month in figures(counted).months] == [
        ("2024-11-01", 0, 0),
        ("2024-12-01", 0, 0),
        ("2025-01-01", 1, 10),
        ("2025-02-01", 0, 0),
    ]


# Why a village comes first


@settings(max_examples=60, deadline=None)
@given(facts_and_period())
def test_the_parts_of_a_priority_add_up_to_it(given: tuple[Facts, Period]) -> None:
    for line in coverage(*given, RULES).uncovered:
        assert sum(line.parts) == pytest.approx(line.priority, abs=0.02)
        assert line.why.count("(") == sum(part > 0 for part in line.parts)


def test_why_is_said_in_words_the_heaviest_first() -> None:
    counted = count(
        assignments=[binaan(ACEH, migrant_pocket=0.5)],
        sessions=[session(KENDAL, date=dt.date(2025, 5, 30))],
        offers=[OfferFact(ACEH, JUNE, "kritis", urgent_open=True)],
    )
    aceh, *_, kendal = counted.uncovered
    assert aceh.why == (
        "belum pernah ada sesi (30); tawaran mencurigakan, bobot 6 (17,50); SEGERA terbuka (15); kantong migran (10)"
    )
    assert (kendal.code, kendal.why) == (KENDAL, "7 bulan tanpa sesi (17,50)")
    assert row(counted, "village", KENDAL).covered == 1
    use_language("en")
    assert kendal.why == "7 months without a session (17.50)"
