"""Whatever is damaged in a database is found, by the kind of finding that tells what it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from desa_app.domain.offer import Offer, Recruiter
from desa_app.domain.session import Session
from desa_app.errors import DamagedDatabase
from desa_app.store.database import FILE, PAGE_BYTES
from desa_app.store.store import Store
from tests.store.conftest import OneLog, identity, opened, people

CONFLICT = """'["minutes"]'"""


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a laptop that has exchanged records with another, with a conflict and a deletion, and has more
    that waits."""
    place = tmp_path_factory.mktemp("whole")
    mine, theirs = opened(place / "A", identity()), opened(place / "B", identity("lead", "B2", "p2"))
    log = OneLog()
    saved = mine.sessions.record(Session(venue="Balai", minutes="Awal", headcount_male=3), people("Siti", "Budi"))
    mine.offers.record(Offer(story="Kerja admin"), [Recruiter(alias="Mas Joko")])
    log.exchange(mine, theirs)
    mine.sessions.record(replace(saved, minutes="Ramai", venue=None))
    theirs.sessions.record(replace(saved, minutes="Sepi"))
    log.exchange(mine, theirs)
    gone = mine.sessions.record(Session(venue="Masjid"))
    mine.sessions.delete(gone.id, "salah")
    assert mine.check() == theirs.check() == []
    mine.close()
    theirs.close()
    return place / "A"


@pytest.fixture
def damaged(whole: Path, folder: Path) -> Iterator[Store]:
    """A copy of it, to be damaged."""
    folder.mkdir()
    for path in whole.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    made = opened(folder)
    yield made
    made.close()


def found(store: Store) -> list[tuple[str, str]]:
    """The findings in short: what place or kind of record, and the sentence."""
    return [(finding.where.split(" ")[0], finding.sentence) for finding in store.check()]


ALTERED = "isi perubahan tidak cocok dengan sidiknya"
GAP = "nomor perubahan tidak lengkap"
CHAIN = "rantai log tidak cocok"
DIFFERS = "baris berbeda dari perubahannya"
NO_CHANGES = "baris tanpa perubahan"
NO_ROW = "perubahan tanpa baris"
ANEW = "1 entri indeks pencarian hilang atau usang; indeksnya telah dibuat ulang"
SCOPE = "office:KANIM-SMG"


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("UPDATE device SET n = n + 1", [("journal", GAP)]),
        ("UPDATE device SET n = n - 1", [("journal", GAP)]),
        ("DELETE FROM journal WHERE noun = 'recruiter'", [("journal", GAP), (SCOPE, CHAIN), ("recruiter", NO_CHANGES)]),
        ("DELETE FROM journal WHERE dev = 'B2'", [(SCOPE, CHAIN), ("session", DIFFERS)]),
        ("UPDATE journal SET n = 99 WHERE n = 7 AND dev = 'A1'", [("journal", GAP), ("A1:99", ALTERED)]),
        ("UPDATE journal SET hash = zeroblob(32) WHERE n = 7 AND dev = 'A1'", [("A1:7", ALTERED)]),
        ("UPDATE journal SET noun = 'offer' WHERE noun = 'recruiter'", [("A1:5", ALTERED), ("recruiter", NO_CHANGES)]),
        ("UPDATE journal SET payload = CAST(replace(payload, 'Kerja', 'Kirja') AS BLOB)", [("offer", DIFFERS)]),
        ("UPDATE journal SET payload = x'7b' WHERE n = 5 AND dev = 'A1'", [("A1:5", ALTERED)]),
        ("UPDATE journal SET payload = x'' WHERE n = 5 AND dev = 'A1'", [("A1:5", ALTERED)]),
        ("UPDATE journal SET stamp = stamp + 1 WHERE dev = 'B2'", [(SCOPE, CHAIN), ("session", DIFFERS)]),
        ("UPDATE journal SET seq = 99 WHERE seq = 2", [(SCOPE, CHAIN)]),
        ("UPDATE journal SET scope = NULL, seq = NULL WHERE seq = 2", [(SCOPE, CHAIN)]),
        ("UPDATE cursor SET seq = seq - 1", [(SCOPE, CHAIN)]),
        ("UPDATE cursor SET seq = seq + 1", [(SCOPE, CHAIN)]),
        ("UPDATE cursor SET chain = zeroblob(32)", [(SCOPE, CHAIN)]),
        ("DELETE FROM recruiter", [("recruiter", NO_ROW)]),
        ("INSERT INTO office (id, deleted, registers) VALUES ('x', 0, '{}')", [("office", NO_CHANGES)]),
        ("UPDATE offer SET story = 'Kerja lain'", [("offer", DIFFERS)]),
        ("UPDATE offer SET story = NULL", [("offer", DIFFERS)]),
        ("UPDATE offer SET job = 'PRT'", [("offer", DIFFERS)]),
        ("UPDATE offer SET flags = '{'", [("offer", DIFFERS)]),
        ("UPDATE session SET venue = 'Lapangan' WHERE venue IS NULL", [("session", DIFFERS)]),
        ("UPDATE session SET deleted = 1 - deleted", [("session", DIFFERS), ("session", DIFFERS)]),
        (f"UPDATE session SET conflicts = '' WHERE conflicts = {CONFLICT}", [("session", DIFFERS)]),
        ("UPDATE session SET updated_ms = 0 WHERE deleted", [("session", DIFFERS)]),
        ("UPDATE offer SET registers = '{}'", [("offer", DIFFERS)]),
        ("UPDATE offer SET registers = ''", [("offer", DIFFERS)]),
        ("UPDATE offer SET registers = NULL", [("offer", DIFFERS)]),
    ],
)
def test_every_damage_is_found(damaged: Store, statement: str, expected: list[tuple[str, str]]) -> None:
    assert damaged.check() == []
    assert damaged.db.conn.execute(statement).rowcount > 0
    assert set(expected) <= set(found(damaged))


def test_where_one_row_is_damaged_only_that_is_said(damaged: Store) -> None:
    (budi,) = (row["id"] for row in damaged.db.query("SELECT id FROM attendee WHERE full_name = 'Budi'"))
    damaged.db.conn.execute("UPDATE attendee SET age = 35 WHERE full_name = 'Budi'")
    assert [(one.where, one.sentence) for one in damaged.check()] == [(f"attendee {budi}", DIFFERS)]


def test_a_table_that_is_gone_stops_no_other_step(damaged: Store) -> None:
    damaged.db.conn.execute("UPDATE device SET n = n + 1")
    damaged.db.conn.execute("DELETE FROM cursor")
    damaged.db.conn.execute("DELETE FROM recruiter")
    assert found(damaged) == [("journal", GAP), ("recruiter", NO_ROW), ("search", ANEW)]


def test_a_damaged_page_is_refused_at_opening_or_found(whole: Path, folder: Path) -> None:
    folder.mkdir()
    (folder / "key.json").write_bytes((whole / "key.json").read_bytes())
    content = (whole / FILE).read_bytes()
    pages = len(content) // PAGE_BYTES
    refused = 0
    for page in range(pages):
        flipped = bytearray(content)
        flipped[page * PAGE_BYTES + 2000] ^= 1
        (folder / FILE).write_bytes(flipped)
        try:
            store = opened(folder)
        except DamagedDatabase:
            refused += 1
            continue
        assert "cipher_integrity_check" in {finding.where for finding in store.check()}
        store.close()
    assert 1 <= refused < pages / 2
