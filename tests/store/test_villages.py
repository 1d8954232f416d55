"""The registry of villages and the search in it, on the real data."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from desa_app.store.villages import Villages


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


def test_a_village_is_found_with_its_parents(villages: Villages) -> None:
    first = villages.find("ds. wonorjo kec kaliwungu kendal")[0]
    assert (first.village.shown_code, first.sure) == ("33.24.08.2014", True)
    assert (first.village.kind, first.village.regency) == ("desa", "Kabupaten Kendal")
