"""The registry of villages and the search in it, on the real data."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desa_app.domain.village_text import MOST_LETTERS
from desa_app.store.villages import Villages
from tests.store.village_searches import TUNING_SEED, answers_of, by_hand, drawn, strangers, tallied, total

WONOREJO = "3324082014"
EACH = 8
FLOOR = 0.985
FLOOR_OF_A_SORT = 0.75
SURE_BY_HAND = 0.9


@pytest.fixture(scope="module")
def villages() -> Iterator[Villages]:
    opened = Villages.open()
    yield opened
    opened.close()


def test_the_whole_registry_is_there(villages: Villages) -> None:
    everything = list(villages.all())
    assert len(everything) == len({village.code for village in everything}) == 83_762
    kinds = [village.kind for village in everything]
    assert [kinds.count(kind) for kind in ("kelurahan", "desa", "desa adat")] == [8_496, 75_252, 14]
    assert (len(villages.districts()), len(villages.regencies()), len(villages.provinces())) == (7_285, 514, 38)
    assert "300.2.2-2138/2025" in villages.version


def test_a_village_is_looked_up_by_its_code(villages: Villages) -> None:
    village = villages.get("33.24.08.2014")
    assert village is not None
    assert village == villages.get(WONOREJO)
    assert (village.name, village.kind, village.district, village.regency, village.province) == (
        *("Wonorejo", "desa", "Kaliwungu", "Kabupaten Kendal", "Jawa Tengah"),
    )
    assert villages.get("3324082999") is None
    assert villages.get("") is None


def test_every_village_lies_somewhere_in_indonesia(villages: Villages) -> None:
    points = villages.points()
    assert [point.code for point in points] == [village.code for village in villages.all()]
    assert all(-11.5 < point.latitude < 6.5 and 94.5 < point.longitude < 141.5 for point in points)
    assert sum(point.approximate for point in points) == 359


def test_the_registry_in_little_room_is_the_registry(villages: Villages) -> None:
    small = villages.gazetteer()
    assert list(small) == list(villages.all())
    points = [(point.latitude, point.longitude) for point in villages.points()]
    assert list(zip(small.latitudes, small.longitudes, strict=True)) == points
    assert sum(small.approximate) == 359
    assert sum(map(len, small.cells.values())) == len(small)
    assert small.areas(2) == sorted(villages.provinces().items())


def test_villages_are_named_by_their_codes(villages: Villages) -> None:
    named = villages.named([WONOREJO, "3324082999"])
    assert {code: village.name for code, village in named.items()} == {WONOREJO: "Wonorejo"}
    assert villages.named([]) == {}


# Searching


def test_searches_drawn_by_rules_find_the_village_first_and_are_never_sure_of_another(villages: Villages) -> None:
    tallies, wrong = tallied(list(drawn(list(villages.all()), TUNING_SEED, EACH)), answers_of(villages))
    everything = total(tallies)
    assert len(tallies) > 40
    assert everything.sure_and_wrong == 0, wrong
    assert everything.first >= FLOOR * everything.searches, wrong
    assert {sort for sort, tally in tallies.items() if tally.first < FLOOR_OF_A_SORT * tally.searches} == set()
    assert everything.sure > 0.75 * everything.searches, "what is clear needs no question"


def test_searches_written_by_hand_find_the_village_first(villages: Villages) -> None:
    searches = by_hand()
    tallies, wrong = tallied(searches, answers_of(villages))
    assert wrong == []
    assert tallies["by hand"].sure >= SURE_BY_HAND * len(searches)


@pytest.mark.parametrize(
    "text",
    [
        "Mekarsari",
        "Mekarsari, Garut",
        "Sukamaju",
        "kaliwungu",
        "Jawa Tengah",
        "Kel. Kampung Baru",
        "Wonorejo, Jawa Timur",
        "Medan Belaan",
        "Sidomulo",
        "Karangjati 1",
        "dswonorejokeckaliwungukabkendal",
        "Bener Lukup III, Bener Kelipah, Bener Meriah",
        "Manulai, Kupang Barat, Kupang",
        "Binanga, Tigabinanga, Karo",
    ],
)
def test_what_a_person_could_not_tell_is_never_sure(villages: Villages, text: str) -> None:
    assert not any(match.sure for match in villages.find(text))


def test_only_the_first_can_be_sure_and_everything_shows_its_parents(villages: Villages) -> None:
    found = villages.find("Ds. Wonorejo Kec. Kaliwungu Kab. Kendal")
    assert [match.sure for match in found] == [True] + [False] * (len(found) - 1)
    assert [match.score for match in found] == sorted((match.score for match in found), reverse=True)
    assert all(match.village.district and match.village.regency and match.village.province for match in found)
    assert found[0].village == villages.get(WONOREJO)


def test_texts_that_name_no_village_are_not_guessed(villages: Villages) -> None:
    texts = list(strangers(list(villages.all()), TUNING_SEED, 100))
    assert [text for text in texts if any(match.sure for match in villages.find(text))] == []


@pytest.mark.parametrize(
    "text", ["", "  ", "desa", "kec.", "🙂🙂", "\0", "'\"%_*;--", "()", "0812-3456-7890", "asdfghjklqwert"]
)
def test_nothing_is_found_in_nothing(villages: Villages, text: str) -> None:
    assert villages.find(text) == []


@settings(max_examples=60, deadline=None)
@given(
    st.text(max_size=60)
    | st.lists(st.sampled_from(["ds", "kec", "tj", "iv", "suka", "1", ",", "/", "kota", "33.24"])).map(" ".join)
)
def test_anything_may_be_typed(villages: Villages, text: str) -> None:
    found = villages.find(text)
    assert len(found) <= 10
    assert all(0 <= match.score <= 100 for match in found)


@pytest.mark.parametrize("piece", ["a", "suka ", "😀", "á", "kota ", "33.24.08.", "1 ", "ds sukamaju, kec "])
def test_of_a_pasted_page_only_the_beginning_is_searched(villages: Villages, piece: str) -> None:
    page = piece * (10_000 // len(piece))
    assert villages.find(page) == villages.find(page[:MOST_LETTERS])


def test_as_many_as_asked_for(villages: Villages) -> None:
    assert len(villages.find("Mekarsari", limit=3)) == 3
    assert len(villages.find("Mekarsari", limit=200)) > 100
    assert len(villages.find("3324", limit=5)) == 5


# Codes


def test_a_code_with_the_right_name_or_none_is_sure(villages: Villages) -> None:
    for text in (WONOREJO, "33.24.08.2014", "33.24.08.2014 Wonorejo", "Kode desa: 33-24-08-2014."):
        (first, *others) = villages.find(text)
        assert (first.village.code, first.score, first.sure) == (WONOREJO, 100.0, True)
        assert not any(match.sure for match in others)


def test_a_code_with_another_name_shows_both_and_is_not_sure(villages: Villages) -> None:
    found = villages.find("33.24.08.2014 Condongcatur")
    assert [match.village.name for match in found[:2]] == ["Wonorejo", "Condongcatur"]
    assert not any(match.sure for match in found)


def test_the_beginning_of_a_code_lists_its_villages_unsure(villages: Villages) -> None:
    found = villages.find("33.24.08", limit=50)
    assert {match.village.district for match in found} == {"Kaliwungu"}
    assert len(found) > 5
    assert not any(match.sure for match in found)


def test_a_former_code_suggests_its_successors(villages: Villages) -> None:
    """84.01 was Sorong's in no edition; 91.71 was Kota Sorong's until Papua Barat Daya was made."""
    old = next(code for code in villages.former_codes("9671011001"))
    (successor,) = villages.successors(old, villages.get("9671011001").name)  # type: ignore[union-attr]
    assert (successor.village.code, successor.change, successor.agrees) == ("9671011001", "moved", True)
    assert not villages.successors(old, "Nama Lain")[0].agrees
    found = villages.find(old)
    assert found[0].village == successor.village
    assert not any(match.sure for match in found)
    assert villages.successors(WONOREJO) == []


def test_a_code_that_was_reused_is_never_sure(villages: Villages) -> None:
    assert [successor.change for successor in villages.successors("1102032002")] == ["reused_or_renamed"]
    assert not any(match.sure for match in villages.find("1102032002"))
