"""Photos and evidence from the hand into the store: dropped, pasted, put in order, taken away and brought back.

Real widgets, the real desk and the real store; only the file dialog, which is the system's, is answered for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from desa_app.domain.attachment import Attachment, digest
from desa_app.domain.offer import Offer
from desa_app.domain.session import Session
from desa_app.store.files import Files
from desa_app.store.store import Store
from desa_app.ui.files.evidence_list import EvidenceList
from desa_app.ui.files.file_holder import FileHolder
from desa_app.ui.files.files_desk import FilesDesk
from desa_app.ui.files.photo_strip import PhotoStrip
from desa_app.ui.files.picture_view import PictureView
from desa_app.ui.words import size_words
from desa_app.ui.work import Worker
from tests.ui.conftest import NOW, PASSPHRASE, now
from tests.ui.pictures import DEVICE, PLACE, carried, drop, encoded, photographed, put, scene, told_png

PDF = b"%PDF-1.4\nKontrak kerja oleh Dewi\n"


@dataclass
class Laptop:
    """A desk over a laptop's store; ``shown`` is the record that the form shows."""

    folder: Path
    store: Worker[Store]
    pictures: Worker[Store]
    desk: FilesDesk
    shown: str = "0190f000-0000-7000-8000-000000000001"
    undoable: list[Any] = field(default_factory=list)
    failed: list[Any] = field(default_factory=list)
    changed: list[set[str]] = field(default_factory=list)

    def files(self) -> Files:
        """The files, read on this thread."""
        return self.opened().files

    def opened(self) -> Store:
        """The store of this thread, to be closed."""
        return Store.open(self.folder, PASSPHRASE)


@pytest.fixture
def laptop(qtbot: QtBot, folder: Path) -> Iterator[Laptop]:
    workers = [Worker(lambda: Store.open(folder, PASSPHRASE), name) for name in ("store", "pictures")]
    store, pictures = workers
    store.begin()
    made = Laptop(folder, store, pictures, FilesDesk(store, pictures, now))
    made.desk.undoable.connect(lambda sentence, take_back: made.undoable.append((sentence, take_back)))
    made.desk.failed.connect(made.failed.append)
    made.desk.changed.connect(made.changed.append)
    yield made
    for worker in workers:
        worker.stop()


def served(qtbot: QtBot, laptop: Laptop, holder: FileHolder, noun: str) -> None:
    """Show a holder of files that the desk serves."""
    qtbot.addWidget(holder)
    laptop.desk.serve(holder, noun, lambda: laptop.shown, QWidget(holder))
    holder.resize(720, 400)
    holder.show()
    qtbot.waitExposed(holder)


@pytest.fixture
def strip(qtbot: QtBot, laptop: Laptop) -> PhotoStrip:
    made = PhotoStrip(now)
    served(qtbot, laptop, made, "session")
    return made


@pytest.fixture
def evidence(qtbot: QtBot, laptop: Laptop) -> EvidenceList:
    made = EvidenceList()
    served(qtbot, laptop, made, "offer")
    return made


def settled(qtbot: QtBot, laptop: Laptop) -> None:
    """Wait until nothing is under way."""
    qtbot.waitUntil(lambda: not (laptop.store.is_busy or laptop.pictures.is_busy), timeout=20_000)


def three(tmp_path: Path) -> list[Path]:
    """Three photos that differ."""
    colours = ("seagreen", "navy", "orange")
    return [put(tmp_path, f"IMG_{each}.jpg", photographed(image=scene(900, 700, each))) for each in colours]


def filled(qtbot: QtBot, laptop: Laptop, strip: PhotoStrip, tmp_path: Path) -> tuple[Attachment, ...]:
    """The strip with three photos."""
    drop(strip, carried(*three(tmp_path)))
    settled(qtbot, laptop)
    assert len(strip.value()) == 3
    return strip.value()


def raw(folder: Path) -> bytes:
    """Every byte of the laptop's folder."""
    return b"".join(path.read_bytes() for path in folder.iterdir() if path.is_file())


def test_dropped_photos_are_in_the_store_in_order_and_stripped(
    qtbot: QtBot, laptop: Laptop, strip: PhotoStrip, tmp_path: Path
) -> None:
    with qtbot.waitSignal(strip.edited, timeout=10_000):
        assert drop(strip, carried(*three(tmp_path)))
        assert strip.progress.text() == "Menerima 3 berkas …"
    settled(qtbot, laptop)
    assert not strip.progress.isVisible()
    store = laptop.opened()
    for photo in strip.value():
        content = store.files.get(photo.sha256)
        assert digest(content) == photo.sha256
        assert (photo.size, photo.kept, photo.added_by) == (len(content), "diperkecil", "Dewi")
        assert (photo.added_at, photo.captured_at) == (NOW.isoformat(), "2026-11-24T09:15:30+07:00")
        assert photo.name is None
        assert DEVICE not in content
        assert PLACE not in content
    store.close()
    assert strip.tiles.model().rowCount() == 3
    assert b"JFIF" not in raw(laptop.folder)


def test_a_picture_of_the_clipboard_is_pasted(qtbot: QtBot, laptop: Laptop, strip: PhotoStrip) -> None:
    QGuiApplication.clipboard().setImage(scene(400, 300))
    QTest.keyClick(strip.add, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    settled(qtbot, laptop)
    assert [photo.media_type for photo in strip.value()] == ["image/png"]
    QTest.keyClick(strip.tiles, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    settled(qtbot, laptop)
    assert len(strip.value()) == 1, "the same picture is named once"


def test_copied_files_are_pasted_and_chosen_ones_added(
    qtbot: QtBot, laptop: Laptop, strip: PhotoStrip, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two, _ = three(tmp_path)
    QGuiApplication.clipboard().setMimeData(carried(one))
    QTest.keyClick(strip.tiles, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(two)], ""))
    QTest.mouseClick(strip.add, Qt.MouseButton.LeftButton)
    settled(qtbot, laptop)
    assert len(strip.value()) == 2


def test_words_on_the_clipboard_are_nothing_to_take_in(strip: PhotoStrip) -> None:
    mime = QMimeData()
    mime.setText("halo")
    assert not drop(strip, mime)
    QGuiApplication.clipboard().setText("halo")
    QTest.keyClick(strip.add, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert strip.value() == ()


def test_what_is_no_photo_is_said_and_the_others_are_taken(
    qtbot: QtBot, laptop: Laptop, strip: PhotoStrip, tmp_path: Path
) -> None:
    paths = [
        put(tmp_path, "catatan.txt", b"halo"),
        put(tmp_path, "iphone.heic", b"\0\0\0\x18ftypheic" + bytes(99)),
        put(tmp_path, "kosong.jpg", b""),
        tmp_path,
        tmp_path / "hilang.jpg",
        three(tmp_path)[0],
    ]
    drop(strip, carried(*paths))
    settled(qtbot, laptop)
    assert len(strip.value()) == 1
    told = strip.refusal.text().splitlines()
    assert len(told) == 5
    assert "bukan gambar" in told[0]
    assert "Paling Kompatibel" in told[1]
    assert "kosong" in told[2]
    assert "folder" in told[3]
    assert laptop.failed == []


def test_too_large_a_file_is_said(
    qtbot: QtBot, laptop: Laptop, strip: PhotoStrip, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desa_app.ui.files.taking.MOST_BYTES", 10)
    drop(strip, carried(three(tmp_path)[0]))
    settled(qtbot, laptop)
    assert "paling besar" in strip.refusal.text()


def test_order_by_keyboard_and_by_buttons(qtbot: QtBot, laptop: Laptop, strip: PhotoStrip, tmp_path: Path) -> None:
    one, two, three_ = filled(qtbot, laptop, strip, tmp_path)
    strip.tiles.choose(0)
    with qtbot.waitSignal(strip.edited):
        QTest.keyClick(strip.tiles, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert strip.value() == (two, one, three_)
    assert strip.tiles.place() == 1
    QTest.mouseClick(strip.later, Qt.MouseButton.LeftButton)
    assert strip.value() == (two, three_, one)
    assert not strip.later.isEnabled()
    with qtbot.assertNotEmitted(strip.edited):
        QTest.keyClick(strip.tiles, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    for _ in range(2):
        QTest.keyClick(strip.tiles, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert strip.value() == (one, two, three_)


@pytest.mark.parametrize(("place", "before", "order"), [(0, 3, "bca"), (2, 0, "cab"), (0, 2, "bac"), (1, 1, "abc")])
def test_order_by_dragging(
    qtbot: QtBot,
    laptop: Laptop,
    strip: PhotoStrip,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    place: int,
    before: int,
    order: str,
) -> None:
    names = dict(zip("abc", filled(qtbot, laptop, strip, tmp_path), strict=True))
    row = strip.tiles.model()
    last = strip.tiles.visualRect(row.index(2, 0))
    point = strip.tiles.visualRect(row.index(before, 0)).center() - QPoint(9, 0) if before < 3 else last.center()
    point += QPoint(20, 0) if before == 3 else QPoint(0, 0)
    assert strip.tiles.gap_at(point) == before
    mime = row.mimeData([row.index(place, 0)])
    button, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    event = QDropEvent(QPointF(point), Qt.DropAction.CopyAction, mime, button, none)
    monkeypatch.setattr(strip.tiles, "_is_own", lambda _: True)  # only a real drag has a source
    strip.tiles.dropEvent(event)
    assert strip.value() == tuple(names[letter] for letter in order)
    assert row.supportedDragActions() == Qt.DropAction.CopyAction, "else the view itself takes a tile away"


def test_removed_with_undo_from_the_notice_and_by_key(
    qtbot: QtBot, laptop: Laptop, strip: PhotoStrip, tmp_path: Path
) -> None:
    photos = filled(qtbot, laptop, strip, tmp_path)
    strip.tiles.choose(1)
    QTest.keyClick(strip.tiles, Qt.Key.Key_Delete)
    assert strip.value() == (photos[0], photos[2])
    ((sentence, take_back),) = laptop.undoable
    assert sentence == "Foto dihapus."
    take_back()
    assert strip.value() == photos
    QTest.mouseClick(strip.drop, Qt.MouseButton.LeftButton)
    QTest.keyClick(strip.tiles, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert strip.value() == photos


def test_caption_and_time_are_of_the_chosen_photo(
    qtbot: QtBot, laptop: Laptop, strip: PhotoStrip, tmp_path: Path
) -> None:
    filled(qtbot, laptop, strip, tmp_path)
    strip.tiles.choose(1)
    with qtbot.waitSignal(strip.edited):
        QTest.keyClicks(strip.caption, "Pembukaan oleh lurah")
    strip.taken.clear()
    QTest.keyClicks(strip.taken, "23/11/2026 10.15")
    assert [photo.caption for photo in strip.value()] == [None, "Pembukaan oleh lurah", None]
    assert strip.value()[1].captured_at == "2026-11-23T10:15:00+07:00"
    strip.tiles.choose(0)
    assert strip.caption.text() == ""
    assert "Foto 2 dari 3 · Pembukaan oleh lurah" in str(
        strip.tiles.model().index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    )


def test_typing_a_caption_is_not_disturbed_by_what_comes_in(
    qtbot: QtBot, laptop: Laptop, strip: PhotoStrip, tmp_path: Path
) -> None:
    one, two, _ = three(tmp_path)
    drop(strip, carried(one))
    settled(qtbot, laptop)
    strip.activateWindow()
    strip.caption.setFocus()
    qtbot.waitUntil(strip.caption.hasFocus)
    QTest.keyClicks(strip.caption, "Bu ")
    drop(strip, carried(two))
    settled(qtbot, laptop)
    QTest.keyClicks(strip.caption, "Siti")
    assert [photo.caption for photo in strip.value()] == ["Bu Siti", None]


def test_a_stored_photo_is_shown_and_one_that_is_not_here_is_said(
    qtbot: QtBot, laptop: Laptop, strip: PhotoStrip, tmp_path: Path
) -> None:
    photo = filled(qtbot, laptop, strip, tmp_path)[0]
    again = PhotoStrip(now)
    served(qtbot, laptop, again, "session")
    again.set_value((photo, Attachment("0" * 64, "image/jpeg", caption="Di laptop lain")))
    settled(qtbot, laptop)
    here, absent = (again._row.tile(place) for place in range(2))
    assert here.picture is not None
    assert absent.picture is None
    assert "tidak ada di laptop ini" in absent.spoken
    assert again.value()[1].caption == "Di laptop lain", "the record still names it"
    assert laptop.failed == []


def test_the_larger_view_turns_pages(qtbot: QtBot, laptop: Laptop, strip: PhotoStrip, tmp_path: Path) -> None:
    filled(qtbot, laptop, strip, tmp_path)
    strip.tiles.choose(0)
    QTest.keyClick(strip.tiles, Qt.Key.Key_Return)
    (view,) = strip.findChildren(PictureView)
    qtbot.waitUntil(lambda: not view.picture.pixmap().isNull())
    assert view.title.text() == "1 dari 3"
    assert not view.before.isEnabled()
    QTest.keyClick(view, Qt.Key.Key_Right)
    QTest.keyClick(view, Qt.Key.Key_Right)
    QTest.keyClick(view, Qt.Key.Key_Right)
    settled(qtbot, laptop)
    assert view.title.text() == "3 dari 3"
    view.resize(300, 300)
    fitted = view.picture.width()
    QTest.keyClick(view, Qt.Key.Key_Space)
    assert view.picture.width() > fitted
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert not view.isVisible()


def test_a_view_that_is_closed_early_hears_nothing_more(
    qtbot: QtBot, laptop: Laptop, strip: PhotoStrip, tmp_path: Path
) -> None:
    filled(qtbot, laptop, strip, tmp_path)
    QTest.mouseClick(strip.view, Qt.MouseButton.LeftButton)
    (view,) = strip.findChildren(PictureView)
    view.close()
    qtbot.waitUntil(lambda: strip.findChildren(PictureView) == [])
    settled(qtbot, laptop)
    assert laptop.failed == []


def test_locked_it_is_only_to_be_looked_at(qtbot: QtBot, laptop: Laptop, strip: PhotoStrip, tmp_path: Path) -> None:
    photos = filled(qtbot, laptop, strip, tmp_path)
    strip.set_locked(True)
    strip.tiles.choose(0)
    QTest.keyClick(strip.tiles, Qt.Key.Key_Delete)
    QTest.keyClick(strip.tiles, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    strip.undo()
    strip.give(three(tmp_path))
    assert strip.value() == photos
    assert not any(piece.isEnabled() for piece in (strip.add, strip.caption, strip.drop))
    assert strip.view.isEnabled()
    assert not drop(strip, carried(*three(tmp_path)))


def stored(laptop: Laptop, record: Session | Offer) -> str:
    """A record that the laptop holds."""
    store = laptop.opened()
    saved = store.sessions.record(record) if isinstance(record, Session) else store.offers.record(record)
    store.close()
    return saved.id


def test_what_is_taken_in_after_another_record_is_shown_goes_to_its_own(
    qtbot: QtBot, laptop: Laptop, strip: PhotoStrip, tmp_path: Path
) -> None:
    laptop.shown = stored(laptop, Session(venue="Balai"))
    record = laptop.shown
    drop(strip, carried(three(tmp_path)[0]))
    laptop.shown = "0190f000-0000-7000-8000-000000000002"
    strip.set_value(())
    settled(qtbot, laptop)
    assert strip.value() == ()
    assert laptop.changed == [{"session"}]
    store = laptop.opened()
    assert [photo.kept for photo in store.sessions.get(record).photos] == ["diperkecil"]
    assert store.check() == []
    store.close()


def test_a_removal_is_taken_back_where_it_was_made(
    qtbot: QtBot, laptop: Laptop, strip: PhotoStrip, tmp_path: Path
) -> None:
    photos = filled(qtbot, laptop, strip, tmp_path)
    laptop.shown = stored(laptop, Session(venue="Balai", photos=photos[1:]))
    record = laptop.shown
    strip.tiles.choose(0)
    QTest.keyClick(strip.tiles, Qt.Key.Key_Delete)
    laptop.shown = "0190f000-0000-7000-8000-000000000002"
    strip.set_value(())
    laptop.undoable[0][1]()
    settled(qtbot, laptop)
    assert strip.value() == ()
    store = laptop.opened()
    assert store.sessions.get(record).photos == photos
    store.close()


def test_evidence_keeps_its_bytes_and_says_whose_hands_it_went_through(
    qtbot: QtBot, laptop: Laptop, evidence: EvidenceList, tmp_path: Path
) -> None:
    photo = photographed(image=scene(2000, 900))
    chat = b"12/11/26 09.10 - Mas Joko: gaji 12 juta\n" * 20
    files = {"layar.jpg": photo, "kontrak.pdf": PDF, "Chat WhatsApp.txt": chat, "suara.opus": b"OggS" + bytes(50)}
    drop(evidence, carried(*(put(tmp_path, name, content) for name, content in files.items())))
    settled(qtbot, laptop)
    store = laptop.opened()
    for piece, (name, content) in zip(evidence.value(), files.items(), strict=True):
        assert store.files.get(piece.sha256) == content
        assert (piece.name, piece.kept, piece.added_by, piece.size) == (name, "asli", "Dewi", len(content))
    shown = evidence.value()[0]
    assert shown.captured_at == "2026-11-24T09:15:30+07:00"
    assert shown.preview is not None
    assert DEVICE not in store.files.get(shown.preview)
    store.close()
    card = evidence.cards[0]
    assert card.title.text() == "layar.jpg"
    assert "Berkas asli" in card.kind.text()
    assert card.custody.text() == "Ditambahkan Dewi, 24 November 2026 17.30 · Dibuat 24 November 2026 09.15"
    assert card.digest.text() == f"SHA-256 {shown.sha256[:12]}…"
    QTest.mouseClick(card.copy_digest, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == shown.sha256
    assert card.view.isVisible()
    assert not evidence.cards[1].view.isVisible()


def test_evidence_that_can_not_be_shown_is_kept_and_a_program_is_not(
    qtbot: QtBot, laptop: Laptop, evidence: EvidenceList, tmp_path: Path
) -> None:
    heic, cut = b"\0\0\0\x18ftypheic" + bytes(99), photographed()[:900]
    paths = [put(tmp_path, "a.heic", heic), put(tmp_path, "b.jpg", cut), put(tmp_path, "c.exe", b"MZ\x90\0" + bytes(9))]
    drop(evidence, carried(*paths))
    settled(qtbot, laptop)
    assert [(piece.sha256, piece.preview) for piece in evidence.value()] == [(digest(heic), None), (digest(cut), None)]
    assert "tidak dapat ditampilkan" in evidence.cards[0].kind.text()
    assert "tidak diterima" in evidence.refusal.text()


def test_a_copy_is_the_original(
    qtbot: QtBot, laptop: Laptop, evidence: EvidenceList, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop(evidence, carried(put(tmp_path, "kontrak.pdf", PDF)))
    settled(qtbot, laptop)
    asked: list[str] = []
    out = tmp_path / "salinan.pdf"

    def answer(*given: Any) -> tuple[str, str]:
        asked.append(given[2])
        return str(out), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    with qtbot.waitSignal(laptop.desk.said):
        QTest.mouseClick(evidence.cards[0].copy, Qt.MouseButton.LeftButton)
    assert asked == ["kontrak.pdf"]
    assert out.read_bytes() == PDF
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "tiada" / "x.pdf"), ""))
    with qtbot.waitSignal(laptop.desk.failed):
        QTest.mouseClick(evidence.cards[0].copy, Qt.MouseButton.LeftButton)


def test_evidence_is_removed_with_undo_and_captioned(
    qtbot: QtBot, laptop: Laptop, evidence: EvidenceList, tmp_path: Path
) -> None:
    drop(evidence, carried(put(tmp_path, "a.pdf", PDF), put(tmp_path, "b.pdf", PDF + b"2")))
    settled(qtbot, laptop)
    with qtbot.waitSignal(evidence.edited):
        QTest.keyClicks(evidence.cards[1].caption, "Kontrak kedua")
    before = evidence.value()
    QTest.mouseClick(evidence.cards[0].drop, Qt.MouseButton.LeftButton)
    assert evidence.value() == before[1:]
    assert evidence.cards[0].caption.text() == "Kontrak kedua"
    assert laptop.undoable[0][0] == "Bukti dihapus."
    laptop.undoable[0][1]()
    assert evidence.value() == before


def test_an_anonymous_report_keeps_no_source_of_its_evidence(
    qtbot: QtBot, laptop: Laptop, evidence: EvidenceList, tmp_path: Path
) -> None:
    evidence.set_anonymous(True)
    plain = encoded(scene(500, 400), "PNG")
    paths = [
        put(tmp_path, "foto dari Siti.jpg", photographed(image=scene(2000, 900))),
        put(tmp_path, "layar Siti.png", told_png(scene(600, 400, "navy"))),
        put(tmp_path, "polos Siti.png", plain),
        put(tmp_path, "kontrak Siti.pdf", PDF),
    ]
    drop(evidence, carried(*paths))
    settled(qtbot, laptop)
    found = evidence.value()
    assert [piece.kept for piece in found] == ["dibersihkan", "dibersihkan", "asli"]
    assert "hanya menerima gambar" in evidence.refusal.text()
    store = laptop.opened()
    for piece in found:
        assert (piece.name, piece.captured_at, piece.added_by) == (None, None, "Dewi")
        for name in piece.files:
            content = store.files.get(name)
            assert DEVICE not in content
            assert PLACE not in content
    assert store.files.get(found[2].sha256) == plain
    saved = store.offers.record(Offer(story="x", reporter_mode="anonim", evidence=found))
    assert saved.evidence == found
    store.close()
    assert "Siti" not in "".join(card.title.text() for card in evidence.cards)
    assert evidence.rule.isVisible()


def test_a_report_that_becomes_anonymous_has_its_evidence_cleaned(
    qtbot: QtBot, laptop: Laptop, evidence: EvidenceList, tmp_path: Path
) -> None:
    photo = photographed(image=scene(2000, 900))
    drop(evidence, carried(put(tmp_path, "Siti.jpg", photo), put(tmp_path, "Siti.pdf", PDF)))
    settled(qtbot, laptop)
    QTest.keyClicks(evidence.cards[0].caption, "Percakapan")
    evidence.set_anonymous(True)
    assert evidence.value() == (), "nothing is saved before it is clean"
    with qtbot.waitSignal(evidence.edited):
        settled(qtbot, laptop)
    (piece,) = evidence.value()
    assert (piece.kept, piece.name, piece.captured_at, piece.caption) == ("dibersihkan", None, None, "Percakapan")
    assert "hanya menerima gambar" in evidence.cards[1].problem.text()
    store = laptop.opened()
    assert DEVICE not in store.files.get(piece.sha256)
    store.offers.record(Offer(story="x", reporter_mode="anonim", evidence=evidence.value()))
    store.files.sweep()
    assert digest(photo) not in {name for (name,) in store.files.db.conn.execute("SELECT sha256 FROM file")}
    store.close()
    evidence.set_anonymous(False)
    assert len(evidence.value()) == 2, "what could not be cleaned was not lost"


def test_what_arrives_or_comes_back_in_an_anonymous_report_is_cleaned_too(
    qtbot: QtBot, laptop: Laptop, evidence: EvidenceList, tmp_path: Path
) -> None:
    paths = [put(tmp_path, f"{each}.jpg", photographed(image=scene(900, 600, each))) for each in ("navy", "orange")]
    drop(evidence, carried(paths[0]))
    settled(qtbot, laptop)
    QTest.mouseClick(evidence.cards[0].drop, Qt.MouseButton.LeftButton)
    drop(evidence, carried(paths[1]))
    evidence.set_anonymous(True)
    laptop.undoable[0][1]()
    settled(qtbot, laptop)
    assert [piece.kept for piece in evidence.value()] == ["dibersihkan", "dibersihkan"]
    store = laptop.opened()
    assert not any(DEVICE in store.files.get(name) for piece in evidence.value() for name in piece.files)
    store.close()


def test_stored_evidence_of_an_anonymous_report_is_left_as_it_is(
    qtbot: QtBot, laptop: Laptop, evidence: EvidenceList
) -> None:
    piece = Attachment("0" * 64, "image/png", kept="asli", preview="1" * 64)
    with qtbot.assertNotEmitted(evidence.edited), qtbot.assertNotEmitted(evidence.cleaning_asked):
        evidence.set_value((piece,), anonymous=True)
        evidence.set_anonymous(True)
        settled(qtbot, laptop)
    assert evidence.value() == (piece,)
    assert "tidak ada di laptop ini" in evidence.cards[0].place.text()


def test_both_are_spoken_in_either_language(qtbot: QtBot, qapp: QApplication, strip: PhotoStrip) -> None:
    from desa_app.ui.translation import speak

    assert strip.add.text() == "Tambah foto …"
    speak(qapp, "en")
    qapp.processEvents()
    assert strip.add.text() == "Add photos …"
    assert strip.tiles.accessibleName() == "Photos"


@pytest.mark.parametrize(
    ("size", "words"), [(0, "1 KB"), (240_400, "240 KB"), (999_600, "1,0 MB"), (1_234_567, "1,2 MB")]
)
def test_sizes_are_read_at_a_glance(size: int, words: str) -> None:
    assert size_words(size) == words
