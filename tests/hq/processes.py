"""Headquarters as processes of their own, as people start them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

SERVE = "from desa_app.hq.cli import main; main()"
DYING = """
import os, signal, sys
from sqlalchemy.engine.default import DefaultDialect
from desa_app.hq.server import serve

when, at, url = sys.argv[1], int(sys.argv[2]), sys.argv[3]
commit, commits = DefaultDialect.do_commit, 0

def die(moment):
    if (moment, commits) == (when, at):
        os.kill(os.getpid(), signal.SIGKILL)

def do_commit(self, connection):
    global commits
    commits += 1
    die("before")
    commit(self, connection)
    die("after")

DefaultDialect.do_commit = do_commit
serve(url, "127.0.0.1", 0, lambda address: print(address, flush=True))
"""
"""Serves until its n-th commit, and kills itself right before or right after it."""


class Serving(NamedTuple):
    """A server: its process, its address and the file of what it said on standard error."""

    process: subprocess.Popen[str]
    address: str
    log: Path

    def end(self, signal: int) -> int:
        """Send a signal and wait; the exit code."""
        self.process.send_signal(signal)
        return self.process.wait(30)


@contextmanager
def serving(url: str, folder: Path) -> Iterator[Serving]:
    """``desa-hq serve`` on a free port while the block runs; then it is killed, if it has not ended."""
    with _started(folder, SERVE, "serve", "--database", url, "--port", "0") as server:
        yield server


@contextmanager
def dying(url: str, folder: Path, when: str, commit: int) -> Iterator[Serving]:
    """A server that kills itself ``before`` or ``after`` a commit, counted from 1."""
    with _started(folder, DYING, when, str(commit), url) as server:
        yield server


@contextmanager
def _started(folder: Path, program: str, *arguments: str) -> Iterator[Serving]:
    log = folder / f"serving-{len([*folder.glob('serving-*')])}.log"
    command = [sys.executable, "-c", program, *arguments]
    with (
        log.open("w") as errors,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True) as process,
    ):
        assert process.stdout is not None
        try:
            told = process.stdout.readline().split()
            assert told, log.read_text()
            yield Serving(process, told[-1], log)
        finally:
            process.kill()
