"""The tables of headquarters. Everything that grows is keyed by scope, device or record."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    UniqueConstraint,
)

from desa_app.domain.records import RECORDS
from desa_app.sync.pure.rows import table_columns

VERSION = 1
"""The version of these tables. A database of a newer one is refused."""

metadata = MetaData()

headquarters = Table(
    "headquarters",
    metadata,
    Column("version", Integer, nullable=False),
    Column("hq", String, primary_key=True),
    Column("private_key", LargeBinary, nullable=False),
    Column("lease_secret", LargeBinary, nullable=False),
    Column("backed_up_ms", BigInteger),
    Column("sealing_key", String, nullable=False, default=""),
    Column("files", String, nullable=False, default=""),
)
"""One row: who this headquarters is. ``private_key`` is Ed25519, 32 raw bytes; ``lease_secret`` as many,
from which codes for laptops are reckoned; ``backed_up_ms`` when the last verified backup was made; ``sealing_key`` the
secret (age, X25519) that opens bundles; ``files`` the address of the storage,
empty for the folder beside the database."""

hq_key = Table(
    "hq_key",
    metadata,
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("public_key", LargeBinary, nullable=False),
    Column("signature", LargeBinary, nullable=False),
)
"""Headquarters' public keys, the one in use last. ``signature`` is that of the key before; private keys that are no
longer in use are kept nowhere."""

scope_head = Table(
    "scope_head",
    metadata,
    Column("scope", String, primary_key=True),
    Column("epoch", Integer, nullable=False),
    Column("head", BigInteger, nullable=False),
    Column("chain", LargeBinary, nullable=False),
)
"""Where each scope's log ends; locked by whoever appends, which is what keeps the log gapless."""

log = Table(
    "log",
    metadata,
    Column("scope", String, ForeignKey("scope_head.scope"), primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("dev", String, ForeignKey("device.dev")),
    Column("n", BigInteger),
    Column("record", String, nullable=False),
    Column("stamp", BigInteger, nullable=False),
    Column("clipped", Integer, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("chain", LargeBinary, nullable=False),
    Column("received_ms", BigInteger, nullable=False),
    Column("payload", LargeBinary, nullable=False),
    UniqueConstraint("dev", "n"),
    Index("log_record", "record"),
)
"""The changes in force. ``stamp`` is the effective one, ``clipped`` 1 where that isn't the device's own; ``chain``
is the hash behind this entry; ``payload`` the bytes as the device made them. A change that moved on to another scope
with its record leaves its place empty: no device, number, record or bytes, so that nothing of it is served there, but
the hash and the stamp, so that the chain holds."""

quarantine = Table(
    "quarantine",
    metadata,
    Column("dev", String, ForeignKey("device.dev"), primary_key=True),
    Column("n", BigInteger, primary_key=True, autoincrement=False),
    Column("code", String, nullable=False),
    Column("field", String, nullable=False),
    Column("waits_for", String, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("received_ms", BigInteger, nullable=False),
    Column("payload", LargeBinary, nullable=False),
    Index("quarantine_waits_for", "waits_for"),
)
"""Changes kept aside. ``waits_for`` names the record, as ``session:<id>``, whose arrival releases the change."""

person = Table(
    "person",
    metadata,
    Column("person", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("role", String, nullable=False),
    Column("office_code", String, nullable=False),
    Column("former", String, nullable=False, default="[]"),
)
"""``former`` is the JSON of the codes of offices the person was of before."""

device = Table(
    "device",
    metadata,
    Column("dev", String, primary_key=True),
    Column("person", String, ForeignKey("person.person"), nullable=False),
    Column("public_key", LargeBinary, nullable=False),
    Column("machine", String, nullable=False),
    Column("enrolled_ms", BigInteger, nullable=False),
    Column("last_sync_ms", BigInteger),
    Column("revoked_ms", BigInteger),
    Column("revoked_for", String),
    Column("told_ms", BigInteger),
    Column("destroyed_ms", BigInteger),
    Column("held", String, nullable=False),
    Column("sealing_key", String, nullable=False, default=""),
    Column("card", String, nullable=False, default=""),
)
"""``revoked_for`` is lost or left; ``told_ms`` when the laptop was first told to destroy its data, ``destroyed_ms``
when it said that it had. ``held`` is the JSON of the intervals of change numbers that headquarters holds, in log or
quarantine."""

office_rule = Table(
    "office_rule",
    metadata,
    Column("office_code", String, primary_key=True),
    Column("leads_read", Integer, nullable=False),
)
"""What an office allows: ``leads_read`` is 1 where its leads may open the bundles of their colleagues."""

code = Table(
    "code",
    metadata,
    Column("hash", LargeBinary, primary_key=True),
    Column("person", String, ForeignKey("person.person"), nullable=False),
    Column("expires_ms", BigInteger, nullable=False),
    Column("dev", String, ForeignKey("device.dev")),
)
"""One-time codes, by hash. ``dev`` is the device that used it."""

guess = Table(
    "guess",
    metadata,
    Column("address", String, nullable=False),
    Column("at_ms", BigInteger, nullable=False),
    Index("guess_address", "address", "at_ms"),
)
"""Wrong codes lately, by address."""

handover = Table(
    "handover",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("area", String, nullable=False),
    Column("source", String, nullable=False),
    Column("target", String, nullable=False),
    Column("at_ms", BigInteger, nullable=False),
)
"""Orders that give villages to another office, the scopes of both; ``area`` is the beginning of the villages' codes.
They stand: the last one that is about a village says whose its records are, also of those that come later."""

former_home = Table(
    "former_home",
    metadata,
    Column("record", String, primary_key=True),
    Column("scope", String, primary_key=True),
    Column("noun", String, nullable=False),
)
"""The scopes that a record was at home in before: a change that was written there still belongs to it."""

village = Table(
    "village",
    metadata,
    Column("code", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("district", String, nullable=False),
    Column("regency", String, nullable=False),
    Column("province", String, nullable=False),
)

_KINDS = {str: String, int: BigInteger, float: Float}


def _record_table(noun: str) -> Table:
    columns: list[Column[Any]] = [
        Column(name, _KINDS[kind], primary_key=name == "id") for name, kind in table_columns(noun).items()
    ]
    parent = RECORDS[noun].parent
    indexes = [Index(f"{noun}_scope", "scope"), *([Index(f"{noun}_{parent}", parent)] if parent else [])]
    return Table(noun, metadata, *columns, Column("status_ms", BigInteger), *indexes)


RECORD_TABLES = {noun: _record_table(noun) for noun in RECORDS}
"""A table for each record type: the columns of ``sync.pure.rows``, and when its status was last written here."""

nonce = Table(
    "nonce",
    metadata,
    Column("dev", String, ForeignKey("device.dev"), primary_key=True),
    Column("nonce", String, primary_key=True),
    Column("created", BigInteger, nullable=False),
)
"""Words of signed requests lately, in seconds since 1970: none is taken twice."""

named_file = Table(
    "named_file",
    metadata,
    Column("sha256", String, primary_key=True),
    Column("noun", String, primary_key=True),
    Column("record", String, primary_key=True),
    Column("proven", Integer, nullable=False),
    Column("unnamed_ms", BigInteger),
    Index("named_file_record", "noun", "record"),
)
"""Which records name which files: as they show them, or in a value written at the same time. ``proven`` is 1 where a
laptop that may write the record, or another of its scope, has brought the very bytes; ``unnamed_ms`` is since when the
record names the file no more."""

file = Table(
    "file",
    metadata,
    Column("sha256", String, primary_key=True),
    Column("size", BigInteger),
    Column("complete_ms", BigInteger),
    Column("stray_ms", BigInteger),
)
"""Files that are or were on their way here. ``complete_ms`` is when the storage had all of it, proven; ``stray_ms``
since when the storage is known to hold one of which this database knows nothing."""

upload = Table(
    "upload",
    metadata,
    Column("sha256", String, ForeignKey("file.sha256"), primary_key=True),
    Column("dev", String, ForeignKey("device.dev"), primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("offset", BigInteger, nullable=False),
    Column("touched_ms", BigInteger, nullable=False),
)
"""Files that a device is bringing, and how much of each is here. A device's upload is nobody else's: bytes that are
wrong spoil no other's."""

piece = Table(
    "piece",
    metadata,
    Column("sha256", String, primary_key=True),
    Column("dev", String, primary_key=True),
    Column("start", BigInteger, primary_key=True, autoincrement=False),
    Column("bytes", LargeBinary, nullable=False),
)
"""The bytes of uploads until they are whole, in the same commit as the upload's offset."""

erasure_request = Table(
    "erasure_request",
    metadata,
    Column("request", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", String, nullable=False),
    Column("reason", String, nullable=False),
    Column("person", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("at_ms", BigInteger, nullable=False),
)
"""The register of erasures: ``kind`` is order or retention, ``person`` who ordered it, ``subject`` the number of the
letter in which somebody asked for it. It keeps that something was erased, not what it said."""

erasure = Table(
    "erasure",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("request", BigInteger, ForeignKey("erasure_request.request"), nullable=False),
    Column("noun", String, nullable=False),
    Column("record", String, nullable=False),
    Column("fields", String, nullable=False),
    Index("erasure_record", "record"),
    Index("erasure_request_orders", "request"),
)
"""Which fields (JSON) of which record are erased for good. Numbers are milliseconds since 1970 or more, so that none
is given twice, also where headquarters was restored from a backup."""

erasure_reach = Table(
    "erasure_reach",
    metadata,
    Column("scope", String, primary_key=True),
    Column("number", BigInteger, ForeignKey("erasure.number"), primary_key=True, autoincrement=False),
)
"""The scopes in whose logs changes of the record stand: who has read them may hold copies."""

reading = Table(
    "reading",
    metadata,
    Column("dev", String, ForeignKey("device.dev"), primary_key=True),
    Column("scope", String, primary_key=True),
    Column("since", BigInteger, nullable=False),
)
"""Which devices were ever given a scope, also where they may not read it any more. ``since`` is the number of the last
erasure by then: what was erased before they never had."""

erased_by = Table(
    "erased_by",
    metadata,
    Column("dev", String, ForeignKey("device.dev"), primary_key=True),
    Column("number", BigInteger, nullable=False),
    Column("at_ms", BigInteger, nullable=False),
    Column("left", Integer, nullable=False),
    Column("signature", String, nullable=False),
)
"""The last receipt of each device (``wire.Erased``)."""

erased_file = Table("erased_file", metadata, Column("sha256", String, primary_key=True))
"""Files that an erasure took, until the storage has dropped them."""

hold = Table(
    "hold",
    metadata,
    Column("record", String, primary_key=True),
    Column("noun", String, nullable=False),
    Column("reason", String, nullable=False),
    Column("person", String, nullable=False),
    Column("at_ms", BigInteger, nullable=False),
)
"""Records on legal hold: neither retention nor an order erases them or what belongs to them."""
