"""``desa-app``: the window, and the same work without one, for support and scripts.

Each group of commands is a module of its own, imported when it is asked for: the window opens sooner without them.
"""

from __future__ import annotations

import importlib
from pathlib import Path

import click

from desa_app.cli.laptop import Leaf, chosen_folder
from desa_app.console import Program, lang_option

_COMMANDS = {
    "bundle": "bundle",
    "enrol": "headquarters",
    "lease": "lease",
    "sync": "headquarters",
    "status": "headquarters",
    "check": "headquarters",
    "coverage": "coverage",
    "offer": "offer",
    "practice": "practice",
    "receipt": "receipt",
    "conflict": "conflict",
    "session": "session",
    "village": "village",
}
"""Which module of this folder a command is in."""


class Lazy(Program):
    """A group that imports a command's module when the command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        found = getattr(importlib.import_module(f"desa_app.cli.{_COMMANDS[cmd_name]}"), cmd_name)
        assert isinstance(found, click.Command)
        return found


@click.group(cls=Lazy, name="desa-app", invoke_without_command=True)
@lang_option
@click.option(
    "--data-dir",
    type=click.Path(path_type=Path, file_okay=False),
    expose_value=False,
    callback=Leaf.choose,
    is_eager=True,
    help="Folder data laptop ini; juga DESA_DATA_DIR.",
)
@click.version_option(package_name="desa-app")
@click.pass_context
def main(context: click.Context) -> None:
    """Desa Binaan Imigrasi: tanpa perintah membuka jendela."""
    if context.invoked_subcommand is None:
        from desa_app.app import run

        context.exit(run(chosen_folder(), None))
