"""People, their one-time codes and their devices."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import secrets
from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection, delete, func, insert, select, update

from desa_app.domain.roles import Role
from desa_app.errors import NotFound, WrongField
from desa_app.hq.access import Sender
from desa_app.hq.intervals import Interval, joined
from desa_app.hq.problems import EXPIRED_CODE, MALFORMED, REVOKED, TOO_MANY_GUESSES, USED_CODE, WRONG_CODE, Denied
from desa_app.hq.schema import RECORD_TABLES, code, device, guess, person
from desa_app.language import say
from desa_app.sync.pure.wire import Enrolment, Me

DAY_MS = 24 * 60 * 60 * 1000
CODE_DAYS = 14
CODE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no letter that is taken for another when read out over the telephone."""
CODE_LENGTH = 12
LONGEST_NAME = 400
MOST_GUESSES = 20
HEADQUARTERS = "hq"
"""The device and the person under whose name headquarters writes reference records."""
GUESS_MS = 15 * 60 * 1000

_held = msgspec.json.Decoder(list[Interval])
_MISREAD = str.maketrans("OIL", "011", "- ")


class Invitation(NamedTuple):
    """A new person and the one-time code that enrols one laptop of theirs until ``expires`` (UTC)."""

    person: str
    code: str
    expires: dt.datetime


class Person(NamedTuple):
    """Somebody as lists show them: the columns of the table."""

    person: str
    name: str
    role: Role
    office_code: str


class Laptop(NamedTuple):
    """A device as lists show it."""

    dev: str
    person: str
    name: str
    role: str
    office_code: str
    machine: str
    enrolled: dt.datetime
    last_sync: dt.datetime | None
    revoked: dt.datetime | None


def add_headquarters(connection: Connection, public_key: bytes, now_ms: int) -> None:
    """The person and the device that write reference records."""
    row = {"person": HEADQUARTERS, "name": "Kantor Pusat", "role": "hq", "office_code": ""}
    connection.execute(insert(person).values(row))
    _add_device(connection, HEADQUARTERS, HEADQUARTERS, public_key, "", now_ms)


def add_person(connection: Connection, name: str, role: Role, office_code: str, now_ms: int) -> Invitation:
    """Add a person of an office and make the first code. Raises NotFound for an unknown office, WrongField."""
    check_name(name, "name")
    if office_name(connection, office_code) is None:
        raise NotFound(what=say(f"Kantor {office_code}", f"Office {office_code}"))
    new = new_name("p")
    connection.execute(insert(person).values(person=new, name=name, role=role, office_code=office_code))
    return invite(connection, new, now_ms)


def check_name(written: str, path: str) -> None:
    """Raises WrongField for a name or a number of a letter that is blank, endless, or not to be shown."""
    if not (written.strip() and written.isprintable() and len(written) <= LONGEST_NAME):
        why = say(f"isi dengan teks biasa, paling banyak {LONGEST_NAME} huruf", f"plain text, {LONGEST_NAME} at most")
        raise WrongField(path=path, why=why)


def everybody(connection: Connection) -> list[Person]:
    """All people but headquarters itself, by office and name."""
    query = select(person).where(person.c.person != HEADQUARTERS).order_by(person.c.office_code, person.c.name)
    return [Person._make(row) for row in connection.execute(query)]


def invite(connection: Connection, whom: str, now_ms: int) -> Invitation:
    """Make a one-time code for a laptop of a person. Raises NotFound."""
    if connection.scalar(select(person.c.person).where(person.c.person == whom)) in (None, HEADQUARTERS):
        raise NotFound(what=say(f"Orang {whom}", f"Person {whom}"))
    letters = "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))
    expires_ms = now_ms + CODE_DAYS * DAY_MS
    connection.execute(insert(code).values(hash=_code_hash(letters), person=whom, expires_ms=expires_ms))
    return Invitation(whom, "-".join((letters[:4], letters[4:8], letters[8:])), moment(expires_ms))


def enrol(connection: Connection, enrolment: Enrolment, now_ms: int) -> Sender:
    """The device that a code makes of a public key.

    The same code with the same key gives the same device again, because an answer can be lost. Raises Denied for
    a code that is wrong, expired or used by another key, and for a device that was revoked since.
    """
    public_key = _public_key(enrolment)
    if not enrolment.machine.isprintable():
        raise Denied(MALFORMED, "machine")
    found = connection.execute(select(code).where(code.c.hash == _code_hash(enrolment.code)).with_for_update()).first()
    if found is None:
        raise Denied(WRONG_CODE, "code")
    if found.dev is not None:
        return _enrolled_before(connection, found.dev, public_key)
    if found.expires_ms < now_ms:
        raise Denied(EXPIRED_CODE, "code")
    dev = new_name("d")
    _add_device(connection, dev, found.person, public_key, enrolment.machine, now_ms)
    connection.execute(update(code).where(code.c.hash == found.hash).values(dev=dev))
    return known_sender(connection, dev)


def check_guesses(connection: Connection, address: str, now_ms: int) -> None:
    """Raises Denied where too many wrong codes came from this address lately."""
    lately = (guess.c.address == address) & (guess.c.at_ms > now_ms - GUESS_MS)
    if (connection.scalar(select(func.count()).select_from(guess).where(lately)) or 0) >= MOST_GUESSES:
        raise Denied(TOO_MANY_GUESSES)


def count_guess(connection: Connection, address: str, now_ms: int) -> None:
    """Remember a wrong code, and forget those of long ago."""
    connection.execute(delete(guess).where(guess.c.at_ms <= now_ms - GUESS_MS))
    connection.execute(insert(guess).values(address=address, at_ms=now_ms))


def _add_device(connection: Connection, dev: str, whose: str, public_key: bytes, machine: str, now_ms: int) -> None:
    row = {"dev": dev, "person": whose, "public_key": public_key, "machine": machine, "enrolled_ms": now_ms}
    connection.execute(insert(device).values(**row, held="[]"))


def _enrolled_before(connection: Connection, dev: str, public_key: bytes) -> Sender:
    known = known_sender(connection, dev)
    if known.public_key != public_key:
        raise Denied(USED_CODE, "code")
    if known.revoked_ms is not None:
        raise Denied(REVOKED, "dev")
    return known


def _public_key(enrolment: Enrolment) -> bytes:
    try:
        raw = base64.b64decode(enrolment.public_key, validate=True)
    except ValueError as error:
        raise Denied(MALFORMED, "public_key") from error
    if len(raw) != 32:
        raise Denied(MALFORMED, "public_key")
    return raw


def sender(connection: Connection, dev: str, *, lock: bool = False) -> Sender | None:
    """A device and whose it is; ``lock`` keeps others from pushing for it until the transaction ends."""
    query = select(device, person).join(person, device.c.person == person.c.person).where(device.c.dev == dev)
    row = connection.execute(query.with_for_update(of=device) if lock else query).first()
    if row is None:
        return None
    return Sender(
        row.dev, row.person, row.name, row.role, row.office_code, row.public_key, row.revoked_ms, _held.decode(row.held)
    )


def known_sender(connection: Connection, dev: str, *, lock: bool = False) -> Sender:
    """The device that a row of this database names."""
    found = sender(connection, dev, lock=lock)
    assert found is not None
    return found


def was_here(connection: Connection, known: Sender, fresh: Sequence[int], now_ms: int) -> list[Interval]:
    """Note a device's visit and the change numbers it brought; returns all that are held."""
    held = joined(known.held, fresh)
    statement = update(device).where(device.c.dev == known.dev)
    connection.execute(statement.values(last_sync_ms=now_ms, held=msgspec.json.encode(held).decode()))
    return held


def me(connection: Connection, known: Sender) -> Me:
    """Who the device's person is, for the device to show."""
    name = office_name(connection, known.office_code) or ""
    return Me(known.person, known.name, known.role, known.office_code, name)


def office_name(connection: Connection, office_code: str) -> str | None:
    """The name of an office, None where there is no such office."""
    office = RECORD_TABLES["office"]
    return connection.scalar(select(office.c.name).where(office.c.code == office_code, office.c.deleted == 0))


def visits(connection: Connection) -> dict[str, list[int | None]]:
    """When each office's laptops were last here, in milliseconds; revoked ones don't count."""
    query = select(person.c.office_code, device.c.last_sync_ms).join(person, device.c.person == person.c.person)
    laptop = (device.c.dev != HEADQUARTERS) & device.c.revoked_ms.is_(None)
    found: dict[str, list[int | None]] = defaultdict(list)
    for office_code, last_ms in connection.execute(query.where(laptop).order_by(device.c.dev)):
        found[office_code].append(last_ms)
    return found


def laptops(connection: Connection) -> list[Laptop]:
    """All devices of people, oldest first."""
    query = select(device, person).join(person, device.c.person == person.c.person)
    own = device.c.dev == HEADQUARTERS
    return [_laptop(row) for row in connection.execute(query.where(~own).order_by(device.c.enrolled_ms, device.c.dev))]


def revoke(connection: Connection, dev: str, now_ms: int) -> None:
    """Refuse a device from now on; what it brought stays. Raises NotFound for an unknown one."""
    if dev not in {laptop.dev for laptop in laptops(connection)}:
        raise NotFound(what=say(f"Laptop {dev}", f"Laptop {dev}"))
    statement = update(device).where(device.c.dev == dev, device.c.revoked_ms.is_(None))
    connection.execute(statement.values(revoked_ms=now_ms))


def moment(ms: int) -> dt.datetime:
    """Milliseconds since 1970 as a time in UTC."""
    return dt.datetime.fromtimestamp(ms / 1000, dt.UTC)


def _laptop(row: Any) -> Laptop:
    times = (moment(ms) if ms is not None else None for ms in (row.last_sync_ms, row.revoked_ms))
    return Laptop(
        row.dev, row.person, row.name, row.role, row.office_code, row.machine, moment(row.enrolled_ms), *times
    )


def _code_hash(written: str) -> bytes:
    return hashlib.sha256(written.upper().translate(_MISREAD).encode()).digest()


def new_name(letter: str) -> str:
    """A new name for a person or a device: short, 50 bits of chance: it stands in every base of every edit."""
    return letter + "".join(secrets.choice(CODE_ALPHABET.lower()) for _ in range(10))
