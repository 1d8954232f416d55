"""Whose laptop this is, and the small settings beside it."""

from __future__ import annotations

import base64
from typing import Any, Literal

import msgspec
from sqlite_utils import Database

from desa_app.store.database import immediate
from desa_app.sync.pure.sealing import new_sealing_key

_NEXT_KEY = "next_signing_key"


class Identity(msgspec.Struct, frozen=True):
    """The enrolled person and device, and the headquarters they belong to. Keys are base64."""

    dev: str
    person: str
    name: str
    role: Literal["officer", "lead", "hq"]
    office_code: str
    office_name: str
    hq: str
    hq_url: str
    hq_key: str

    @property
    def scope(self) -> str:
        """The scope that this laptop's records are at home in."""
        return f"office:{self.office_code}"


class Rejoin(msgspec.Struct, frozen=True):
    """Headquarters refused this laptop under the name ``dev``, so that another code makes it join again: as a copy of
    another, which needs a key of its own, as unknown, or as revoked."""

    dev: str
    is_copy: bool = False


class LastSync(msgspec.Struct, frozen=True):
    """The last exchange that reached headquarters: its time there, and how far this laptop's clock is off."""

    hq_ms: int
    offset_ms: int


class Settings:
    """Named values in the database, as JSON."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def get(self, name: str, kind: Any = str) -> Any:
        """The value of a setting as ``kind``; None where it was never set."""
        row = self._db.conn.execute("SELECT value FROM setting WHERE name = ?", [name]).fetchone()
        return msgspec.json.decode(row[0], type=kind) if row else None

    def put(self, name: str, value: Any) -> None:
        """Keep a value; within the caller's transaction, or in one of its own."""
        statement = "INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)"
        row = [name, msgspec.json.encode(value).decode()]
        if self._db.conn.in_transaction:
            self._db.conn.execute(statement, row)
            return
        with immediate(self._db):
            self._db.conn.execute(statement, row)

    def signing_key(self, name: str = "signing_key") -> bytes:
        """This device's Ed25519 private key (32 raw bytes), made at first use."""
        kept = self.get(name)
        if kept is None:
            from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

            kept = base64.b64encode(Ed25519PrivateKey.generate().private_bytes_raw()).decode()
            self.put(name, kept)
        return base64.b64decode(kept)

    def next_signing_key(self) -> bytes:
        """The key under which this device joins again, made at first use: the present one is a copy's as well."""
        return self.signing_key(_NEXT_KEY)

    def take_next_signing_key(self) -> None:
        """Sign with that one from now on, if there is one; within the caller's transaction."""
        found = self.get(_NEXT_KEY)
        if found is not None:
            self.put("signing_key", found)
            self._db.conn.execute("DELETE FROM setting WHERE name = ?", [_NEXT_KEY])

    def sealing_key(self) -> str:
        """The secret that opens what is sealed for this device (age, X25519), made at first use."""
        kept: str | None = self.get("sealing_key")
        if kept is None:
            kept = new_sealing_key()
            self.put("sealing_key", kept)
        return kept
