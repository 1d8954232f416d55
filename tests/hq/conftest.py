"""A headquarters with two offices on a real database, its clock in the test's hands, and laptops of its people."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from threading import Semaphore

import pytest
from sqlalchemy import Connection

from desa_app.hq import people
from desa_app.hq.access import Sender
from desa_app.hq.headquarters import Headquarters
from tests.hq.laptops import OFFICE, OTHER_OFFICE, Clock, Laptop, enrolled


@pytest.fixture(scope="session")
def two_offices(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of a headquarters with two offices and nobody in them, to be copied: making it takes longer."""
    file = tmp_path_factory.mktemp("offices") / "hq.db"
    with Headquarters.create(f"sqlite:///{file}", Clock()) as headquarters:
        headquarters.add_office(OFFICE, "Kantor Imigrasi Kendal")
        headquarters.add_office(OTHER_OFFICE, "Kantor Imigrasi Semarang")
    return file


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def url(tmp_path: Path) -> str:
    """Where the database of headquarters is."""
    return f"sqlite:///{tmp_path / 'hq.db'}"


@pytest.fixture
def hq(url: str, clock: Clock, two_offices: Path, tmp_path: Path) -> Iterator[Headquarters]:
    shutil.copy(two_offices, tmp_path / "hq.db")
    with Headquarters(url, clock) as headquarters:
        yield headquarters


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> Semaphore:
    """Released whenever headquarters has looked who sends a request: then the request waits for its turn to write."""
    done, look = Semaphore(0), people.sender

    def sender(connection: Connection, dev: str, *, lock: bool = False) -> Sender | None:
        found = look(connection, dev, lock=lock)
        done.release()
        return found

    monkeypatch.setattr(people, "sender", sender)
    return done


@pytest.fixture
def siti(hq: Headquarters) -> Laptop:
    """An officer of Kendal."""
    return enrolled(hq, name="Siti")


@pytest.fixture
def budi(hq: Headquarters) -> Laptop:
    """The team lead of Kendal."""
    return enrolled(hq, "lead", name="Budi")


@pytest.fixture
def wayan(hq: Headquarters) -> Laptop:
    """An officer of Semarang."""
    return enrolled(hq, office=OTHER_OFFICE, name="Wayan")


@pytest.fixture
def admin(hq: Headquarters) -> Laptop:
    """An administrator of headquarters."""
    return enrolled(hq, "hq", OTHER_OFFICE, "Ratna")
