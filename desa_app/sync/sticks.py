"""What a laptop does with a stick: write what waits and whatever it carries, read what is for it, and for a lead
collect colleagues' bundles, leave receipts, and bring answers back.

Names on a stick are only for people to tell files apart; what a file is and whose, its content says.
"""

from __future__ import annotations

import contextlib
import os
import string
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from desa_app import stick
from desa_app.errors import Cancelled, Destroyed, NoBundle, Refused, StickUnusable, UnreadableFile
from desa_app.stick import ENDING, PART_BYTES, Step, Stored
from desa_app.store.identity import Identity
from desa_app.store.store import Store
from desa_app.sync import bundle as bundles
from desa_app.sync.pure.bundle import MAX_BUNDLE_BYTES, MAX_HEAD_BYTES, Bundle

MAX_FILE_BYTES = MAX_BUNDLE_BYTES + 2 * MAX_HEAD_BYTES
LEADS = ("lead", "hq")
_LINUX_MEDIA = ("/media", "/run/media", "/mnt")
_REMOVABLE = 2
"""What Windows calls a drive that can be taken out."""


@dataclass(frozen=True)
class Written:
    """What a stick now holds, all of it proven by reading it back: ``changes`` of this laptop, and so many bundles of
    colleagues and answers for them; ``size`` in bytes."""

    folder: Path
    changes: int
    bundles: int
    answers: int
    size: int


@dataclass
class Read:
    """What a stick brought. ``answered`` is how many bundles of this laptop headquarters has answered; then how many
    changes of them are at headquarters, came new from there, or were set aside. ``leads`` name who has taken this
    laptop's bundles to carry; ``collected`` whose bundles were taken here, ``brought`` the answers left for them,
    ``kept_answers`` those taken here for colleagues. ``unusable`` are sentences on files that are of no use,
    ``settled`` the bundles of this laptop that a folder needn't hold any more."""

    answered: int = 0
    pushed: int = 0
    pulled: int = 0
    quarantined: int = 0
    leads: list[str] = field(default_factory=list)
    collected: list[str] = field(default_factory=list)
    kept_answers: int = 0
    brought: int = 0
    unusable: list[str] = field(default_factory=list)
    settled: list[tuple[Path, str]] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether nothing on it was for this laptop."""
        return not (self.answered or self.leads or self.collected or self.kept_answers or self.unusable)


def _unheard(done: int, of: int) -> None:
    pass


def write(
    store: Store,
    folder: Path,
    step: Step = _unheard,
    cancelled: threading.Event | None = None,
    part_bytes: int = PART_BYTES,
) -> Written:
    """Have what waits here on a stick, with colleagues' bundles that wait for headquarters and answers for them. What
    was begun before is gone on with. Raises NotEnrolled, NoCard, StickFull, StickUnusable, Cancelled."""
    me = bundles.enrolled(store)
    own = bundles.unwritten(store)
    files = [(_named(each.dev, each.id, "changes"), each.content or b"") for each in own]
    others = [
        (_named(each.dev, each.id, "changes"), content)
        for each in store.bundles.carried()
        if (content := store.bundles.bundle(each.id)) is not None
    ]
    answers = _answers(store)
    size = _write_all(folder, [*files, *others, *answers], step, cancelled, part_bytes)
    store.bundles.written(each.id for each in own)
    _forget_older(folder, me.dev, {name for name, _ in files})
    changes = sum(last - first + 1 for each in own for first, last in each.numbers)
    return Written(folder, changes, len(others), len(answers), size)


def _forget_older(folder: Path, dev: str, present: set[str]) -> None:
    """Take this laptop's older bundles off the stick, whole or begun: what waited in them and still does is in the new
    ones."""
    beginning, end = f"{dev}-", _named("", "", "changes")[1:]
    with contextlib.suppress(OSError, StickUnusable):  # they do no harm where they can't be taken off
        for path in list(folder.glob(f"{beginning}*{end}*")):
            name = path.name.partition(end)[0] + end
            if name not in present:
                stick.forget(folder, name)


def reply(store: Store, folder: Path, step: Step = _unheard, cancelled: threading.Event | None = None) -> int:
    """Write the answers that this laptop has for colleagues; returns how many. Raises StickFull, StickUnusable."""
    answers = _answers(store)
    _write_all(folder, answers, step, cancelled)
    return len(answers)


def _answers(store: Store) -> list[tuple[str, bytes]]:
    return [(_named(each.dev, each.id, "answers"), content) for each, content in store.bundles.answers()]


def _named(dev: str, id: str, kind: str) -> str:
    return f"{dev}-{id}.{kind}{ENDING}"


def _write_all(
    folder: Path,
    files: list[tuple[str, bytes]],
    step: Step,
    cancelled: threading.Event | None,
    part_bytes: int = PART_BYTES,
) -> int:
    total, before = sum(len(content) for _, content in files), 0
    for name, content in files:
        stick.write(folder, name, content, partial(_told, step, cancelled, before, total), part_bytes)
        before += len(content)
    return total


def _told(step: Step, cancelled: threading.Event | None, before: int, total: int, done: int, of: int) -> None:
    if cancelled and cancelled.is_set():
        raise Cancelled
    step(before + done, total)


def read(store: Store, place: Path, step: Step = _unheard, cancelled: threading.Event | None = None) -> Read:
    """Read a stick, a folder or one file: apply what is for this laptop; a lead collects what is colleagues' and leaves
    receipts and answers there. A file that is of no use is told of, and stops nothing. Raises NotEnrolled,
    StickUnusable, Cancelled; and in the end what headquarters refused (Refused, Revoked, Cloned), but Destroyed at
    once."""
    me, done = bundles.enrolled(store), Read()
    refused: Refused | None = None
    files = stick.stored(place)
    for count, each in enumerate(files, 1):
        try:
            _take(store, me, each, done)
        except (NoBundle, UnreadableFile) as error:
            done.unusable.append(error.sentence)
        except Destroyed:
            raise
        except Refused as error:
            refused = error
        _told(step, cancelled, 0, len(files), count, len(files))
    for folder, id in done.settled:
        _tidy(folder, me.dev, id)
    if place.is_dir() and done.collected:
        done.brought = reply(store, place)
    if refused is not None:
        raise refused
    return done


def _take(store: Store, me: Identity, file: Stored, done: Read) -> None:
    content = file.read(MAX_FILE_BYTES)
    if content.startswith(b"{"):
        _take_receipt(store, me, file, content, done)
        return
    bundle = bundles.opened(file.name, content)
    if bundle.header.kind == "answers":
        _take_answers(store, me, file, content, bundle, done)
    elif bundle.header.sender != me.dev and me.role in LEADS:
        kept = bundles.keep(store, file.name, content)
        stick.write(file.parts[0].parent, _named(kept.card.dev, kept.id, "relayed"), kept.receipt)
        done.collected.append(kept.card.name)


def _take_receipt(store: Store, me: Identity, file: Stored, content: bytes, done: Read) -> None:
    if bundles.is_receipt_for(me, file.name, content):
        done.leads.append(bundles.take_receipt(store, file.name, content).name)


def _take_answers(store: Store, me: Identity, file: Stored, content: bytes, bundle: Bundle, done: Read) -> None:
    if me.dev in bundle.header.to:
        outcome = bundles.take_answers(store, file.name, bundle)
        done.answered += 1
        done.pushed += outcome.pushed
        done.pulled += outcome.pulled
        done.quarantined += outcome.quarantined
        done.settled.append((file.parts[0].parent, bundle.header.answered))
    elif me.role in LEADS:
        bundles.keep_answers(store, file.name, content)
        done.kept_answers += 1


def _tidy(folder: Path, dev: str, id: str) -> None:
    """Take an answered bundle, its answers and its receipt off the stick; they are of no use any more."""
    for kind in ("changes", "answers", "relayed"):
        with contextlib.suppress(StickUnusable):
            stick.forget(folder, _named(dev, id, kind))


def drives() -> list[Path]:
    """The removable drives that are in, as this system shows them."""
    if sys.platform == "win32":
        return _windows_drives()
    if sys.platform == "darwin":
        return [each for each in sorted(Path("/Volumes").iterdir()) if os.path.ismount(each) and not each.is_symlink()]
    return _linux_drives(Path("/proc/mounts").read_text(encoding="utf-8", errors="replace"))


def _linux_drives(mounts: str) -> list[Path]:
    """The media among the lines of ``/proc/mounts``; a space in a name is written there as ``\\040``."""
    places = (line.split(" ")[1].replace("\\040", " ") for line in mounts.splitlines() if line.startswith("/dev/"))
    return sorted(Path(place) for place in places if place.startswith(tuple(f"{each}/" for each in _LINUX_MEDIA)))


def _windows_drives() -> list[Path]:
    import ctypes

    kind_of: Callable[[str], int] = ctypes.windll.kernel32.GetDriveTypeW  # type: ignore[attr-defined, unused-ignore]
    roots = [f"{letter}:\\" for letter in string.ascii_uppercase]
    return [Path(root) for root in roots if kind_of(root) == _REMOVABLE and Path(root).exists()]
