"""A ground of real disks and a real line: SQLCipher's files, headquarters' database file, HTTP between them.

It has the same templates as the ground in memory, so that one history can be lived on both.
"""

from __future__ import annotations

import shutil
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any, cast

import uvicorn
from sqlite_utils import Database as Tables

from desa_app.errors import DesaError
from desa_app.hq.database import Database
from desa_app.hq.headquarters import Headquarters
from desa_app.hq.web import application
from desa_app.store.database import open_database
from desa_app.store.store import Store
from desa_app.sync.line import Line
from desa_app.sync.pure.wire import Enrolled, Enrolment
from simulation.disks import Mains, Wired
from simulation.ground import templates

KEY = bytes(range(32))


class RealDisk:
    """A laptop's encrypted file."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.mains = Mains()
        self.folder = folder
        self._loads = 0
        self._images = 0
        self._connection: Any = None
        self.tables: Tables = None  # type: ignore[assignment]

    def load(self, image: Any) -> None:
        """Hold what a file, or a database in memory, holds."""
        self.mains.restore()
        self._loads += 1
        if self._connection is not None:
            self._connection.close()
        for file in self.folder.glob("desa.db*"):
            file.unlink()
        if isinstance(image, Path):
            shutil.copy(image, self.folder / "desa.db")
        else:
            image.execute(f"ATTACH ? AS file KEY \"x'{KEY.hex()}'\"", [str(self.folder / "desa.db")])
            image.execute("SELECT sqlcipher_export('file')")
            image.execute("DETACH file")
        self.tables = open_database(self.folder / "desa.db", KEY)
        self._connection = self.tables.conn
        self._connection.execute("PRAGMA synchronous = OFF")
        self.tables.conn = cast(Any, Wired(self._connection, self.mains))

    def image(self) -> Path:
        """A copy of the file."""
        self._images += 1
        copy = self.folder / f"image{self._images}"
        self._connection.execute("VACUUM INTO ?", [str(copy)])
        return copy

    def version(self) -> tuple[int, int]:
        return self._loads, self._connection.total_changes

    def close(self) -> None:
        self._connection.close()


class RealHqDisk(Database):
    """Headquarters' database file, served by the real application."""

    def __init__(self, file: Path) -> None:
        super().__init__(f"sqlite:///{file}")
        self.mains = Mains()
        self._path = file
        self._loads = 0
        self._images = 0

    def load(self, image: Path | sqlite3.Connection) -> None:
        """Hold what a file, or a database in memory, holds."""
        self._loads += 1
        self._engine.dispose()
        for rest in ("-wal", "-shm", ""):
            Path(f"{self._path}{rest}").unlink(missing_ok=True)
        if isinstance(image, Path):
            shutil.copy(image, self._path)
        else:
            with closing(sqlite3.connect(self._path)) as file:
                image.backup(file)

    def image(self) -> Path:
        self._images += 1
        copy = self._path.with_name(f"backup{self._images}.db")
        with self._reader() as connection:
            connection.execute("VACUUM INTO ?", [str(copy)])
        return copy

    def version(self) -> object:
        """Never the same: what is there is looked at each time."""
        return object()

    def table(self, noun: str) -> tuple[list[str], list[Any]]:
        with self._reader() as connection:
            found = connection.execute(f'SELECT * FROM "{noun}"')
            return [column[0] for column in found.description], found.fetchall()

    def query(self, sql: str, *parameters: Any) -> list[Any]:
        with self._reader() as connection:
            return connection.execute(sql, parameters).fetchall()

    @contextmanager
    def _reader(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self._path, isolation_level=None)) as connection:
            yield connection


class Real:
    """Real disks in ``folder``, and headquarters behind HTTP."""

    def __init__(self, folder: Path) -> None:
        self.templates = templates()
        self._folder = folder
        self._seats: list[RealDisk] = []
        self._worlds = 0
        self._close: list[Callable[[], None]] = []

    def begin(self, clock: Callable[[], int]) -> Headquarters:
        """A new world."""
        self.end()
        self._worlds += 1
        place = self._folder / str(self._worlds)
        place.mkdir()
        self.hq_disk = RealHqDisk(place / "hq.db")
        self.hq_disk.load(self.templates.hq)
        self.hq = Headquarters(self.hq_disk, clock)
        server = uvicorn.Server(uvicorn.Config(application(self.hq), port=0, log_level="warning"))
        thread = threading.Thread(target=server.run, name="headquarters")
        thread.start()
        while not server.started:
            time.sleep(0.001)
        port = server.servers[0].sockets[0].getsockname()[1]
        self._line = Line(f"http://127.0.0.1:{port}")

        def close() -> None:
            self._line.close()
            server.should_exit = True
            thread.join()

        self._close.append(close)
        return self.hq

    def end(self) -> None:
        """Stop what is left of the world before."""
        for close in [*self._close, *(seat.close for seat in self._seats)]:
            close()
        self._close.clear()
        self._seats.clear()

    def seat(self, image: Any) -> RealDisk:
        disk = RealDisk(self._folder / str(self._worlds) / f"laptop{len(self._seats)}")
        disk.load(image)
        self._seats.append(disk)
        return disk

    def template(self, name: str) -> Any:
        return self.templates.laptops[name]

    def store(self, disk: RealDisk, clock: Callable[[], int], luck: Callable[[int], bytes]) -> Store:
        return Store(disk.folder, disk.tables, clock, KEY, luck)

    def carry(self, body: bytes) -> bytes:
        return self._line.exchange(body)

    def carry_bundle(self, bundle: bytes) -> bytes:
        return self._line.carry(bundle)

    def fail(self, body: bytes, *, after: bool) -> None:
        """What a headquarters that failed leaves: nothing of the body, or all of it and no answer."""
        with suppress(DesaError):
            if after:
                self.carry(body)

    def enrol(self, enrolment: Enrolment) -> Enrolled:
        return self._line.enrol(enrolment)
