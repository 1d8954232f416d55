"""Files are what their names say, encrypted, there before a record names them, and dropped only when nothing does."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from desa_app.domain.attachment import NAMING, Attachment, digest
from desa_app.domain.file_choice import Absent
from desa_app.domain.offer import Offer
from desa_app.domain.records import RECORDS
from desa_app.errors import DamagedDatabase, DiskFull, FileDamaged, FileNotHere, NewerDatabase
from desa_app.store import files as module
from desa_app.store.files import FILE, GRACE_MS, Files
from desa_app.store.store import Store
from tests.store.conftest import Clock, OneLog, identity, opened, session
from tests.store.disks import small_disk

PHOTO = b"\xff\xd8\xff" + b"sebuah foto yang tidak boleh terbaca " * 2000
OTHER = b"\x89PNG" + b"gambar lain " * 3000


def attached(*contents: bytes) -> tuple[Attachment, ...]:
    """How a record names these bytes."""
    return tuple(Attachment(digest(content), "image/jpeg") for content in contents)


def put(store: Store, content: bytes = PHOTO) -> str:
    """One photo taken in."""
    (name,) = store.files.put((content, "image/jpeg"))
    return name


def test_every_field_that_names_files_is_known() -> None:
    found = {
        noun: name
        for noun, kind in RECORDS.items()
        for name, hint in get_type_hints(kind).items()
        if hint == tuple[Attachment, ...]
    }
    assert found == NAMING


def test_what_was_put_is_read_and_survives_a_new_start(store: Store, folder: Path) -> None:
    name = put(store)
    assert name == digest(PHOTO)
    again = opened(folder)
    assert again.files.get(name) == PHOTO
    again.close()


def test_nothing_is_made_before_it_is_needed(store: Store, folder: Path) -> None:
    with pytest.raises(FileNotHere):
        store.files.get(digest(PHOTO))
    assert store.files.sweep() == 0
    assert store.files.waiting() == []
    assert not (folder / FILE).exists()


def test_the_same_bytes_lie_here_once(store: Store) -> None:
    put(store)
    store.files.put((PHOTO, "image/jpeg"), (OTHER, "image/png"))
    rows = store.files.db.conn.execute("SELECT size FROM file ORDER BY size").fetchall()
    assert [size for (size,) in rows] == sorted([len(PHOTO), len(OTHER)])


def test_no_byte_lies_in_the_clear(store: Store, folder: Path) -> None:
    store.sessions.record(session(photos=attached(PHOTO)))
    put(store)
    for path in folder.iterdir():
        content = path.read_bytes()
        assert b"sebuah foto" not in content, path.name
        assert digest(PHOTO).encode() not in content, path.name
    assert {FILE, f"{FILE}-wal"} <= {path.name for path in folder.iterdir()}


@settings(max_examples=40, deadline=None)
@given(st.lists(st.binary(max_size=20_000), max_size=8))
def test_any_bytes_come_back_under_their_digest(shelf: Files, contents: list[bytes]) -> None:
    names = shelf.put(*((content, "x") for content in contents))
    assert names == [digest(content) for content in contents]
    assert [shelf.get(name) for name in names] == contents


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """The files of one laptop, for many examples."""
    return opened(tmp_path_factory.mktemp("shelf"), identity()).files


def test_a_record_without_its_file_is_whole(store: Store) -> None:
    saved = store.sessions.record(session(photos=attached(PHOTO)))
    with pytest.raises(FileNotHere):
        store.files.get(saved.photos[0].sha256)
    assert store.sessions.get(saved.id).photos == attached(PHOTO)
    put(store)


def damage(store: Store, name: str) -> None:
    """Other bytes under the same name."""
    db = store.files.db
    assert db.conn.execute(
        "UPDATE content SET bytes = x'00' WHERE file = (SELECT id FROM file WHERE sha256 = ?)", [name]
    )


def test_damage_is_said_of_the_file_alone_and_mended_by_adding_it_again(store: Store) -> None:
    name = put(store)
    saved = store.sessions.record(session(photos=attached(PHOTO)))
    damage(store, name)
    with pytest.raises(FileDamaged):
        store.files.get(name)
    assert [finding.where for finding in store.check()] == [f"{FILE} {name}"]
    assert store.sessions.get(saved.id).photos == attached(PHOTO)
    put(store)
    assert store.files.get(name) == PHOTO


@pytest.mark.parametrize("ruin", [b"", b"SQLite format 3\0" + bytes(5000), bytes(20_000)])
def test_a_ruined_database_of_files_never_hides_the_records(folder: Path, ruin: bytes) -> None:
    made = opened(folder, identity())
    name = put(made)
    saved = made.sessions.record(session(photos=attached(PHOTO)))
    made.close()
    (folder / FILE).write_bytes(ruin)
    made = opened(folder)
    assert made.sessions.get(saved.id).photos == attached(PHOTO)
    with pytest.raises(FileDamaged):
        made.files.get(name)
    with pytest.raises(DamagedDatabase):
        made.files.put((OTHER, "image/png"))
    assert [finding.where for finding in made.check()] == [FILE]
    assert (folder / FILE).read_bytes() == ruin
    made.close()


@pytest.mark.parametrize("ruin", [b"", bytes(20_000)])
def test_a_ruined_database_of_files_goes_into_the_backup_as_it_is(folder: Path, tmp_path: Path, ruin: bytes) -> None:
    made = opened(folder, identity())
    put(made)
    made.close()
    (folder / FILE).write_bytes(ruin)
    made = opened(folder)
    backup = made.back_up(tmp_path)
    assert (backup / FILE).read_bytes() == ruin
    made.close()


def test_a_database_whose_log_alone_is_left_is_not_made_anew(folder: Path) -> None:
    made = opened(folder, identity())
    put(made)
    made.close()
    (folder / FILE).rename(folder / f"{FILE}-wal")
    made = opened(folder)
    with pytest.raises(DamagedDatabase):
        made.files.put((PHOTO, "image/jpeg"))
    made.close()


def test_a_newer_database_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = opened(folder, identity())
    put(made)
    made.close()
    monkeypatch.setattr(module.shelves, "_migrations", [])
    made = opened(folder)
    with pytest.raises(NewerDatabase):
        made.files.get(digest(PHOTO))
    made.close()


def test_what_this_laptop_took_in_and_lost_is_found(folder: Path) -> None:
    made = opened(folder, identity())
    put(made)
    saved = made.sessions.record(session(photos=attached(PHOTO)))
    assert made.check() == []
    made.files.db.conn.execute("DELETE FROM file")
    assert [finding.where for finding in made.check()] == [f"session {saved.id}"]
    made.close()


def test_a_file_of_another_laptops_record_is_not_missed(store: Store, other: Store) -> None:
    put(store)
    store.sessions.record(session(photos=attached(PHOTO)))
    OneLog().exchange(store, other)
    assert other.check() == []
    with pytest.raises(FileNotHere):
        other.files.get(digest(PHOTO))


def test_what_waits_for_headquarters_is_known_with_its_records(store: Store) -> None:
    for content in (PHOTO, OTHER, b"ditinggalkan"):
        put(store, content)
    one = store.sessions.record(session(photos=attached(PHOTO, OTHER)))
    two = store.offers.record(Offer(story="x", evidence=attached(OTHER)))
    found = {each.sha256: (each.size, set(each.records)) for each in store.files.waiting()}
    assert found == {
        digest(PHOTO): (len(PHOTO), {("session", one.id)}),
        digest(OTHER): (len(OTHER), {("session", one.id), ("offer", two.id)}),
    }


def test_what_no_record_names_is_dropped_after_a_week_and_not_at_first_sight(store: Store, clock: Clock) -> None:
    name = put(store)
    clock.ms += 10 * GRACE_MS
    assert store.files.sweep() == 0
    clock.ms += GRACE_MS - 1
    assert store.files.sweep() == 0
    assert store.files.get(name) == PHOTO
    clock.ms += 1
    assert store.files.sweep() == 1
    with pytest.raises(FileNotHere):
        store.files.get(name)
    assert store.files.db.conn.execute("SELECT count(*) FROM content").fetchone() == (0,)


def test_a_removal_taken_back_keeps_the_file(store: Store, clock: Clock) -> None:
    name = put(store)
    saved = store.sessions.record(session(photos=attached(PHOTO)))
    store.sessions.record(replace(saved, photos=()))
    store.files.sweep()
    clock.ms += GRACE_MS - 1
    store.sessions.record(replace(saved, photos=attached(PHOTO)))
    store.files.sweep()
    clock.ms += 10 * GRACE_MS
    assert store.files.sweep() == 0
    assert store.files.get(name) == PHOTO


def test_adding_it_again_starts_the_week_anew(store: Store, clock: Clock) -> None:
    put(store)
    store.files.sweep()
    clock.ms += GRACE_MS
    put(store)
    assert store.files.sweep() == 0


def test_previews_deleted_records_and_values_in_conflict_keep_their_files(
    store: Store, other: Store, clock: Clock
) -> None:
    for content in (PHOTO, OTHER, b"kecil"):
        put(store, content)
    evidence = (Attachment(digest(PHOTO), "image/png", preview=digest(b"kecil")),)
    gone = store.offers.record(Offer(story="x", evidence=evidence))
    contested = store.sessions.record(session())
    log = OneLog()
    log.exchange(store, other)
    store.sessions.record(replace(contested, photos=attached(OTHER)))
    clock.ms += 1000
    put(other, b"lain")
    other.sessions.record(replace(contested, photos=attached(b"lain")))
    log.exchange(store, other)
    assert store.sessions.get(contested.id).photos == attached(b"lain")
    store.offers.delete(gone.id, "salah")
    store.files.sweep()
    clock.ms += 2 * GRACE_MS
    assert store.files.sweep() == 0


def test_what_is_let_go_is_dropped_at_once_unless_a_record_names_it(store: Store) -> None:
    put(store)
    put(store, OTHER)
    store.sessions.record(session(photos=attached(OTHER)))
    store.files.let_go([digest(PHOTO), digest(OTHER)])
    assert store.files.sweep() == 1
    assert store.files.get(digest(OTHER)) == OTHER


def test_a_full_disk_is_said_and_leaves_what_was_there(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        made = opened(disk.place / "laptop", identity())
        name = put(made)
        disk.fill(leave=20_000)
        with pytest.raises(DiskFull):
            put(made, bytes(range(256)) * 2000)
        assert made.files.get(name) == PHOTO
        disk.make_room()
        put(made, bytes(range(256)) * 200)
        made.close()


KILLED = """
import json, sys
from pathlib import Path
from desa_app.domain.attachment import Attachment
from tests.store.conftest import opened, session
store = opened(Path(sys.argv[1]))
for number in range(1000):
    content = bytes([number % 256]) * 50_000 + str(number).encode()
    (name,) = store.files.put((content, "image/jpeg"))
    print(json.dumps(["put", name]), flush=True)
    store.sessions.record(session(villages=(), photos=(Attachment(name, "image/jpeg"),)))
    print(json.dumps(["named", name]), flush=True)
"""


@pytest.mark.parametrize("lines", [1, 2, 3, 6])
def test_killed_between_file_and_record_no_record_names_what_is_not_here(folder: Path, lines: int) -> None:
    opened(folder, identity()).close()
    with subprocess.Popen([sys.executable, "-c", KILLED, str(folder)], stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        said = [running.stdout.readline() for _ in range(lines)]
        running.send_signal(signal.SIGKILL)
        said += running.stdout.readlines()
    clock = Clock()
    store = opened(folder, clock=clock)
    told = [json.loads(line) for line in said]
    named = set(store.files.naming())
    assert {name for step, name in told if step == "named"} <= named
    for name in {name for _, name in told} | named:
        assert digest(store.files.get(name)) == name
    store.files.sweep()
    clock.ms += GRACE_MS
    assert store.files.sweep() <= 1
    assert {name for name in named if store.files.get(name)} == named
    assert store.check() == []
    store.close()


def test_a_file_that_is_named_again_is_offered_to_headquarters_again(store: Store) -> None:
    name = put(store)
    saved = store.sessions.record(session(photos=attached(PHOTO)))
    store.files.note_sent(name, 1)
    store.sessions.record(replace(saved, photos=()))
    store.files.sweep()
    store.sessions.record(replace(saved, photos=attached(PHOTO)))
    assert store.files.waiting() == []
    store.files.sweep()
    assert [each.sha256 for each in store.files.waiting()] == [name]


def test_what_has_come_of_a_file_that_nothing_names_any_more_is_dropped(store: Store) -> None:
    wanted, other = attached(PHOTO, OTHER)
    saved = store.sessions.record(session(photos=(wanted, other)))
    assert store.files.coming.ask([wanted]) == [wanted.sha256]
    (asked,) = store.files.coming.asked()
    assert store.files.coming.keep(asked, 0, PHOTO[:100], len(PHOTO)) == 100
    assert store.files.coming.keep(asked, 50, PHOTO[50:200], len(PHOTO)) == 100, "no piece lies over another"
    assert store.files.coming.absent([wanted, other]) == {
        wanted.sha256: Absent(True, 100, len(PHOTO)),
        other.sha256: Absent(),
    }
    store.files.sweep()
    assert store.files.coming.held(wanted.sha256) == 100
    store.sessions.record(replace(saved, photos=(other,)))
    store.files.sweep()
    assert store.files.coming.held(wanted.sha256) == 0
    assert store.files.coming.asked() == []
    store.files.put((PHOTO, "image/jpeg"), (OTHER, "image/png"))


def test_what_has_come_lies_encrypted(store: Store, folder: Path) -> None:
    (wanted,) = attached(PHOTO)
    store.sessions.record(session(photos=(wanted,)))
    store.files.coming.ask([wanted])
    store.files.coming.keep(store.files.coming.asked()[0], 0, PHOTO[:1000], len(PHOTO))
    assert all(b"sebuah foto" not in path.read_bytes() for path in folder.iterdir() if path.is_file())
    put(store)


def test_the_newest_offers_evidence_is_wanted_first_and_pictures_before_originals(store: Store, clock: Clock) -> None:
    contents = [b"lama", b"lama, kecil", b"baru", b"baru, kecil"]
    old, old_small, new, new_small = map(digest, contents)
    for name, preview in ((old, old_small), (new, new_small)):
        clock.ms += 1000
        piece = Attachment(name, "image/png", preview=preview)
        store.offers.record(Offer(reporter_mode="terbuka", evidence=(piece,)))
    scope = identity().scope
    assert [each.sha256 for each in store.files.coming.ahead(scope)] == [new_small, new, old_small, old]
    assert store.files.coming.ahead("office:LAIN") == []
    store.files.put(*((content, "image/png") for content in contents))
    assert store.files.coming.ahead(scope) == []
