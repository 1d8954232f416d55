"""The command lines in this process, over a real store and a real headquarters that serves on a free port."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from desa_app.cli import main as desa_app
from desa_app.hq.cli import main as desa_hq
from desa_app.hq.headquarters import Headquarters
from desa_app.hq.server import served

PASSPHRASE = "rahasia-perintah"
OFFICE = "KANIM-SMG"
VILLAGE = "33.24.08.2014"


class Line:
    """A command line: what it was told to do gives its output, and its exit code is checked."""

    def __init__(self, program: Any, *always: str) -> None:
        self._program = program
        self._always = always

    def run(self, *args: str | Path, code: int = 0, given: str | bytes | None = None, **env: str | None) -> str:
        """The standard output of a command, or standard error where ``code`` isn't 0."""
        done = CliRunner().invoke(
            self._program,
            [*map(str, args), *self._always],
            input=given,
            env={"DESA_PASSPHRASE": PASSPHRASE, **env},
        )
        assert done.exit_code == code, done.output
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return done.stdout if code == 0 else done.stderr

    def json(self, *args: str | Path, code: int = 0, **env: str | None) -> Any:
        """The values that a command prints."""
        done = CliRunner().invoke(
            self._program, [*map(str, args), "--json", *self._always], env={"DESA_PASSPHRASE": PASSPHRASE, **env}
        )
        assert done.exit_code == code, done.output
        return json.loads(done.stdout)


class Hq(Line):
    """``desa-hq`` on a database, served at ``url``."""

    def __init__(self, database: str, url: str) -> None:
        super().__init__(desa_hq, "--database", database)
        self.database = database
        self.url = url

    def code(self, name: str, role: str = "officer") -> str:
        """A one-time code for a new person of the office."""
        added = self.json("person", "add", "--name", name, "--role", role, "--office", OFFICE)
        return str(added["code"])


@pytest.fixture(scope="session")
def country(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A headquarters' database with all villages and one office, made once."""
    file = tmp_path_factory.mktemp("country") / "hq.db"
    with Headquarters.create(f"sqlite:///{file}") as headquarters:
        headquarters.load_villages()
        headquarters.add_office(OFFICE, "Kantor Imigrasi Semarang")
    return file


@pytest.fixture
def hq(country: Path, tmp_path: Path) -> Iterator[Hq]:
    """A headquarters that serves."""
    database = f"sqlite:///{shutil.copy(country, tmp_path / 'hq.db')}"
    with served(database) as url:
        yield Hq(database, url)


def laptop_at(folder: Path) -> Line:
    """``desa-app`` on the data in ``folder``."""
    return Line(desa_app, "--data-dir", str(folder))


def joined(hq: Hq, folder: Path, name: str, role: str = "officer") -> Line:
    """A laptop that has joined headquarters."""
    laptop = laptop_at(folder)
    laptop.run("enrol", "--hq", hq.url, "--code", hq.code(name, role))
    return laptop


@pytest.fixture
def officer(hq: Hq, tmp_path: Path) -> Line:
    """An officer's laptop."""
    return joined(hq, tmp_path / "officer", "Dewi")


@pytest.fixture
def lead(hq: Hq, tmp_path: Path) -> Line:
    """A team lead's laptop."""
    return joined(hq, tmp_path / "lead", "Rini", "lead")


def saved(path: Path, values: Any) -> Path:
    """A JSON file."""
    path.write_text(json.dumps(values), encoding="utf-8")
    return path
