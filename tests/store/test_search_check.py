"""A search index that is not what the records say is found by the check, and made anew."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desa_app.domain.offer import Offer, Recruiter
from desa_app.domain.session import Session
from desa_app.store.store import Store
from tests.store.conftest import identity, opened, people

DAMAGES = [
    ("DELETE FROM entry", 5),
    ("DELETE FROM entry WHERE words LIKE '%siti%'", 2),
    ("UPDATE entry SET words = 'lain' WHERE words LIKE '%siti%'", 1),
    ("UPDATE entry SET numbers = '081299' WHERE words LIKE '%joko%'", 1),
    ("UPDATE attendee SET full_name = 'Sitti' WHERE full_name = 'Siti'", 1),
    ("UPDATE attendee SET deleted = 1 WHERE full_name = 'Siti'", 1),
    ("DELETE FROM attendee WHERE full_name = 'Siti'", 1),
    ("UPDATE entry SET record = 'x' WHERE words LIKE '%siti%'", 2),
    ("INSERT INTO entry VALUES (7, 'x', 'hantu', '')", 2),
    ("DELETE FROM search_docsize WHERE id = (SELECT min(place) FROM entry)", 1),
    ("DELETE FROM search_data WHERE id > 100", 1),
    ("DROP TABLE entry", 1),
    ("DROP TABLE search", 1),
]


@pytest.fixture
def store(folder: Path) -> Iterator[Store]:
    """A laptop on which people, a session, an offer and a recruiter can be found."""
    made = opened(folder, identity())
    made.sessions.record(Session(venue="Balai"), people("Siti", "Budi"))
    made.offers.record(Offer(story="Kerja", offered_city="Phnom Penh"), [Recruiter(alias="Mas Joko", phone="0812345")])
    yield made
    made.close()


@pytest.mark.parametrize(("statement", "least"), DAMAGES)
def test_a_wrong_index_is_made_anew_and_told(store: Store, statement: str, least: int) -> None:
    store.db.conn.execute(statement)
    [finding] = [each for each in store.check() if each.where == "search"]
    assert finding.is_mended
    assert int(finding.sentence.split()[0]) >= least
    assert [each for each in store.check() if each.where == "search"] == []
    if "attendee" not in statement:
        assert store.search.find("siti")


def test_an_index_that_is_right_stays_as_it_is(store: Store) -> None:
    before = store.db.conn.execute("SELECT * FROM search_data").fetchall()
    assert store.check() == []
    assert store.db.conn.execute("SELECT * FROM search_data").fetchall() == before
