"""The ways officers write a village, as rules: each turns a village of the registry into a text, or declines.

A rule also says what its text tells of the village besides the name; namesakes that agree in it are right as well,
because a person couldn't tell them apart. Where a typing error brings a name nearer to another village that fits, the
rule declines for the same reason.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Callable, Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

from desa_app.domain.village import Village

Known = Callable[[Village], object]
"""What a text says of a village besides its name."""
Typed = tuple[str, Known]


class Registry:
    """The villages with what the rules need to know: who shares a name, a district, a regency with whom."""

    def __init__(self, villages: Sequence[Village]) -> None:
        self.villages = villages
        self.by_name: dict[str, list[Village]] = defaultdict(list)
        self.by_area: dict[str, list[Village]] = defaultdict(list)
        for village in villages:
            self.by_name[same(village.name)].append(village)
            self.by_area[village.district_code].append(village)
            self.by_area[village.regency_code].append(village)
        self._names = list(self.by_name)

    def right(self, village: Village, known: Known) -> frozenset[str]:
        """Codes of the villages of this name that agree in what was typed."""
        namesakes = self.by_name[same(village.name)]
        return frozenset(other.code for other in namesakes if known(other) == known(village))

    def is_nearest_of_all(self, typed: str, village: Village) -> bool:
        """Whether no other village's name is as near to what was typed."""
        near = process.extract(same(typed), self._names, scorer=OSA.distance, limit=2)
        return near[0][0] == same(village.name) and (len(near) == 1 or near[1][1] > near[0][1])

    def is_nearest(self, typed: str, village: Village, area: str) -> bool:
        """Whether no other village of the area has a name as near to what was typed."""
        run, own = same(typed), same(village.name)
        errors = OSA.distance(run, own)
        others = (same(other.name) for other in self.by_area[area])
        return all(other == own or OSA.distance(run, other, score_cutoff=errors) > errors for other in others)


Rule = Callable[[random.Random, Village, Registry], Typed | None]
RULES: dict[str, Rule] = {}


def rule(written: Rule) -> Rule:
    RULES[written.__name__.replace("_", " ")] = written
    return written


def same(name: str) -> str:
    """Names that a person would take for one: capitals, spaces and marks apart."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


def bare(regency: str) -> str:
    return re.sub(r"^(Kabupaten|Kota)( Administrasi)? ", "", regency)


def short(regency: str) -> str:
    return regency.replace("Kabupaten ", "Kab. ").replace("Kota Administrasi ", "Kota ")


def parents(village: Village) -> object:
    """District and regency as typed, without telling kabupaten from kota."""
    return same(village.district), bare(village.regency)


def district(village: Village) -> object:
    return same(village.district)


def regency(village: Village) -> object:
    return village.regency


def whole(village: Village) -> object:
    return same(village.district), village.regency, village.kind


# Whole, in many orders


@rule
def with_markers(dice: random.Random, v: Village, _: Registry) -> Typed:
    kind = dice.choice(["Ds. ", "Desa ", "ds "] if v.kind == "desa" else ["Kel. ", "Kelurahan ", "kel "])
    typed_district = dice.choice([f"Kec. {v.district}", f"kec {v.district}", f"Kecamatan {v.district}"])
    return dice.choice([", ", " "]).join([kind + v.name, typed_district, short(v.regency)]), whole


@rule
def no_markers(dice: random.Random, v: Village, _: Registry) -> Typed:
    return f"{v.name} {v.district} {bare(v.regency)}".lower(), parents


@rule
def any_order(dice: random.Random, v: Village, _: Registry) -> Typed:
    named = [f"{'Desa' if v.kind == 'desa' else 'Kel.'} {v.name}", f"Kec. {v.district}", short(v.regency), v.province]
    dice.shuffle(named)
    return ", ".join(named), whole


@rule
def downward(dice: random.Random, v: Village, _: Registry) -> Typed:
    return f"{bare(v.regency)}, {v.district}, {v.name}", parents


@rule
def capitals(dice: random.Random, v: Village, _: Registry) -> Typed:
    return f"DESA/KEL. {v.name} KEC. {v.district} KAB/KOTA {bare(v.regency)}".upper(), parents


@rule
def dashes_and_slashes(dice: random.Random, v: Village, _: Registry) -> Typed:
    between = dice.choice([" - ", "/", " – ", "; ", " | "])
    return between.join([v.name, v.district, bare(v.regency)]), parents


@rule
def in_a_sentence(dice: random.Random, v: Village, _: Registry) -> Typed:
    start = dice.choice(["Desa", "kantor desa", "warga desa", "Balai Desa"]) if v.kind != "kelurahan" else "Kelurahan"
    return f"{start} {v.name} di Kecamatan {v.district}, {v.regency}", lambda o: (regency(o), parents(o))


@rule
def house_and_hamlet(dice: random.Random, v: Village, _: Registry) -> Typed:
    before = dice.choice(["Dusun 3", "Dsn. Krajan", "Jl. Merdeka No. 5", "RT 02/05", "Rt. 1 Rw. 4", "Dusun II"])
    after = dice.choice(["", f" {dice.randint(10000, 99999)}", ", Indonesia"])
    marker = "Desa" if v.kind == "desa" else "Kel."
    return f"{before} {marker} {v.name}, Kec. {v.district}, {short(v.regency)}{after}", whole


@rule
def whole_address(dice: random.Random, v: Village, _: Registry) -> Typed:
    neighbourhood = f"RT {dice.randint(1, 9)}/RW {dice.randint(1, 9)}"
    place = f"Desa {v.name}, Kecamatan {v.district}, {v.regency}, Provinsi {v.province} {dice.randint(10000, 99999)}"
    return f"Balai Desa {v.name}, {neighbourhood}, {place}", lambda o: (regency(o), parents(o))


LOCAL_MARKERS = {
    **{"11": ("Gampong", "Kec."), "13": ("Nagari", "Kec."), "34": ("Kalurahan", "Kapanewon"), "18": ("Pekon", "Kec.")},
    **{"12": ("Nagori", "Kec."), "73": ("Lembang", "Kec."), "81": ("Negeri", "Kec."), "64": ("Kampung", "Kec.")},
    **dict.fromkeys(("91", "92", "93", "94", "95", "96"), ("Kampung", "Distrik")),
}


@rule
def local_markers(dice: random.Random, v: Village, _: Registry) -> Typed | None:
    if v.province_code not in LOCAL_MARKERS:
        return None
    of_village, of_district = LOCAL_MARKERS[v.province_code]
    return f"{of_village} {v.name} {of_district} {v.district}, {short(v.regency)}", lambda o: (regency(o), parents(o))


@rule
def wrong_kind(dice: random.Random, v: Village, _: Registry) -> Typed:
    return f"{'Kel.' if v.kind == 'desa' else 'Ds.'} {v.name}, Kec. {v.district}, {bare(v.regency)}", parents


# Spelling


def in_old_spelling(dice: random.Random, text: str, share: float = 1.0) -> str:
    for new, old in (("u", "oe"), ("j", "dj"), ("U", "Oe"), ("J", "Dj"), ("c", "tj"), ("C", "Tj"), ("ny", "nj")):
        text = re.sub(new, lambda found, old=old: old if dice.random() < share else found[0], text)  # type: ignore[misc]
    return re.sub(r"(?<!n)y", "j", text)


@rule
def old_spelling(dice: random.Random, v: Village, _: Registry) -> Typed | None:
    new = f"{v.name}, {v.district}, {bare(v.regency)}"
    old = in_old_spelling(dice, new)
    return (old, parents) if old != new else None


@rule
def old_spelling_in_part(dice: random.Random, v: Village, _: Registry) -> Typed | None:
    name, typed_district = (in_old_spelling(dice, text, 0.6) for text in (v.name, v.district))
    if name == v.name:
        return None
    return f"{'Kel.' if v.kind == 'kelurahan' else 'Ds.'} {name} kec. {typed_district}", district


@rule
def old_spelling_and_error(dice: random.Random, v: Village, registry: Registry) -> Typed | None:
    old = in_old_spelling(dice, v.name)
    name = mistyped(dice, old)
    if len(v.name) < 7 or old == v.name or not registry.is_nearest(name, v, v.district_code):
        return None
    return f"{name}, {v.district}, {bare(v.regency)}", parents


SOUNDS = (
    *(("o", "a"), ("a", "o"), ("u", "o"), ("o", "u"), ("i", "e"), ("e", "i"), ("h", ""), ("k", "g"), ("d", "t")),
    *(("y", "i"), ("ng", "n"), ("f", "p"), ("v", "p"), ("z", "j"), ("sy", "s"), ("kh", "h"), ("dh", "d"), ("th", "t")),
)


@rule
def by_ear(dice: random.Random, v: Village, registry: Registry) -> Typed | None:
    name = v.name.lower()
    if len(name) < 6:
        return None
    for _ in range(2):
        heard = [(sound, other) for sound, other in SOUNDS if sound in name[1:]]
        sound, other = dice.choice(heard)
        name = name[0] + name[1:].replace(sound, other, 1)
    if name == v.name.lower() or not registry.is_nearest(name, v, v.district_code):
        return None
    return f"desa {name} kecamatan {v.district.lower()}", district


@rule
def spaces_missing(dice: random.Random, v: Village, _: Registry) -> Typed | None:
    if " " not in v.name:
        return None
    return f"{v.name.replace(' ', '')} {v.district.replace(' ', '')}, {bare(v.regency)}", parents


@rule
def spaces_added(dice: random.Random, v: Village, _: Registry) -> Typed | None:
    if len(same(v.name)) < 7:
        return None
    return ", ".join(cut_up(dice, name) for name in (v.name, v.district, bare(v.regency))), parents


def cut_up(dice: random.Random, name: str) -> str:
    run = same(name)
    at = dice.randint(2, len(run) - 2) if len(run) > 5 else 0
    return f"{run[:at]} {run[at:]}".strip()


@rule
def markers_run_together(dice: random.Random, v: Village, _: Registry) -> Typed:
    text = dice.choice(["ds{} kec{} kab{}", "DS.{} KEC.{} KAB.{}", "Ds{}Kec{}Kab{}"])
    return text.format(v.name, v.district, bare(v.regency)), parents


@rule
def all_run_together(dice: random.Random, v: Village, _: Registry) -> Typed:
    return same(v.name + v.district + bare(v.regency)), parents


@rule
def apostrophes(dice: random.Random, v: Village, _: Registry) -> Typed | None:
    if "'" not in v.name:
        return None
    return f"{v.name.replace(chr(39), dice.choice(['', '`', '’', ' ']))} {v.district}", district


@rule
def apostrophes_too_many(dice: random.Random, v: Village, _: Registry) -> Typed | None:
    places = [at for at in range(1, len(v.name)) if v.name[at - 1] in "aiueo" and v.name[at] in "aiueo"]
    if not places:
        return None
    at = dice.choice(places)
    return f"{v.name[:at]}{dice.choice(chr(39) + '’`')}{v.name[at:]} {v.district}", district


ROMAN = {"I": "1", "II": "2", "III": "3", "IV": "4", "V": "5", "VI": "6"}
NUMBER_WORDS = {"Satu": "1", "Dua": "II", "Tiga": "3", "Empat": "IV", "Lima": "5"}


@rule
def numbers(dice: random.Random, v: Village, _: Registry) -> Typed | None:
    words = [ROMAN.get(word) or NUMBER_WORDS.get(word) or word for word in v.name.split()]
    return (f"{' '.join(words)} {v.district} {bare(v.regency)}", parents) if " ".join(words) != v.name else None


# Abbreviations

SHORT_WORDS = {
    **{"Tanjung": ["Tj.", "Tjg", "Tg."], "Sungai": ["Sei", "Sei."], "Gunung": ["Gn.", "Gng."], "Sumber": ["Sbr."]},
    **{"Batu": ["Bt."], "Padang": ["Pd."], "Kampung": ["Kp."], "Lubuk": ["Lb.", "Lbk."], "Muara": ["Ma.", "Mra"]},
    **{"Pulau": ["P.", "Pl."], "Simpang": ["Sp."], "Teluk": ["Tlk."], "Bukit": ["Bt.", "Bkt"], "Karang": ["Kr."]},
    **{"Pondok": ["Pd."], "Selatan": ["Sel."], "Utara": ["Utr."], "Timur": ["Tim."], "Barat": ["Brt"]},
    **{"Pasar": ["Ps."], "Meunasah": ["Mns."], "Talang": ["Tl."], "Tengah": ["Tgh"], "Kota": ["Kt."]},
    **{"Tebing": ["Tb."]},
}
SHORT_REGENCIES = {
    **{"6402": "Kukar", "5203": "Lotim", "5302": "TTS", "1212": "Tobasa", "1407": "Rohil", "1606": "Muba"},
    **{"3174": "Jaksel", "3674": "Tangsel", "7310": "Pangkep", "7404": "Buton", "1807": "Lamtim", "5202": "Loteng"},
    **{"1218": "Sergai", "6202": "Kotim", "6408": "Kutim", "7101": "Bolmong", "8204": "Halsel", "5319": "Matim"},
    **{"8103": "Maluku Tenggara Barat", "7601": "Mamuju Utara", "1312": "Pasbar", "3217": "KBB"},
    **{
        "6102": "Kab. Pontianak",
        "3578": "Sby",
        "1472": "Dumai",
        "6409": "PPU",
        "7405": "Konsel",
        "1207": "Deliserdang",
    },
}
SHORT_PROVINCES = {
    **{"12": "Sumut", "13": "Sumbar", "16": "Sumsel", "19": "Babel", "21": "Kepri", "31": "DKI", "32": "Jabar"},
    **{"33": "Jateng", "34": "DIY", "35": "Jatim", "52": "NTB", "53": "NTT", "61": "Kalbar", "62": "Kalteng"},
    **{"63": "Kalsel", "64": "Kaltim", "65": "Kaltara", "71": "Sulut", "73": "Sulsel", "74": "Sultra", "76": "Sulbar"},
    **{"82": "Malut", "11": "NAD"},
}
FORMER_PROVINCES = {
    **dict.fromkeys(("93", "94", "95"), "Papua"),
    **{"96": "Papua Barat", "65": "Kaltim", "76": "Sulawesi Selatan", "21": "Riau", "75": "Sulut", "36": "Jawa Barat"},
}


def shortened(dice: random.Random, name: str) -> str:
    return " ".join(dice.choice(SHORT_WORDS[word]) if word in SHORT_WORDS else word for word in name.split())


@rule
def abbreviations(dice: random.Random, v: Village, _: Registry) -> Typed | None:
    name = shortened(dice, v.name)
    return (f"{name}, {v.district}, {bare(v.regency)}", parents) if name != v.name else None


@rule
def abbreviations_of_parents(dice: random.Random, v: Village, _: Registry) -> Typed | None:
    name = shortened(dice, v.district)
    return (f"{v.name}, Kec. {name}, {short(v.regency)}", parents) if name != v.district else None


@rule
def abbreviation_and_error(dice: random.Random, v: Village, registry: Registry) -> Typed | None:
    words = v.name.split()
    if len(words) < 2 or not any(word in SHORT_WORDS for word in words):
        return None
    slipped = [word if word in SHORT_WORDS or len(word) < 5 else mistyped(dice, word) for word in words]
    if not registry.is_nearest(" ".join(slipped), v, v.district_code):
        return None
    return f"{shortened(dice, ' '.join(slipped))} {v.district} {bare(v.regency)}", parents


@rule
def short_regencies(dice: random.Random, v: Village, _: Registry) -> Typed | None:
    typed = SHORT_REGENCIES.get(v.regency_code)
    return (f"{v.name}, {v.district}, {typed}", lambda o: (district(o), regency(o))) if typed else None


@rule
def short_provinces(dice: random.Random, v: Village, _: Registry) -> Typed | None:
    typed = SHORT_PROVINCES.get(v.province_code)
    return (f"Desa {v.name} Kec. {v.district} {short(v.regency)} {typed}", parents) if typed else None


@rule
def former_provinces(dice: random.Random, v: Village, _: Registry) -> Typed | None:
    typed = FORMER_PROVINCES.get(v.province_code)
    return (f"{v.name}, {v.district}, {bare(v.regency)}, {typed}", parents) if typed else None


# Typing errors


def mistyped(dice: random.Random, name: str) -> str:
    """One slip inside a word: a letter left out, doubled wrongly, swapped with the next, or another one."""
    places = [at for at in range(1, len(name) - 1) if name[at].isalpha() and name[at + 1].isalpha()]
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
def one_error(dice: random.Random, v: Village, registry: Registry) -> Typed | None:
    name = mistyped(dice, v.name)
    if len(v.name) < 5 or not registry.is_nearest(name, v, v.district_code):
        return None
    return f"{name}, {v.district}, {bare(v.regency)}", parents


@rule
def two_errors(dice: random.Random, v: Village, registry: Registry) -> Typed | None:
    name = mistyped(dice, mistyped(dice, v.name))
    if len(v.name) < 7 or not registry.is_nearest(name, v, v.district_code):
        return None
    return f"{name} kec {v.district} {bare(v.regency)}", parents


@rule
def error_in_the_first_letter(dice: random.Random, v: Village, registry: Registry) -> Typed | None:
    first, rest = v.name[0], v.name[1:]
    name = dice.choice([rest, dice.choice("BDKLMPSTW") + rest, rest[0] + first + rest[1:]])
    if len(v.name) < 6 or not registry.is_nearest(name, v, v.district_code):
        return None
    return f"{name}, {v.district}, {bare(v.regency)}", parents


@rule
def error_with_district_only(dice: random.Random, v: Village, registry: Registry) -> Typed | None:
    name = mistyped(dice, v.name)
    if len(v.name) < 5 or not registry.is_nearest(name, v, v.district_code):
        return None
    return f"{name} kec {v.district}", district


@rule
def error_with_regency_only(dice: random.Random, v: Village, registry: Registry) -> Typed | None:
    name = mistyped(dice, v.name)
    if len(v.name) < 6 or not registry.is_nearest(name, v, v.regency_code):
        return None
    return f"{name}, {short(v.regency)}", regency


@rule
def two_errors_with_regency_only(dice: random.Random, v: Village, registry: Registry) -> Typed | None:
    name = mistyped(dice, mistyped(dice, v.name))
    if len(v.name) < 8 or not registry.is_nearest(name, v, v.regency_code):
        return None
    return f"ds {name} kab {bare(v.regency)}", lambda o: bare(o.regency)


@rule
def errors_in_parents(dice: random.Random, v: Village, _: Registry) -> Typed | None:
    if min(len(v.district), len(bare(v.regency))) < 5:
        return None
    return f"{v.name}, {mistyped(dice, v.district)}, {mistyped(dice, bare(v.regency))}", parents


@rule
def errors_everywhere(dice: random.Random, v: Village, registry: Registry) -> Typed | None:
    named = (v.name, v.district, bare(v.regency))
    slipped = [mistyped(dice, name) for name in named]
    if min(map(len, named)) < 6 or not registry.is_nearest(slipped[0], v, v.district_code):
        return None
    return " ".join(slipped).lower(), parents


# Less than the whole


@rule
def district_only(dice: random.Random, v: Village, _: Registry) -> Typed:
    return dice.choice([f"{v.name} kec. {v.district}", f"{v.name}, {v.district}", f"{v.name} ({v.district})"]), district


@rule
def regency_only(dice: random.Random, v: Village, _: Registry) -> Typed:
    return dice.choice([f"{v.name}, {short(v.regency)}", f"{v.name}, {v.regency}"]), regency


@rule
def province_only(dice: random.Random, v: Village, _: Registry) -> Typed:
    typed = SHORT_PROVINCES.get(v.province_code, v.province)
    return dice.choice([f"{v.name}, {v.province}", f"{v.name} {typed}"]), lambda o: o.province


@rule
def name_alone(dice: random.Random, v: Village, _: Registry) -> Typed:
    return v.name.lower(), lambda o: None


@rule
def name_alone_with_error(dice: random.Random, v: Village, registry: Registry) -> Typed | None:
    if len(v.name) < 9 or len(registry.by_name[same(v.name)]) > 1:
        return None
    name = mistyped(dice, v.name)
    return (name, lambda o: None) if registry.is_nearest_of_all(name, v) else None


@rule
def district_begun(dice: random.Random, v: Village, _: Registry) -> Typed | None:
    if len(v.district) < 7:
        return None
    return f"{v.name} {v.district[: dice.randint(6, len(v.district) - 1)]}", district


@rule
def kelurahan_or_desa(dice: random.Random, v: Village, registry: Registry) -> Typed | None:
    twins = [o for o in registry.by_name[same(v.name)] if o.regency_code == v.regency_code and o.kind != v.kind]
    return (f"{v.kind} {v.name}, {short(v.regency)}", lambda o: (o.regency, o.kind)) if twins else None


@rule
def kota_or_kabupaten(dice: random.Random, v: Village, registry: Registry) -> Typed | None:
    twins = [o for o in registry.by_name[same(v.name)] if bare(o.regency) == bare(v.regency) and o.regency != v.regency]
    return (f"{v.name}, {short(v.regency)}", regency) if twins else None


# Codes


@rule
def codes(dice: random.Random, v: Village, _: Registry) -> Typed:
    dots = v.shown_code
    written = [v.code, dots, dots.replace(".", " "), f" {dots} {v.name}", f"{v.code[:6]}.{v.code[6:]}"]
    return dice.choice(written), lambda o: o.code


@rule
def codes_with_other_marks(dice: random.Random, v: Village, _: Registry) -> Typed:
    dots = v.shown_code
    written = [
        dots.replace(".", "-"),
        dots.replace(".", "/"),
        f"kode desa: {v.code}",
        f"({dots}.)",
        f"{dots} Ds {v.name}",
    ]
    return dice.choice(written), lambda o: o.code
