"""Real processes: a headquarters that can be killed and started again, and laptops driven from the command line."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from desa_app.hq.headquarters import Headquarters

PASSPHRASE = "rahasia-bersama"
PROGRAMS = Path(sys.executable).parent
AT_WORK = Path(__file__).parent / "laptop_at_work.py"
VILLAGES = {"KANIM-A": "3324082014", "KANIM-B": "3324082011"}


def surroundings(**more: str) -> dict[str, str]:
    """The environment of a process, with the passphrase in it."""
    return {**os.environ, "DESA_PASSPHRASE": PASSPHRASE, "PYTHONUNBUFFERED": "1", **more}


class Hq:
    """``desa-hq serve`` as a process of its own on a port that stays the same."""

    def __init__(self, folder: Path) -> None:
        self.database = f"sqlite:///{folder / 'hq.db'}"
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Serve; returns when it listens."""
        command = [str(PROGRAMS / "desa-hq"), "serve", "--database", self.database, "--port", str(self.port)]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=surroundings())
        assert self._process.stdout
        assert self.url in self._process.stdout.readline()

    def kill(self) -> None:
        """kill -9."""
        assert self._process
        assert self._process.stdout
        self._process.kill()
        self._process.wait()
        self._process.stdout.close()
        self._process = None

    def stop(self) -> None:
        """End it if it runs."""
        if self._process:
            self.kill()


class Laptop:
    """A laptop's folder and the commands on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def run(self, *args: str | Path, code: int = 0) -> str:
        """Run ``desa-app``; its output. The exit code must be ``code``."""
        command = [str(PROGRAMS / "desa-app"), *map(str, args), "--data-dir", str(self.folder)]
        done = subprocess.run(command, capture_output=True, text=True, env=surroundings(), check=False)
        assert done.returncode == code, done.stdout + done.stderr
        assert "Traceback" not in done.stderr
        return done.stdout if code == 0 else done.stderr

    def json(self, *args: str | Path) -> Any:
        """Run ``desa-app … --json``; its values."""
        return json.loads(self.run(*args, "--json"))

    def at_work(self, village: str, sessions: int) -> AtWork:
        """Start to save and synchronise in a process of its own."""
        return AtWork([sys.executable, str(AT_WORK), str(self.folder), village, str(sessions)])


class AtWork:
    """A laptop's process and what it told so far."""

    def __init__(self, command: list[str]) -> None:
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=surroundings())
        self.told: list[str] = []

    def until(self, word: str, times: int = 1) -> None:
        """Read on until ``word`` was told so many more times, or the process has ended."""
        assert self._process.stdout
        while times and (line := self._process.stdout.readline()):
            self.told.append(line.strip())
            times -= line.startswith(word)

    def end(self) -> None:
        """Wait for the end of the work."""
        self.until("done")
        self._close()

    def kill(self) -> None:
        """kill -9; what it had told before is read to its end."""
        self._process.kill()
        self.until("done")
        self._close()

    def _close(self) -> None:
        assert self._process.stdout
        self._process.wait()
        self._process.stdout.close()

    @property
    def saved(self) -> set[str]:
        """The sessions whose save has returned."""
        return {line.split()[1] for line in self.told if line.startswith("saved")}


@pytest.fixture
def hq(tmp_path: Path) -> Iterator[Hq]:
    """A headquarters with two offices, serving."""
    running = Hq(tmp_path)
    with Headquarters.create(running.database) as headquarters:
        headquarters.load_villages()
        for office in VILLAGES:
            headquarters.add_office(office, f"Kantor Imigrasi {office[-1]}")
    running.start()
    yield running
    running.stop()


def joined(hq: Hq, folder: Path, name: str, role: str, office: str) -> Laptop:
    """A laptop that has joined from the command line, with a code from the command line."""
    command = [str(PROGRAMS / "desa-hq"), "person", "add", "--name", name, "--role", role, "--office", office, "--json"]
    added = subprocess.run(
        [*command, "--database", hq.database], capture_output=True, text=True, check=True, env=surroundings()
    )
    laptop = Laptop(folder / name)
    laptop.run("enrol", "--hq", hq.url, "--code", json.loads(added.stdout)["code"])
    return laptop
