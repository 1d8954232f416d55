"""Coverage: worked examples by hand, every footnote, and agreement with the naive implementation."""

from __future__ import annotations

import datetime as dt
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from desa_app.domain.coverage import (
    LEVELS,
    OLD_CODE,
    AssignmentFact,
    AttendeeFact,
    Coverage,
    Facts,
    Level,
    OfferFact,
    OfficeFact,
    Period,
    Row,
    SessionFact,
    SuccessorFact,
    coverage,
    identity,
    level_table,
    notes,
    rules_in_force,
    summary_lines,
    uncovered_table,
)
from desa_app.domain.coverage.period import months_before, months_since
from desa_app.domain.coverage.row import rate
from desa_app.domain.coverage.uncovered import priority
from desa_app.domain.village import Village
from desa_app.errors import WrongField
from desa_app.language import use_language
from desa_app.sync.pure.facts import attendee_facts, counted_by_list
from tests.domain import naive_coverage

RULES = rules_in_force()
YEAR = Period(dt.date(2025, 1, 1), dt.date(2025, 12, 31))
JUNE = dt.date(2025, 6, 15)
KENDAL, OTHER_DISTRICT, ACEH = "3324082014", "3324092001", "1101012001"
NEIGHBOUR = "3324082015"
GONE = "3324082099"


def village(code: str) -> Village:
    district, regency, province = f"Kec {code[:6]}", f"Kab {code[:4]}", f"Prov {code[:2]}"
    return Village(code, f"Desa {code}", "desa", district, regency, province)


REGISTRY = tuple(village(code) for code in (KENDAL, NEIGHBOUR, OTHER_DISTRICT, ACEH))


def session(*villages: str, **changes: Any) -> SessionFact:
    given = {"id": "s1", "office": "SMG", "date": JUNE, "headcount": 10, "status": "disetujui", "received": JUNE}
    return SessionFact(**{**given, "villages": villages, **changes})


def binaan(code: str, **changes: Any) -> AssignmentFact:
    return AssignmentFact(**{"village": code, "office": "SMG", "start": dt.date(2025, 5, 1), **changes})


def count(period: Period = YEAR, **facts: Any) -> Coverage:
    return coverage(Facts(**{"villages": REGISTRY, **facts}), period, RULES)


def row(counted: Coverage, level: Level, code: str) -> Row:
    return next(row for row in counted.rows[level] if row.code == code)


def said(counted: Coverage, words: str) -> str:
    return next((note for note in notes(counted) if words in note), "")


# Which sessions count, and which villages they cover


@pytest.mark.parametrize(
    "changes",
    [
        {"status": "draf"},
        {"status": "diajukan"},
        {"status": "dikembalikan"},
        {"headcount": 0},
        {"date": dt.date(2026, 1, 1)},
        {"date": dt.date(2024, 12, 31)},
    ],
)
def test_only_a_valid_session_of_the_period_covers(changes: dict[str, Any]) -> None:
    country = count(sessions=[session(KENDAL, **changes)]).country
    assert (country.covered, country.sessions, country.reached) == (0, 0, 0)


@pytest.mark.parametrize("day", [YEAR.start, YEAR.end])
def test_first_and_last_day_of_the_period_count(day: dt.date) -> None:
    assert row(count(sessions=[session(KENDAL, date=day)]), "village", KENDAL).covered == 1


def test_a_session_without_names_covers_its_village_and_everything_above() -> None:
    counted = count(sessions=[session(KENDAL)])
    for level, code in (("village", KENDAL), ("district", "332408"), ("regency", "3324"), ("province", "33")):
        assert row(counted, level, code).covered == 1  # type: ignore[arg-type]
    assert row(counted, "office", "SMG").covered == 1
    assert row(counted, "province", "11").covered == 0


def test_185_of_83762_is_022_percent() -> None:
    assert rate(185, 83_762) == 0.0022
    assert rate(1, 800) == 0.0013, "half up"
    assert rate(0, 0) is None
    column = next(column for column in level_table(count(), "country").columns if column.key == "rate_all")
    assert column.shown(rate(185, 83_762)) == "0,22 %"


def test_rate_of_assisted_villages() -> None:
    counted = count(sessions=[session(KENDAL), session(ACEH, id="s2")], assignments=[binaan(KENDAL), binaan(NEIGHBOUR)])
    assert (counted.country.assigned, counted.country.covered_assigned) == (2, 1)
    assert counted.country.rate_assigned == 0.5
    assert counted.country.covered_unassigned == 1
    assert row(counted, "province", "11").rate_assigned is None
    assert "n/a" in [
        column.shown(getattr(row(counted, "province", "11"), column.key))
        for column in level_table(counted, "province").columns
    ]


@pytest.mark.parametrize(
    ("start", "end", "assigned"),
    [
        (YEAR.end, None, 1),
        (YEAR.end + dt.timedelta(days=1), None, 0),
        (YEAR.start, YEAR.end, 1),
        (YEAR.start, YEAR.end - dt.timedelta(days=1), 0),
    ],
)
def test_sk_in_force_at_the_end_of_the_period(start: dt.date, end: dt.date | None, assigned: int) -> None:
    assert count(assignments=[binaan(KENDAL, start=start, end=end)]).country.assigned == assigned


def test_two_sk_for_one_village_are_one_assisted_village() -> None:
    counted = count(assignments=[binaan(KENDAL), binaan(KENDAL, office="TNG")])
    assert counted.country.assigned == 1
    assert row(counted, "office", "SMG").assigned == row(counted, "office", "TNG").assigned == 1


@pytest.mark.parametrize(
    ("day", "recent", "active"),
    [
        (dt.date(2025, 2, 28), 1, 1),
        (dt.date(2025, 2, 27), 0, 1),
        (dt.date(2024, 8, 31), 0, 1),
        (dt.date(2024, 8, 30), 0, 0),
    ],
)
def test_active_by_calendar_months(day: dt.date, recent: int, active: int) -> None:
    to_august = Period(dt.date(2025, 8, 1), dt.date(2025, 8, 31))
    kendal = row(count(to_august, sessions=[session(KENDAL, date=day)]), "village", KENDAL)
    assert (kendal.recent, kendal.active, kendal.last, kendal.covered) == (recent, active, day, 0)


# People


def test_reached_is_the_larger_of_headcount_and_names() -> None:
    lines = [AttendeeFact("s1", None, f"p{number}") for number in range(4)]
    assert count(sessions=[session(KENDAL)], attendees=lines).country.reached == 10
    assert count(sessions=[session(KENDAL, headcount=3)], attendees=lines).country.reached == 4


def test_distinct_people_are_an_interval() -> None:
    lines = [AttendeeFact("s1", None, "siti"), AttendeeFact("s2", None, "siti"), AttendeeFact("s2", None, None)]
    sessions = [session(KENDAL, headcount=2), session(KENDAL, id="s2", headcount=3)]
    country = count(sessions=sessions, attendees=lines).country
    assert (country.reached, country.identified, country.unnamed, country.unique_most) == (5, 1, 3, 4)


def test_people_of_a_shared_session_go_to_their_village_once() -> None:
    lines = [
        AttendeeFact("s1", KENDAL, "siti"),
        AttendeeFact("s1", KENDAL, "budi"),
        AttendeeFact("s1", OTHER_DISTRICT, "agus"),
        AttendeeFact("s1", OTHER_DISTRICT, None),
        AttendeeFact("s1", None, "rina"),
        AttendeeFact("s1", ACEH, "cut"),
    ]
    counted = count(sessions=[session(KENDAL, OTHER_DISTRICT, headcount=30)], attendees=lines)
    assert row(counted, "village", KENDAL).reached == 2
    assert row(counted, "village", OTHER_DISTRICT).reached == 2
    assert row(counted, "village", ACEH).reached == 0
    assert row(counted, "district", "332408").reached == 2
    regency = row(counted, "regency", "3324")
    assert (regency.sessions, regency.reached, regency.unspecified) == (1, 30, 26)
    assert (counted.country.sessions, counted.country.reached) == (1, 30)
    assert row(counted, "office", "SMG").sessions == 1


def test_more_nameless_lines_than_were_counted_go_nowhere() -> None:
    lines = [AttendeeFact("s1", KENDAL, None) for _ in range(8)]
    counted = count(sessions=[session(KENDAL, NEIGHBOUR, headcount=5)], attendees=lines)
    assert row(counted, "village", KENDAL).reached == 0
    assert (counted.country.reached, counted.country.unspecified) == (5, 5)


def test_submitted_sessions_stand_beside() -> None:
    counted = count(sessions=[session(KENDAL), session(KENDAL, id="s2", status="diajukan", headcount=7)])
    kendal = row(counted, "village", KENDAL)
    assert (kendal.sessions, kendal.reached) == (1, 10)
    assert (kendal.pending_sessions, kendal.pending_reached) == (1, 7)
    assert "1 sesi dengan 7 orang" in said(counted, "Menunggu persetujuan")


def test_identity_keeps_namesakes_apart_by_sex_year_and_village() -> None:
    siti = identity("sitinuraini", "P", 1990, None, JUNE, KENDAL)
    assert siti == identity("sitinuraini", "P", None, 35, JUNE, KENDAL)
    others = [
        identity("sitinuraini", "P", 1991, None, JUNE, KENDAL),
        identity("sitinuraini", "P", 1990, None, JUNE, ACEH),
        identity("sitinuraini", None, 1990, None, JUNE, KENDAL),
        identity("sitinurani", "P", 1990, None, JUNE, KENDAL),
    ]
    assert siti not in others
    assert identity("", "P", 1990, None, JUNE, KENDAL) is None


def test_lines_become_facts_by_folded_name_and_the_village_of_the_session() -> None:
    sessions = {"s1": session(KENDAL), "s2": session(KENDAL, ACEH, id="s2")}
    rows = [
        ("s1", None, "Hj. Siti Nur'aini", "P", 1990, None, None),
        ("s1", KENDAL, " SITI  NURAINI ", "P", None, 35, None),
        ("s2", None, "Siti Nuraini", "P", 1990, None, None),
        ("s1", None, "  ", "P", 1990, None, None),
        ("s1", None, None, "P", 1990, None, None),
        ("deleted", None, "Budi", "L", None, None, None),
    ]
    facts = attendee_facts(rows, sessions)
    assert [(fact.session, fact.village) for fact in facts] == [
        *(("s1", None), ("s1", KENDAL), ("s2", None), ("s1", None), ("s1", None)),
    ]
    here, again, elsewhere, *nobody = (fact.identity for fact in facts)
    assert here == again != elsewhere
    assert nobody == [None, None]


def test_whose_name_is_erased_counts_as_the_same_person_still() -> None:
    rows = [
        ("s1", None, None, "P", None, 35, "qX3v"),
        ("s1", None, "Siti Nuraini", "P", 1990, None, "qX3v"),
        ("s1", None, None, "P", None, 35, None),
    ]
    first, second, nobody = (fact.identity for fact in attendee_facts(rows, {"s1": session(KENDAL)}))
    assert first == second
    assert (first is None, nobody) == (False, None)


def test_an_attendance_list_is_a_headcount_where_nobody_was_counted() -> None:
    lines = [AttendeeFact("s1", None, "siti"), AttendeeFact("s1", None, None), AttendeeFact("s2", None, "budi")]
    sessions = [
        session(KENDAL, headcount=0),
        session(KENDAL, id="s2", headcount=7),
        session(KENDAL, id="s3", headcount=0),
    ]
    assert [fact.headcount for fact in counted_by_list(sessions, lines)] == [2, 7, 0]


# Old codes and offices


def test_an_unknown_code_has_its_own_row_and_is_never_lost() -> None:
    counted = count(sessions=[session(GONE)], assignments=[binaan(GONE)])
    old = row(counted, "village", GONE)
    assert (old.kind, old.covered, old.reached, old.regency) == (OLD_CODE, 1, 10, "Kab 3324")
    assert (counted.country.sessions, counted.country.reached, counted.country.covered) == (1, 10, 0)
    assert "33.24.08.2099" in said(counted, "kode lama")


def test_a_code_of_a_province_that_is_gone_has_rows_too() -> None:
    assert row(count(sessions=[session("9901012001")]), "province", "99").kind == OLD_CODE


def test_a_successor_inherits_the_visit_and_the_sk_but_not_the_people() -> None:
    counted = count(
        sessions=[session(GONE)],
        assignments=[binaan(GONE)],
        successors=[SuccessorFact(GONE, "3324082098"), SuccessorFact("3324082098", KENDAL)],
    )
    kendal = row(counted, "village", KENDAL)
    assert (kendal.covered, kendal.assigned, kendal.sessions, kendal.reached) == (1, 1, 0, 0)
    assert row(counted, "village", GONE).reached == 10
    assert counted.country.rate_assigned == 1
    assert said(counted, "mewarisi")


def test_children_of_a_split_that_nobody_mapped_start_uncovered() -> None:
    assert row(count(sessions=[session(GONE)]), "village", NEIGHBOUR).covered == 0


def test_an_office_has_the_sessions_it_held_and_the_villages_assigned_to_it() -> None:
    counted = count(
        sessions=[session(KENDAL, office="TNG")],
        assignments=[binaan(KENDAL)],
        offices=[OfficeFact("SMG", "Semarang", 4, 3), OfficeFact("PTI", "Pati")],
    )
    semarang, tangerang = row(counted, "office", "SMG"), row(counted, "office", "TNG")
    assert (semarang.sessions, semarang.assigned, semarang.covered_assigned) == (0, 1, 1)
    assert (tangerang.sessions, tangerang.covered_unassigned, tangerang.rate_assigned) == (1, 1, None)
    assert (semarang.name, semarang.laptops, semarang.synced) == ("Semarang", 4, 3)
    assert row(counted, "office", "PTI").covered == 0


# Footnotes


def test_a_shared_session_is_footnoted_with_the_excess() -> None:
    counted = count(sessions=[session(KENDAL, NEIGHBOUR, ACEH), session(KENDAL, id="s2")])
    assert (counted.footnotes.shared_sessions, counted.footnotes.excess) == (1, 2)
    assert sum(row.sessions for row in counted.rows["village"]) - counted.country.sessions == 2
    assert "lebih 2 dari totalnya" in said(counted, "beberapa desa")


def test_late_arrivals_are_counted_and_footnoted() -> None:
    late = session(KENDAL, received=YEAR.end + dt.timedelta(days=1))
    assert count(sessions=[late]).country.sessions == 1
    assert "1 sesi dengan 10 orang" in said(count(sessions=[late]), "Terlambat")
    assert not said(count(sessions=[session(KENDAL, received=YEAR.end)]), "Terlambat")


def test_laptops_that_synced_are_said_or_said_to_be_unknown() -> None:
    offices = [OfficeFact("SMG", "Semarang", 4, 3), OfficeFact("PTI", "Pati", 2, 2), OfficeFact("X", "X")]
    assert "5 dari 6 laptop" in said(count(offices=offices), "laptop kantor")
    assert said(count(), "Tidak diketahui berapa laptop")


def test_approved_sessions_that_do_not_count_are_said() -> None:
    counted = count(sessions=[session(KENDAL, headcount=0), session(id="s2"), session(KENDAL, id="s3")])
    assert "2 sesi disetujui" in said(counted, "tidak dihitung karena")


def test_the_summary_and_notes_speak_both_languages() -> None:
    counted = count(sessions=[session(KENDAL)], assignments=[binaan(KENDAL)])
    assert "Desa binaan dicakup: 1 dari 1 (100,00 %)" in summary_lines(counted)
    assert "Periode: 1 Januari 2025 – 31 Desember 2025" in summary_lines(counted)
    use_language("en")
    assert "Assisted villages covered: 1 of 1 (100.00 %)" in summary_lines(counted)


# The villages not covered


def test_priority_of_the_formula() -> None:
    assert priority(0, None, 0, False, RULES) == 30
    assert priority(12, 12, 1, True, RULES) == priority(99, 40, 1, True, RULES) == 100
    assert priority(6, 6, 0.5, False, RULES) == 42.5


def test_uncovered_lists_never_long_ago_and_lately_and_puts_the_pressing_first() -> None:
    counted = count(
        sessions=[
            session(KENDAL, date=dt.date(2025, 6, 30)),
            session(NEIGHBOUR, id="s2", date=dt.date(2025, 6, 29)),
            session(OTHER_DISTRICT, id="s3", date=dt.date(2024, 12, 30)),
        ],
        offers=[
            OfferFact(NEIGHBOUR, dt.date(2025, 1, 1), "kritis", True),
            OfferFact(NEIGHBOUR, dt.date(2024, 12, 30), "kritis", False),
            OfferFact(ACEH, dt.date(2026, 1, 1), "kritis", True),
        ],
    )
    lines = [(line.code, line.absence, line.offers, line.priority) for line in counted.uncovered]
    assert lines == [
        (NEIGHBOUR, "over_recent", 6, 47.5),
        (ACEH, "never", 0, 30.0),
        (OTHER_DISTRICT, "over_active", 0, 30.0),
    ]
    table = uncovered_table(counted)
    absence = next(column for column in table.columns if column.key == "absence")
    assert [absence.shown(row.absence) for row in counted.uncovered] == ["6–12 bulan", "belum pernah", "> 12 bulan"]


# Months, periods, levels


@given(st.dates(dt.date(1990, 1, 1), dt.date(2100, 1, 1)), st.integers(0, 40))
def test_months_before_agrees_with_the_naive_one_and_with_months_since(day: dt.date, months: int) -> None:
    earlier = months_before(day, months)
    assert earlier == naive_coverage.earlier(day, months)
    assert months_since(earlier, day) == months
    assert months_since(earlier - dt.timedelta(days=1), day) >= months


def test_a_period_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(WrongField, match="mendahului"):
        Period(YEAR.end, YEAR.start)


def test_only_the_levels_asked_for() -> None:
    counted = coverage(Facts(REGISTRY), YEAR, RULES, levels={"province"})
    assert list(counted.rows) == ["province"]
    assert counted.country.villages == 4


def test_an_empty_registry_is_a_country_without_villages() -> None:
    country = coverage(Facts(()), YEAR, RULES).country
    assert (country.villages, country.rate_all, country.rate_assigned) == (0, None, None)


# The naive implementation

CODES = (KENDAL, NEIGHBOUR, OTHER_DISTRICT, ACEH, GONE, "9901012001")
codes = st.sampled_from(CODES)
days = st.sampled_from(
    [dt.date(2024, 2, 29), dt.date(2024, 6, 30), dt.date(2024, 12, 31), dt.date(2025, 2, 28), dt.date(2025, 8, 31)]
) | st.dates(dt.date(2024, 1, 1), dt.date(2025, 12, 31))
offices = st.sampled_from(["SMG", "TNG"])
people = st.integers(0, 3)
identities = st.none() | st.sampled_from("abcdef")
assignments = st.builds(AssignmentFact, codes, offices, days, st.none() | days, st.sampled_from([0.0, 0.5, 1.0]))
offers = st.builds(OfferFact, codes, days, st.sampled_from(["rendah", "sedang", "tinggi", "kritis"]), st.booleans())
successors = st.builds(SuccessorFact, codes, codes)


@st.composite
def facts_and_period(draw: st.DrawFn) -> tuple[Facts, Period]:
    statuses = st.sampled_from(["disetujui", "disetujui", "disetujui", "diajukan", "draf"])
    sessions = []
    for number in range(draw(st.integers(0, 6))):
        men, women, unknown = draw(people), draw(people), draw(people)
        ages = tuple(draw(st.lists(people, min_size=6, max_size=6) | st.just([])))
        headcount = max(men + women + unknown, sum(ages))
        villages = tuple(draw(st.lists(codes, max_size=3)))
        where = (draw(offices), draw(days), villages, headcount, draw(statuses))
        sessions.append(SessionFact(str(number), *where, sexes=(men, women), ages=ages))
    ids = st.sampled_from([session.id for session in sessions] or ["-"])
    sexes, years = st.sampled_from(["L", "P", None]), st.none() | st.integers(-1, 90)
    lines = st.builds(AttendeeFact, ids, st.none() | codes, identities, sexes, years)
    start, end = sorted((draw(days), draw(days)))
    facts = Facts(
        villages=draw(st.lists(st.sampled_from(REGISTRY), unique=True)),
        assignments=draw(st.lists(assignments, max_size=4)),
        sessions=sessions,
        attendees=draw(st.lists(lines, max_size=15)),
        offers=draw(st.lists(offers, max_size=4)),
        successors=draw(st.lists(successors, max_size=3)),
    )
    return facts, Period(start, end)


@settings(max_examples=150, deadline=None)
@given(facts_and_period())
def test_every_figure_agrees_with_the_naive_implementation(given: tuple[Facts, Period]) -> None:
    facts, period = given
    counted = coverage(facts, period, RULES)
    for level in LEVELS:
        for line in counted.rows[level]:
            naive = naive_coverage.figures(facts, period, level, line.code)
            assert {name: getattr(line, name) for name in naive} == naive, (level, line.code)
    naive_list = naive_coverage.uncovered(facts, period)
    assert {line.code: line.absence for line in counted.uncovered} == {
        code: state for code, (state, _) in naive_list.items()
    }
    for waiting in counted.uncovered:
        assert waiting.priority == pytest.approx(naive_list[waiting.code][1], abs=0.005)


@settings(max_examples=150, deadline=None)
@given(facts_and_period())
def test_nobody_is_lost_and_nobody_counted_twice(given: tuple[Facts, Period]) -> None:
    facts, period = given
    counted = coverage(facts, period, RULES)
    villages = {line.code: line for line in counted.rows["village"]}
    for level in LEVELS:
        if level == "office":
            continue
        for line in counted.rows[level]:
            inside = [village for code, village in villages.items() if code.startswith(line.code)]
            assert sum(village.reached for village in inside) + line.unspecified == line.reached
            assert line.covered <= line.villages
            assert line.covered_assigned <= line.assigned
            assert line.identified <= line.unique_most <= line.reached
    assert sum(line.sessions for line in counted.rows["office"]) == counted.country.sessions
    assert sum(line.reached for line in counted.rows["office"]) == counted.country.reached
    assert sum(line.sessions for line in villages.values()) == counted.country.sessions + counted.footnotes.excess
