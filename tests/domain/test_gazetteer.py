"""The registry in little room: villages by place and code, distances, who lies near."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desa_app.domain.gazetteer import Gazetteer, Listed, cell_of, cells_within, distance_km
from desa_app.domain.neighbours import MOST, NEAR_KM, Neighbour, neighbours_of, unvisited_around
from desa_app.domain.village import Village

AREAS = {"33": "Jawa Tengah", "3324": "Kabupaten Kendal", "332408": "Kaliwungu"}
latitudes = st.floats(-11, 6, allow_nan=False)
longitudes = st.floats(95, 141, allow_nan=False)
spots = st.tuples(latitudes, longitudes)


def code(number: int) -> str:
    return f"332408{2000 + number}"


def gazetteer(*places: tuple[float, float]) -> Gazetteer:
    """Villages of one district at these spots, in order."""
    return Gazetteer((Listed(code(at), f"Desa {at}", *place, False) for at, place in enumerate(places)), AREAS)


def in_a_row(*km: float) -> Gazetteer:
    """Villages so many kilometres east of the first spot, on the equator."""
    degree = distance_km((0, 110), (0, 111))
    return gazetteer(*((0.0, 110 + away / degree) for away in km))


def test_a_village_is_made_with_its_parents_when_asked_for() -> None:
    found = gazetteer((-7, 110))
    assert found[0] == Village(code(0), "Desa 0", "desa", "Kaliwungu", "Kabupaten Kendal", "Jawa Tengah")
    assert list(found) == [found[0]]
    assert found.area("3324") == "Kabupaten Kendal"
    assert found.area("9999") == ""
    assert found.areas(2) == [("33", "Jawa Tengah")]
    assert (found.areas(4, "33"), found.areas(4, "34")) == ([("3324", "Kabupaten Kendal")], [])


def test_a_place_is_found_by_code_and_nothing_by_others() -> None:
    found = gazetteer((-7, 110), (-7, 111))
    assert [found.place(code(number)) for number in (0, 1, 2)] == [0, 1, None]
    assert found.place("") is None


def test_a_village_without_a_point_has_no_position_and_no_neighbours() -> None:
    found = Gazetteer([Listed(code(0), "Desa 0", None, None, False)], AREAS)
    assert found.position(code(0)) is None
    assert neighbours_of(found, code(0), ()) == []


@pytest.mark.parametrize(
    ("one", "other", "km"),
    [((0, 110), (0, 111), 111.19), ((0, 110), (1, 110), 111.19), ((-6.1754, 106.8272), (-7.2458, 112.7378), 663.0)],
)
def test_distances_are_those_on_the_globe(one: tuple[float, float], other: tuple[float, float], km: float) -> None:
    assert distance_km(one, other) == pytest.approx(km, rel=0.002)


@given(spots, spots)
def test_a_distance_is_the_same_both_ways(one: tuple[float, float], other: tuple[float, float]) -> None:
    assert distance_km(one, other) == pytest.approx(distance_km(other, one))
    assert distance_km(one, one) == 0


@given(st.lists(spots, max_size=30), spots, st.floats(0.1, 300))
def test_near_finds_what_measuring_all_finds(
    places: list[tuple[float, float]], spot: tuple[float, float], km: float
) -> None:
    found = gazetteer(*places)
    measured = sorted((distance_km(spot, place), code(number)) for number, place in enumerate(places))
    assert found.near(spot, km) == [(away, each) for away, each in measured if away <= km]


@pytest.mark.parametrize(("north", "east"), [(0.35, 0), (-0.35, 0), (0, 0.35), (0, -0.35)])
def test_near_looks_in_every_direction(north: float, east: float) -> None:
    found = gazetteer((-7.0 + north, 110.0 + east))
    assert [each for _, each in found.near((-7.0, 110.0), 40)] == [code(0)]


@given(spots)
def test_a_spot_lies_in_a_cell_of_the_rectangle_around_it(spot: tuple[float, float]) -> None:
    lat, lon = spot
    assert cell_of(lat, lon) in set(cells_within(lat - 0.01, lon - 0.01, lat + 0.01, lon + 0.01))
    assert math.dist(cell_of(lat, lon), (lat * 4, lon * 4)) < 2


def test_neighbours_are_the_nearest_that_nobody_visited() -> None:
    found = in_a_row(0, 1, 2, 3, 4, 5, 99)
    assert [one.code for one in neighbours_of(found, code(0), {code(1)})] == [code(2), code(3), code(4)][:MOST]
    assert neighbours_of(found, code(6), ()) == []


def test_a_neighbour_is_no_farther_than_it_may_be() -> None:
    found = in_a_row(0, NEAR_KM - 0.01, NEAR_KM + 0.01)
    (only,) = neighbours_of(found, code(0), ())
    assert only.code == code(1)
    assert only.km == pytest.approx(NEAR_KM - 0.01)


def test_all_neighbours_stand_once_beside_the_nearest_village_of_the_office() -> None:
    found = in_a_row(0, 1, 2.5, 3, 3.2)
    ours = [code(0), code(3)]
    around = unvisited_around(found, ours, {code(0), code(4)})
    assert around == [
        Neighbour(code(2), pytest.approx(0.5), code(3)),  # type: ignore[arg-type]
        Neighbour(code(1), pytest.approx(1.0), code(0)),  # type: ignore[arg-type]
    ]


@given(st.lists(spots, max_size=20), st.sets(st.integers(0, 19)), st.sets(st.integers(0, 19)))
def test_no_village_of_the_office_and_none_visited_is_an_unvisited_neighbour(
    places: list[tuple[float, float]], ours: set[int], visited: set[int]
) -> None:
    found = gazetteer(*places)
    around = unvisited_around(found, map(code, ours), {code(number) for number in visited})
    named = [one.code for one in around]
    assert not {code(number) for number in ours | visited} & set(named)
    assert len(named) == len(set(named))
    assert [one.km for one in around] == sorted(one.km for one in around)
