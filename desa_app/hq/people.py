"""People, their one-time codes and their devices."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import secrets
from collections import defaultdict
from collections.abc import Sequence
from typing import Any, Literal, NamedTuple

import msgspec
from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from desa_app.domain.roles import Role
from desa_app.errors import NotAllowed, NotFound, WrongField
from desa_app.hq.access import Sender
from desa_app.hq.database import insert_new
from desa_app.hq.intervals import Interval, joined
from desa_app.hq.problems import EXPIRED_CODE, MALFORMED, REVOKED, TOO_MANY_GUESSES, USED_CODE, WRONG_CODE, Denied
from desa_app.hq.schema import RECORD_TABLES, code, device, guess, person
from desa_app.language import say
from desa_app.sync.pure.letters import ALPHABET, BITS, grouped, heard
from desa_app.sync.pure.wire import Colleague, Enrolment, Me, People

DAY_MS = 24 * 60 * 60 * 1000
CODE_DAYS = 14
CODE_LENGTH = 12
LONGEST_NAME = 400
MOST_GUESSES = 20
HEADQUARTERS = "hq"
"""The device and the person under whose name headquarters writes reference records."""
GUESS_MS = 15 * 60 * 1000
NAME_LETTERS = 10
"""Letters of a name behind its first: 50 bits."""
Revocation = Literal["lost", "left"]
"""Why a laptop is revoked: lost or stolen, so that it is to destroy its data at once; or its person left the service,
so that what it holds is to be sent first."""

_SENDER = (
    select(device, person).join(person, device.c.person == person.c.person).where(device.c.dev == bindparam("named"))
)
_LOCKED_SENDER = _SENDER.with_for_update(of=device)
_VISITS = (
    select(person.c.office_code, device.c.last_sync_ms)
    .join(person, device.c.person == person.c.person)
    .where((device.c.dev != HEADQUARTERS) & device.c.revoked_ms.is_(None))
    .order_by(device.c.dev)
)
"""Asked in every exchange: to put such a statement together takes longer than to answer it."""

_held = msgspec.json.Decoder(list[Interval])
_former = msgspec.json.Decoder(tuple[str, ...])


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
    revoked_for: Revocation | None
    told: dt.datetime | None
    destroyed: dt.datetime | None


def add_headquarters(connection: Connection, public_key: bytes, now_ms: int) -> None:
    """The person and the device that write reference records."""
    row = {"person": HEADQUARTERS, "name": "Kantor Pusat", "role": "hq", "office_code": ""}
    connection.execute(insert(person).values(row))
    _add_device(connection, HEADQUARTERS, HEADQUARTERS, public_key, "", now_ms)


def add_lost(connection: Connection, code: str, name: str, role: str, office_code: str) -> None:
    """A person whom headquarters knew before it went on from a backup. One that it knows stays as it is, unless it
    knows nothing but the code, which then stands for the name."""
    row = {"person": code, "name": name, "role": role, "office_code": office_code}
    if not insert_new(connection, person, row):
        connection.execute(update(person).where(person.c.person == code, person.c.name == code).values(row))


def add_forgotten(connection: Connection, dev: str, whose: str, office_code: str, now_ms: int) -> None:
    """A device of which only changes are known, until it comes itself (``readmission``); one that is known stays."""
    if sender(connection, dev) is None:
        add_lost(connection, whose, whose, "officer", office_code)
        _add_device(connection, dev, whose, b"", "", now_ms)


def hold(connection: Connection, known: Sender, numbers: Sequence[int]) -> None:
    """Note that headquarters holds these changes of a device, which was not here itself."""
    held = msgspec.json.encode(joined(known.held, numbers)).decode()
    _set(connection, known.dev, held=held)


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


def move(connection: Connection, whom: str, office_code: str) -> str:
    """A person is of another office from now on; returns the office that they were of. Raises NotFound."""
    query = select(person).where(person.c.person == whom).with_for_update()
    known = connection.execute(query).first()
    if known is None or whom == HEADQUARTERS:
        raise NotFound(what=say(f"Orang {whom}", f"Person {whom}"))
    if office_name(connection, office_code) is None:
        raise NotFound(what=say(f"Kantor {office_code}", f"Office {office_code}"))
    former = sorted({*former_offices(known.former), known.office_code} - {office_code})
    values = {"office_code": office_code, "former": msgspec.json.encode(former).decode()}
    connection.execute(update(person).where(person.c.person == whom).values(values))
    return str(known.office_code)


def former_of(connection: Connection, whom: str) -> tuple[str, ...]:
    """The codes of the offices that a person was of before."""
    return former_offices(connection.scalar(select(person.c.former).where(person.c.person == whom)) or "[]")


def former_offices(kept: str) -> tuple[str, ...]:
    """The codes in the column ``former``."""
    return _former.decode(kept)


def everybody(connection: Connection) -> list[Person]:
    """All people but headquarters itself, by office and name."""
    columns = (person.c[name] for name in Person._fields)
    query = select(*columns).where(person.c.person != HEADQUARTERS).order_by(person.c.office_code, person.c.name)
    return [Person._make(row) for row in connection.execute(query)]


def invite(connection: Connection, whom: str, now_ms: int) -> Invitation:
    """Make a one-time code for a laptop of a person. Raises NotFound."""
    if connection.scalar(select(person.c.person).where(person.c.person == whom)) in (None, HEADQUARTERS):
        raise NotFound(what=say(f"Orang {whom}", f"Person {whom}"))
    letters = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
    expires_ms = now_ms + CODE_DAYS * DAY_MS
    connection.execute(insert(code).values(hash=_code_hash(letters), person=whom, expires_ms=expires_ms))
    return Invitation(whom, grouped(letters), moment(expires_ms))


def enrol(connection: Connection, enrolment: Enrolment, now_ms: int) -> Sender:
    """The device that a code makes of a public key.

    The same code with the same key gives the same device again, because an answer can be lost. So does another code
    of the same person, which takes back a revocation; and where headquarters has forgotten the device, because it was
    restored from a backup, its key gives it its name again. Raises Denied for a code that is wrong, expired or used by
    another key, and for a device that was revoked since.
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
    dev = _device_of(connection, found.person, public_key)
    if dev is None:
        dev = _free_name(connection, public_key)
        _add_device(connection, dev, found.person, public_key, enrolment.machine, now_ms)
    connection.execute(update(code).where(code.c.hash == found.hash).values(dev=dev))
    return known_sender(connection, dev)


def _device_of(connection: Connection, whose: str, public_key: bytes) -> str | None:
    """The person's device that has this key already, admitted again where it was revoked; None where there is none,
    or where it has destroyed what it held."""
    query = select(device.c.dev).where(
        device.c.person == whose, device.c.public_key == public_key, device.c.destroyed_ms.is_(None)
    )
    dev: str | None = connection.scalar(query.order_by(device.c.enrolled_ms.desc(), device.c.dev).limit(1))
    if dev is not None:
        readmit(connection, dev)
    return dev


def _free_name(connection: Connection, public_key: bytes) -> str:
    """The name that a key gives its device: nobody can take it who hasn't the key, and a headquarters that has
    forgotten the device gives the same again, so that what it wrote keeps its names."""
    bits = int.from_bytes(hashlib.sha256(public_key).digest()[:8])
    name = "d" + "".join(ALPHABET[bits >> BITS * place & 31] for place in range(NAME_LETTERS)).lower()
    found = sender(connection, name)
    return name if found is None or not found.public_key else new_name("d")


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
    if not insert_new(connection, device, row | {"held": "[]"}):
        connection.execute(update(device).where(device.c.dev == dev).values(row))  # only its changes were known


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
    row = connection.execute(_LOCKED_SENDER if lock else _SENDER, {"named": dev}).first()
    if row is None:
        return None
    who = (row.dev, row.person, row.name, row.role, row.office_code, row.public_key, row.revoked_ms)
    return Sender(*who, _held.decode(row.held), former_offices(row.former), row.revoked_for or "")


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


def unknown_to(connection: Connection, known: Sender, mark: str) -> People | None:
    """Everybody whose changes this device may read, unless it knows them by this mark: the people of the office and of
    headquarters, for role hq everybody."""
    columns = (*person.c, device.c.dev, device.c.machine)
    query = select(*columns).outerjoin(device, device.c.person == person.c.person)
    if known.role != "hq":
        query = query.where((person.c.office_code == known.office_code) | (person.c.role == "hq"))
    found: dict[str, Colleague] = {}
    for row in connection.execute(query.order_by(person.c.person, device.c.dev)):
        colleague = found.setdefault(row.person, Colleague(row.person, row.name, row.role, {}))
        if row.dev is not None:
            colleague.laptops[row.dev] = row.machine
    everybody = tuple(found.values())
    now = hashlib.sha256(msgspec.json.encode(everybody)).hexdigest()[:16]
    return People(now, everybody) if now != mark else None


def office_name(connection: Connection, office_code: str) -> str | None:
    """The name of an office, None where there is no such office."""
    office = RECORD_TABLES["office"]
    return connection.scalar(select(office.c.name).where(office.c.code == office_code, office.c.deleted == 0))


def visits(connection: Connection) -> dict[str, list[int | None]]:
    """When each office's laptops were last here, in milliseconds; revoked ones don't count."""
    found: dict[str, list[int | None]] = defaultdict(list)
    for office_code, last_ms in connection.execute(_VISITS):
        found[office_code].append(last_ms)
    return found


def laptops(connection: Connection) -> list[Laptop]:
    """All devices of people, oldest first."""
    query = select(device, person).join(person, device.c.person == person.c.person)
    own = device.c.dev == HEADQUARTERS
    return [_laptop(row) for row in connection.execute(query.where(~own).order_by(device.c.enrolled_ms, device.c.dev))]


def laptop(connection: Connection, dev: str) -> Sender:
    """A device of a person. Raises NotFound."""
    found = sender(connection, dev, lock=True) if dev != HEADQUARTERS else None
    if found is None:
        raise NotFound(what=say(f"Laptop {dev}", f"Laptop {dev}"))
    return found


def revoke(connection: Connection, dev: str, why: Revocation, now_ms: int) -> None:
    """Give a device nothing any more but the order to destroy what it holds; a reason given later counts. What it
    brought stays. Raises NotFound."""
    revoked_ms = laptop(connection, dev).revoked_ms or now_ms
    _set(connection, dev, revoked_ms=revoked_ms, revoked_for=why)


def readmit(connection: Connection, dev: str) -> None:
    """Take a revocation back. Raises NotFound, and NotAllowed where it came too late."""
    laptop(connection, dev)
    if connection.scalar(select(device.c.destroyed_ms).where(device.c.dev == dev)) is not None:
        why = say("laptop itu sudah memusnahkan datanya; buat kode baru", "it has destroyed its data; make a new code")
        raise NotAllowed(why=why)
    _set(connection, dev, revoked_ms=None, revoked_for=None, told_ms=None)


def told(connection: Connection, known: Sender, now_ms: int, *, destroyed: bool) -> None:
    """A revoked device has just been told to destroy its data, or says that it has."""
    _set(connection, known.dev, told_ms=func.coalesce(device.c.told_ms, now_ms))
    if destroyed:
        _set(connection, known.dev, destroyed_ms=func.coalesce(device.c.destroyed_ms, now_ms))


def _set(connection: Connection, dev: str, **values: Any) -> None:
    connection.execute(update(device).where(device.c.dev == dev).values(**values))


def moment(ms: int) -> dt.datetime:
    """Milliseconds since 1970 as a time in UTC."""
    return dt.datetime.fromtimestamp(ms / 1000, dt.UTC)


def _laptop(row: Any) -> Laptop:
    last_sync, revoked, told, destroyed = (
        moment(ms) if ms is not None else None
        for ms in (row.last_sync_ms, row.revoked_ms, row.told_ms, row.destroyed_ms)
    )
    who = (row.dev, row.person, row.name, row.role, row.office_code, row.machine, moment(row.enrolled_ms))
    return Laptop(*who, last_sync, revoked, row.revoked_for, told, destroyed)


def _code_hash(written: str) -> bytes:
    return hashlib.sha256(heard(written).encode()).digest()


def new_name(letter: str) -> str:
    """A new name for a person or a device: short, 50 bits of chance: it stands in every base of every edit."""
    return letter + "".join(secrets.choice(ALPHABET.lower()) for _ in range(NAME_LETTERS))
