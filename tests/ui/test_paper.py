"""Papers of sessions: what fits on a page, what stays together, the dialog with its preview, a real PDF."""

from __future__ import annotations

import datetime as dt
import itertools
import re
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QDesktopServices, QFontMetricsF, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desa_app.desktop import Desktop
from desa_app.domain.attendee import Attendee
from desa_app.domain.session import Session
from desa_app.reports.papers import KINDS, Grid, Letterhead, Visit
from desa_app.store.store import Store
from desa_app.ui.paper.pages import ROOM, SMALL, WIDTH, Piece, font, paged, pictures, space, write_pdf
from desa_app.ui.paper.paper_dialog import PaperDialog
from desa_app.ui.paper.parts import lay, session_pages
from desa_app.ui.work import Work
from tests.ui.conftest import NOW, VILLAGE, settle

HEAD = Letterhead(("KEMENTERIAN",), "Kantor Imigrasi", "Jalan")
heights = st.floats(1, ROOM)
pieces = st.lists(
    st.builds(Piece, heights, st.just(lambda painter, area: None), st.none(), st.booleans(), st.just(False)),
    max_size=40,
)


@given(pieces)
def test_every_piece_is_on_a_page_in_order_and_no_page_is_too_full(laid: list[Piece]) -> None:
    pages = paged(laid)
    assert [piece for page in pages for piece in page] == laid
    assert all(sum(piece.height for piece in page) <= ROOM + 1e-6 for page in pages)


@given(pieces)
def test_what_keeps_is_never_the_last_of_its_page(laid: list[Piece]) -> None:
    pages = paged(laid)
    place = 0
    for page, after in itertools.pairwise(pages):
        place += len(page)
        last, follows = page[-1], after[0]
        if last.keeps and len(page) > 1 and not page[-2].keeps and not follows.keeps:
            assert last.height + follows.height > ROOM or sum(one.height for one in laid[place - 1 : place + 2]) > ROOM


def test_the_head_of_a_table_begins_each_of_its_pages() -> None:
    head = space(24)
    rows = [Piece(40, lambda painter, area: None, head) for _ in range(60)]
    pages = paged([head, *rows])
    assert len(pages) == 3
    assert all(page[0] is head for page in pages)


def visit(count: int, minutes: str = "") -> Visit:
    """A session with so many people."""
    people = tuple(Attendee(full_name=f"Peserta Nomor {number}", sex="P", age=30) for number in range(count))
    session = Session(date=dt.date(2026, 11, 24), villages=(VILLAGE,), minutes=minutes or None)
    return Visit(session, people, (), HEAD, "Dewi")


def ink(image: QImage) -> int:
    """How many pixels of a picture are not white."""
    return sum(byte != 255 for byte in bytes(image.convertToFormat(QImage.Format.Format_Grayscale8).constBits()))


def test_two_hundred_people_go_on_over_pages_and_each_session_begins_its_own(qtbot: QtBot) -> None:
    one, other = session_pages("attendance", [visit(200)]), session_pages("attendance", [visit(3)])
    assert len(one) > 5
    assert len(other) == 1
    assert len(session_pages("attendance", [visit(200), visit(3)])) == len(one) + 1
    assert all(ink(page) > 2000 for page in pictures(one, 400, len(one)))


@pytest.mark.parametrize("kind", KINDS)
def test_a_pdf_is_written_whole_with_its_letters_in_it(qtbot: QtBot, tmp_path: Path, kind: str) -> None:
    pages = session_pages(kind, [visit(60, "Jalannya sesi. " * 900)])  # type: ignore[arg-type]
    path = tmp_path / "kertas.pdf"
    write_pdf(pages, path)
    content = path.read_bytes()
    assert content.startswith(b"%PDF-")
    assert content.rstrip().endswith(b"%%EOF")
    assert len(re.findall(rb"/Type\s*/Page\b", content)) == len(pages)
    assert b"FontFile" in content
    assert [each.name for each in tmp_path.iterdir()] == ["kertas.pdf"]


def test_a_folder_that_is_gone_is_said_and_leaves_nothing(qtbot: QtBot, tmp_path: Path) -> None:
    with pytest.raises(Exception, match="E501"):
        write_pdf(session_pages("summary", [visit(1)]), tmp_path / "tidak ada" / "x.pdf")


@pytest.mark.parametrize("letters", [52, 120])
def test_a_long_name_has_the_lines_it_needs(qtbot: QtBot, letters: int) -> None:
    name = ("Raden Roro Sulistyaningsih Kusumawardhani Notonegoro " * 3)[:letters].strip()
    rows = Grid(("Nama", "L/P"), (2.0, 8.0), ((name, "P"), ("Siti", "P")), to_sign=True)
    head, long, short, _ = lay(rows)
    wrapped = int(Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap)
    needed = QFontMetricsF(font(SMALL)).boundingRect(QRectF(0, 0, WIDTH / 5 - 10, 9999), wrapped, name).height()
    assert long.height >= needed
    assert short.height == 34
    assert head.height == 24


def saved(store: Store) -> str:
    """A stored session with two people."""
    people = [Attendee(full_name="Siti Aminah", sex="P", age=34), Attendee(full_name="Budi", sex="L", age=40)]
    return store.sessions.record(Session(date=NOW.date(), villages=(VILLAGE,), venue="Balai"), people).id


@pytest.fixture
def dialog(qtbot: QtBot, desktop: Desktop) -> PaperDialog:
    """The dialog on a stored session, its first preview shown."""
    ids: list[str] = []
    desktop.store.do(Work(saved, ids.append))
    settle(qtbot, desktop)
    desktop.papers.print(ids)
    settle(qtbot, desktop)
    (found,) = desktop.window.findChildren(PaperDialog)
    return found


def count(dialog: PaperDialog) -> int:
    """Pages in the preview."""
    return sum(page.isVisible() for page in dialog.pages.findChildren(QLabel))


def test_the_preview_follows_what_is_chosen(qtbot: QtBot, desktop: Desktop, dialog: PaperDialog) -> None:
    assert dialog.sentence.text() == "Satu halaman"
    assert count(dialog) == 1
    assert not dialog._number_row.isVisible()
    QTest.keyClick(dialog.filled, Qt.Key.Key_Right)
    settle(qtbot, desktop)
    assert dialog._lines_row.isVisible()
    assert dialog.choice().blank_lines == 40
    assert dialog.sentence.text() == "2 halaman"
    dialog.lines.setFocus()
    dialog.lines.selectAll()
    QTest.keyClicks(dialog.lines, "300")
    qtbot.waitUntil(lambda: "yang pertama ditampilkan" in dialog.sentence.text(), timeout=20_000)
    assert count(dialog) == 6
    QTest.keyClick(dialog.kinds, Qt.Key.Key_Right)
    settle(qtbot, desktop)
    assert dialog._number_row.isVisible()
    assert not dialog._lines_row.isVisible()


def test_a_pdf_is_saved_and_the_address_is_known_next_time(
    qtbot: QtBot, desktop: Desktop, dialog: PaperDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    dialog.address.setPlainText("Jalan Siliwangi 514")
    path = tmp_path / "berita.pdf"
    dialog.saved.emit(dialog.choice(), str(path))
    settle(qtbot, desktop)
    assert path.read_bytes().startswith(b"%PDF-")
    assert opened == [str(path)]
    assert str(path) in desktop.window.notice.text.text()
    ids: list[str] = []
    desktop.store.do(Work(lambda store: [row.id for row in store.sessions.listed()], ids.extend))
    settle(qtbot, desktop)
    desktop.papers.print(ids)
    settle(qtbot, desktop)
    again = desktop.window.findChildren(PaperDialog)[-1]
    assert again.address.value() == "Jalan Siliwangi 514"


def test_letters_of_a_pdf_are_text_not_pictures(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    write_pdf(session_pages("summary", [visit(2)]), path)
    streams = re.findall(rb"stream\r?\n(.*?)endstream", path.read_bytes(), re.DOTALL)
    drawn = b"".join(_inflated(stream) for stream in streams)
    assert drawn.count(b"Tj") + drawn.count(b"TJ") > 10


def _inflated(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return b""
