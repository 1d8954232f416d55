"""What every command needs of this laptop: its folder, its passphrase, its open store, and files as values."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from desa_app.errors import PassphraseMissing, UnreadableFile, WeakPassphrase
from desa_app.language import say
from desa_app.paths import data_dir

if TYPE_CHECKING:
    from desa_app.store.store import Store

PASSPHRASE_VARIABLE = "DESA_PASSPHRASE"
LARGEST_FILE = 16 << 20
"""Bytes of a JSON file at most; a day of a hundred people has some 20,000."""

file_argument = click.argument("file", type=click.Path(path_type=Path, dir_okay=False, allow_dash=True))


class Leaf(click.Command):
    """A command that takes ``--data-dir`` behind its name, too."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        folder = click.Path(path_type=Path, file_okay=False)
        self.params.append(
            click.Option(
                ["--data-dir"], type=folder, expose_value=False, callback=self.choose, help="Folder data laptop ini."
            )
        )

    @staticmethod
    def choose(context: click.Context, parameter: click.Parameter, chosen: Path | None) -> None:
        """Remember the folder for the whole run."""
        if chosen is not None:
            context.find_root().obj = chosen


class Leaves(click.Group):
    """A group of such commands."""

    command_class = Leaf


def chosen_folder() -> Path:
    """The folder of this laptop's data."""
    return data_dir(click.get_current_context().find_root().obj)


@contextmanager
def opened(*, keyring: bool = False, though_locked: bool = False) -> Iterator[Store]:
    """This laptop's store; ``keyring`` keeps the key of a new one in the system's keyring, without a passphrase.
    ``though_locked`` opens one whose lease is over: for commands that show no record.

    Raises what ``Store.open`` raises, and PassphraseMissing where nobody can be asked.
    """
    from desa_app.store.database import engine_errors
    from desa_app.store.key import has_key, needs_passphrase
    from desa_app.store.store import Store

    folder = chosen_folder()
    asks = needs_passphrase(folder) and not (keyring and not has_key(folder))
    passphrase = _passphrase(is_new=not has_key(folder)) if asks else None
    store = Store.open(folder, passphrase, though_locked=though_locked)
    try:
        with engine_errors():
            yield store
    finally:
        store.close()


def _passphrase(*, is_new: bool) -> str:
    """The passphrase from the environment or the terminal; a new one must be long enough."""
    from desa_app.store.key import SHORTEST_PASSPHRASE

    found = os.environ.get(PASSPHRASE_VARIABLE) or _asked(is_new=is_new)
    if is_new and len(found) < SHORTEST_PASSPHRASE:
        raise WeakPassphrase(count=SHORTEST_PASSPHRASE)
    return found


def _asked(*, is_new: bool) -> str:
    if not sys.stdin.isatty():
        raise PassphraseMissing
    new = say("Kata sandi baru untuk laptop ini", "New passphrase for this laptop")
    question = new if is_new else say("Kata sandi", "Passphrase")
    typed: str = click.prompt(question, hide_input=True, confirmation_prompt=is_new, err=True)
    return typed


def read_json(file: Path) -> Any:
    """The values of a JSON file, ``-`` for standard input. Raises UnreadableFile with where it is wrong."""
    content = read_bytes(file)
    try:
        return msgspec.json.decode(content.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        why = say(f"bukan JSON ({error})", f"no JSON ({error})") if content.strip() else say("kosong", "empty")
        raise UnreadableFile(name=file.name, why=why) from error


def read_bytes(file: Path) -> bytes:
    """The bytes of a file, ``-`` for standard input. Raises UnreadableFile."""
    try:
        with click.open_file(str(file), "rb") as stream:
            content: bytes = stream.read(LARGEST_FILE + 1)
    except OSError as error:
        raise UnreadableFile(name=file.name, why=error.strerror or error) from error
    if len(content) > LARGEST_FILE:
        raise UnreadableFile(name=file.name, why=say("terlalu besar", "too large"))
    return content
