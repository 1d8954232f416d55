"""Photos and evidence in the forms they belong to: saved as drafts, there again after a new start, and not lost when
the window is closed at once."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desa_app.desktop import Desktop
from desa_app.domain.session import Session
from desa_app.store.store import Store
from tests.ui.conftest import PASSPHRASE, settle, show
from tests.ui.pictures import DEVICE, carried, drop, photographed, put, scene


def photo(tmp_path: Path, colour: str = "navy") -> Path:
    """A photo to be dropped."""
    return put(tmp_path, f"{colour}.jpg", photographed(image=scene(1700, 900, colour)))


def saved(qtbot: QtBot, desktop: Desktop) -> None:
    """Wait until everything is taken in and kept."""
    settle(qtbot, desktop)
    desktop.sessions.flush()
    settle(qtbot, desktop)


def test_photos_of_a_session_are_kept_and_come_back(
    qtbot: QtBot, desktop: Desktop, folder: Path, tmp_path: Path
) -> None:
    desktop.sessions.create()
    form = desktop.sessions.form
    form.photos.give([photo(tmp_path), photo(tmp_path, "orange")])
    saved(qtbot, desktop)
    record = form.record_id
    QTest.keyClick(form.photos.tiles, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    photos = form.photos.value()
    saved(qtbot, desktop)
    desktop.window.close()
    again = Desktop(folder, PASSPHRASE, practice=False)
    show(qtbot, again)
    again.sessions.open(record)
    settle(qtbot, again)
    strip = again.sessions.form.photos
    assert strip.value() == photos
    assert all(strip._row.tile(place).picture is not None for place in range(2))
    again.window.close()


def test_photos_may_be_dropped_anywhere_on_the_form(qtbot: QtBot, desktop: Desktop, tmp_path: Path) -> None:
    desktop.sessions.create()
    form = desktop.sessions.form
    settle(qtbot, desktop)
    section = form.sections["photos"]
    section.set_open(False)
    words = QMimeData()
    words.setText("halo")
    assert not drop(form, words)
    assert drop(form, carried(photo(tmp_path)))
    saved(qtbot, desktop)
    assert len(form.photos.value()) == 1
    assert section.is_open
    section.set_open(False)
    for place, target in enumerate((section.head, form.venue, form.grid.viewport()), start=2):
        assert drop(target, carried(photo(tmp_path, ("teal", "brown", "purple")[place - 2]))), (
            "what lies on the form, too"
        )
        saved(qtbot, desktop)
        assert len(form.photos.value()) == place
    assert section.is_open
    assert form.venue.value() is None
    form.photos.set_locked(True)
    assert not drop(form, carried(photo(tmp_path, "orange")))


def test_a_removed_photo_is_brought_back_by_the_notice(qtbot: QtBot, desktop: Desktop, tmp_path: Path) -> None:
    desktop.sessions.create()
    form = desktop.sessions.form
    form.photos.give([photo(tmp_path)])
    saved(qtbot, desktop)
    QTest.keyClick(form.photos.tiles, Qt.Key.Key_Delete)
    saved(qtbot, desktop)
    assert form.photos.value() == ()
    desktop.window.notice.undo.click()
    saved(qtbot, desktop)
    assert len(form.photos.value()) == 1


def test_a_window_closed_at_once_keeps_what_was_dropped(
    qtbot: QtBot, desktop: Desktop, folder: Path, tmp_path: Path
) -> None:
    desktop.sessions.create()
    record = desktop.sessions.form.record_id
    desktop.sessions.form.photos.give([photo(tmp_path), photo(tmp_path, "orange")])
    desktop.window.close()
    store = Store.open(folder, PASSPHRASE)
    assert len(store.sessions.get(record).photos) == 2
    assert store.check() == []
    store.close()


def test_an_approved_session_shows_its_photos_and_takes_no_more(
    qtbot: QtBot, desktop: Desktop, folder: Path, tmp_path: Path
) -> None:
    desktop.sessions.create()
    form = desktop.sessions.form
    form.photos.give([photo(tmp_path)])
    saved(qtbot, desktop)
    form.note_status(Session(id=form.record_id, status="disetujui", created_at="2026-11-24T09:00:00+07:00"))
    assert not form.photos.add.isEnabled()
    assert form.photos.tiles.isEnabled()
    assert form.photos.view.isEnabled()


def test_evidence_of_a_report_follows_its_mode(qtbot: QtBot, desktop: Desktop, folder: Path, tmp_path: Path) -> None:
    desktop.offers.create()
    form = desktop.offers.form
    form.editors["reporter_mode"].set_value("rahasia")
    form.evidence.give([photo(tmp_path)])
    saved(qtbot, desktop)
    desktop.offers.flush()
    settle(qtbot, desktop)
    record = form.record_id
    assert [piece.kept for piece in form.evidence.value()] == ["asli"]
    form.editors["reporter_mode"].set_value("anonim")
    form.editors["reporter_mode"].edited.emit()
    settle(qtbot, desktop)
    desktop.offers.flush()
    settle(qtbot, desktop)
    desktop.window.close()
    store = Store.open(folder, PASSPHRASE)
    (piece,) = store.offers.get(record).evidence
    assert (piece.kept, piece.name, piece.captured_at) == ("dibersihkan", None, None)
    names = {name for (name,) in store.files.db.conn.execute("SELECT sha256 FROM file")}
    assert names >= piece.files
    assert not any(DEVICE in store.files.get(name) for name in names), "the original is gone"
    store.close()
    again = Desktop(folder, PASSPHRASE, practice=False)
    show(qtbot, again)
    again.offers.open(record)
    settle(qtbot, again)
    assert again.offers.form.evidence.value() == (piece,)
    again.window.close()
