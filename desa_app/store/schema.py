"""The tables of a laptop's database, as small named migrations, and the backup before each of them."""

from __future__ import annotations

from pathlib import Path

from sqlite_utils import Database, Migrations

from desa_app import durable
from desa_app.domain.records import RECORDS
from desa_app.errors import NewerDatabase
from desa_app.store.database import copy_database, designed_errors, immediate
from desa_app.store.key import BACKUPS
from desa_app.store.key import FILE as KEY_FILE
from desa_app.store.replay import make_declared, replay
from desa_app.store.search_index import make_index
from desa_app.sync.pure.change import chain_start
from desa_app.sync.pure.facts import ATTENDEE_COLUMNS
from desa_app.sync.pure.rows import table_columns

KEPT_BACKUPS = 3

laptop = Migrations("laptop")


@laptop()
def m001_records(db: Database) -> None:
    """A table per record type, its columns as declared in domain/.

    The attendees' index finds a session's list, and holds all that coverage reads of everybody.
    """
    for noun in RECORDS:
        db.table(noun).create(table_columns(noun), pk="id")
    db.table("session").create_index(["date"])
    db.table("attendee").create_index([*ATTENDEE_COLUMNS, "deleted"])
    db.table("recruiter").create_index(["offer_id"])
    db.table("recruiter").create_index(["phone_e164"])


@laptop()
def m002_journal(db: Database) -> None:
    """Every change this laptop made or received; what is still ``pending`` is the outbox."""
    db.execute(
        """CREATE TABLE journal (
            dev TEXT NOT NULL, n INTEGER NOT NULL, state TEXT NOT NULL, noun TEXT NOT NULL, record TEXT NOT NULL,
            stamp INTEGER NOT NULL, scope TEXT, seq INTEGER, code TEXT, field TEXT,
            hash BLOB NOT NULL, payload BLOB NOT NULL, PRIMARY KEY (dev, n))"""
    )
    db.execute("CREATE INDEX journal_waiting ON journal (state, n) WHERE state <> 'acked'")
    db.execute("CREATE INDEX journal_place ON journal (scope, seq)")
    db.execute("CREATE INDEX journal_record ON journal (record)")


@laptop()
def m003_device(db: Database) -> None:
    """Whose laptop this is, its clock and number, how far each log was read, and small settings."""
    db.execute("CREATE TABLE device (one INTEGER PRIMARY KEY CHECK (one = 1), dev TEXT, n INTEGER, stamp INTEGER)")
    db.execute("INSERT INTO device VALUES (1, NULL, 0, 0)")
    db.execute("CREATE TABLE cursor (scope TEXT PRIMARY KEY, seq INTEGER, epoch INTEGER, chain BLOB, head INTEGER)")
    db.execute("CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT)")


@laptop()
def m010_search_index(db: Database) -> None:
    """The index that everything is found by, filled from the records that are here."""
    make_index(db)


@laptop()
def m011_runs(db: Database) -> None:
    """The exchanges with headquarters so far."""
    db.execute(
        """CREATE TABLE run (
            began_ms INTEGER, ended_ms INTEGER, pushed INTEGER, pulled INTEGER, quarantined INTEGER,
            exchanges INTEGER, bytes_up INTEGER, bytes_down INTEGER, error TEXT, details TEXT)"""
    )


@laptop()
def m007_calls(db: Database) -> None:
    """The telephone calls made for an offer; and up to which number changes were on their way to headquarters, which
    for those of before is not known: all of them may have been."""
    if "calls" not in db["offer"].columns_dict:
        db.execute("ALTER TABLE offer ADD COLUMN calls TEXT")
    db.execute("ALTER TABLE device ADD COLUMN sent INTEGER NOT NULL DEFAULT 0")
    db.execute("UPDATE device SET sent = n")


@laptop()
def m012_exports(db: Database) -> None:
    """What left this laptop as a file or on paper, but for what it said."""
    db.execute(
        """CREATE TABLE export (
            at_ms INTEGER NOT NULL, kind TEXT NOT NULL, person TEXT NOT NULL, name TEXT NOT NULL,
            count INTEGER NOT NULL, named INTEGER NOT NULL)"""
    )


@laptop()
def m014_bundles(db: Database) -> None:
    """The bundles that this laptop made, who says to carry them, and those of colleagues that it carries itself."""
    db.execute(
        """CREATE TABLE bundle (
            id TEXT PRIMARY KEY, dev TEXT NOT NULL, made_ms INTEGER NOT NULL, numbers TEXT NOT NULL,
            questions BLOB NOT NULL, content BLOB)"""
    )
    db.execute(
        """CREATE TABLE relayed (
            id INTEGER PRIMARY KEY, bundle TEXT NOT NULL, lead TEXT NOT NULL, name TEXT NOT NULL,
            at_ms INTEGER NOT NULL, receipt BLOB NOT NULL, UNIQUE (bundle, lead))"""
    )
    db.execute(
        """CREATE TABLE spool (
            id TEXT PRIMARY KEY, dev TEXT NOT NULL, name TEXT NOT NULL, kept_ms INTEGER NOT NULL,
            sha256 BLOB NOT NULL, bundle BLOB, answers BLOB, refused TEXT)"""
    )


@laptop()
def m015_receipts(db: Database) -> None:
    """Headquarters' receipts and the keys they were signed with; which receipt covers a change, and which of a team
    lead's says that it is on its way; who the colleagues are.

    For what was read before there is no receipt, so the logs are read again.
    """
    db.execute(
        """CREATE TABLE receipt (
            id INTEGER PRIMARY KEY, hq TEXT NOT NULL, key TEXT NOT NULL, at_ms INTEGER NOT NULL,
            leaves BLOB NOT NULL, signature BLOB NOT NULL)"""
    )
    db.execute("CREATE TABLE hq_key (key TEXT PRIMARY KEY, public_key BLOB NOT NULL, signature BLOB NOT NULL)")
    db.execute("CREATE TABLE colleague (person TEXT PRIMARY KEY, name TEXT NOT NULL, role TEXT NOT NULL)")
    db.execute("CREATE TABLE colleague_laptop (dev TEXT PRIMARY KEY, person TEXT NOT NULL, machine TEXT NOT NULL)")
    db.execute("ALTER TABLE journal ADD COLUMN receipt INTEGER")
    db.execute("ALTER TABLE journal ADD COLUMN relayed INTEGER")
    db.execute("CREATE INDEX journal_receipt ON journal (receipt, noun, record)")
    db.execute("UPDATE journal SET scope = NULL, seq = NULL WHERE scope IS NOT NULL")
    scopes = [scope for (scope,) in db.execute("SELECT scope FROM cursor").fetchall()]
    db.conn.executemany(
        "UPDATE cursor SET seq = 0, chain = ? WHERE scope = ?", [(chain_start(scope), scope) for scope in scopes]
    )


@laptop()
def m016_moves(db: Database) -> None:
    """Which records have left this laptop, and what of their changes the numbers and the logs' chains still need."""
    db.execute("CREATE TABLE moved (record TEXT PRIMARY KEY, stamp INTEGER NOT NULL)")
    db.execute("CREATE TABLE hidden (record TEXT PRIMARY KEY, noun TEXT NOT NULL, scope TEXT NOT NULL, files TEXT)")
    db.execute(
        "CREATE TABLE gone (scope TEXT, seq INTEGER, count INTEGER NOT NULL, hash BLOB, stamp INTEGER, chain BLOB, "
        "dev TEXT, n INTEGER, UNIQUE (scope, seq), UNIQUE (dev, n))"
    )


@laptop()
def m017_erasures(db: Database) -> None:
    """What headquarters ordered to be erased, so that nothing of it is taken in again; and as whom an attendee counts
    whose name is erased."""
    db.execute(
        """CREATE TABLE erasure (
            record TEXT NOT NULL, number INTEGER NOT NULL, noun TEXT NOT NULL, fields TEXT NOT NULL,
            PRIMARY KEY (record, number))"""
    )
    db.execute("CREATE INDEX erasure_number ON erasure (number)")
    attendee = db.table("attendee")
    if "counted_as" not in attendee.columns_dict:
        db.execute("ALTER TABLE attendee ADD COLUMN counted_as TEXT")
        for index in attendee.indexes:
            if index.columns[0] == "session_id":
                db.execute(f'DROP INDEX "{index.name}"')
        attendee.create_index([*ATTENDEE_COLUMNS, "deleted"])


@laptop()
def m018_testimony(db: Database) -> None:
    """Others' changes that headquarters has forgotten and is to be told again, with its receipts for them; and between
    which numbers changes were made here that this database, restored from a backup, knows nothing of."""
    db.execute("ALTER TABLE device ADD COLUMN unknown_from INTEGER")
    db.execute("ALTER TABLE device ADD COLUMN unknown_to INTEGER")
    db.execute(
        "CREATE TABLE testimony (dev TEXT NOT NULL, n INTEGER NOT NULL, receipt INTEGER NOT NULL, "
        "said INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (dev, n))"
    )


@laptop()
def m019_declared(db: Database) -> None:
    """With which fields the rows were written, so that a later version merges what was kept of others."""
    make_declared(db)


def migrate(db: Database, folder: Path) -> None:
    """Bring the tables up to date; a backup is made before, and a newer database is refused unchanged.

    All steps are one transaction: an interrupted migration leaves the tables as they were, and of two processes
    one migrates while the other waits. What an earlier version kept of fields that it didn't know is then merged.
    """
    with designed_errors():
        applied = refuse_newer(db)
        pending = [migration.name for migration in laptop.pending(db)]
        if pending and applied:
            back_up(db, folder / BACKUPS, f"before-{pending[0]}")
    if pending:
        with immediate(db):
            laptop.apply(db)
    with designed_errors():
        replay(db)


def refuse_newer(db: Database) -> set[str]:
    """The migrations that a database has behind it; raises NewerDatabase for one of a newer version."""
    applied = {migration.name for migration in laptop.applied(db)}
    if applied - {migration.name for migration in laptop._migrations}:
        raise NewerDatabase
    return applied


def back_up(db: Database, folder: Path, name: str) -> Path:
    """A copy of the encrypted database and its key in ``folder``; the oldest beyond three are dropped."""
    folder.mkdir(parents=True, exist_ok=True)
    copy = folder / f"{name}.db"
    fresh = durable.beside(copy)
    try:
        copy_database(db, fresh)
        durable.replace(fresh, copy)
    finally:
        fresh.unlink(missing_ok=True)
    fresh = durable.beside(folder / KEY_FILE)
    durable.write(fresh, (folder.parent / KEY_FILE).read_bytes())
    durable.replace(fresh, folder / KEY_FILE)
    for old in sorted(folder.glob("*.db"), key=lambda each: each.stat().st_mtime)[:-KEPT_BACKUPS]:
        old.unlink()
    return copy
