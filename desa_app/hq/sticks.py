"""Sticks at headquarters: every bundle on one is answered, and its answers are written for the way back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from desa_app import stick
from desa_app.errors import UnreadableFile
from desa_app.hq.headquarters import Headquarters
from desa_app.hq.problems import Denied
from desa_app.language import say
from desa_app.stick import ENDING
from desa_app.sync.pure import bundle as form
from desa_app.sync.pure.bundle import MAX_BUNDLE_BYTES, MAX_HEAD_BYTES


class Answered(NamedTuple):
    """A file of a stick: the device it is of and the file of its answers, or the sentence on why it was not taken."""

    name: str
    dev: str = ""
    answers: Path | None = None
    problem: str = ""


def answer_all(headquarters: Headquarters, place: Path, reply: Path) -> Iterator[Answered]:
    """Take in every bundle of changes at ``place`` and write its answers into the folder ``reply``. A file that is no
    bundle for here is told of, and stops no other; answers and receipts are passed over. Raises StickFull,
    StickUnusable."""
    for each in stick.stored(place):
        try:
            content = each.read(MAX_BUNDLE_BYTES + 2 * MAX_HEAD_BYTES)
            if _is_changes(content):
                yield _answered(headquarters, each.name, content, reply)
        except UnreadableFile as error:
            yield Answered(each.name, problem=error.sentence)


def _is_changes(content: bytes) -> bool:
    """Whether it is to be answered, or at least to be told that it can't be."""
    try:
        return form.taken_apart(content).header.kind == "changes"
    except ValueError:
        return not content.startswith(b"{")


def _answered(headquarters: Headquarters, name: str, content: bytes, reply: Path) -> Answered:
    try:
        answers = headquarters.carry(content)
    except Denied as denied:
        said = say(denied.kind.indonesian, denied.kind.english)
        return Answered(name, problem=f"{said} [{denied.kind.number}]")
    header = form.taken_apart(answers).header
    [written] = stick.write(reply, f"{header.to[0]}-{header.answered}.answers{ENDING}", answers)
    return Answered(name, header.to[0], written)
