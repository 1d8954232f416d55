"""What pictures are taken of: one function a picture, which brings the window there.

The function's name is the picture's, ``laptop`` says on whose laptop it is. To add a screen, add a function.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from PySide6.QtWidgets import QDialog

from desa_app.paths import resources
from desa_app.ui.first_run import Enrolment, NewPassphrase, Unlock
from screenshots.stage import Stage

Laptop = Literal["officer", "lead", "fresh"]
"""Of an officer with a year's records, of her lead, of an officer who enrolled a minute ago."""
Arrange = Callable[[Stage], None]


@dataclass(frozen=True)
class Shot:
    """A picture: its name, on whose laptop, and how to get there."""

    name: str
    laptop: Laptop
    arrange: Arrange


SHOTS: list[Shot] = []
DOORS: dict[str, Callable[[], QDialog]] = {"first_run": NewPassphrase, "unlock": Unlock}
"""What stands before the window."""


def shot(laptop: Laptop = "officer") -> Callable[[Arrange], Arrange]:
    """Declare a picture."""

    def declared(arrange: Arrange) -> Arrange:
        SHOTS.append(Shot(arrange.__name__, laptop, arrange))
        return arrange

    return declared


@shot()
def home(stage: Stage) -> None:
    stage.go("home")


@shot("lead")
def home_of_lead(stage: Stage) -> None:
    stage.go("home")


@shot("fresh")
def home_empty(stage: Stage) -> None:
    stage.go("home")


@shot()
def sessions(stage: Stage) -> None:
    stage.go("sessions")


@shot("lead")
def sessions_of_lead(stage: Stage) -> None:
    stage.go("sessions")


@shot("fresh")
def sessions_empty(stage: Stage) -> None:
    stage.go("sessions")


@shot()
def session_of_212(stage: Stage) -> None:
    stage.desktop.sessions.open(stage.known.fullest)
    stage.rest()


@shot()
def session_approved(stage: Stage) -> None:
    stage.desktop.sessions.open(stage.known.approved)
    stage.rest()


@shot()
def session_sent_back(stage: Stage) -> None:
    stage.desktop.sessions.open(stage.known.sent_back)
    stage.rest()


@shot("fresh")
def session_new(stage: Stage) -> None:
    stage.desktop.sessions.create()
    stage.rest()


@shot("fresh")
def session_import(stage: Stage) -> None:
    stage.desktop.session_list.preview(resources() / "sample" / "contoh_daftar_hadir.xlsx")
    stage.rest()


@shot()
def offers(stage: Stage) -> None:
    stage.go("offers")


@shot("lead")
def offers_of_lead(stage: Stage) -> None:
    stage.go("offers")


@shot("fresh")
def enrolment(stage: Stage) -> None:
    stage.go("sessions")
    Enrolment(stage.window).open()


@shot("fresh")
def offers_empty(stage: Stage) -> None:
    stage.go("offers")


@shot()
def offer_urgent(stage: Stage) -> None:
    stage.desktop.offers.open(stage.known.urgent)
    stage.rest()


@shot("lead")
def offer_under_review(stage: Stage) -> None:
    stage.desktop.offers.open(stage.known.reviewed)
    stage.rest()


@shot("fresh")
def offer_prompt(stage: Stage) -> None:
    stage.desktop.offers.create()
    stage.rest()


@shot()
def villages(stage: Stage) -> None:
    stage.go("villages")


@shot("fresh")
def villages_empty(stage: Stage) -> None:
    stage.go("villages")


@shot()
def coverage(stage: Stage) -> None:
    stage.go("coverage")


@shot("fresh")
def coverage_empty(stage: Stage) -> None:
    stage.go("coverage")


@shot()
def sync(stage: Stage) -> None:
    stage.go("sync")


@shot("fresh")
def sync_empty(stage: Stage) -> None:
    stage.go("sync")


@shot()
def settings(stage: Stage) -> None:
    stage.go("settings")


@shot()
def notice_of_error(stage: Stage) -> None:
    from desa_app.errors import DiskFull

    stage.go("sessions")
    stage.window.notice.show_error(DiskFull())
    stage.rest()


@shot()
def notice_with_undo(stage: Stage) -> None:
    stage.go("sessions")
    stage.window.notice.offer_undo("Sesi 19 Mei 2026 dihapus.", lambda: None)
    stage.rest()
