"""``desa-app`` opens the window without waiting for the command line, and says its failures in a sentence as well."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from desa_app import __version__

COMMAND = [sys.executable, "-m", "desa_app"]


def run(*arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*COMMAND, *arguments], env=os.environ | env, capture_output=True, text=True, timeout=60)


def test_with_arguments_it_is_the_command_line() -> None:
    done = run("--version")
    assert done.returncode == 0
    assert __version__ in done.stdout


@pytest.mark.parametrize(("error", "sentence"), [("NoScreen", "E910"), ("ZeroDivisionError", "ZeroDivisionError")])
def test_a_failing_window_is_a_sentence_and_a_code(error: str, sentence: str) -> None:
    """Whether it was thought of or not."""
    failing = (
        f"import sys; sys.argv = ['desa-app']; from desa_app.errors import *; from desa_app import app, __main__\n"
        f"def run(*_): raise {error}\n"
        f"app.run = run; __main__.main()"
    )
    done = subprocess.run([sys.executable, "-c", failing], capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_the_window_does_not_wait_for_the_command_line() -> None:
    opened = (
        "import sys; sys.argv = ['desa-app']; from desa_app import app, __main__\n"
        "def run(*_): print(*sys.modules); return 7\n"
        "app.run = run; __main__.main()"
    )
    done = subprocess.run([sys.executable, "-c", opened], capture_output=True, text=True, timeout=60)
    assert done.returncode == 7
    assert "desa_app.app" in done.stdout.split()
    assert not {"click", "msgspec", "desa_app.cli"} & set(done.stdout.split())
