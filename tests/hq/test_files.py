"""Files at headquarters: tus 1.0 to the letter, signatures, who may read what, storages, and what is dropped when."""

from __future__ import annotations

import base64
import hashlib
import random
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st

from desa_app.domain.attachment import MOST_BYTES, NAMING, digest
from desa_app.domain.fields import SEALED, fields_of
from desa_app.domain.offer import Offer
from desa_app.domain.records import RECORDS
from desa_app.errors import StorageUnusable
from desa_app.hq import keys, schema
from desa_app.hq.access import Sender
from desa_app.hq.files import GRACE_MS, UPLOAD_MS, Collected, Standing
from desa_app.hq.headquarters import Headquarters
from desa_app.hq.people import known_sender
from desa_app.hq.problems import (
    FILE_NOT_HERE,
    NOT_NAMED,
    REPLAYED,
    STALE,
    TOO_LARGE,
    WRONG_DIGEST,
    WRONG_OFFSET,
    WRONG_RANGE,
    Denied,
    Kind,
)
from desa_app.hq.server import served
from desa_app.hq.storage import Folder, Storage, storage_at
from desa_app.sync.pure.change import decode
from desa_app.sync.pure.files import (
    ADDRESS,
    MAX_CHUNK,
    WINDOW_S,
    Asked,
    Stamp,
    read_input,
    read_range,
    read_signature,
    receipt_text,
    signature_header,
    signature_input,
    signed_text,
)
from desa_app.sync.pure.rows import plain
from desa_app.sync.pure.signing import is_signed_by
from tests.hq.laptops import NOW_MS, OTHER_OFFICE, Clock, Laptop, enrolled, new_record

PHOTO = random.Random(1).randbytes(5_000)
NAME = digest(PHOTO)
PREVIEW = b"kecil"
TUS = {"tus-resumable": "1.0.0"}


def sender(hq: Headquarters, laptop: Laptop) -> Sender:
    """A device as headquarters knows it."""
    with hq.database.reading() as connection:
        return known_sender(connection, laptop.dev)


def naming(*names: str) -> list[dict[str, Any]]:
    """How a record names files."""
    return [{"sha256": name, "media_type": "image/jpeg"} for name in names]


def named(hq: Headquarters, laptop: Laptop, *names: str) -> str:
    """A session of this laptop that names files; its id."""
    payload = laptop.session(photos=naming(*names))
    assert laptop.push(hq.exchange, payload).reply.answers[0].result == "ok"
    return decode(payload).record


def brought(hq: Headquarters, laptop: Laptop, content: bytes = PHOTO) -> None:
    """All of a file, by this laptop."""
    who = sender(hq, laptop)
    hq.files.begin(who, digest(content), len(content))
    assert hq.files.append(who, digest(content), 0, content).receipt


def removed(hq: Headquarters, laptop: Laptop, record: str) -> None:
    """The session names no file any more."""
    saw = [laptop.dot(payload) for payload in laptop.journal.values() if decode(payload).record == record]
    laptop.push(hq.exchange, laptop.edit("session", record, {"photos": []}, saw))


def denied(kind: Kind) -> Any:
    """The call within is refused like this."""
    return pytest.raises(Denied, match=f"^{kind.number}$")


def test_a_file_comes_in_pieces_and_is_there_when_it_is_whole(hq: Headquarters, siti: Laptop) -> None:
    named(hq, siti, NAME)
    who = sender(hq, siti)
    assert hq.files.begin(who, NAME, 5_000) == Standing(0, 5_000)
    assert hq.files.append(who, NAME, 0, PHOTO[:1_234]) == Standing(1_234, 5_000)
    with denied(FILE_NOT_HERE):
        hq.files.read(who, NAME)
    assert hq.files.begin(who, NAME, 5_000) == Standing(1_234, 5_000) == hq.files.standing(who, NAME)
    with denied(WRONG_OFFSET):
        hq.files.append(who, NAME, 0, PHOTO[:1_234])
    whole = hq.files.append(who, NAME, 1_234, PHOTO[1_234:])
    at_ms, _, signature = whole.receipt.partition(" ")
    text = receipt_text(hq.identity.hq, NAME, 5_000, int(at_ms))
    assert is_signed_by(keys.public_key_of(hq.identity.private_key), base64.b64decode(signature), text)
    assert hq.files.begin(who, NAME, 5_000).receipt
    assert hq.files.standing(who, NAME).offset == 5_000
    assert hq.files.read(who, NAME).content == PHOTO
    assert hq.files.read(who, NAME, "bytes=100-199") == (PHOTO[100:200], 100, 5_000)
    for table in (schema.upload, schema.piece):
        assert count(hq, table) == 0


def count(hq: Headquarters, table: Any) -> int:
    """Rows of a table."""
    with hq.database.reading() as connection:
        return len(connection.execute(table.select()).all())


def test_bytes_that_are_not_the_name_are_dropped_and_spoil_nobody_elses(
    hq: Headquarters, siti: Laptop, budi: Laptop
) -> None:
    named(hq, siti, NAME)
    liar, honest = sender(hq, budi), sender(hq, siti)
    hq.files.begin(liar, NAME, 5_000)
    hq.files.begin(honest, NAME, 5_000)
    hq.files.append(honest, NAME, 0, PHOTO[:10])
    with denied(WRONG_DIGEST):
        hq.files.append(liar, NAME, 0, bytes(5_000))
    assert [*hq.files._storage.names()] == []
    assert hq.files.append(honest, NAME, 10, PHOTO[10:]).receipt
    assert hq.files.begin(liar, NAME, 5_000).receipt, "whoever may read it need not bring it again"


def test_a_crash_before_the_receipt_is_made_good_when_it_is_asked_again(
    hq: Headquarters, siti: Laptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    named(hq, siti, NAME)
    who, storage = sender(hq, siti), hq.files._storage
    hq.files.begin(who, NAME, 5_000)

    def full(name: str, content: bytes) -> None:
        raise StorageUnusable(name="x", why="full")

    with monkeypatch.context() as patch:
        patch.setattr(storage, "put", full)
        with pytest.raises(StorageUnusable):
            hq.files.append(who, NAME, 0, PHOTO)
        with denied(FILE_NOT_HERE):
            hq.files.read(who, NAME)
    assert hq.files.standing(who, NAME).receipt
    assert hq.files.read(who, NAME).content == PHOTO


@pytest.mark.parametrize("size", [0, MOST_BYTES + 1])
def test_only_files_that_laptops_take_are_taken(hq: Headquarters, siti: Laptop, size: int) -> None:
    named(hq, siti, NAME)
    with denied(TOO_LARGE):
        hq.files.begin(sender(hq, siti), NAME, size)


def test_more_than_was_told_is_refused_and_another_size_begins_anew(hq: Headquarters, siti: Laptop) -> None:
    named(hq, siti, NAME)
    who = sender(hq, siti)
    hq.files.begin(who, NAME, 9_000)
    hq.files.append(who, NAME, 0, bytes(100))
    with denied(TOO_LARGE):
        hq.files.append(who, NAME, 100, bytes(8_901))
    assert hq.files.begin(who, NAME, 5_000) == Standing(0, 5_000)
    assert hq.files.append(who, NAME, 0, PHOTO).receipt


def test_who_may_read_the_record_may_read_the_file_and_nobody_else(
    hq: Headquarters, siti: Laptop, budi: Laptop, wayan: Laptop, admin: Laptop
) -> None:
    with denied(NOT_NAMED):
        hq.files.begin(sender(hq, siti), NAME, 5_000)
    named(hq, siti, NAME)
    brought(hq, siti)
    for laptop in (siti, budi, admin):
        assert hq.files.read(sender(hq, laptop), NAME).content == PHOTO
    with denied(NOT_NAMED):
        hq.files.read(sender(hq, wayan), NAME)
    record = named(hq, wayan, NAME)
    with denied(FILE_NOT_HERE):
        hq.files.read(sender(hq, wayan), NAME)
    assert hq.files.begin(sender(hq, wayan), NAME, 5_000) == Standing(0, 5_000), "nor does it tell that it is here"
    brought(hq, wayan)
    assert hq.files.read(sender(hq, wayan), NAME).content == PHOTO
    removed(hq, wayan, record)
    with denied(NOT_NAMED):
        hq.files.read(sender(hq, wayan), NAME)


def test_what_an_administrator_brings_opens_no_record_that_guessed_it(
    hq: Headquarters, wayan: Laptop, siti: Laptop, admin: Laptop
) -> None:
    named(hq, siti, NAME)
    payload = admin.session(photos=naming(NAME))
    admin.push(hq.exchange, payload)
    assert admin.office == OTHER_OFFICE
    brought(hq, admin)
    with denied(FILE_NOT_HERE):
        hq.files.read(sender(hq, siti), NAME)
    assert hq.files.read(sender(hq, wayan), NAME).content == PHOTO


def test_another_record_of_the_office_opens_what_was_brought_before(
    hq: Headquarters, siti: Laptop, budi: Laptop
) -> None:
    first = named(hq, siti, NAME)
    brought(hq, siti)
    named(hq, budi, NAME)
    removed(hq, siti, first)
    assert hq.files.read(sender(hq, budi), NAME).content == PHOTO


def test_a_preview_and_a_value_written_at_the_same_time_are_named_too(
    hq: Headquarters, siti: Laptop, budi: Laptop
) -> None:
    payload = siti.session(photos=[{**naming(NAME)[0], "preview": digest(PREVIEW)}])
    siti.push(hq.exchange, payload)
    record = decode(payload).record
    budi.push(hq.exchange, budi.edit("session", record, {"photos": naming("a" * 64)}, [siti.dot(payload)]))
    siti.push(hq.exchange, siti.edit("session", record, {"photos": naming("b" * 64)}, [siti.dot(payload)]))
    for name in ("a" * 64, "b" * 64):
        assert hq.files.begin(sender(hq, siti), name, 10) == Standing(0, 10)
    with denied(NOT_NAMED):
        hq.files.begin(sender(hq, siti), digest(PREVIEW), 10)


DAY = 24 * 3600 * 1000


def test_a_file_is_dropped_when_no_record_names_it_and_no_laptop_owes_it(
    hq: Headquarters, clock: Clock, siti: Laptop, budi: Laptop, wayan: Laptop
) -> None:
    record = named(hq, siti, NAME)
    brought(hq, siti)
    budi.push(hq.exchange)
    wayan.push(hq.exchange)
    assert hq.files.collect(dry_run=False) == Collected([], 0, [])
    clock.ms += DAY
    removed(hq, siti, record)
    clock.ms += GRACE_MS - 1
    assert hq.files.collect(dry_run=False) == Collected([], 0, []), "it may be taken back"
    clock.ms += 1
    assert hq.files.collect(dry_run=False) == Collected([], 0, [NAME]), "Budi may bring a record that names it"
    budi.push(hq.exchange)
    assert hq.files.collect(dry_run=True) == Collected([NAME], 5_000, [])
    assert [*hq.files._storage.names()] == [NAME]
    assert hq.files.check() == []
    assert hq.files.collect(dry_run=False) == Collected([NAME], 5_000, [])
    assert [*hq.files._storage.names()] == []
    assert hq.files.collect(dry_run=False) == Collected([], 0, [])


def test_the_original_that_an_anonymous_report_let_go_is_dropped_at_once(hq: Headquarters, siti: Laptop) -> None:
    values = plain(Offer(reporter_mode="terbuka")) | {"evidence": naming(NAME)}
    told = siti.write("offer", new_record(), values | {"created_at": "2025-11-13T09:00:00+07:00"})
    assert siti.push(hq.exchange, told).fates[1].result == "ok"
    brought(hq, siti)
    clean = {"reporter_mode": "anonim", "evidence": naming(digest(PREVIEW))}
    siti.push(hq.exchange, siti.edit("offer", decode(told).record, clean, [siti.dot(told)]))
    assert hq.files.collect(dry_run=False).dropped == [NAME]


def test_no_sealed_field_names_files() -> None:
    """Such files would need a reason and a note for each opening, as the field does (DOMAIN.md, People's data 5)."""
    for noun, field in NAMING.items():
        assert fields_of(RECORDS[noun])[field].sensitivity is not SEALED


def test_of_two_that_bring_the_same_bytes_at_once_one_is_taken(hq: Headquarters, siti: Laptop) -> None:
    named(hq, siti, NAME)
    who, start = sender(hq, siti), Barrier(2)
    results: list[int | str] = []

    def bring() -> None:
        start.wait()
        try:
            results.append(hq.files.append(who, NAME, 0, PHOTO[:3_000]).offset)
        except Denied as refused:
            results.append(refused.kind.number)

    hq.files.begin(who, NAME, 5_000)
    threads = [Thread(target=bring) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results, key=str) == [3_000, WRONG_OFFSET.number]
    assert hq.files.append(who, NAME, 3_000, PHOTO[3_000:]).receipt


def test_a_revoked_laptop_owes_nothing(hq: Headquarters, clock: Clock, siti: Laptop, budi: Laptop) -> None:
    record = named(hq, siti, NAME)
    brought(hq, siti)
    budi.push(hq.exchange)
    clock.ms += DAY
    removed(hq, siti, record)
    clock.ms += GRACE_MS
    assert hq.files.collect(dry_run=True).owed == [NAME]
    hq.revoke(budi.dev)
    assert hq.files.collect(dry_run=True).dropped == [NAME]


def test_a_deleted_record_names_its_files_still_and_one_that_names_them_again_keeps_them(
    hq: Headquarters, clock: Clock, siti: Laptop
) -> None:
    record = named(hq, siti, NAME)
    brought(hq, siti)
    saw = [siti.dot(siti.journal[1])]
    siti.push(hq.exchange, siti.edit("session", record, {"deletion": {"reason": "salah", "seen": saw}}, []))
    clock.ms += 2 * GRACE_MS
    assert hq.files.collect(dry_run=True) == Collected([], 0, [])
    removed(hq, siti, record)
    saw.append(siti.dot(siti.journal[3]))
    clock.ms += 2 * GRACE_MS
    siti.push(hq.exchange, siti.edit("session", record, {"photos": naming(NAME)}, saw))
    assert hq.files.collect(dry_run=True) == Collected([], 0, [])
    assert hq.files.read(sender(hq, siti), NAME).content == PHOTO


def test_what_waits_in_quarantine_or_is_on_its_way_is_kept(
    hq: Headquarters, clock: Clock, siti: Laptop, budi: Laptop
) -> None:
    record = named(hq, siti, NAME)
    brought(hq, siti)
    removed(hq, siti, record)
    clock.ms += 2 * GRACE_MS
    siti.push(hq.exchange)
    waiting = siti.edit("session", "0197a000-0000-7000-8000-ffffffffffff", {"photos": naming(NAME)}, [])
    assert siti.push(hq.exchange, waiting).reply.answers[0].result == "quarantined"
    assert hq.files.collect(dry_run=True).owed == [NAME]
    other = digest(PREVIEW)
    named(hq, siti, other)
    hq.files.begin(sender(hq, siti), other, len(PREVIEW))
    hq.files.append(sender(hq, siti), other, 0, PREVIEW[:2])
    hq.files._storage.put(other, PREVIEW)
    assert hq.files.collect(dry_run=False).dropped == []
    clock.ms += UPLOAD_MS + 1
    hq.files.collect(dry_run=False)
    assert count(hq, schema.piece) == 0, "nobody goes on with it"


def test_a_file_that_only_the_storage_knows_waits_a_month_for_its_record(
    hq: Headquarters, clock: Clock, siti: Laptop
) -> None:
    """As after a backup was put back: its record may yet come again, and be all that is left of it."""
    stray, other = digest(b"tersesat"), digest(b"disebut")
    for content in (b"tersesat", b"disebut"):
        hq.files._storage.put(digest(content), content)
    assert hq.files.collect(dry_run=True) == hq.files.collect(dry_run=False) == Collected([], 0, [])
    clock.ms += UPLOAD_MS - 1
    named(hq, siti, other)
    assert hq.files.collect(dry_run=False) == Collected([], 0, [])
    clock.ms += 1
    assert hq.files.collect(dry_run=True) == Collected([stray], 0, [other])
    assert sorted(hq.files._storage.names()) == sorted([stray, other])
    assert hq.files.collect(dry_run=False) == Collected([stray], 0, [other])
    assert [*hq.files._storage.names()] == [other]
    brought(hq, siti, b"disebut")
    clock.ms += UPLOAD_MS
    assert hq.files.collect(dry_run=False) == Collected([], 0, [])


def test_a_file_that_is_erased_while_its_last_bytes_come_does_not_stay(
    hq: Headquarters, siti: Laptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    named(hq, siti, NAME)
    who, storage = sender(hq, siti), hq.files._storage
    hq.files.begin(who, NAME, 5_000)
    put = storage.put

    def erased_meanwhile(name: str, content: bytes) -> None:
        put(name, content)
        with hq.database.writing() as connection:
            for table in (schema.piece, schema.upload, schema.file):
                connection.execute(table.delete())

    monkeypatch.setattr(storage, "put", erased_meanwhile)
    with denied(NOT_NAMED):
        hq.files.append(who, NAME, 0, PHOTO)
    assert [*storage.names()] == []


@pytest.fixture(scope="module")
def bucket() -> Iterator[str]:
    """The address of a bucket on a real S3-compatible server of this machine."""
    pytest.importorskip("moto.server")
    boto3 = pytest.importorskip("boto3")
    config = pytest.importorskip("botocore.config")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    with (
        subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server,
        pytest.MonkeyPatch.context() as patch,
    ):
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            patch.setenv(name, "diuji")
        address = f"http://127.0.0.1:{port}"
        patience = config.Config(retries={"total_max_attempts": 40, "mode": "standard"}, connect_timeout=2)
        boto3.client("s3", endpoint_url=address, region_name="us-east-1", config=patience).create_bucket(Bucket="desa")
        yield f"s3://desa/berkas?endpoint={address}&region=us-east-1"
        server.terminate()


@pytest.fixture(params=["folder", "bucket"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of each kind of storage."""
    return str(tmp_path / "berkas") if request.param == "folder" else request.getfixturevalue("bucket")


def test_every_storage_keeps_whole_files_and_gives_ranges(place: str) -> None:
    storage: Storage = storage_at(place)
    assert [*storage.names()] == []
    storage.put(NAME, PHOTO)
    storage.put(NAME, PHOTO)
    storage.put(digest(PREVIEW), PREVIEW)
    assert sorted(storage.names()) == sorted([NAME, digest(PREVIEW)])
    assert storage.read(NAME, 0, 5_000) == PHOTO
    assert storage.read(NAME, 4_990, 10) == PHOTO[4_990:]
    assert storage.read("0" * 64, 0, 5) is None
    for name in (NAME, NAME, digest(PREVIEW)):
        storage.drop(name)
    assert [*storage.names()] == []


def test_headquarters_keeps_its_files_where_it_was_told(hq: Headquarters, siti: Laptop, place: str) -> None:
    hq.keep_files_at(place)
    named(hq, siti, NAME)
    brought(hq, siti)
    with Headquarters(hq.database.name, Clock()) as another:
        assert another.files.read(sender(hq, siti), NAME, "bytes=1-3").content == PHOTO[1:4]
        assert another.files.check() == []
    assert [*storage_at(place).names()] == [NAME]
    storage_at(place).drop(NAME)
    assert hq.files.check() == [NAME]
    with pytest.raises(StorageUnusable):
        hq.files.read(sender(hq, siti), NAME)


@pytest.mark.parametrize("address", ["ftp://di/sana", "", "s3://", "s3://tidak-ada?endpoint=http://127.0.0.1:9"])
def test_a_place_that_is_none_is_said_in_a_sentence(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    with pytest.raises(StorageUnusable) as refused:
        storage_at(address).read(NAME, 0, 1)
    assert refused.value.sentence


def test_a_write_that_fails_leaves_no_half_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    storage = Folder(tmp_path)

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("desa_app.durable.os.fsync", full)
    with pytest.raises(StorageUnusable):
        storage.put(NAME, PHOTO)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("bytes=0-99", (0, 99)),
        ("bytes=90-", (90, 99)),
        ("bytes=90-200", (90, 99)),
        ("bytes=100-", None),
        ("bytes=5-4", None),
        ("bytes=-5", None),
        ("bytes=0-1,5-6", None),
        ("bytes=a-b", None),
    ],
)
def test_ranges(written: str, found: tuple[int, int] | None) -> None:
    assert read_range(written, 100) == found


HEADERS = st.dictionaries(
    st.sampled_from(["range", "upload-offset", "upload-length", "upload-checksum", "content-type", "accept"]),
    st.text("abc 019-=/", min_size=1, max_size=20),
)
REQUESTS = st.builds(Asked, st.sampled_from(["GET", "PATCH", "POST"]), st.text("/abc019", min_size=1), HEADERS)


@given(asked=REQUESTS, other=REQUESTS)
def test_a_signature_covers_all_that_a_request_says(asked: Asked, other: Asked) -> None:
    stamp = Stamp("d-1", 1_763_000_000, "ab" * 8)
    written = signature_input(asked, stamp)
    assert read_input(asked, written) == stamp
    is_same = asked.components == other.components
    is_taken = read_input(other, written) == stamp and signed_text(other, stamp) == signed_text(asked, stamp)
    assert is_taken == is_same


@pytest.mark.parametrize("name", ["content-type", "range", "upload-checksum", "upload-length", "upload-offset"])
def test_every_header_that_means_something_is_covered(name: str) -> None:
    one, other = (Asked("PATCH", ADDRESS + NAME, {name: value}) for value in ("1", "2"))
    stamp = Stamp("d-1", 1_763_000_000, "ab" * 8)
    assert signed_text(one, stamp) != signed_text(other, stamp)
    assert read_input(Asked("PATCH", ADDRESS + NAME, {}), signature_input(one, stamp)) is None


@pytest.mark.parametrize(
    "written",
    [
        "",
        'desa=("@method" "@path");created=1;nonce="abababababababab";keyid="d";alg="hmac-sha256"',
        'desa=("@method");created=1;nonce="abababababababab";keyid="d";alg="ed25519"',
        'desa=("@method" "@path");created=1;nonce="ab";keyid="d";alg="ed25519"',
        'desa=("@method" "@path");created=1;nonce="abababababababab";keyid="d";alg="ed25519";x=1',
    ],
)
def test_a_signature_that_covers_less_is_none(written: str) -> None:
    assert read_input(Asked("GET", "/v1/files/x", {}), written) is None


def test_a_signature_header_is_read_back() -> None:
    assert read_signature(signature_header("AAAA")) == "AAAA"
    assert [read_signature(each) for each in ("", "desa=::", "desa=:", "other=:AAAA:")] == ["", "", "", ""]


def test_a_request_counts_for_five_minutes_and_once(hq: Headquarters, clock: Clock, siti: Laptop) -> None:
    def signed(created: int, nonce: str) -> Asked:
        plain = Asked("GET", ADDRESS + NAME, {})
        stamp = Stamp(siti.dev, created, nonce)
        signature = base64.b64encode(siti.key.sign(signed_text(plain, stamp))).decode()
        told = {"signature-input": signature_input(plain, stamp), "signature": signature_header(signature)}
        return Asked("GET", ADDRESS + NAME, told)

    now = NOW_MS // 1000
    for offset in (-WINDOW_S, 0, WINDOW_S):
        assert hq.files.sender(signed(now + offset, secrets.token_hex(8))).dev == siti.dev
    for offset in (-WINDOW_S - 1, WINDOW_S + 1):
        with denied(STALE):
            hq.files.sender(signed(now + offset, secrets.token_hex(8)))
    hq.files.sender(signed(now, "ab" * 8))
    with denied(REPLAYED):
        hq.files.sender(signed(now, "ab" * 8))
    clock.ms += 4 * WINDOW_S * 1000
    hq.files.sender(signed(clock.ms // 1000, "cd" * 8))
    assert count(hq, schema.nonce) == 1, "words whose time is over are forgotten"


class Wire:
    """One laptop that speaks tus over HTTP, each request signed."""

    def __init__(self, url: str, laptop: Laptop) -> None:
        self._url, self._laptop = url, laptop

    def ask(self, method: str, headers: dict[str, str], body: bytes = b"", *, over: str = "") -> requests.Response:
        """A request about the photo; ``over`` is the method it is sent by."""
        path = ADDRESS + NAME
        plain = Asked(method, path, headers)
        stamp = Stamp(self._laptop.dev, int(time.time()), secrets.token_hex(8))
        signature = base64.b64encode(self._laptop.key.sign(signed_text(plain, stamp))).decode()
        signed = {"signature-input": signature_input(plain, stamp), "signature": signature_header(signature)}
        override = {"x-http-method-override": method} if over else {}
        every = {**headers, **signed, **override}
        return requests.request(over or method, self._url + path, headers=every, data=body, timeout=30)

    def patch(self, offset: int, chunk: bytes, **more: str) -> requests.Response:
        """The next chunk."""
        told = {"upload-offset": str(offset), "content-type": "application/offset+octet-stream"}
        return self.ask("PATCH", TUS | told | {name.replace("_", "-"): more[name] for name in more}, chunk)


@pytest.fixture
def wire(url: str, hq: Headquarters, siti: Laptop) -> Iterator[Wire]:
    """Siti's laptop, a session of which names the photo."""
    named(hq, siti, NAME)
    with served(url) as address:
        yield Wire(address, siti)


def checksum(algorithm: str, content: bytes) -> str:
    """How tus writes the checksum of a chunk."""
    return f"{algorithm} {base64.b64encode(hashlib.new(algorithm, content).digest()).decode()}"


def told(answer: requests.Response) -> tuple[int, str]:
    """The status and the number of a refusal, which carries tus' own headers."""
    assert answer.headers["tus-resumable"] == "1.0.0"
    return answer.status_code, answer.json()["number"]


def test_tus_core_creation_and_checksum(wire: Wire) -> None:
    asked = wire.ask("OPTIONS", {})
    assert asked.status_code == 204
    assert asked.headers["tus-version"] == "1.0.0"
    assert asked.headers["tus-extension"] == "creation,checksum"
    assert asked.headers["tus-max-size"] == str(MOST_BYTES)
    assert "sha1" in asked.headers["tus-checksum-algorithm"].split(",")
    created = wire.ask("POST", TUS | {"upload-length": "5000"})
    assert (created.status_code, created.headers["upload-offset"]) == (201, "0")
    assert created.headers["location"] == ADDRESS + NAME
    for algorithm, chunk in (("sha1", PHOTO[:1000]), ("sha256", PHOTO[1000:2000])):
        offset = PHOTO.index(chunk)
        taken = wire.patch(offset, chunk, upload_checksum=checksum(algorithm, chunk))
        assert (taken.status_code, taken.headers["upload-offset"]) == (204, str(offset + 1000))
    head = wire.ask("HEAD", TUS)
    assert (head.status_code, head.headers["upload-offset"], head.headers["upload-length"]) == (200, "2000", "5000")
    assert head.headers["cache-control"] == "no-store"
    assert "desa-receipt" not in head.headers
    last = wire.patch(2000, PHOTO[2000:])
    assert (last.status_code, last.headers["upload-offset"]) == (204, "5000")
    assert last.headers["desa-receipt"]


def test_tus_refusals(wire: Wire) -> None:
    assert told(wire.patch(0, PHOTO)) == (404, "H443"), "never begun"
    assert told(wire.ask("POST", {"upload-length": "5000"})) == (412, "H445")
    assert wire.ask("HEAD", {"tus-resumable": "0.2.2"}).headers["tus-version"] == "1.0.0"
    assert told(wire.ask("POST", TUS)) == (400, "H400")
    assert told(wire.ask("POST", TUS | {"upload-length": str(MOST_BYTES + 1)})) == (413, "H413")
    wire.ask("POST", TUS | {"upload-length": "5000"})
    assert told(wire.patch(7, PHOTO)) == (409, "H444")
    assert told(wire.patch(0, PHOTO, upload_checksum=checksum("sha1", b"lain"))) == (460, "H447")
    assert told(wire.patch(0, PHOTO, upload_checksum="md5 AAAA")) == (400, "H400")
    assert told(wire.patch(0, PHOTO, upload_checksum="sha1 !")) == (400, "H400")
    assert told(wire.patch(0, PHOTO, content_type="text/plain")) == (415, "H415")
    assert told(wire.patch(0, bytes(MAX_CHUNK + 1))) == (413, "H413")
    assert wire.ask("HEAD", TUS).headers["upload-offset"] == "0", "none of them was kept"
    over = TUS | {"upload-offset": "0", "content-type": "application/offset+octet-stream"}
    assert wire.ask("PATCH", over, PHOTO[:10], over="POST").headers["upload-offset"] == "10"
    assert told(wire.ask("PATCH", over, bytes(4_990), over="POST")) == (409, "H444")
    assert told(wire.patch(10, bytes(4_990))) == (460, "H448")


def test_ranges_over_http(wire: Wire) -> None:
    wire.ask("POST", TUS | {"upload-length": "5000"})
    wire.patch(0, PHOTO)
    whole = wire.ask("GET", {})
    assert (whole.status_code, whole.content, whole.headers["accept-ranges"]) == (200, PHOTO, "bytes")
    part = wire.ask("GET", {"range": "bytes=4990-"})
    assert (part.status_code, part.content) == (206, PHOTO[4990:])
    assert part.headers["content-range"] == "bytes 4990-4999/5000"
    assert part.headers["x-content-type-options"] == "nosniff"
    assert told(wire.ask("GET", {"range": "bytes=5000-"})) == (416, WRONG_RANGE.number)


def test_a_revoked_laptop_is_refused(hq: Headquarters, wire: Wire, siti: Laptop) -> None:
    hq.revoke(siti.dev)
    assert told(wire.ask("GET", {})) == (403, "H403")


def test_a_stranger_and_an_address_that_names_no_file(wire: Wire, hq: Headquarters) -> None:
    address = wire._url
    assert requests.get(address + ADDRESS + "x" * 64, timeout=30).json()["number"] == "H404"
    stranger = enrolled(hq, name="Asing")
    stranger.dev = "d-tidak-ada"
    assert told(Wire(address, stranger).ask("GET", {})) == (401, "H401")
