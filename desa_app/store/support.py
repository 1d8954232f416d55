"""What support needs to know of a laptop and may: counts, states, codes and versions. No name, no number, no place and
no text that anybody wrote.
"""

from __future__ import annotations

import platform
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desa_app import __version__
from desa_app.domain.records import RECORDS
from desa_app.store.schema import laptop

if TYPE_CHECKING:
    from desa_app.store.store import Store


def support_facts(store: Store) -> dict[str, Any]:
    """The facts as plain values, ready for JSON. Takes a while on a large laptop: the database is proved whole."""
    me, db = store.me, store.db
    status = store.status()
    return {
        "versions": {
            "app": __version__,
            "python": platform.python_version(),
            "system": f"{platform.system()} {platform.release()} {platform.machine()}",
            "sqlite": db.execute("SELECT sqlite_version()").fetchone()[0],
            "sqlcipher": db.execute("PRAGMA cipher_version").fetchone()[0],
            "villages": store.villages.version,
            "migrations": [each.name for each in laptop.applied(db)],
            "frozen": bool(getattr(sys, "frozen", False)),
        },
        "device": {"name": me.dev, "role": me.role, "office": me.office_code} if me else None,
        "records": {noun: _records(store, noun) for noun in RECORDS},
        "journal": _journal(store),
        "unsent": {
            "records": status.unsent.records,
            "oldest": status.unsent.oldest.date().isoformat() if status.unsent.oldest else None,
        },
        "quarantined": [[each.code, each.noun, each.field] for each in status.quarantined],
        "conflicts": [[each.noun, each.field] for each in status.conflicts],
        "clock_offset_s": status.offset,
        "runs": [_run(run) for run in store.runs.recent(50)],
        "findings": _findings(store),
        "disk": _disk(store.folder),
    }


def _records(store: Store, noun: str) -> dict[str, int]:
    """Living records by status where the type has one, and deleted ones."""
    columns = {column.name for column in store.db.table(noun).columns}
    status = "status" if "status" in columns else "'alive'"
    rows = store.db.execute(f"SELECT iif(deleted, 'deleted', {status}), count(*) FROM \"{noun}\" GROUP BY 1")
    return {str(name): count for name, count in rows.fetchall()}


def _journal(store: Store) -> dict[str, int]:
    rows = store.db.execute("SELECT noun, state, count(*) FROM journal GROUP BY noun, state")
    return {f"{noun} {state}": count for noun, state, count in rows.fetchall()}


def _run(run: Any) -> dict[str, Any]:
    """A run without what its error said: an address or a file can be in it."""
    names = ("began_ms", "ended_ms", "pushed", "pulled", "quarantined", "exchanges", "bytes_up", "bytes_down", "error")
    return {name: getattr(run, name) for name in names}


def _findings(store: Store) -> dict[str, int]:
    """How much is wrong, by the kind of place: a finding's own words name records."""
    found: dict[str, int] = {}
    for finding in store.check():
        kind = finding.where.split(" ")[0]
        found[kind] = found.get(kind, 0) + 1
    return found


def _disk(folder: Path) -> dict[str, int]:
    sizes = {each.name: each.stat().st_size for each in folder.iterdir() if each.is_file()}
    return {**sizes, "free": shutil.disk_usage(folder).free}
