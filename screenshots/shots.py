"""What pictures are taken of: one function a picture, which brings the window there.

The function's name is the picture's, ``laptop`` says on whose laptop it is; what it returns puts away what would stand
before the next one. Dialogs go by themselves. To add a screen, add a function.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from PySide6.QtWidgets import QDialog, QPushButton

from desa_app.paths import resources
from desa_app.ui.files.evidence_list import EvidenceList
from desa_app.ui.files.photo_strip import PhotoStrip
from desa_app.ui.first_run import Enrolment, NewPassphrase, Unlock
from desa_app.ui.headquarters.stick_card import StickCard
from desa_app.ui.help.tour import Tour
from desa_app.ui.lease_door import LeaseDoor
from desa_app.ui.search.palette import Palette
from screenshots.stage import Stage

Laptop = Literal["officer", "lead", "fresh", "practice"]
"""Of an officer with a year's records, of her lead, of an officer who enrolled a minute ago, of one who practises."""
Arrange = Callable[[Stage], Callable[[], object] | None]


@dataclass(frozen=True)
class Shot:
    """A picture: its name, on whose laptop, and how to get there."""

    name: str
    laptop: Laptop
    arrange: Arrange


SHOTS: list[Shot] = []


def _door(kind: type[NewPassphrase | Unlock]) -> QDialog:
    door = kind()
    door.offer_languages()
    return door


def _lease_door() -> QDialog:
    door = LeaseDoor()
    door.show_standing(dt.date(2026, 11, 20), 342, "dab12cd34ef")
    return door


DOORS: dict[str, Callable[[], QDialog]] = {
    "first_run": lambda: _door(NewPassphrase),
    "unlock": lambda: _door(Unlock),
    "lease_over": _lease_door,
}
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
def session_photos(stage: Stage) -> None:
    stage.desktop.sessions.open(stage.known.fullest)
    stage.bring(PhotoStrip)


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
    stage.go("sessions")
    stage.desktop.session_list.preview(resources() / "sample" / "contoh_daftar_hadir.xlsx")
    stage.rest()


@shot()
def offers(stage: Stage) -> None:
    stage.go("offers")


@shot("lead")
def offers_of_lead(stage: Stage) -> None:
    stage.go("offers")


@shot("fresh")
def session_paste(stage: Stage) -> None:
    stage.desktop.sessions.create()
    stage.desktop.sessions.form.grid.paste((resources() / "sample" / "contoh_tempelan.txt").read_text("utf-8"))
    stage.rest()


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


@shot()
def offer_evidence(stage: Stage) -> None:
    stage.desktop.offers.open(stage.known.urgent)
    stage.bring(EvidenceList)


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


@shot()
def villages_map(stage: Stage) -> Callable[[], object]:
    stage.go("villages")
    screen = stage.desktop.overview.screen
    screen.show_map(True)
    stage.rest()
    return lambda: screen.show_map(False)


@shot()
def village_chosen(stage: Stage) -> Callable[[], object]:
    stage.desktop.overview.open(stage.known.village)
    stage.rest()
    return stage.desktop.overview.screen.close_village


@shot("fresh")
def villages_empty(stage: Stage) -> None:
    stage.go("villages")


@shot()
def coverage(stage: Stage) -> None:
    stage.go("coverage")


@shot()
def coverage_table(stage: Stage) -> None:
    _turn_coverage(stage, 1)


@shot()
def coverage_not_covered(stage: Stage) -> None:
    _turn_coverage(stage, 2)


def _turn_coverage(stage: Stage, view: int) -> None:
    stage.go("coverage")
    stage.desktop.coverage.screen.views.findChildren(QPushButton)[view].click()
    stage.rest()


@shot()
def coverage_export(stage: Stage) -> None:
    _turn_coverage(stage, 0)
    stage.desktop.coverage.screen.export.click()
    stage.rest()


@shot("fresh")
def coverage_empty(stage: Stage) -> None:
    stage.go("coverage")


@shot()
def sync(stage: Stage) -> None:
    stage.go("sync")


@shot()
def sync_with_stick(stage: Stage) -> None:
    stage.go("sync")
    stage.bring(StickCard)


@shot("lead")
def sync_of_lead_with_stick(stage: Stage) -> None:
    stage.go("sync")
    stage.bring(StickCard)


@shot("lead")
def conflict(stage: Stage) -> None:
    stage.go("sync")
    stage.desktop.hq.sync.settle.click()
    stage.rest()


@shot("lead")
def history(stage: Stage) -> None:
    stage.go("sessions")
    stage.desktop.session_list.screen.history_wanted.emit(stage.known.approved)
    stage.rest()


@shot("fresh")
def sync_empty(stage: Stage) -> None:
    stage.go("sync")


@shot()
def settings(stage: Stage) -> None:
    stage.go("settings")


@shot()
def search(stage: Stage) -> Callable[[], object]:
    stage.go("sessions")
    stage.desktop.search.bring()
    palette = stage.the(Palette)
    palette.line.setText("siti")
    stage.rest()
    return palette.put_away


@shot()
def search_first(stage: Stage) -> Callable[[], object]:
    stage.go("sessions")
    stage.desktop.search.bring()
    stage.rest()
    return stage.the(Palette).put_away


@shot()
def help_beside_work(stage: Stage) -> None:
    stage.go("sessions")
    stage.desktop.help()
    stage.rest()


@shot("practice")
def practice_tour(stage: Stage) -> Callable[[], object]:
    stage.go("home")
    stage.desktop.tour.begin()
    stage.rest()
    return stage.the(Tour).end


@shot("practice")
def practice(stage: Stage) -> None:
    stage.go("sessions")


@shot()
def paper(stage: Stage) -> None:
    stage.go("sessions")
    stage.desktop.papers.print([stage.known.approved])
    stage.rest()


@shot()
def support_file(stage: Stage) -> None:
    stage.go("settings")
    stage.desktop.settings.screen.support.click()
    stage.rest()


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
