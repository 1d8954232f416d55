"""This version goes on from what each earlier one left: its databases, its exchange, its bundle (invariant 17)."""

from __future__ import annotations

import gzip
import shutil
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import select

from desa_app.hq import schema
from desa_app.hq.headquarters import Headquarters
from desa_app.store.schema import laptop as migrations
from desa_app.store.store import Store
from desa_app.sync.bundle import opened, take_answers
from desa_app.sync.exchange import Question, apply_answer
from desa_app.sync.run import compare, sync
from tests.golden.write import GOLDEN, Said, write
from tests.sync.laptops import PASSPHRASE, Clock, me, shown
from tests.sync.roads import Roads

VERSIONS = sorted(path.name for path in GOLDEN.iterdir() if (path / "said.json").exists())


class Left:
    """What a version left, as copies that may be changed."""

    def __init__(self, place: Path, folder: Path) -> None:
        self.place = place
        self.said = msgspec.json.decode((place / "said.json").read_bytes(), type=Said)
        clock = Clock(self.said.wall_ms)
        shutil.copytree(place / "laptop", folder / "laptop")
        (folder / "hq.db").write_bytes(gzip.decompress((place / "hq.db.gz").read_bytes()))
        self.store = Store.open(folder / "laptop", PASSPHRASE, clock)
        self.hq = Headquarters(f"sqlite:///{folder / 'hq.db'}", clock)

    def read(self, name: str) -> bytes:
        """A file of it."""
        return (self.place / name).read_bytes()

    def close(self) -> None:
        """Close both."""
        self.store.close()
        self.hq.close()

    def dots(self) -> list[tuple[str, int]]:
        """The names of all changes in headquarters' logs."""
        with self.hq.database.reading() as connection:
            query = select(schema.log.c.dev, schema.log.c.n).where(schema.log.c.dev.is_not(None))
            return [(dev, n) for dev, n in connection.execute(query)]


@pytest.fixture(params=VERSIONS)
def left(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Left]:
    """What one of the versions left."""
    made = Left(GOLDEN / request.param, tmp_path)
    yield made
    made.close()


def same(left: Left) -> bool:
    """Whether the laptop shows what it showed; a later version may show more of it."""
    now = shown(left.store)
    return all(
        len(then) == len(now[noun])
        and all(before.items() <= after.items() for before, after in zip(then, now[noun], strict=True))
        for noun, then in left.said.shown.items()
    )


def test_the_laptop_opens_is_migrated_and_holds_together(left: Left) -> None:
    assert not migrations.pending(left.store.db)
    assert left.store.check() == []
    assert same(left)
    assert left.store.journal.count_pending() == left.said.carried == 3
    assert len(left.store.journal.quarantined()) == 2
    assert left.store.search.find("siti")


def test_the_request_on_its_way_is_answered_once(left: Left) -> None:
    before = left.dots()
    for _ in range(2):
        left.hq.exchange(left.read("request.ndjson"))
    dots = left.dots()
    assert len(dots) == len(set(dots)) == len(before) + left.said.carried


def test_the_answer_on_its_way_is_applied(left: Left) -> None:
    question = Question(left.said.request, left.said.carried, left.store.logs.cursors())
    outcome = apply_answer(left.store, me(left.store), question, left.read("answer.ndjson"))
    assert outcome.pushed == left.said.carried
    assert (left.store.journal.count_pending(), left.store.check()) == (0, [])
    assert same(left)


def test_the_bundle_on_its_way_is_taken_and_its_answers_end_the_waiting(left: Left) -> None:
    answers = left.hq.carry(left.read("bundle.desa"))
    assert take_answers(left.store, "answers", opened("answers", answers)).pushed == left.said.carried
    assert (left.store.journal.count_pending(), left.store.check()) == (0, [])


def test_both_go_on_together_and_hold_the_same(left: Left) -> None:
    left.hq.carry(left.read("bundle.desa"))
    left.hq.exchange(left.read("request.ndjson"))
    sync(left.store, connect=Roads(left.hq))
    assert compare(left.store, connect=Roads(left.hq)).is_equal
    assert (left.store.journal.count_pending(), left.store.check()) == (0, [])
    assert same(left)
    dots = left.dots()
    assert len(dots) == len(set(dots))


def test_this_version_can_still_write_its_own(tmp_path: Path) -> None:
    write(tmp_path / "new")
    made = Left(tmp_path / "new", tmp_path)
    try:
        sync(made.store, connect=Roads(made.hq))
        assert (same(made), made.store.check()) == (True, [])
    finally:
        made.close()


def test_there_is_something_to_read() -> None:
    assert VERSIONS
