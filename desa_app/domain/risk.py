"""The risk of an offer (DOMAIN.md, Risk of an offer): a sum of flags, then the overrides, all of it explained.

The offer is scored, never a person, and nothing happens automatically because of a score. Flags, weights,
thresholds, overrides and their version are data: ``resources/risk/risk_flags.json``; the places of R02 are those of
``resources/reference/compounds.json``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from typing import Any, Literal

import msgspec

from desa_app.domain.compounds import named_compound
from desa_app.domain.contact import contact_keys
from desa_app.domain.fields import Answer
from desa_app.domain.offer import Offer, Recruiter
from desa_app.domain.reference import Words, read_data
from desa_app.domain.wrong_values import wrong_field
from desa_app.errors import WrongField, WrongLine
from desa_app.language import say

Level = Literal["rendah", "sedang", "tinggi", "kritis"]
LEVELS: tuple[Level, ...] = ("rendah", "sedang", "tinggi", "kritis")
VERIFIED = ("verified_licence", "verified_job_order", "verified_visa", "verified_contract")
"""The four answers a lead gives; all of them ``ya`` is the condition of M1."""


class Fact(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The field of the form a flag can be read from, and the values that tell ``ya`` or ``tidak``."""

    field: str
    ya: tuple[str, ...]
    tidak: tuple[str, ...]


class Flag(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One red flag (*tanda bahaya*) and what it adds to the score."""

    code: str
    label: Words
    weight: int
    fact: Fact | None = None


class Threshold(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The score from which a level holds."""

    level: Level
    start: int


class Override(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A rule that lifts the level to at least ``level``.

    It holds when ``flag`` is answered ya together with one of ``any_of``, or, with ``people``, when people are
    on site or in transit and asking for help.
    """

    code: str
    label: Words
    level: Level
    flag: str | None = None
    any_of: tuple[str, ...] = ()
    people: bool = False

    def holds(self, yes: Collection[str], people_abroad: bool) -> bool:
        if self.people:
            return people_abroad
        return self.flag in yes and any(code in yes for code in self.any_of)


class Mitigation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The rule that takes ``points`` off when a lead has verified the offer and no flag of ``blocked_by`` is ya."""

    code: str
    label: Words
    points: int
    blocked_by: tuple[str, ...]


class Repeat(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """R16: the same contact in at least ``reports`` other reports within ``days``."""

    reports: int
    days: int


class NonPlacement(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A country that is not a placement country from ``start`` to ``end``, both inclusive, None for open."""

    country: str
    start: dt.date | None
    end: dt.date | None
    source: str

    def holds_on(self, day: dt.date) -> bool:
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


class RiskRules(msgspec.Struct, frozen=True, dict=True, forbid_unknown_fields=True):
    """The rules in force: the content of ``risk_flags.json``. ``version`` goes up with every change of it."""

    version: str
    source: str
    levels: tuple[Threshold, ...]
    enough_data: float
    overrides: tuple[Override, ...]
    mitigation: Mitigation
    repeat: Repeat
    flags: tuple[Flag, ...]
    countries_not_placement: tuple[NonPlacement, ...]

    @staticmethod
    def load() -> RiskRules:
        """The rules shipped under resources/risk, read once; UnreadableFile when they are missing or damaged."""
        return _load()

    @cached_property
    def weights(self) -> dict[str, int]:
        """What each flag adds to the score, by code."""
        return {flag.code: flag.weight for flag in self.flags}

    def level_of(self, score: int) -> Level:
        """The level by score alone."""
        return max((row for row in self.levels if score >= row.start), key=lambda row: row.start).level

    def is_not_placement(self, country: str, day: dt.date) -> bool:
        """Whether ``country`` (ISO 3166) is listed as no placement country on ``day``."""
        return any(row.country == country and row.holds_on(day) for row in self.countries_not_placement)


@cache
def _load() -> RiskRules:
    return read_data("risk/risk_flags.json", RiskRules)


class FlagAnswer(msgspec.Struct, frozen=True):
    """One flag as it was answered; ``label`` is in the language in use."""

    code: str
    label: str
    weight: int
    answer: Answer


class Assessment(msgspec.Struct, frozen=True):
    """What the rules say about one offer.

    ``applied`` are the rules whose condition held, whether or not they changed the level; ``explanation`` says
    which did. ``completeness`` is the share of flags answered ya or tidak, 0 to 1, to two decimals.
    """

    score: int
    level: Level
    applied: tuple[str, ...]
    completeness: float
    enough_data: bool
    flags: tuple[FlagAnswer, ...]
    explanation: tuple[str, ...]
    version: str

    @property
    def missing(self) -> tuple[FlagAnswer, ...]:
        """The flags still unknown, heaviest first; which of them to ask about, next_questions says."""
        unknown = (flag for flag in self.flags if flag.answer == "tidak diketahui")
        return tuple(sorted(unknown, key=lambda flag: -flag.weight))


def assess(
    yes: Collection[str],
    unknown: Collection[str],
    *,
    verified_by_lead: bool,
    people_abroad_or_in_transit: bool,
    rules: RiskRules,
) -> Assessment:
    """Score the flags answered ``yes``; those neither in ``yes`` nor in ``unknown`` were answered no.

    Raises WrongField, with the path as ``yes[2]``, for a code that is no flag, stands twice, or is both yes and
    unknown.
    """
    _check_codes(yes, unknown, rules)
    total = sum(rules.weights[code] for code in yes)
    mitigation = rules.mitigation
    mitigated = verified_by_lead and not any(code in yes for code in mitigation.blocked_by)
    score = max(0, total - mitigation.points) if mitigated else total
    held = [rule for rule in rules.overrides if rule.holds(yes, people_abroad_or_in_transit)]
    level = max((rules.level_of(score), *(rule.level for rule in held)), key=LEVELS.index)
    answered = (len(rules.weights) - len(unknown)) / len(rules.weights)
    return Assessment(
        score=score,
        level=level,
        applied=(*(rule.code for rule in held), *([mitigation.code] if mitigated else [])),
        completeness=round(answered, 2),
        enough_data=answered >= rules.enough_data,
        flags=_flag_answers(yes, unknown, rules),
        explanation=tuple(_explain(total, score, held, verified_by_lead, yes, answered, rules)),
        version=rules.version,
    )


def _check_codes(yes: Collection[str], unknown: Collection[str], rules: RiskRules) -> None:
    seen: set[str] = set()
    for name, codes in (("yes", yes), ("unknown", unknown)):
        for index, code in enumerate(codes):
            if code not in rules.weights:
                why = say(f"{code!r} bukan kode tanda bahaya", f"{code!r} is no flag code")
                raise WrongField(path=f"{name}[{index}]", why=why)
            if code in seen:
                why = say(f"{code} sudah disebut sebelumnya", f"{code} was named before")
                raise WrongField(path=f"{name}[{index}]", why=why)
            seen.add(code)


def _flag_answers(yes: Collection[str], unknown: Collection[str], rules: RiskRules) -> tuple[FlagAnswer, ...]:
    def answer(code: str) -> Answer:
        if code in yes:
            return "ya"
        return "tidak diketahui" if code in unknown else "tidak"

    return tuple(FlagAnswer(flag.code, str(flag.label), flag.weight, answer(flag.code)) for flag in rules.flags)


def _explain(
    total: int,
    score: int,
    held: Iterable[Override],
    verified: bool,
    yes: Collection[str],
    answered: float,
    rules: RiskRules,
) -> Iterator[str]:
    """What the score gives, then each rule in turn and whether it changed the level; last what is uncertain."""
    level = rules.level_of(total)
    yield say(f"Jumlah bobot tanda bahaya {total}: {level}.", f"Sum of the flags {total}: {_english(level)}.")
    if verified:
        yield _explain_mitigation(total, score, yes, rules)
        level = rules.level_of(score)
    for rule in held:
        lifted = max(level, rule.level, key=LEVELS.index)
        yield f"{rule.code}: {rule.label}. " + _change(level, lifted)
        level = lifted
    if answered < rules.enough_data:
        yield say("Data belum cukup", "Not enough data yet") + f" ({answered:.0%})."
    yield say("Versi aturan", "Rule version") + f" {rules.version}."


def _explain_mitigation(total: int, score: int, yes: Collection[str], rules: RiskRules) -> str:
    rule = rules.mitigation
    blocking = [code for code in rule.blocked_by if code in yes]
    head = f"{rule.code}: {rule.label}. "
    if blocking:
        flags = ", ".join(blocking)
        return head + say(f"Tidak mengurangi skor karena {flags}.", f"Takes nothing off because of {flags}.")
    reduced = say(f"Skor {total} menjadi {score}. ", f"Score {total} becomes {score}. ")
    return head + reduced + _change(rules.level_of(total), rules.level_of(score))


def _change(before: Level, after: Level) -> str:
    if before == after:
        return say(f"Tingkat tetap {before}.", f"The level stays {_english(before)}.")
    return say(
        f"Tingkat berubah dari {before} menjadi {after}.",
        f"The level changes from {_english(before)} to {_english(after)}.",
    )


def _english(level: Level) -> str:
    return ("low", "medium", "high", "critical")[LEVELS.index(level)]


OfferRule = Callable[[Offer, dt.date, RiskRules], Answer | None]
"""How a flag is read from an offer where one field's value does not tell it."""


def _destination_not_placement(offer: Offer, day: dt.date, rules: RiskRules) -> Answer | None:
    countries = [country for country in (offer.suspected_country, offer.offered_country) if country]
    return _yes_no([rules.is_not_placement(country, day) for country in countries])


def _known_compound(offer: Offer, day: dt.date, rules: RiskRules) -> Answer | None:
    cities = [city for city in (offer.suspected_city, offer.offered_city) if city]
    return _yes_no([named_compound(city) is not None for city in cities])


def _minors(offer: Offer, day: dt.date, rules: RiskRules) -> Answer | None:
    return _yes_no([] if offer.minors is None else [offer.minors > 0])


def _no_fee(offer: Offer, day: dt.date, rules: RiskRules) -> Answer | None:
    return "tidak" if offer.fee == 0 else None


def _yes_no(found: list[bool]) -> Answer | None:
    if not found:
        return None
    return "ya" if any(found) else "tidak"


_OFFER_RULES: dict[str, OfferRule] = {
    "R01": _destination_not_placement,
    "R02": _known_compound,
    "R13": _minors,
    "R14": _no_fee,
}


def answers(
    offer: Offer, recruiters: Iterable[Recruiter], repeats: int, rules: RiskRules, today: dt.date
) -> dict[str, Answer]:
    """The answer that counts for each flag, from the facts of the form and the officer's own answers [ours].

    ======== ================================================================ ==========================
    flag     ya when                                                          tidak when
    ======== ================================================================ ==========================
    R01      a destination is not a placement country on the day of receipt   none of those named is
    R02      a destination is a city of known compounds                       none of those named is
    R13      minors are affected                                              minors are counted as 0
    R14      (only the officer's answer)                                      the fee is 0
    R16      a contact is in enough other reports (``repeats``)               it is not, contacts known
    R03 R04 R07 R08 R09 R10 R15: by the value of one field, see ``fact`` in risk_flags.json
    R05 R06 R11 R12: only the officer's answer
    ======== ================================================================ ==========================

    A *ya* of either side counts, then a *tidak*, else the flag is unknown. A fact can't overrule the officer's ya,
    because a flag is wider than the field it is read from: R09 means identity card and telephone as well as passport.
    R16 is computed alone. ``repeats`` is the number of other reports with the same contact (contact.repeats).
    """
    day = offer.received_at.date() if offer.received_at else today
    found: dict[str, Answer] = {}
    for flag in rules.flags:
        said = {_fact(flag, offer, day, rules), offer.flags.get(flag.code)}
        found[flag.code] = "ya" if "ya" in said else "tidak" if "tidak" in said else "tidak diketahui"
    found["R16"] = _repeat_answer(recruiters, repeats, rules)
    return found


def _fact(flag: Flag, offer: Offer, day: dt.date, rules: RiskRules) -> Answer | None:
    if flag.code in _OFFER_RULES:
        return _OFFER_RULES[flag.code](offer, day, rules)
    if flag.fact is None:
        return None
    value = getattr(offer, flag.fact.field)
    if value in flag.fact.ya:
        return "ya"
    return "tidak" if value in flag.fact.tidak else None


def _repeat_answer(recruiters: Iterable[Recruiter], repeats: int, rules: RiskRules) -> Answer:
    if repeats >= rules.repeat.reports:
        return "ya"
    return "tidak" if any(contact_keys(recruiter) for recruiter in recruiters) else "tidak diketahui"


def assess_offer(
    offer: Offer, recruiters: Iterable[Recruiter], repeats: int, rules: RiskRules, today: dt.date
) -> Assessment:
    """The risk of an offer as recorded; ``repeats`` as in ``answers``."""
    found = answers(offer, recruiters, repeats, rules, today)
    return assess(
        [code for code, answer in found.items() if answer == "ya"],
        [code for code, answer in found.items() if answer == "tidak diketahui"],
        verified_by_lead=_is_verified(offer),
        people_abroad_or_in_transit=_is_in_need(offer),
        rules=rules,
    )


class Question(msgspec.Struct, frozen=True):
    """Something still unknown, and what would follow from a *ya*: the level, and the points on the score.

    ``field`` is where it is answered: a field of the offer, ``recruiters``, or ``flags.R05``. ``flag`` is the flag
    it settles, None where people's need is asked for (rule O3).
    """

    field: str
    flag: str | None
    level: Level
    points: int


def next_questions(
    offer: Offer, recruiters: Sequence[Recruiter], repeats: int, rules: RiskRules, today: dt.date
) -> list[Question]:
    """What is still unknown, those first that could change the level most, then those that add most to the score.

    Each is weighed alone, all else as it stands.
    """
    found = answers(offer, recruiters, repeats, rules, today)
    unknown = [code for code, answer in found.items() if answer == "tidak diketahui"]
    verified, in_need = _is_verified(offer), _is_in_need(offer)

    def level(code: str | None) -> Level:
        yes = [each for each, answer in found.items() if answer == "ya" or each == code]
        left = [each for each in unknown if each != code]
        need = in_need or code is None
        return assess(yes, left, verified_by_lead=verified, people_abroad_or_in_transit=need, rules=rules).level

    asked = [Question(_field_of(code, offer, rules), code, level(code), rules.weights[code]) for code in unknown]
    need_field = _open_need(offer)
    if need_field is not None:
        asked.append(Question(need_field, None, level(None), 0))
    return sorted(asked, key=lambda each: (-LEVELS.index(each.level), -each.points))


def _open_need(offer: Offer) -> str | None:
    """The field that would tell whether people are in need abroad, where it is open."""
    if offer.stage is None:
        return "stage"
    return (
        "asking_for_help" if offer.stage == "transit" and offer.asking_for_help in (None, "tidak diketahui") else None
    )


_ASKED_IN = {"R01": "suspected_country", "R02": "suspected_city", "R13": "minors", "R16": "recruiters"}


def _field_of(code: str, offer: Offer, rules: RiskRules) -> str:
    """Where an unknown flag is best answered: in the field it is read from while that is empty, else by itself."""
    fact = next(flag.fact for flag in rules.flags if flag.code == code)
    field = fact.field if fact else _ASKED_IN.get(code)
    if field is None or getattr(offer, field, None) is not None:
        return f"flags.{code}"
    return field


def _is_verified(offer: Offer) -> bool:
    return all(getattr(offer, name) == "ya" for name in VERIFIED)


def _is_in_need(offer: Offer) -> bool:
    return offer.stage == "sudah di lokasi" or (offer.stage == "transit" and offer.asking_for_help == "ya")


class Case(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A reviewed case for calibration; ``expect`` is carried by worked examples and not looked at."""

    yes: tuple[str, ...]
    unknown: tuple[str, ...]
    verified_by_lead: bool = False
    people_abroad_or_in_transit: bool = False
    id: int | str | None = None
    expect: Mapping[str, Any] | None = None


_CASES = msgspec.json.Decoder(Case)


def assess_line(line: str | bytes, rules: RiskRules) -> dict[str, Any]:
    """Score one JSON line like an entry of risk_examples.json; the answer is like its ``expect``, with its ``id``.

    ``yes`` and ``unknown`` must both be there: leaving ``unknown`` out would claim that all else was answered no.
    Raises WrongField with the path of what can't be taken.
    """
    case = _decode_case(line)
    found = assess(
        case.yes,
        case.unknown,
        verified_by_lead=case.verified_by_lead,
        people_abroad_or_in_transit=case.people_abroad_or_in_transit,
        rules=rules,
    )
    named = {} if case.id is None else {"id": case.id}
    return named | {
        "score": found.score,
        "level": found.level,
        "applied": list(found.applied),
        "completeness": found.completeness,
    }


def assess_lines(lines: Iterable[str | bytes], rules: RiskRules) -> Iterator[dict[str, Any] | WrongLine]:
    """Score many lines, one result a line; a bad line gives a WrongLine and the next one is still scored.

    Blank lines give nothing, but count in the numbering.
    """
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            yield assess_line(line, rules)
        except WrongField as error:
            yield WrongLine(line=number, **error.details)


def _decode_case(line: str | bytes) -> Case:
    try:
        text = line.encode() if isinstance(line, str) else line
        return _CASES.decode(text.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, UnicodeError) as error:
        raise wrong_field(error) from error
