"""What to ask next about an offer: every unknown once, the ones first that could change the level most."""

from __future__ import annotations

import datetime as dt
from typing import Any, get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desa_app.domain.offer import Debt, Holder, LicenceCheck, Offer, Recruiter, Stage, Visa
from desa_app.domain.risk import LEVELS, RiskRules, answers, assess_offer, next_questions

RULES = RiskRules.load()
TODAY = dt.date(2026, 11, 24)
ASKED = [flag.code for flag in RULES.flags if flag.code != "R16"]
JOKO = Recruiter(phone="081234567890", phone_e164="+6281234567890")

offers = st.builds(
    Offer,
    flags=st.dictionaries(st.sampled_from(ASKED), st.sampled_from(["ya", "tidak", "tidak diketahui"])),
    visa=st.sampled_from([None, *get_args(Visa)]),
    debt=st.sampled_from([None, *get_args(Debt)]),
    passport_holder=st.sampled_from([None, *get_args(Holder)]),
    licence_check=st.sampled_from([None, *get_args(LicenceCheck)]),
    suspected_country=st.sampled_from([None, "KH", "JP"]),
    suspected_city=st.sampled_from([None, "Bavet", "Osaka"]),
    minors=st.sampled_from([None, 0, 2]),
    stage=st.sampled_from([None, *get_args(Stage)]),
    asking_for_help=st.sampled_from([None, "ya", "tidak"]),
    verified_licence=st.sampled_from([None, "ya"]),
    verified_job_order=st.just("ya"),
    verified_visa=st.just("ya"),
    verified_contract=st.just("ya"),
)
people = st.sampled_from([[], [JOKO]])


def asked(offer: Offer, recruiters: list[Recruiter], repeats: int = 0) -> list[Any]:
    return next_questions(offer, recruiters, repeats, RULES, TODAY)


def rank(found: Any) -> tuple[int, int]:
    return LEVELS.index(found.level), found.points


@given(offers, people)
def test_every_unknown_flag_is_asked_once_and_nothing_that_is_known(offer: Offer, recruiters: list[Recruiter]) -> None:
    known = answers(offer, recruiters, 0, RULES, TODAY)
    flags = [each.flag for each in asked(offer, recruiters) if each.flag]
    assert len(flags) == len(set(flags))
    assert set(flags) == {code for code, answer in known.items() if answer == "tidak diketahui"}


@given(offers, people)
def test_what_could_change_the_level_most_comes_first(offer: Offer, recruiters: list[Recruiter]) -> None:
    found = asked(offer, recruiters)
    assert [rank(each) for each in found] == sorted(map(rank, found), reverse=True)


@given(offers, people, st.data())
def test_the_level_foretold_is_the_level_that_comes(
    offer: Offer, recruiters: list[Recruiter], data: st.DataObject
) -> None:
    own = [each for each in asked(offer, recruiters) if each.flag in ASKED]
    if not own:
        return
    chosen = data.draw(st.sampled_from(own))
    answered = msgspec.structs.replace(offer, flags={**offer.flags, chosen.flag: "ya"})
    after = assess_offer(answered, recruiters, 0, RULES, TODAY)
    assert after.level == chosen.level
    assert chosen.flag not in {each.flag for each in asked(answered, recruiters)}


@given(offers, people)
def test_a_question_never_promises_a_lower_level(offer: Offer, recruiters: list[Recruiter]) -> None:
    now = assess_offer(offer, recruiters, 0, RULES, TODAY).level
    assert all(LEVELS.index(each.level) >= LEVELS.index(now) for each in asked(offer, recruiters))


def test_where_the_people_are_is_asked_first_while_it_is_open() -> None:
    first = asked(Offer(), [])[0]
    assert (first.field, first.flag, first.level) == ("stage", None, "kritis")
    assert asked(Offer(stage="transit"), [])[0].field == "asking_for_help"
    assert all(each.flag for each in asked(Offer(stage="ditawari"), []))
    assert all(each.flag for each in asked(Offer(stage="transit", asking_for_help="tidak"), []))


def test_a_threat_beside_a_debt_decides_more_than_a_heavier_country() -> None:
    found = asked(Offer(stage="ditawari", debt="talangan"), [])
    assert (found[0].flag, found[0].level) == ("R11", "kritis")


@pytest.mark.parametrize(
    ("offer", "flag", "field"),
    [
        (Offer(), "R09", "passport_holder"),
        (Offer(passport_holder="belum ada paspor"), "R09", "flags.R09"),
        (Offer(), "R01", "suspected_country"),
        (Offer(), "R02", "suspected_city"),
        (Offer(), "R13", "minors"),
        (Offer(), "R05", "flags.R05"),
        (Offer(licence_check="belum dicek"), "R03", "flags.R03"),
        (Offer(), "R16", "recruiters"),
    ],
)
def test_a_question_leads_to_where_it_is_answered(offer: Offer, flag: str, field: str) -> None:
    assert next(each.field for each in asked(offer, []) if each.flag == flag) == field
