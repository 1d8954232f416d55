"""The key of a laptop's database: opened by a passphrase or by the keyring, and never half written or lost."""

from __future__ import annotations

import base64
import errno
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import keyring
import keyring.errors
import msgspec
import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from keyring.backend import KeyringBackend

from desa_app import durable
from desa_app.errors import DamagedDatabase, DiskFull, FolderUnusable, KeyMissing, WrongPassphrase
from desa_app.store import key as keys
from desa_app.store.key import change_passphrase, make_key, needs_passphrase, open_key

SHIPPED = (keys.MEMORY_KIB, keys.ITERATIONS)
"""What one guess costs outside these tests."""


class FakeKeyring(KeyringBackend):
    """A keyring in memory, which can be locked."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.kept: dict[tuple[str, str], str] = {}
        self.is_locked = False

    def set_password(self, service: str, username: str, password: str) -> None:
        self._unlocked()[service, username] = password

    def get_password(self, service: str, username: str) -> str | None:
        return self._unlocked().get((service, username))

    def delete_password(self, service: str, username: str) -> None:
        del self._unlocked()[service, username]

    def _unlocked(self) -> dict[tuple[str, str], str]:
        if self.is_locked:
            raise keyring.errors.KeyringLocked("locked")
        return self.kept


@pytest.fixture
def ring() -> Iterator[FakeKeyring]:
    before = keyring.get_keyring()
    made = FakeKeyring()
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(before)


def stated(folder: Path) -> dict[str, Any]:
    """What ``key.json`` says."""
    said: dict[str, Any] = msgspec.json.decode((folder / "key.json").read_bytes())
    return said


def write(folder: Path, **changed: Any) -> None:
    """``key.json`` with some of it changed."""
    (folder / "key.json").write_bytes(msgspec.json.encode(stated(folder) | changed))


def test_a_passphrase_opens_the_key_that_was_made(folder: Path) -> None:
    made = make_key(folder, "padi")
    assert len(made) == 32
    assert open_key(folder, "padi") == made
    assert needs_passphrase(folder)
    content = (folder / "key.json").read_bytes()
    assert not any(secret in content for secret in (made, base64.b64encode(made), made.hex().encode(), b"padi"))


def test_two_laptops_with_one_passphrase_have_two_keys(tmp_path: Path) -> None:
    assert make_key(tmp_path / "a", "padi") != make_key(tmp_path / "b", "padi")
    assert stated(tmp_path / "a")["salt"] != stated(tmp_path / "b")["salt"]


def test_the_key_is_sealed_with_argon2id_at_the_cost_that_the_file_states(folder: Path) -> None:
    made = make_key(folder, "padi")
    said = stated(folder)
    salt, nonce, sealed = (base64.b64decode(said[name]) for name in ("salt", "nonce", "sealed"))
    derived = Argon2id(
        salt=salt, length=32, iterations=said["iterations"], lanes=1, memory_cost=said["memory_kib"]
    ).derive(b"padi")
    assert AESGCM(derived).decrypt(nonce, sealed, None) == made


def test_a_guess_costs_what_rfc_9106_recommends_for_little_memory() -> None:
    assert SHIPPED == (64 * 1024, 3)


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_the_file_is_its_owners_alone(folder: Path) -> None:
    make_key(folder, "padi")
    assert (folder / "key.json").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("passphrase", ["Padi", "padi ", "", None])
def test_a_wrong_passphrase_is_said(folder: Path, passphrase: str | None) -> None:
    make_key(folder, "padi")
    with pytest.raises(WrongPassphrase):
        open_key(folder, passphrase)


def test_a_changed_passphrase_opens_the_same_key_and_the_old_one_nothing(folder: Path) -> None:
    made = make_key(folder, "lama")
    (folder / "backups").mkdir()
    (folder / "backups" / "key.json").write_bytes((folder / "key.json").read_bytes())
    with pytest.raises(WrongPassphrase):
        change_passphrase(folder, "salah", "baru")
    change_passphrase(folder, "lama", "baru")
    for place in (folder, folder / "backups"):
        assert open_key(place, "baru") == made
        with pytest.raises(WrongPassphrase):
            open_key(place, "lama")


def test_the_keyring_opens_the_key_without_a_passphrase(folder: Path, ring: FakeKeyring) -> None:
    made = make_key(folder, None)
    assert list(ring.kept.values()) == [base64.b64encode(made).decode()]
    assert not needs_passphrase(folder)
    assert open_key(folder, None) == made
    assert base64.b64encode(made) not in (folder / "key.json").read_bytes()


def test_a_passphrase_can_take_the_place_of_the_keyring(folder: Path, ring: FakeKeyring) -> None:
    made = make_key(folder, None)
    change_passphrase(folder, None, "padi")
    ring.kept.clear()
    assert needs_passphrase(folder)
    assert open_key(folder, "padi") == made


def test_a_keyring_that_is_locked_says_so_and_works_again(folder: Path, ring: FakeKeyring) -> None:
    made = make_key(folder, None)
    ring.is_locked = True
    with pytest.raises(KeyMissing, match="KeyringLocked"):
        open_key(folder, None)
    ring.is_locked = False
    assert open_key(folder, None) == made


@pytest.mark.parametrize("left", [None, "", "????", base64.b64encode(b"short").decode()])
def test_a_keyring_that_lost_the_key_says_so(folder: Path, ring: FakeKeyring, left: str | None) -> None:
    make_key(folder, None)
    (entry,) = ring.kept
    if left is None:
        ring.kept.clear()
    else:
        ring.kept[entry] = left
    with pytest.raises(KeyMissing):
        open_key(folder, None)


def test_without_keyring_and_passphrase_no_key_is_made(folder: Path) -> None:
    with pytest.raises(KeyMissing, match="NoKeyringError"):
        make_key(folder, None)
    assert not keys.has_key(folder)


def test_a_missing_key_is_said_with_its_place(folder: Path) -> None:
    with pytest.raises(KeyMissing) as missing:
        open_key(folder, "padi")
    assert str(folder / "key.json") in missing.value.sentence


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"\xff\xfe", b"[]", b'{"type":"other"}', b'{"type":"passphrase","salt":"AAAA"}', b"\x00" * 200],
)
def test_a_damaged_file_is_said_and_left_as_it_is(folder: Path, content: bytes) -> None:
    make_key(folder, "padi")
    (folder / "key.json").write_bytes(content)
    with pytest.raises(DamagedDatabase, match=r"key\.json"):
        open_key(folder, "padi")
    with pytest.raises(DamagedDatabase):
        change_passphrase(folder, "padi", "baru")
    assert (folder / "key.json").read_bytes() == content


@pytest.mark.parametrize(
    "changed", [{"nonce": ""}, {"salt": ""}, {"memory_kib": 0}, {"memory_kib": -8}, {"iterations": 0}]
)
def test_parameters_that_no_key_has_are_damage(folder: Path, changed: dict[str, Any]) -> None:
    make_key(folder, "padi")
    write(folder, **changed)
    with pytest.raises(DamagedDatabase):
        open_key(folder, "padi")


def test_a_sealed_key_of_another_length_is_damage(folder: Path) -> None:
    make_key(folder, "padi")
    said = stated(folder)
    derived = keys._derived("padi", base64.b64decode(said["salt"]), said["iterations"], said["memory_kib"])
    sealed = AESGCM(derived).encrypt(base64.b64decode(said["nonce"]), b"short", None)
    write(folder, sealed=base64.b64encode(sealed).decode())
    with pytest.raises(DamagedDatabase):
        open_key(folder, "padi")


def test_however_many_make_the_key_at_once_there_is_one(folder: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = set(pool.map(lambda _: make_key(folder, "padi"), range(8)))
    assert made == {open_key(folder, "padi")}
    assert [path.name for path in folder.iterdir()] == ["key.json"]


def test_a_disk_without_hard_links_keeps_keys_as_well(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_links(*_: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    made = make_key(folder, "padi")
    assert make_key(folder, "padi") == made == open_key(folder, "padi")
    assert [path.name for path in folder.iterdir()] == ["key.json"]


@pytest.mark.parametrize(
    ("number", "said"), [(errno.ENOSPC, DiskFull), (errno.EACCES, FolderUnusable), (errno.EROFS, FolderUnusable)]
)
def test_a_write_that_fails_leaves_the_old_key(
    folder: Path, monkeypatch: pytest.MonkeyPatch, number: int, said: type[Exception]
) -> None:
    made = make_key(folder, "lama")

    def fails(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    for step in ("write", "replace"):
        with monkeypatch.context() as patch:
            patch.setattr(durable, step, fails)
            with pytest.raises(said):
                change_passphrase(folder, "lama", "baru")
    assert open_key(folder, "lama") == made
    assert [path.name for path in folder.iterdir()] == ["key.json"]


def test_a_folder_that_is_a_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "laptop").write_text("not a folder")
    with pytest.raises(FolderUnusable):
        make_key(tmp_path / "laptop", "padi")


def test_a_killed_change_leaves_one_of_the_two_passphrases(folder: Path) -> None:
    made = make_key(folder, "lama")
    script = """
import pathlib, sys
from desa_app.store import key
key.MEMORY_KIB, key.ITERATIONS = 8, 1
folder, now, then = pathlib.Path(sys.argv[1]), *sys.argv[2:]
while True:
    key.change_passphrase(folder, now, then)
    now, then = then, now
    print(now, flush=True)
"""
    known = "lama"
    for changes in (1, 2, 5):
        following = "baru" if known == "lama" else "lama"
        command = [sys.executable, "-c", script, str(folder), known, following]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
            assert running.stdout is not None
            for _ in range(changes):
                running.stdout.readline()
            running.send_signal(signal.SIGKILL)
        opening = [passphrase for passphrase in ("lama", "baru") if opens(folder, passphrase, made)]
        assert len(opening) == 1
        known = opening[0]


def opens(folder: Path, passphrase: str, expected: bytes) -> bool:
    """Whether a passphrase opens the key, which is the expected one then."""
    try:
        assert open_key(folder, passphrase) == expected
    except WrongPassphrase:
        return False
    return True


def test_a_key_is_derived_once_for_all_that_open_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = make_key(tmp_path, "panjang sekali")
    derived: list[str] = []
    real = keys._derived

    def counted(passphrase: str, *rest: Any) -> bytes:
        derived.append(passphrase)
        return real(passphrase, *rest)

    monkeypatch.setattr(keys, "_derived", counted)
    with ThreadPoolExecutor(4) as threads:
        assert set(threads.map(lambda _: open_key(tmp_path, "panjang sekali"), range(8))) == {made}
    assert derived == ["panjang sekali"]
    with pytest.raises(WrongPassphrase):
        open_key(tmp_path, "bukan ini")
    change_passphrase(tmp_path, "panjang sekali", "yang baru")
    with pytest.raises(WrongPassphrase):
        open_key(tmp_path, "panjang sekali")
    assert open_key(tmp_path, "yang baru") == made
