"""Codes and kinds of villages, and how names of places are compared and explained."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desa_app.domain.village import Village, digits, dotted, kind_of
from desa_app.domain.village_match import NOTHING, Explanation, Hit, Reading, Span, spans
from desa_app.domain.village_parting import LONGEST_RUN, partings, substrings
from desa_app.domain.village_text import (
    MOST_LETTERS,
    MOST_WORDS,
    Level,
    Spelling,
    number_word,
    respell,
    typed_words,
    words,
)

# Codes


@pytest.mark.parametrize(
    ("code", "kind"), [("3324081001", "kelurahan"), ("3324082014", "desa"), ("9103013001", "desa adat")]
)
def test_the_seventh_digit_tells_the_kind(code: str, kind: str) -> None:
    assert kind_of(code) == kind


@pytest.mark.parametrize("code", ["3324084014", "33240820", "33.24.08.2014", ""])
def test_a_code_that_no_village_can_have_has_no_kind(code: str) -> None:
    with pytest.raises(ValueError, match="not a village code"):
        kind_of(code)


@pytest.mark.parametrize(
    ("written", "code"),
    [("33.24.08.2014", "3324082014"), (" 33 24 08 ", "332408"), ("33.24", "3324"), ("33", "33"), ("3324082014",) * 2],
)
def test_codes_are_read_with_and_without_dots(written: str, code: str) -> None:
    assert digits(written) == code
    assert digits(dotted(code)) == code


@pytest.mark.parametrize("written", ["", "3", "33.24.08.20", "33-24", "desa", "33.24.08.2014.1"])
def test_what_is_no_code_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="not an area code"):
        digits(written)


def test_a_village_knows_the_codes_of_its_parents() -> None:
    village = Village("3324082014", "Wonorejo", "desa", "Kaliwungu", "Kabupaten Kendal", "Jawa Tengah")
    assert (village.district_code, village.regency_code, village.province_code) == ("332408", "3324", "33")
    assert village.shown_code == "33.24.08.2014"


# Spelling


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("soekaboemi", "sukabumi"),
        ("tjiandjoer", "cianjur"),
        ("djogjakarta", "yogyakarta"),
        ("soerabaja", "surabaya"),
        ("achir", "akhir"),
        ("sjamsu", "syamsu"),
        ("sukkamaju", "sukamaju"),
    ],
)
def test_old_and_new_spelling_are_compared_as_one(old: str, new: str) -> None:
    assert respell(old) == respell(new)


def test_a_number_of_two_strokes_is_not_one_stroke() -> None:
    assert respell("belawanii") != respell("belawani")


@given(st.text("abcdefghijklmnopqrstuvwxyz", max_size=20))
def test_a_run_in_new_spelling_is_compared_as_the_same_run_in_old(run: str) -> None:
    modern_only = run.replace("o", "").replace("d", "").replace("t", "").replace("c", "").replace("s", "")
    assert respell(modern_only.replace("u", "oe").replace("y", "j")) == respell(modern_only)


@pytest.mark.parametrize(
    ("word", "spoken"), [("iv", "empat"), ("4", "empat"), ("xi", "sebelas"), ("xii", "12"), ("12", None), ("ci", None)]
)
def test_numbers_are_read_as_words(word: str, spoken: str | None) -> None:
    assert number_word(word) == spoken


def test_words_leave_out_accents_and_apostrophes() -> None:
    assert words("Ma'rang, Bu Nuapu’u – Kp. Ambóina 2") == ["marang", "bu", "nuapuu", "kp", "amboina", "2"]


def test_an_abbreviation_is_read_in_every_way_and_as_itself() -> None:
    spelling = Spelling({"bt": ["batu", "bukit"]})
    assert spelling.runs(["bt", "raja", "ii"]) == [
        *("baturajadua", "baturajaii", "bukitrajadua", "bukitrajaii", "btrajadua", "btrajaii"),
    ]


# What was typed


def typed(text: str) -> list[tuple[str, int]]:
    return [(word.text, word.part) for word in typed_words(text)]


@pytest.mark.parametrize(
    "noise", ["RT 02/05", "Rt. 1 Rw. 4", "RW 03", "Dusun II", "Dsn. 3", "No. 12", "51372", "lingkungan iv"]
)
def test_house_and_neighbourhood_say_nothing(noise: str) -> None:
    assert [word for word, _ in typed(f"{noise} Wonorejo")] == ["wonorejo"]


@pytest.mark.parametrize("office", ["Balai Desa", "Kantor Desa", "Kantor Kepala Desa", "Warga desa"])
def test_an_office_names_its_village(office: str) -> None:
    assert [word for word, _ in typed(f"{office} Wonorejo")] == ["desa", "wonorejo"]


def test_an_office_in_a_name_stays_there() -> None:
    assert [word for word, _ in typed("Tanjung Balai, Balai Jaya")] == ["tanjung", "balai", "balai", "jaya"]


def test_a_village_that_is_named_twice_counts_once() -> None:
    assert [word for word, _ in typed("Desa Wonorejo, RT 1, Desa Wonorejo, Kendal")] == ["desa", "wonorejo", "kendal"]
    assert [word for word, _ in typed("Tebing Tinggi, Tebing Tinggi")] == ["tebing", "tinggi"] * 2


def test_a_hamlet_counts_little_until_the_next_marker() -> None:
    weights = {word.text: word.weight for word in typed_words("dsn krajan lor desa wonorejo")}
    assert weights["wonorejo"] == 8.0
    assert 0 < weights["krajan"] < 1.5
    assert weights["desa"] == 0


def test_a_soft_marker_that_marks_nothing_is_a_name() -> None:
    (lembang, *_) = typed_words("Lembang, Bandung Barat")
    assert lembang.weight == 7.0
    assert typed_words("Lembang Sadan")[0].weight < 1


@pytest.mark.parametrize("slip", ["kecmatan", "kecamtan", "kecamatna", "kelurhan", "kabupaetn", "provnsi"])
def test_a_marker_is_known_with_a_letter_missing_or_changed(slip: str) -> None:
    marker = typed_words(f"{slip} kendal")[0].marker
    assert marker is not None
    assert not marker.firm


def test_capitals_inside_a_word_begin_a_new_one() -> None:
    assert typed("DesaWonorejoKecKaliwungu")[:2] == [("desa", 0), ("wonorejo", 0)]
    assert typed("KEC. KALIWUNGU") == [("kec", 0), ("kaliwungu", 0)]
    assert typed("Ngute-rNgute") == [("ngute", 0), ("rngute", 0)], "a slip of one letter is no word"


@pytest.mark.parametrize("separator", [", ", "; ", " - ", " – ", "\n", " | "])
def test_marks_part_the_text(separator: str) -> None:
    assert typed(f"Wonorejo{separator}Kendal") == [("wonorejo", 0), ("kendal", 1)]


def test_marks_inside_names_part_nothing() -> None:
    assert typed("Wari/Taiyeve, Misool (Utara), Sigarang-garang") == [
        *(("wari", 0), ("taiyeve", 0), ("misool", 1), ("utara", 1), ("sigarang", 2), ("garang", 2)),
    ]


@given(st.text(max_size=2_000))
def test_no_text_is_too_long(text: str) -> None:
    found = typed_words(text)
    assert len(found) <= MOST_WORDS
    assert typed_words(text[:MOST_LETTERS]) == found


# Spans and explanations


def named(text: str) -> set[str]:
    found = typed_words(text)
    return {" ".join(word.text for word in found[span.start : span.end]) for span in spans(found)}


def test_a_name_never_reaches_over_a_firm_marker_or_a_comma() -> None:
    assert named("ds suka maju kec kali wungu") == {
        *("suka", "maju", "suka maju", "kali", "wungu", "kali wungu"),
    }
    assert named("suka maju, kali") == {"suka", "maju", "suka maju", "kali"}
    assert "kota agung" in named("kota agung"), "a soft marker may be part of the name"


def test_a_span_knows_its_marker_and_what_stands_beside_it() -> None:
    by_words = {(span.start, span.end): span for span in spans(typed_words("ds suka maju kec kali"))}
    suka, maju, both, kali = (by_words[at] for at in ((1, 2), (2, 3), (1, 3), (4, 5)))
    assert both.label is not None
    assert both.label.level == Level.VILLAGE
    assert kali.label is not None
    assert kali.label.level == Level.DISTRICT
    assert (suka.left, suka.right, maju.left, maju.right, both.left, both.right) == (0, 1, 1, 0, 0, 0)


def explained(text: str, **names: tuple[int, int]) -> Explanation:
    """The explanation of a text in which these words are exactly these names."""
    found = typed_words(text)
    reading = Reading(found)
    by_words = {(span.start, span.end): span for span in spans(found)}
    hits = {
        Level[level.upper()]: [Hit(by_words[at], reading.fit(by_words[at], Level[level.upper()], "desa"))]
        for level, at in names.items()
    }
    return reading.explain(hits)


def test_all_explained_is_one_and_nothing_is_nothing() -> None:
    whole = explained("wonorejo, kaliwungu, kendal", village=(0, 1), district=(1, 2), regency=(2, 3))
    assert whole == Explanation(1.0, 1.0, 1.0, 1.0, 0.0, 0.0)
    assert Reading(typed_words("wonorejo")).explain({}) == NOTHING


def test_what_is_typed_and_does_not_fit_costs_and_what_is_not_typed_does_not() -> None:
    assert explained("wonorejo", village=(0, 1)).score == 1.0
    other = explained("wonorejo, kudus", village=(0, 1))
    assert other.score < 0.8
    assert other.unexplained == pytest.approx(5 / 13)


def test_the_order_costs_a_little() -> None:
    upward = explained("wonorejo kaliwungu kendal", village=(0, 1), district=(1, 2), regency=(2, 3)).score
    downward = explained("kendal kaliwungu wonorejo", village=(2, 3), district=(1, 2), regency=(0, 1)).score
    mixed = explained("kaliwungu wonorejo kendal", village=(1, 2), district=(0, 1), regency=(2, 3)).score
    assert upward > downward > mixed > 0.9


def test_a_marker_of_another_level_or_kind_costs() -> None:
    right = explained("desa wonorejo", village=(1, 2)).score
    wrong_kind = explained("kelurahan wonorejo", village=(1, 2)).score
    wrong_level = explained("kecamatan wonorejo", village=(1, 2)).score
    assert right > wrong_kind > wrong_level


def test_a_name_with_a_word_left_beside_it_is_probably_longer() -> None:
    cut = explained("suka maju, kendal", village=(0, 1), regency=(2, 3)).score
    assert cut < explained("suka, maju, kendal", village=(0, 1), regency=(2, 3)).score


def test_one_word_is_never_counted_for_two_names() -> None:
    found = typed_words("kendal")
    (span,) = spans(found)
    once = Reading(found).explain({Level.VILLAGE: [Hit(span, 1.0)], Level.REGENCY: [Hit(span, 1.0)]})
    assert (once.name, once.regency) == (1.0, 0.0)


def test_of_many_readings_the_best_is_taken() -> None:
    found = typed_words("a b c d e f g h")
    hits = {level: [Hit(Span(at, at + 1, None), 0.5 + at / 20) for at in range(8)] for level in Level}
    best = Reading(found).explain(hits)
    assert best.name == pytest.approx(0.85)


# Words run together


@pytest.mark.parametrize(
    ("run", "names"),
    [
        ("dswonorejokeckaliwungukabkendal", ("ds wonorejo", "kec kaliwungu", "kab kendal")),
        ("wonorejokaliwungukendal", ("wonorejo", "kaliwungu", "kendal")),
        ("kendal", ("kendal",)),
        ("sukamajukendal", ("sukamaju", "kendal")),
    ],
)
def test_words_run_together_are_cut_at_known_names(run: str, names: tuple[str, ...]) -> None:
    known = {"wonorejo", "kaliwungu", "kendal", "sukamaju", "suka", "maju", "wono", "rejo", "kali", "wungu"}
    assert partings(run, known)[0].names == names


def test_what_is_not_all_known_is_not_cut() -> None:
    assert partings("wonorejoxkendal", {"wonorejo", "kendal"}) == []
    assert partings("wonorejokec", {"wonorejo"}) == [], "a marker marks something"


@given(st.lists(st.sampled_from(["wonorejo", "kaliwungu", "kendal", "dua"]), min_size=1, max_size=4))
def test_every_cut_gives_back_what_was_typed(names: list[str]) -> None:
    run = "".join(names)
    found = partings(run, {"wonorejo", "kaliwungu", "kendal", "dua"})
    assert found
    assert all("".join(way.names).replace(" ", "") == run for way in found)
    assert set(names) <= set(substrings(run))


def test_the_longest_run_is_cut_in_bounded_work() -> None:
    run = "a" * LONGEST_RUN
    known = set(substrings(run))
    assert len(partings(run, known)) <= 3
    assert len(list(substrings(run))) < 2_000
