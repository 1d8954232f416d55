"""Whose laptop it is, its settings, and how it stands."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from desa_app.domain.session import Session
from desa_app.store.database import immediate
from desa_app.store.identity import LastSync
from desa_app.store.store import LAST_SYNC, Store
from tests.store.conftest import NOW, Clock, OneLog, identity, opened


def test_a_laptop_belongs_to_nobody_at_first(folder: Path) -> None:
    store = opened(folder)
    assert store.me is None
    assert store.journal.dev is None
    assert store.status().unsent.records == 0
    store.close()


def test_the_identity_is_kept_with_the_device(folder: Path) -> None:
    opened(folder, identity()).close()
    store = opened(folder)
    assert store.me == identity()
    assert (store.journal.dev, identity().scope) == ("A1", "office:KANIM-SMG")
    store.close()


def test_a_new_role_does_not_begin_the_numbers_anew(store: Store) -> None:
    store.sessions.record(Session(venue="Balai"))
    store.enrolled(identity("lead"))
    store.sessions.record(Session(venue="Masjid"))
    assert [row["n"] for row in store.db.query("SELECT n FROM journal ORDER BY n")] == [1, 2]


def test_settings_are_typed_and_replaced(store: Store) -> None:
    assert store.settings.get("nothing") is None
    store.settings.put("seen", LastSync(1, 2))
    store.settings.put("seen", LastSync(3, 4))
    assert store.settings.get("seen", LastSync) == LastSync(3, 4)


def test_a_setting_goes_with_the_transaction_it_was_written_in(store: Store) -> None:
    with pytest.raises(ZeroDivisionError):
        put_and_fail(store)
    assert store.settings.get("seen", int) is None


def put_and_fail(store: Store) -> None:
    """Keep a setting in a transaction that is rolled back."""
    with immediate(store.db):
        store.settings.put("seen", 1)
        raise ZeroDivisionError


def test_the_signing_key_is_made_once_and_stays(folder: Path, tmp_path: Path) -> None:
    store = opened(folder)
    made = store.settings.signing_key()
    store.close()
    again = opened(folder)
    assert again.settings.signing_key() == made
    again.close()
    another = opened(tmp_path / "another")
    assert another.settings.signing_key() != made
    another.close()
    assert Ed25519PrivateKey.from_private_bytes(made).private_bytes_raw() == made
    assert made not in b"".join(path.read_bytes() for path in folder.iterdir())


def test_how_it_stands(store: Store, clock: Clock) -> None:
    assert (store.status().last_sync, store.status().offset) == (None, None)
    store.sessions.record(Session(venue="Balai"))
    store.settings.put(LAST_SYNC, LastSync(clock.ms - 5000, 5000))
    status = store.status()
    assert (status.unsent.records, status.unsent.oldest) == (1, NOW)
    assert (status.last_sync, status.offset) == (NOW - dt.timedelta(seconds=5), 5.0)
    assert (status.quarantined, status.conflicts) == ([], [])
    OneLog().exchange(store)
    assert store.status().unsent.records == 0


def test_the_day_is_the_laptops_own(store: Store, clock: Clock) -> None:
    clock.ms = int(dt.datetime(2026, 12, 31, 23, 59).astimezone().timestamp() * 1000)
    assert store.today() == dt.date(2026, 12, 31)
    clock.ms += 60_000
    assert store.today() == dt.date(2027, 1, 1)
