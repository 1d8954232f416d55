"""Other programs that carry records from here to there, to be measured against.

They are no part of the product: ``python -m benchmarks.peers`` installs them from their registries into ``.peers``
beside the repository (npm and a virtual environment, 300 MB); without them their lines are left out.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
import venv
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
FOLDER = HERE.parent.parent / ".peers"
ANKI = "anki==26.9.3"
WAIT_S = 20.0

Records = Mapping[str, Sequence[Mapping[str, Any]]]
"""Records by kind, as plain values by name."""


def install() -> None:
    """Bring them here."""
    (FOLDER / "pouch").mkdir(parents=True, exist_ok=True)
    shutil.copy(HERE / "package.json", FOLDER / "pouch")
    subprocess.run(["npm", "install", "--no-audit", "--no-fund"], cwd=FOLDER / "pouch", check=True)
    venv.create(FOLDER / "anki", with_pip=True)
    subprocess.run([_anki_python(), "-m", "pip", "install", "--quiet", ANKI], check=True)


def has_pouch() -> bool:
    """Whether PouchDB is here."""
    return (FOLDER / "pouch" / "node_modules").exists() and shutil.which("node") is not None


def has_anki() -> bool:
    """Whether Anki is here."""
    return _anki_python().exists()


@contextmanager
def pouch_server(folder: Path) -> Iterator[int]:
    """A CouchDB-compatible server with nothing in it; gives its port."""
    command = ["node", str(HERE / "pouch_server.js"), str(_made(folder / "server"))]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=_node()) as server:
        assert server.stdout is not None
        try:
            yield int(server.stdout.readline())
        finally:
            server.kill()


def pouch_push(folder: Path, url: str, certificate: Path, records: Records) -> float:
    """Replicate records from a new local database; the seconds it took."""
    docs = [{"_id": row["id"], "kind": kind, **row} for kind, rows in records.items() for row in rows]
    path = folder / "docs.json"
    path.write_text(json.dumps(docs))
    command = ["node", str(HERE / "pouch_client.js"), str(_made(folder / "client")), url, str(path)]
    return _seconds(command, _node() | {"NODE_EXTRA_CA_CERTS": str(certificate)})


@contextmanager
def anki_server(folder: Path) -> Iterator[int]:
    """Anki's own server; gives its port. It speaks no TLS."""
    port = _free_port()
    env = os.environ | {
        "SYNC_USER1": "desa:desa",
        "SYNC_HOST": "127.0.0.1",
        "SYNC_PORT": str(port),
        "SYNC_BASE": str(_made(folder / "base")),
    }
    with subprocess.Popen(
        [_anki_python(), "-m", "anki.syncserver"], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        try:
            _wait_for(port)
            yield port
        finally:
            server.kill()


def anki_push(folder: Path, near: str, far: str, records: Records) -> float:
    """Synchronise records as notes through ``far``, after the kinds of notes went up through ``near``; the seconds."""
    path = folder / "notes.json"
    path.write_text(json.dumps({kind: [_texts(row) for row in rows] for kind, rows in records.items()}))
    collection = str(_made(folder / "client") / "collection.anki2")
    return _seconds([str(_anki_python()), str(HERE / "anki_client.py"), collection, near, far, str(path)], os.environ)


def _texts(row: Mapping[str, Any]) -> dict[str, str]:
    """A note's fields are texts."""
    return {name: value if isinstance(value, str) else json.dumps(value) for name, value in row.items()}


def _seconds(command: Sequence[str], env: Mapping[str, str]) -> float:
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{command[1]}: {done.stderr}")
    return float(done.stdout.split()[-1])


def _node() -> dict[str, str]:
    return os.environ | {"NODE_PATH": str(FOLDER / "pouch" / "node_modules")}


def _anki_python() -> Path:
    return FOLDER / "anki" / ("Scripts" if sys.platform == "win32" else "bin") / "python"


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _free_port() -> int:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def _wait_for(port: int) -> None:
    import socket

    end = time.monotonic() + WAIT_S
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.05)
