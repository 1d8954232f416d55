"""Every file and every print that the window makes stands in the log of exports, and the settings show it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from pytestqt.qtbot import QtBot

from desa_app.desktop import Desktop
from desa_app.domain.attendee import Attendee
from desa_app.domain.offer import Offer, Recruiter
from desa_app.domain.session import Session
from desa_app.store.exports import Exported
from desa_app.store.store import Store
from desa_app.ui.files import files_desk
from desa_app.ui.files.taking import Taker, take_photo
from desa_app.ui.paper.paper_dialog import PaperDialog
from desa_app.ui.work import Work
from screenshots.photos import hall
from tests.ui.conftest import NOW, PASSPHRASE, VILLAGE, settle


def log(folder: Path) -> list[Exported]:
    """The log, the newest first."""
    store = Store.open(folder, PASSPHRASE)
    found = store.exports.recent()
    store.close()
    return found


def filled(store: Store) -> tuple[str, str]:
    """A session with a person on its list, and a report with a recruiter."""
    session = Session(date=NOW.date(), villages=(VILLAGE,), headcount_male=1, headcount_female=1)
    people = [Attendee(full_name="Siti Aminah", sex="P", age=30)]
    return (
        store.sessions.record(session, people).id,
        store.offers.record(Offer(village=VILLAGE), [Recruiter(alias="Jo", phone="0812")]).id,
    )


@pytest.fixture
def ids(qtbot: QtBot, desktop: Desktop) -> tuple[str, str]:
    """A session and an offer that are here."""
    made: list[tuple[str, str]] = []
    desktop.store.do(Work(filled, made.append))
    settle(qtbot, desktop)
    return made[0]


def test_lists_are_noted_with_names_or_without(
    qtbot: QtBot, desktop: Desktop, folder: Path, ids: tuple[str, str], tmp_path: Path
) -> None:
    session, offer = ids
    desktop.session_list.export([session], tmp_path / "a.xlsx", with_names=False)
    settle(qtbot, desktop)
    desktop.offer_list.export([offer], tmp_path / "b.xlsx", with_names=True)
    settle(qtbot, desktop)
    desktop.session_list.export([session], tmp_path / "no" / "c.xlsx", with_names=True)
    settle(qtbot, desktop)
    assert [(one.kind, one.count, one.named, one.name) for one in log(folder)] == [
        ("offers", 1, True, "Dewi"),
        ("sessions", 1, False, "Dewi"),
    ]


def test_papers_are_noted_as_files_and_as_prints(
    qtbot: QtBot,
    desktop: Desktop,
    folder: Path,
    ids: tuple[str, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _: True)
    monkeypatch.setattr(QPrintDialog, "exec", _into(tmp_path / "printed.pdf"))
    for is_filled in (True, False):
        desktop.papers.print([ids[0]])
        settle(qtbot, desktop)
        dialog = desktop.window.findChildren(PaperDialog)[-1]
        dialog.filled._choose(is_filled)
        if is_filled:
            dialog.saved.emit(dialog.choice(), str(tmp_path / "a.pdf"))
        else:
            dialog.printed.emit(dialog.choice())
        settle(qtbot, desktop)
    assert [(one.kind, one.named) for one in log(folder)] == [("print", False), ("papers", True)]


def _into(path: Path) -> object:
    """A print dialog that takes a file for the printer."""

    def agreed(dialog: QPrintDialog) -> int:
        dialog.printer().setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        dialog.printer().setOutputFileName(QUrl.fromLocalFile(str(path)).toLocalFile())
        return 1

    return agreed


def test_a_copy_of_a_photo_is_noted(folder: Path, tmp_path: Path) -> None:
    import random

    store = Store.open(folder, PASSPHRASE)
    photo = take_photo(store.files, hall(random.Random(1)), Taker("Dewi", NOW)).attachment
    files_desk._write(store, photo, tmp_path / "copy.jpg")
    store.close()
    assert [(one.kind, one.count) for one in log(folder)] == [("copy", 1)]


def test_the_settings_show_what_left(qtbot: QtBot, desktop: Desktop, tmp_path: Path) -> None:
    desktop.go("settings")
    settle(qtbot, desktop)
    shown = desktop.settings.screen.exports
    assert shown.nothing.isVisible()
    assert not shown.view.isVisible()
    desktop.settings.back_up(tmp_path)
    settle(qtbot, desktop)
    desktop.settings.save_support(tmp_path / "dukungan.json", "{}")
    settle(qtbot, desktop)
    assert not shown.nothing.isVisible()
    cells = [[shown.table.index(line, place).data() for place in range(1, 5)] for line in (0, 1)]
    assert cells == [
        ["Berkas dukungan", "1", "tanpa nama", "Dewi"],
        ["Cadangan terenkripsi", "0", "dengan nama", "Dewi"],
    ]


def test_a_page_that_was_seen_before_shows_what_left_since(
    qtbot: QtBot, desktop: Desktop, ids: tuple[str, str], tmp_path: Path
) -> None:
    desktop.go("settings")
    settle(qtbot, desktop)
    desktop.go("sessions")
    desktop.session_list.export([ids[0]], tmp_path / "a.csv", with_names=False)
    settle(qtbot, desktop)
    desktop.go("settings")
    settle(qtbot, desktop)
    assert desktop.settings.screen.exports.table.index(0, 1).data() == "Daftar sesi"
