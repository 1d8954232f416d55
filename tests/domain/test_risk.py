"""The risk of an offer: the worked examples, the rules at their edges, and where each answer comes from."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from typing import Any, get_args, get_type_hints

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desa_app.domain.contact import Contacts, contact_keys, repeats
from desa_app.domain.offer import Offer, Recruiter
from desa_app.domain.risk import (
    LEVELS,
    Assessment,
    NonPlacement,
    RiskRules,
    answers,
    assess,
    assess_line,
    assess_lines,
    assess_offer,
)
from desa_app.errors import WrongField, WrongLine
from desa_app.language import use_language
from desa_app.paths import resources

RULES = RiskRules.load()
CODES = [f"R{number:02}" for number in range(1, 17)]
TODAY = dt.date(2026, 11, 24)
EXAMPLES = json.loads((resources() / "risk" / "risk_examples.json").read_bytes())
FACTS = [flag for flag in RULES.flags if flag.fact]


def score(
    yes: Iterable[str], unknown: Iterable[str] = (), *, verified: bool = False, abroad: bool = False
) -> Assessment:
    return assess(list(yes), list(unknown), verified_by_lead=verified, people_abroad_or_in_transit=abroad, rules=RULES)


def line(**parts: Any) -> str:
    return json.dumps({"yes": [], "unknown": []} | parts)


def test_flags_and_weights_are_those_of_the_domain() -> None:
    weights = [25, 10, 20, 20, 20, 10, 10, 15, 25, 15, 30, 10, 30, 10, 5, 15]
    assert RULES.weights == dict(zip(CODES, weights, strict=True))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: str(example["id"]))
def test_worked_examples(example: dict[str, Any]) -> None:
    case = {name: value for name, value in example.items() if name != "expect"}
    assert assess_line(json.dumps(case), RULES) == {"id": example["id"]} | example["expect"]


@pytest.mark.parametrize(
    ("yes", "level"),
    [
        ([], "rendah"),
        (["R08"], "rendah"),
        (["R03"], "sedang"),
        (["R01", "R08"], "sedang"),
        (["R01", "R03"], "tinggi"),
        (["R01", "R03", "R04", "R08"], "tinggi"),
        (["R01", "R03", "R04", "R05"], "kritis"),
    ],
)
def test_levels_begin_at_their_thresholds(yes: list[str], level: str) -> None:
    assert score(yes).level == level


def test_a_minor_alone_is_not_lifted() -> None:
    alone, with_another = score(["R13"]), score(["R13", "R15"])
    assert (alone.level, alone.applied) == ("sedang", ())
    assert (with_another.level, with_another.applied) == ("tinggi", ("O1",))


@pytest.mark.parametrize("other", ["R01", "R09", "R10"])
def test_a_threat_with_its_companions_is_critical(other: str) -> None:
    assert score(["R11", other]).applied == ("O2",)
    assert score(["R11", other]).level == "kritis"
    assert score(["R11"]).level == "sedang"


@pytest.mark.parametrize("blocking", ["R03", "R04", "R05", "R09", "R10", "R11", "R13", "R14"])
def test_verification_takes_nothing_off_a_grave_flag(blocking: str) -> None:
    found = score(["R01", blocking], verified=True)
    assert "M1" not in found.applied
    assert found.score == score(["R01", blocking]).score
    assert any(sentence.startswith("M1") and blocking in sentence for sentence in found.explanation)


def test_verification_takes_twenty_off_but_not_below_nothing() -> None:
    assert score(["R01", "R02"], verified=True).score == 15
    assert score(["R06"], verified=True).score == 0


def test_enough_data_begins_at_forty_percent() -> None:
    assert not score([], CODES[:10]).enough_data
    assert score([], CODES[:9]).enough_data
    assert score([], CODES).completeness == 0.0


def test_what_is_missing_is_ordered_by_what_it_would_add() -> None:
    assert [flag.code for flag in score(["R01"], ["R15", "R09", "R11"]).missing] == ["R11", "R09", "R15"]


def test_explanation_says_what_overrode_what_in_both_languages() -> None:
    indonesian = " ".join(score(["R13", "R15"], abroad=True).explanation)
    assert "Tingkat berubah dari sedang menjadi tinggi" in indonesian
    assert "Tingkat berubah dari tinggi menjadi kritis" in indonesian
    use_language("en")
    english = score(["R13", "R15"], abroad=True)
    assert "from high to critical" in " ".join(english.explanation)
    assert english.flags[0].label == "Destination not an official placement country"
    assert english.explanation[-1] == f"Rule version {RULES.version}."


def test_an_override_that_changes_nothing_says_so() -> None:
    found = score(["R01", "R03", "R04", "R05", "R09", "R11"])
    assert found.applied == ("O2",)
    assert any(sentence.startswith("O2") and "Tingkat tetap kritis" in sentence for sentence in found.explanation)


def test_a_weaker_override_does_not_lower_a_critical_score() -> None:
    found = score(["R01", "R03", "R04", "R13"])
    assert (found.level, found.applied) == ("kritis", ("O1",))
    assert any(sentence.startswith("O1") and "Tingkat tetap kritis" in sentence for sentence in found.explanation)


answered = st.fixed_dictionaries({code: st.sampled_from(["ya", "tidak", "tidak diketahui"]) for code in CODES})


def split(given_answers: dict[str, str]) -> tuple[list[str], list[str]]:
    """The codes answered yes and those unknown."""
    yes = [code for code, answer in given_answers.items() if answer == "ya"]
    return yes, [code for code, answer in given_answers.items() if answer == "tidak diketahui"]


@given(answered, st.booleans(), st.booleans(), st.sampled_from(CODES))
def test_another_yes_never_lowers_score_or_level(
    given_answers: dict[str, str], verified: bool, abroad: bool, another: str
) -> None:
    before = score(*split(given_answers), verified=verified, abroad=abroad)
    after = score(*split(given_answers | {another: "ya"}), verified=verified, abroad=abroad)
    assert after.score >= before.score
    assert LEVELS.index(after.level) >= LEVELS.index(before.level)


@given(answered, st.booleans(), st.booleans())
def test_only_verification_lowers_and_need_never_does(
    given_answers: dict[str, str], verified: bool, abroad: bool
) -> None:
    yes, unknown = split(given_answers)
    plain, found = score(yes, unknown), score(yes, unknown, verified=verified, abroad=abroad)
    assert plain.score == sum(RULES.weights[code] for code in yes)
    assert (found.score < plain.score) <= ("M1" in found.applied)
    assert not abroad or found.level == "kritis"
    assert 0 <= found.score <= plain.score <= 270
    assert 0.0 <= found.completeness <= 1.0
    assert len(found.flags) == 16


@pytest.mark.parametrize(
    ("yes", "unknown", "path"),
    [
        (["R01", "R99"], [], "yes[1]"),
        (["R01", "R01"], [], "yes[1]"),
        (["R01"], ["R02", "R01"], "unknown[1]"),
        ([], ["r01"], "unknown[0]"),
    ],
)
def test_codes_that_cannot_be_scored_are_named(yes: list[str], unknown: list[str], path: str) -> None:
    with pytest.raises(WrongField) as caught:
        score(yes, unknown)
    assert caught.value.details["path"] == path


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("{", "$"),
        ("[]", "$"),
        ('{"yes": ["R01"]}', "unknown"),
        (line(yes=[1]), "yes[0]"),
        (line(yes=["R17"]), "yes[0]"),
        (line(verified_by_lead="ya"), "verified_by_lead"),
        (line(unknwon=[]), "unknwon"),
        (b'{"id": "\xff", "yes": [], "unknown": []}', "$"),
        ('{"id": "\ud800", "yes": [], "unknown": []}', "$"),
    ],
)
def test_a_bad_line_is_named_and_the_next_is_scored(text: str | bytes, path: str) -> None:
    bad, good = assess_lines(["\n", text, line(id="b", yes=["R03"])], RULES)
    assert isinstance(bad, WrongLine)
    assert (bad.details["line"], bad.details["path"]) == (2, path)
    assert "Baris 2" in bad.sentence
    assert good == {"id": "b", "score": 20, "level": "sedang", "applied": [], "completeness": 1.0}


def test_a_line_without_an_id_and_with_a_byte_order_mark() -> None:
    assert "id" not in assess_line(b"\xef\xbb\xbf" + line().encode(), RULES)


def answer(code: str, offer: Offer, recruiters: Iterable[Recruiter] = (), others: int = 0) -> str:
    return answers(offer, recruiters, others, RULES, TODAY)[code]


def test_nothing_told_is_all_unknown() -> None:
    assert set(answers(Offer(), [], 0, RULES, TODAY).values()) == {"tidak diketahui"}
    assert assess_offer(Offer(), [], 0, RULES, TODAY).completeness == 0.0


@pytest.mark.parametrize("flag", FACTS, ids=lambda flag: flag.code)
def test_facts_name_values_that_exist_and_settle_the_flag(flag: Any) -> None:
    allowed = set(get_args(get_args(get_type_hints(Offer)[flag.fact.field])[0]))
    assert {*flag.fact.ya, *flag.fact.tidak} <= allowed
    for told in ("ya", "tidak"):
        for value in getattr(flag.fact, told):
            assert answer(flag.code, Offer(**{flag.fact.field: value})) == told
    for value in allowed - {*flag.fact.ya, *flag.fact.tidak}:
        assert answer(flag.code, Offer(**{flag.fact.field: value})) == "tidak diketahui"


@pytest.mark.parametrize(
    ("code", "offer", "expected"),
    [
        ("R01", Offer(suspected_country="KH", offered_country="SG"), "ya"),
        ("R01", Offer(offered_country="TH"), "ya"),
        ("R01", Offer(offered_country="JP"), "tidak"),
        ("R02", Offer(suspected_city="kota Poi-Pet"), "ya"),
        ("R02", Offer(offered_city="Preah Sihanouk"), "ya"),
        ("R02", Offer(offered_city="Bangkok", suspected_city="Myawadi"), "ya"),
        ("R02", Offer(offered_city="Bangkok"), "tidak"),
        ("R13", Offer(minors=1), "ya"),
        ("R13", Offer(minors=0), "tidak"),
        ("R14", Offer(fee=0), "tidak"),
        ("R14", Offer(fee=5_000_000, fee_to="BCA 123"), "tidak diketahui"),
    ],
)
def test_answers_from_the_form(code: str, offer: Offer, expected: str) -> None:
    assert answer(code, offer) == expected


def test_a_fact_beats_the_officers_no_but_not_the_officers_yes() -> None:
    assert answer("R04", Offer(visa="wisata", flags={"R04": "tidak"})) == "ya"
    assert answer("R09", Offer(passport_holder="keluarga", flags={"R09": "ya"})) == "ya"
    assert answer("R09", Offer(passport_holder="keluarga", flags={"R09": "tidak diketahui"})) == "tidak"
    assert answer("R11", Offer(flags={"R11": "ya"})) == "ya"


def test_the_country_list_counts_on_the_day_of_receipt() -> None:
    row = NonPlacement(country="VN", start=dt.date(2026, 1, 1), end=dt.date(2026, 6, 30), source="test")
    rules = msgspec.structs.replace(RULES, countries_not_placement=(row,))

    def on(year: int, month: int, day: int) -> str:
        offer = Offer(offered_country="VN", received_at=dt.datetime(year, month, day, 12, tzinfo=dt.UTC))
        return answers(offer, [], 0, rules, TODAY)["R01"]

    assert [on(2025, 12, 31), on(2026, 1, 1), on(2026, 6, 30), on(2026, 7, 1)] == ["tidak", "ya", "ya", "tidak"]
    assert answers(Offer(offered_country="VN"), [], 0, rules, TODAY)["R01"] == "tidak"


def test_the_repeat_flag_is_computed_and_never_taken_from_the_officer() -> None:
    known = [Recruiter(phone="0812", phone_e164="+62812345678")]
    told = Offer(flags={"R16": "ya"})
    assert answer("R16", told) == "tidak diketahui"
    assert answer("R16", told, known, 1) == "tidak"
    assert answer("R16", told, known, 2) == "ya"


def test_people_in_need_and_the_leads_verification_reach_the_score() -> None:
    def level(**parts: Any) -> tuple[str, tuple[str, ...]]:
        found = assess_offer(Offer(offered_country="KH", **parts), [], 0, RULES, TODAY)
        return found.level, found.applied

    assert level() == ("sedang", ())
    assert level(stage="transit") == ("sedang", ())
    assert level(stage="transit", asking_for_help="ya") == ("kritis", ("O3",))
    assert level(stage="sudah di lokasi") == ("kritis", ("O3",))
    verified = {"verified_licence": "ya", "verified_job_order": "ya", "verified_visa": "ya", "verified_contract": "ya"}
    assert level(**verified) == ("rendah", ("M1",))
    assert level(**verified | {"verified_visa": "tidak diketahui"}) == ("sedang", ())


def test_contacts_are_alike_however_they_are_written() -> None:
    one = Recruiter(
        phone_e164="+628123",
        platform="TikTok",
        handle="@Kerja LN",
        url="https://www.t.me/Loker/",
        account="BCA 123-456-7",
    )
    same = Recruiter(
        phone_e164="+628123", platform="TikTok", handle="kerjaln", url="t.me/loker", account="1234567 a/n Budi"
    )
    assert contact_keys(one) == contact_keys(same)
    assert len(contact_keys(one)) == 4
    elsewhere = Recruiter(platform="Facebook", handle="kerjaln")
    assert not contact_keys(one) & contact_keys(elsewhere)
    assert contact_keys(Recruiter(alias="Budi", company="PT Maju", account="DANA", url=" ")) == frozenset()


def contacts(name: str, day: int, *keys: str) -> Contacts:
    return Contacts(name, dt.date(2026, 1, 1) + dt.timedelta(days=day), frozenset(keys))


def test_repeats_counts_other_reports_of_one_contact_within_ninety_days() -> None:
    this = contacts("a", 100, "phone:1", "url:x")
    others = [
        this,
        contacts("b", 10, "phone:1"),
        contacts("c", 9, "phone:1"),
        contacts("d", 190, "phone:1"),
        contacts("e", 191, "phone:1"),
        contacts("f", 100, "url:x"),
        contacts("g", 100, "phone:2"),
    ]
    assert repeats(this, others, 90) == 2
    assert repeats(this, [contacts("b", 10, "phone:1"), contacts("f", 100, "url:x")], 90) == 1
    assert repeats(contacts("z", 100), others, 90) == 0
