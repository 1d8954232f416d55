"""Everything headquarters does, on one database: for the command line, the web application and practice mode."""

from __future__ import annotations

import datetime as dt
import secrets
import time
from collections.abc import Callable, Collection, Sequence
from functools import cached_property

from sqlalchemy import Connection, insert, select, update

from desa_app.domain.coverage import LEVELS, Coverage, Level, Period, coverage, rules_in_force, uncollected
from desa_app.domain.office import Assignment
from desa_app.domain.roles import Role
from desa_app.domain.village import digits
from desa_app.errors import NotFound, StorageUnusable, WrongField
from desa_app.hq import cards, exchange, keys, leases, log, people, quarantine, reference, revocations, schema
from desa_app.hq.access import REFERENCE
from desa_app.hq.bundles import Post
from desa_app.hq.coverage import coverage_facts, day_of
from desa_app.hq.database import Database
from desa_app.hq.erasing import Erasing
from desa_app.hq.files import Files
from desa_app.hq.growth import grow
from desa_app.hq.intake import Intake, arrival
from desa_app.hq.keys import Identity, Key
from desa_app.hq.leases import Renewal
from desa_app.hq.moving import Moving
from desa_app.hq.people import Invitation, Laptop, Person, Revocation
from desa_app.hq.problems import WRONG_CODE, Denied
from desa_app.hq.revocations import Entry
from desa_app.hq.storage import Storage, storage_at
from desa_app.language import say
from desa_app.sync.pure import lease
from desa_app.sync.pure.receipt import key_id
from desa_app.sync.pure.sealing import new_sealing_key
from desa_app.sync.pure.wire import Enrolled, Enrolment

Clock = Callable[[], int]
"""Milliseconds since 1970."""


def wall_ms() -> int:
    """The machine's clock."""
    return time.time_ns() // 1_000_000


class Headquarters:
    """A headquarters whose database, given or named by its address, was made by :meth:`create`. Every call is one
    transaction.

    Raises NotInitialised, NewerHq or HqDatabaseUnusable where the database can't be used. Close it, or use it as
    a context manager.
    """

    def __init__(self, where: str | Database, clock: Clock = wall_ms) -> None:
        self.database = Database(where) if isinstance(where, str) else where
        self._clock = clock
        try:
            self.identity = self._identity()
            grow(self.database, clock())
            self.erasing.replay()
        except BaseException:
            self.close()
            raise

    @classmethod
    def create(cls, url: str, clock: Clock = wall_ms) -> Headquarters:
        """Make the tables, the key and the scope of reference records; what is already there stays."""
        database = Database(url)
        try:
            with database.creating() as connection:
                if connection:
                    private_key = keys.new_private_key()
                    row = {"version": schema.VERSION, "hq": people.new_name("h"), "private_key": private_key}
                    row["sealing_key"] = new_sealing_key()
                    row["lease_secret"] = secrets.token_bytes(32)
                    connection.execute(insert(schema.headquarters).values(row))
                    first = {"place": 0, "public_key": keys.public_key_of(private_key), "signature": b""}
                    connection.execute(insert(schema.hq_key).values(first))
                    people.add_headquarters(connection, keys.public_key_of(private_key), clock())
                    log.begin(connection, REFERENCE)
        finally:
            database.close()
        return cls(url, clock)

    def _identity(self) -> Identity:
        self.database.check()
        with self.database.reading() as connection:
            return identity_of(connection)

    def rotate_key(self) -> str:
        """Go on with a new key, which the old one names before it is forgotten; laptops learn of it in their next
        exchange, and older receipts stay good. Returns its id. Whatever else serves this database must be started
        again."""
        with self.database.writing() as connection:
            known, private_key = identity_of(connection), keys.new_private_key()
            fresh = keys.endorse(known, private_key)
            connection.execute(insert(schema.hq_key).values(place=len(known.keys), **fresh._asdict()))
            connection.execute(update(schema.headquarters).values(private_key=private_key))
            statement = update(schema.device).where(schema.device.c.dev == people.HEADQUARTERS)
            connection.execute(statement.values(public_key=fresh.public_key))
            self.identity = identity_of(connection)
        return key_id(fresh.public_key)

    def __enter__(self) -> Headquarters:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        self.database.close()

    @cached_property
    def moving(self) -> Moving:
        """Who and what goes to another office."""
        return Moving(self.database, self._clock)

    @cached_property
    def erasing(self) -> Erasing:
        """Erasures and retention."""
        return Erasing(self.database, self._clock, lambda: self.files)

    @cached_property
    def files(self) -> Files:
        """Photos and evidence."""
        return Files(self.database, self.identity, self._clock, self._open_storage)

    def _open_storage(self) -> Storage:
        with self.database.reading() as connection:
            place = connection.scalar(select(schema.headquarters.c.files))
        if not place and self.database.file is None:
            why = say("belum ditentukan; jalankan 'desa-hq files place'", "not chosen yet; run 'desa-hq files place'")
            raise StorageUnusable(name=self.database.name, why=why)
        return storage_at(place or f"{self.database.file}.files")

    def keep_files_at(self, place: str) -> None:
        """Keep files at the address of a storage from now on. Raises StorageUnusable where there is no such storage;
        what lies elsewhere must be brought there by whoever runs the place."""
        storage_at(place)
        with self.database.writing() as connection:
            connection.execute(update(schema.headquarters).values(files=place))

    def load_villages(self) -> int:
        """Load the registry, or load it again; returns how many villages it has (83,762)."""
        with self.database.writing() as connection:
            return reference.load_villages(connection)

    def village_count(self) -> int:
        """How many villages are loaded."""
        with self.database.reading() as connection:
            return reference.village_count(connection)

    def add_office(self, code: str, name: str) -> None:
        """Add an office, or rename it. Raises WrongField for an impossible code or name."""
        with self.database.writing() as connection:
            reference.add_office(connection, code, name, self._clock())

    def assign(
        self,
        village: str,
        office: str,
        sk: str,
        start: dt.date,
        end: dt.date | None = None,
        migrant_pocket: float = 0.0,
    ) -> None:
        """Make a village *desa binaan* of an office by the letter ``sk``, both days inclusive.

        ``village`` is a code, dotted or not. Raises NotFound or WrongField.
        """
        try:
            code = digits(village)
        except ValueError as error:
            raise WrongField(path="village", why=say("bukan kode desa", "it is no village code")) from error
        assignment = Assignment(
            office_code=office, village=code, office=office, sk=sk, start=start, end=end, migrant_pocket=migrant_pocket
        )
        with self.database.writing() as connection:
            reference.assign(connection, assignment, self._clock())

    def add_person(self, name: str, role: Role, office: str) -> Invitation:
        """Add a person and make a one-time code for a laptop. Raises NotFound, WrongField."""
        with self.database.writing() as connection:
            return people.add_person(connection, name, role, office, self._clock())

    def invite(self, person: str) -> Invitation:
        """Make a code for another laptop of a person. Raises NotFound."""
        with self.database.writing() as connection:
            return people.invite(connection, person, self._clock())

    def people(self) -> list[Person]:
        """Everybody, by office and name."""
        with self.database.reading() as connection:
            return people.everybody(connection)

    def enrol(self, enrolment: Enrolment, address: str) -> Enrolled:
        """Join a laptop by its code; ``address`` is where the request comes from. Raises Denied."""
        now_ms = self._clock()
        with self.database.writing() as connection:
            people.check_guesses(connection, address, now_ms)
            try:
                device = people.enrol(connection, enrolment, now_ms)
            except Denied as denied:
                if denied.kind is not WRONG_CODE:
                    raise
                people.count_guess(connection, address, now_ms)
                wrong = denied
            else:
                me = people.me(connection, device)
                _, card = cards.issued(connection, self.identity, device, enrolment.sealing_key)
                hq_key, secret = keys.public_text(self.identity.private_key), leases.secret(connection, device.dev)
                until_ms = lease.until(now_ms)
                return Enrolled(device.dev, me, self.identity.hq, hq_key, now_ms, until_ms, secret, card)
        raise wrong

    def exchange(self, body: bytes) -> bytes:
        """Answer one body of ``POST /v1/sync``, neither of them gzipped. Raises Denied."""
        return exchange.exchange(self.database, self.identity, exchange.parse(body), self._clock())

    def carry(self, bundle: bytes) -> bytes:
        """Take in a bundle, from a stick or from whoever forwards it; returns the bundle of answers for its sender.
        Raises Denied."""
        return Post(self.database, self.identity, self.exchange, self._clock()).answered(bundle)

    def let_leads_read(self, office_code: str, *, may: bool) -> None:
        """Whether an office's leads may open the bundles that they carry; laptops seal by it from their next contact
        on. Raises NotFound."""
        with self.database.writing() as connection:
            if people.office_name(connection, office_code) is None:
                raise NotFound(what=say(f"Kantor {office_code}", f"Office {office_code}"))
            cards.let_leads_read(connection, office_code, may=may)

    def laptops(self) -> list[Laptop]:
        """All enrolled laptops, oldest first."""
        with self.database.reading() as connection:
            return people.laptops(connection)

    def revoke(self, dev: str, why: Revocation = "lost") -> None:
        """Have a laptop destroy its data: at once when it is next in touch, or, where its person ``left``, when all it
        holds is sent. What it still brings is kept aside. Raises NotFound."""
        with self.database.writing() as connection:
            people.laptop(connection, dev)
            revocations.write_down(revocations.place_of(self.database), Entry(dev, self._clock(), why))
            people.revoke(connection, dev, why, self._clock())

    def readmit(self, dev: str) -> None:
        """Take a revocation back. Raises NotFound, and NotAllowed where it came too late."""
        with self.database.writing() as connection:
            people.readmit(connection, dev)
            revocations.write_down(revocations.place_of(self.database), Entry(dev, self._clock()))

    def renewal(self, dev: str) -> Renewal:
        """Renew the lease of a laptop that can't come: a file, and a code. Raises NotFound, NotAllowed."""
        with self.database.reading() as connection:
            return leases.renewal(connection, self.identity, dev, self._clock())

    def admit(self, dev: str) -> int:
        """Let in what a revoked laptop brought, after people have looked at it; returns how many changes went into
        the log. Raises NotFound."""
        with self.database.writing() as connection:
            sender = people.laptop(connection, dev)
            kept = quarantine.of_revoked(connection, dev)
            arrivals = [arrival(sender, each.payload, each.received_ms) for each in kept]
            return Intake(connection, arrivals, self._clock()).admit()

    def quarantined(self) -> Sequence[quarantine.Kept]:
        """Every change that is kept aside, oldest first."""
        with self.database.reading() as connection:
            return quarantine.all_kept(connection)

    @uncollected()
    def coverage(self, period: Period, levels: Collection[Level] = LEVELS) -> Coverage:
        """Coverage of all offices' records."""
        with self.database.reading() as connection:
            facts = coverage_facts(connection, period.end, day_of(self._clock()))
        return coverage(facts, period, rules_in_force(), levels)

    def is_well(self) -> bool:
        """Whether the database answers, and is still of this version."""
        with self.database.reading() as connection:
            return connection.scalar(select(schema.headquarters.c.version)) == schema.VERSION


def identity_of(connection: Connection) -> Identity:
    """Who the headquarters of a database is."""
    row = connection.execute(select(schema.headquarters)).one()
    rows = connection.execute(select(schema.hq_key).order_by(schema.hq_key.c.place))
    ring = tuple(Key(each.public_key, each.signature) for each in rows)
    return Identity(row.hq, row.private_key, ring, row.sealing_key)
