"""Test searches for the village registry: each way officers write, drawn from the registry by rules.

A search is right when the first result is the village meant. Where a text fits several villages equally well
(two villages of one name in one district) each of them is right, because a person couldn't tell either.
``tune`` on one seed, report on another.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from desa_app.domain.village import Village

TUNING_SEED = 11
REPORTED_SEED = 2026


class Search(NamedTuple):
    """A text, what sort of difficulty it is, and the codes that are right."""

    sort: str
    text: str
    right: frozenset[str]


class Registry:
    """The villages with what the rules need to know: who shares a name with whom."""

    def __init__(self, villages: Sequence[Village]) -> None:
        self.villages = villages
        self.by_name: dict[str, list[Village]] = defaultdict(list)
        for village in villages:
            self.by_name[same(village.name)].append(village)

    def right(self, village: Village, known: Known) -> frozenset[str]:
        """Codes of the villages of this name that agree in what was typed."""
        namesakes = self.by_name[same(village.name)]
        return frozenset(other.code for other in namesakes if known(other) == known(village))


def same(name: str) -> str:
    """Names that a person would take for one: capitals, spaces and marks apart."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


def parents(village: Village) -> tuple[str, str]:
    """District and regency as typed: names, without telling kabupaten from kota."""
    return same(village.district), bare(village.regency)


def bare(regency: str) -> str:
    return re.sub(r"^(Kabupaten|Kota)( Administrasi)? ", "", regency)


def short(regency: str) -> str:
    return regency.replace("Kabupaten ", "Kab. ").replace("Kota Administrasi ", "Kota ")


Known = Callable[[Village], object]
"""What a text says of a village besides its name: where two namesakes agree in it, both are right."""
Typed = tuple[str, Known]
Rule = Callable[[random.Random, Village, Registry], Typed | None]
RULES: dict[str, Rule] = {}


def rule(written: Rule) -> Rule:
    RULES[written.__name__.replace("_", " ")] = written
    return written


def whole(village: Village) -> object:
    return (*parents(village), village.kind)


@rule
def with_markers(dice: random.Random, v: Village, _: Registry) -> Typed:
    kind = dice.choice(["Ds. ", "Desa ", "ds "] if v.kind == "desa" else ["Kel. ", "Kelurahan ", "kel "])
    district = dice.choice([f"Kec. {v.district}", f"kec {v.district}", f"Kecamatan {v.district}"])
    return dice.choice([", ", " "]).join([kind + v.name, district, short(v.regency)]), lambda o: (o.regency, whole(o))


@rule
def no_markers(dice: random.Random, v: Village, _: Registry) -> Typed:
    return f"{v.name} {v.district} {bare(v.regency)}".lower(), parents


@rule
def any_order(dice: random.Random, v: Village, _: Registry) -> Typed:
    named = [f"{'Desa' if v.kind == 'desa' else 'Kel.'} {v.name}", f"Kec. {v.district}", short(v.regency), v.province]
    dice.shuffle(named)
    return ", ".join(named), lambda o: (o.regency, whole(o))


@rule
def downward(dice: random.Random, v: Village, _: Registry) -> Typed:
    return f"{bare(v.regency)}, {v.district}, {v.name}", parents


@rule
def old_spelling(dice: random.Random, v: Village, _: Registry) -> Typed | None:
    text = f"{v.name}, {v.district}, {bare(v.regency)}"
    for old, new in (("u", "oe"), ("j", "dj"), ("U", "Oe"), ("J", "Dj"), ("c", "tj"), ("C", "Tj"), ("ny", "nj")):
        text = text.replace(old, new)
    text = re.sub(r"(?<![n])y", "j", text)
    return (text, parents) if same(text) != same(v.name + v.district + bare(v.regency)) else None


@rule
def spaces_missing(dice: random.Random, v: Village, _: Registry) -> Typed | None:
    if " " not in v.name:
        return None
    return f"{v.name.replace(' ', '')} {v.district.replace(' ', '')}, {bare(v.regency)}", parents


@rule
def spaces_added(dice: random.Random, v: Village, _: Registry) -> Typed | None:
    name = same(v.name)
    if len(name) < 7:
        return None
    cut = dice.randint(3, len(name) - 3)
    return f"{name[:cut]} {name[cut:]}, {v.district}, {bare(v.regency)}", parents


@rule
def apostrophes(dice: random.Random, v: Village, _: Registry) -> Typed | None:
    if "'" not in v.name:
        return None
    return f"{v.name.replace(chr(39), dice.choice(['', '`', '’', ' ']))} {v.district}", lambda o: same(o.district)


@rule
def capitals(dice: random.Random, v: Village, _: Registry) -> Typed:
    return f"DESA/KEL. {v.name} KEC. {v.district} KAB/KOTA {bare(v.regency)}".upper(), parents


SHORT_WORDS = {
    **{"Tanjung": ["Tj.", "Tjg", "Tg."], "Sungai": ["Sei", "Sei."], "Gunung": ["Gn.", "Gng."], "Sumber": ["Sbr."]},
    **{"Batu": ["Bt."], "Padang": ["Pd."], "Kampung": ["Kp."], "Lubuk": ["Lb.", "Lbk."], "Muara": ["Ma.", "Mra"]},
    **{"Pulau": ["P.", "Pl."], "Simpang": ["Sp."], "Teluk": ["Tlk."], "Bukit": ["Bt.", "Bkt"], "Karang": ["Kr."]},
    **{
        "Pondok": ["Pd."],
        "Selatan": ["Sel."],
        "Utara": ["Utr."],
        "Timur": ["Tim."],
        "Barat": ["Brt"],
        "Pasar": ["Ps."],
    },
    **{"Meunasah": ["Mns."], "Talang": ["Tl."], "Tengah": ["Tgh"], "Kota": ["Kt."], "Tebing": ["Tb."]},
}


@rule
def abbreviations(dice: random.Random, v: Village, _: Registry) -> Typed | None:
    words = [dice.choice(SHORT_WORDS[word]) if word in SHORT_WORDS else word for word in v.name.split()]
    name = " ".join(words)
    return (f"{name}, {v.district}, {bare(v.regency)}", parents) if name != v.name else None


def mistyped(dice: random.Random, name: str) -> str:
    """One slip inside a word: a letter left out, doubled wrongly, swapped with the next, or another one."""
    places = [i for i in range(1, len(name) - 1) if name[i].isalpha() and name[i + 1].isalpha()]
    if not places:
        return name
    at = dice.choice(places)
    other = dice.choice("abdegiklmnoprstu")
    slips = [
        name[:at] + name[at + 1 :],
        name[:at] + other + name[at:],
        name[:at] + other + name[at + 1 :],
        name[:at] + name[at + 1] + name[at] + name[at + 2 :],
    ]
    return dice.choice(slips)


@rule
def one_error_in_name(dice: random.Random, v: Village, _: Registry) -> Typed | None:
    return (f"{mistyped(dice, v.name)}, {v.district}, {bare(v.regency)}", parents) if len(v.name) > 4 else None


@rule
def two_errors_in_name(dice: random.Random, v: Village, _: Registry) -> Typed | None:
    name = mistyped(dice, mistyped(dice, v.name))
    return (f"{name} kec {v.district} {bare(v.regency)}", parents) if len(v.name) > 7 else None


@rule
def errors_in_parents(dice: random.Random, v: Village, _: Registry) -> Typed | None:
    if min(len(v.district), len(bare(v.regency))) < 5:
        return None
    return f"{v.name}, {mistyped(dice, v.district)}, {mistyped(dice, bare(v.regency))}", parents


@rule
def errors_everywhere(dice: random.Random, v: Village, _: Registry) -> Typed | None:
    if min(len(v.name), len(v.district), len(bare(v.regency))) < 5:
        return None
    named = (v.name, v.district, bare(v.regency))
    return " ".join(mistyped(dice, name) for name in named).lower(), parents


ROMAN = {"I": "1", "II": "2", "III": "3", "IV": "4", "V": "5", "VI": "6"}
NUMBER_WORDS = {"Satu": "1", "Dua": "II", "Tiga": "3", "Empat": "IV", "Lima": "5"}


@rule
def numbers(dice: random.Random, v: Village, _: Registry) -> Typed | None:
    words = [ROMAN.get(word) or NUMBER_WORDS.get(word) or word for word in v.name.split()]
    return (f"{' '.join(words)} {v.district} {bare(v.regency)}", parents) if " ".join(words) != v.name else None


FORMER = {"93": "Papua", "94": "Papua", "95": "Papua", "96": "Papua Barat", "65": "Kalimantan Timur"}


@rule
def province_of_ten_years_ago(dice: random.Random, v: Village, _: Registry) -> Typed | None:
    former = FORMER.get(v.province_code)
    return (f"{v.name}, {v.district}, {bare(v.regency)}, {former}", parents) if former else None


SHORT_REGENCIES = {
    **{"6402": "Kukar", "5203": "Lotim", "5302": "TTS", "1212": "Tobasa", "1407": "Rohil", "1606": "Muba"},
    **{"3174": "Jaksel", "3674": "Tangsel", "7310": "Pangkep", "7404": "Buton", "1807": "Lamtim", "5202": "Loteng"},
    **{"1218": "Sergai", "6202": "Kotim", "6408": "Kutim", "7101": "Bolmong", "8204": "Halsel", "5319": "Matim"},
    **{
        "8103": "Maluku Tenggara Barat",
        "7601": "Mamuju Utara",
        "1312": "Pasbar",
        "3217": "KBB",
        "6102": "Kab. Pontianak",
    },
}


@rule
def short_regencies(dice: random.Random, v: Village, _: Registry) -> Typed | None:
    regency = SHORT_REGENCIES.get(v.regency_code)
    return (f"{v.name}, {v.district}, {regency}", lambda o: (same(o.district), o.regency)) if regency else None


@rule
def house_and_hamlet(dice: random.Random, v: Village, _: Registry) -> Typed:
    before = dice.choice(["Dusun 3", "Dsn. Krajan", "Jl. Merdeka No. 5", "RT 02/05", "Rt. 1 Rw. 4", "Dusun II"])
    after = dice.choice(["", f" {dice.randint(10000, 99999)}", ", Indonesia"])
    marker = "Desa" if v.kind == "desa" else "Kel."
    return f"{before} {marker} {v.name}, Kec. {v.district}, {short(v.regency)}{after}", lambda o: (o.regency, whole(o))


@rule
def regency_only(dice: random.Random, v: Village, registry: Registry) -> Typed:
    return dice.choice([f"{v.name}, {short(v.regency)}", f"desa {v.name} {v.regency}"]), lambda o: o.regency


@rule
def district_only(dice: random.Random, v: Village, registry: Registry) -> Typed:
    return dice.choice([f"{v.name} kec. {v.district}", f"{v.name}, {v.district}"]), lambda o: same(o.district)


@rule
def name_alone(dice: random.Random, v: Village, registry: Registry) -> Typed:
    return v.name.lower(), lambda o: None


@rule
def name_alone_one_error(dice: random.Random, v: Village, registry: Registry) -> Typed | None:
    if len(v.name) < 9 or len(registry.by_name[same(v.name)]) > 1:
        return None
    return mistyped(dice, v.name), lambda o: None


@rule
def codes(dice: random.Random, v: Village, registry: Registry) -> Typed:
    return dice.choice(
        [v.code, v.shown_code, v.shown_code.replace(".", " "), f" {v.shown_code} {v.name}"]
    ), lambda o: o.code


@rule
def kelurahan_or_desa(dice: random.Random, v: Village, registry: Registry) -> Typed | None:
    twins = [o for o in registry.by_name[same(v.name)] if o.regency_code == v.regency_code and o.kind != v.kind]
    return (f"{v.kind} {v.name}, {short(v.regency)}", lambda o: (o.regency, o.kind)) if twins else None


@rule
def kota_or_kabupaten(dice: random.Random, v: Village, registry: Registry) -> Typed | None:
    twins = [o for o in registry.by_name[same(v.name)] if bare(o.regency) == bare(v.regency) and o.regency != v.regency]
    return (f"{v.name}, {short(v.regency)}", lambda o: o.regency) if twins else None


def drawn(villages: Sequence[Village], seed: int, each: int) -> Iterator[Search]:
    """``each`` searches of every sort where the registry has as many, the same for the same seed."""
    registry = Registry(villages)
    for sort, written in RULES.items():
        dice = random.Random(f"{seed} {sort}")
        made = 0
        for village in dice.sample(villages, len(villages)):
            found = written(dice, village, registry)
            if found is None:
                continue
            text, known = found
            yield Search(sort, text, registry.right(village, known))
            made += 1
            if made == each:
                break


def strangers(villages: Sequence[Village], seed: int, each: int) -> Iterator[str]:
    """Texts that name no village of the registry: a name with the parents of another place, far from any namesake."""
    registry = Registry(villages)
    dice = random.Random(seed)
    for _ in range(each):
        village, elsewhere = dice.sample(villages, 2)
        if any(other.regency_code == elsewhere.regency_code for other in registry.by_name[same(village.name)]):
            continue
        yield f"{village.name}, {elsewhere.district}, {bare(elsewhere.regency)}"


class Tally(NamedTuple):
    """How a sort of searches went."""

    searches: int
    first: int
    in_ten: int
    sure: int
    sure_and_wrong: int


Answers = Callable[[str], Sequence[tuple[str, bool]]]
"""A search: the codes found, best first, each with whether it is sure."""


def tallied(searches: Sequence[Search], answers: Answers) -> tuple[Mapping[str, Tally], list[Search]]:
    """The tally of each sort, and the searches that went wrong."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0, 0])
    wrong = []
    for search in searches:
        found = answers(search.text)
        first = bool(found) and found[0][0] in search.right
        sure = bool(found) and found[0][1]
        single = search.right == {found[0][0]} if found else False
        row = (1, first, any(code in search.right for code, _ in found), sure, sure and not single)
        counts[search.sort] = [a + b for a, b in zip(counts[search.sort], row, strict=True)]
        if not first or (sure and not single):
            wrong.append(search)
    return {sort: Tally(*row) for sort, row in counts.items()}, wrong
