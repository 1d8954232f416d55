"""The boundaries as shipped: every regency closed and known to the registry; and TopoJSON decoded as it is meant."""

from __future__ import annotations

import math

import msgspec
import pytest

from desa_app.domain.boundaries import Boundaries, Topology, boundaries, centre
from desa_app.domain.reference import read_data
from desa_app.store.villages import Villages

THOUSAND_ISLANDS = "3101"


@pytest.fixture(scope="module")
def shipped() -> Boundaries:
    return boundaries(read_data("map/boundaries_codab2020.topojson", Topology))


def small(scale: float = 1.0) -> Topology:
    """Two squares side by side in one province, and an island of another; the line between them is shared."""
    arcs = [
        [[0, 0], [-2, 0], [0, 2], [2, 0]],  # the western square from its lower right corner, without its eastern side
        [[0, 2], [0, -2]],  # the shared side, downwards
        [[0, 0], [2, 0], [0, 2], [-2, 0]],  # the eastern square, without its western side
        [[9, 9], [1, 0], [0, 1], [-1, -1]],
    ]
    west = {"type": "Polygon", "arcs": [[0, 1]], "properties": {"code": "33.24"}}
    east = {"type": "MultiPolygon", "arcs": [[[2, 1]]], "properties": {"code": "33.25"}}
    island = {"type": "Polygon", "arcs": [[3]], "properties": {"code": "34.01"}}
    provinces = [
        {"type": "Polygon", "arcs": [[0, ~2]], "properties": {"code": "33"}},
        {**island, "properties": {"code": "34"}},
    ]
    return msgspec.convert(
        {
            "transform": {"scale": [scale, scale], "translate": [110.0, -7.0]},
            "arcs": [msgspec.Raw(msgspec.json.encode(arc)) for arc in arcs],
            "objects": {"regencies": {"geometries": [west, east, island]}, "provinces": {"geometries": provinces}},
        },
        Topology,
    )


def test_all_regencies_and_provinces_of_the_registry_are_there(shipped: Boundaries) -> None:
    registry = Villages.open()
    assert shipped.regencies.keys() == registry.regencies().keys()
    assert shipped.provinces.keys() == registry.provinces().keys()
    assert (len(shipped.regencies), len(shipped.provinces)) == (514, 38)
    registry.close()


@pytest.mark.parametrize("tolerance", [0.0, 0.02, 0.5])
def test_every_ring_is_closed_however_thinned_out(tolerance: float) -> None:
    found = boundaries(read_data("map/boundaries_codab2020.topojson", Topology), tolerance)
    for rings in (*found.regencies.values(), *found.provinces.values()):
        assert all(ring[0] == ring[-1] for ring in rings)
        assert rings


def test_every_ring_lies_in_indonesia(shipped: Boundaries) -> None:
    points = [point for rings in shipped.regencies.values() for ring in rings for point in ring]
    assert 94.9 < min(lon for lon, _ in points) < max(lon for lon, _ in points) < 141.1
    assert -11.1 < min(lat for _, lat in points) < max(lat for _, lat in points) < 6.3


def test_names_stand_inside_their_province(shipped: Boundaries) -> None:
    lon, lat = centre(shipped.provinces["33"])
    assert math.dist((lon, lat), (110.0, -7.2)) < 1


def test_islands_are_regencies_without_a_border_on_land(shipped: Boundaries) -> None:
    assert THOUSAND_ISLANDS in shipped.islands
    assert "3324" not in shipped.islands


def test_arcs_are_joined_forwards_and_backwards_and_drawn_once() -> None:
    found = boundaries(small())
    west = [(110, -7), (108, -7), (108, -5), (110, -5), (110, -7)]
    assert found.regencies["3324"] == (west,)
    assert found.regencies["3325"][0][0] == found.regencies["3325"][0][-1]
    assert {edge: len(lines) for edge, lines in found.lines.items()} == {"coast": 3, "regency": 1, "province": 0}
    assert found.islands == {"3401"}


def test_a_line_between_provinces_is_told_apart() -> None:
    topology = small()
    other = msgspec.structs.replace(
        topology.objects.regencies.geometries[1],
        properties=msgspec.structs.replace(topology.objects.regencies.geometries[1].properties, code="34.25"),
    )
    layer = msgspec.structs.replace(
        topology.objects.regencies, geometries=(topology.objects.regencies.geometries[0], other)
    )
    parted = msgspec.structs.replace(topology, objects=msgspec.structs.replace(topology.objects, regencies=layer))
    assert len(boundaries(parted).lines["province"]) == 1


def test_the_middle_of_a_square_is_its_middle_and_a_point_is_its_own() -> None:
    square = [(0.0, 0.0), (2.0, 0.0), (2.0, 2.0), (0.0, 2.0), (0.0, 0.0)]
    speck = [(9.0, 9.0), (9.0, 9.0)]
    assert centre([speck, square]) == pytest.approx((1, 1))
    assert centre([speck]) == (9.0, 9.0)
