"""Files that are not on this laptop: where each is, how it is fetched and how far it is; and on the sync page how many
wait, how large they are, and when they may go."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtNetwork import QNetworkInformation
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desa_app.desktop import Desktop
from desa_app.domain.attachment import Attachment, digest
from desa_app.domain.file_choice import Absent, FilesWaiting
from desa_app.domain.offer import Offer
from desa_app.domain.session import Session
from desa_app.hq.headquarters import Headquarters
from desa_app.hq.server import served
from desa_app.store.store import Store
from desa_app.sync.enrol import enrol
from desa_app.sync.files import Step
from desa_app.sync.run import sync
from desa_app.ui.files.evidence_list import EvidenceList
from desa_app.ui.files.photo_strip import PhotoStrip
from desa_app.ui.headquarters.file_card import FileCard
from desa_app.ui.headquarters.metered import is_metered, look_at_network
from tests.ui.conftest import PASSPHRASE, now, settle, show
from tests.ui.pictures import encoded, photographed, scene

OFFICE = "KANIM-SMG"
A, B = "a" * 64, "b" * 64
PIECE = Attachment(A, "image/png", added_by="Dewi", size=1000, kept="asli", preview=B)


@pytest.fixture
def evidence(qtbot: QtBot) -> EvidenceList:
    """A list with one piece."""
    made = EvidenceList()
    qtbot.addWidget(made)
    made.set_value([PIECE])
    made.show()
    return made


@pytest.mark.parametrize(
    ("away", "words"),
    [
        (Absent(), "tidak ada di laptop ini"),
        (Absent(is_asked=True), "sinkronisasi berikutnya"),
        (Absent(True, 450, 1000), "45 %"),
        (Absent(True, 0, 0, "H443"), "masih di laptop Dewi"),
        (Absent(True, 0, 0, "H442"), "tidak membukanya"),
    ],
)
def test_a_piece_that_is_not_here_says_where_it_is(evidence: EvidenceList, away: Absent, words: str) -> None:
    card = evidence.cards[0]
    assert card.fetch.isHidden()
    evidence.show_away({A: away})
    assert words in card.place.text()
    assert card.fetch.isVisible()
    assert not card.copy.isEnabled()
    evidence.show_away({})
    assert card.place.isHidden()
    assert card.fetch.isHidden()
    assert card.copy.isEnabled()


def test_how_far_it_is_follows_the_run(evidence: EvidenceList, qtbot: QtBot) -> None:
    evidence.show_away({A: Absent(is_asked=True)})
    evidence.show_step(Step("c" * 64, 1, 2, 1, 1))
    assert "%" not in evidence.cards[0].place.text()
    evidence.show_step(Step(A, 300, 1000, 1, 700))
    assert "30 %" in evidence.cards[0].place.text()
    with qtbot.waitSignal(evidence.fetch_wanted) as wanted:
        evidence.cards[0].fetch.click()
    assert wanted.args == [PIECE]


def test_a_photo_says_it_too(qtbot: QtBot) -> None:
    strip = PhotoStrip(now)
    qtbot.addWidget(strip)
    photo = replace(PIECE, preview=None, kept="diperkecil")
    strip.set_value([photo])
    strip.show()
    strip.show_away({A: Absent()})
    assert "laptop ini" in strip._row.tile(0).spoken
    assert strip.place.isVisible()
    with qtbot.waitSignal(strip.fetch_wanted) as wanted:
        strip.fetch.click()
    assert wanted.args == [photo]


@pytest.fixture
def card(qtbot: QtBot) -> FileCard:
    """The card of the sync page."""
    made = FileCard()
    qtbot.addWidget(made)
    made.show()
    return made


def test_what_waits_is_told_with_its_size_before_anything_is_sent(card: FileCard, qtbot: QtBot) -> None:
    assert card.told.text() == "Semua berkas laptop ini sudah di kantor pusat."
    assert not card.send.isVisible()
    card.set_waiting(FilesWaiting(12, 3_400_000, "asked", 2))
    assert card.told.text() == "12 berkas belum sampai kantor pusat, 3,4 MB. 2 berkas akan diambil ke laptop ini."
    assert card.why.isVisible()
    with qtbot.waitSignal(card.send_asked):
        card.send.click()
    with qtbot.waitSignal(card.chosen) as chosen:
        QTest.keyClick(card.choice, Qt.Key.Key_Left)
    assert chosen.args == ["unmetered"]
    card.set_waiting(FilesWaiting(12, 3_400_000, "always"))
    assert not card.send.isVisible(), "they go by themselves"


def test_how_far_the_files_are(card: FileCard) -> None:
    card.set_waiting(FilesWaiting(2, 3_000_000, "asked"))
    card.show_step(Step(A, 0, 2_000_000, 2, 3_000_000))
    card.show_step(Step(A, 1_500_000, 2_000_000, 2, 1_500_000))
    assert card.told.text() == "2 berkas lagi, 1,5 MB"
    assert (card.bar.value(), card.bar.maximum()) == (1464, 2929)
    assert not card.send.isVisible()
    card.show_step(None)
    assert card.bar.isHidden()
    assert card.send.isVisible()


@pytest.mark.parametrize(
    ("knows", "medium", "metered", "expected"),
    [
        (False, "WiFi", False, True),
        (True, "WiFi", False, False),
        (True, "WiFi", True, True),
        (True, "Cellular", False, True),
    ],
)
def test_mobile_data_is_what_the_system_calls_so_or_does_not_know(
    monkeypatch: pytest.MonkeyPatch, qtbot: QtBot, knows: bool, medium: str, metered: bool, expected: bool
) -> None:
    class Told:
        """What the system tells."""

        def supports(self, _: object) -> bool:
            return knows

        def transportMedium(self) -> object:
            return QNetworkInformation.TransportMedium[medium]

        def isMetered(self) -> bool:
            return metered

    look_at_network()
    monkeypatch.setattr(QNetworkInformation, "instance", lambda: Told())
    assert is_metered() is expected


@pytest.fixture
def hq(tmp_path: Path) -> Iterator[tuple[Headquarters, str]]:
    """A headquarters with one office, and its address."""
    url = f"sqlite:///{tmp_path / 'hq.db'}"
    with Headquarters.create(url) as headquarters:
        headquarters.add_office(OFFICE, "Kantor Imigrasi Semarang")
        with served(url) as address:
            yield headquarters, address


def laptop(hq: tuple[Headquarters, str], folder: Path, name: str, role: str) -> Store:
    """A laptop that has joined."""
    store = Store.open(folder, PASSPHRASE)
    enrol(store, hq[1], hq[0].add_person(name, role, OFFICE).code)  # type: ignore[arg-type]
    return store


def test_a_lead_fetches_a_photo_in_its_form(qtbot: QtBot, hq: tuple[Headquarters, str], tmp_path: Path) -> None:
    photo = photographed(image=scene(900, 600, "teal"))
    officer = laptop(hq, tmp_path / "dewi", "Dewi", "officer")
    officer.files.put((photo, "image/jpeg"))
    named = Attachment(digest(photo), "image/jpeg", added_by="Dewi", size=len(photo), kept="diperkecil")
    record = officer.sessions.record(Session(venue="Balai Desa", photos=(named,))).id
    sync(officer)
    lead = laptop(hq, tmp_path / "rini", "Rini", "lead")
    sync(lead)
    lead.close()
    desktop = Desktop(tmp_path / "rini", PASSPHRASE, practice=False)
    show(qtbot, desktop)
    desktop.sessions.open(record)
    settle(qtbot, desktop)
    strip = desktop.sessions.form.photos
    qtbot.waitUntil(lambda: strip.is_away(named), timeout=20_000)
    assert strip._row.tile(0).picture is None
    strip.tiles.choose(0)
    strip.fetch.click()
    qtbot.waitUntil(lambda: strip._row.tile(0).picture is not None, timeout=20_000)
    assert not strip.is_away(named)
    settle(qtbot, desktop)
    desktop.window.close()
    officer.close()


def test_the_choice_and_the_button_on_the_sync_page(qtbot: QtBot, hq: tuple[Headquarters, str], tmp_path: Path) -> None:
    content = encoded(scene(400, 300, "navy"), "PNG")
    officer = laptop(hq, tmp_path / "dewi", "Dewi", "officer")
    sync(officer)
    officer.files.put((content, "image/png"))
    officer.offers.record(Offer(evidence=(Attachment(digest(content), "image/png", size=len(content)),)))
    officer.close()
    desktop = Desktop(tmp_path / "dewi", PASSPHRASE, practice=False)
    show(qtbot, desktop)
    desktop.go("sync")
    settle(qtbot, desktop)
    card = desktop.hq.sync.files
    qtbot.waitUntil(lambda: card._waiting == FilesWaiting(1, len(content), "always"), timeout=20_000)
    card.choice.buttons[2].click()
    settle(qtbot, desktop)
    desktop.hq.sync.start.click()
    settle(qtbot, desktop)
    assert card._waiting == FilesWaiting(1, len(content), "asked")
    assert desktop.hq.sync.headline.text() == "Catatan sudah di kantor pusat, berkas masih menunggu"
    card.send.click()
    qtbot.waitUntil(lambda: card._waiting.count == 0, timeout=20_000)
    settle(qtbot, desktop)
    assert "1 berkas terkirim" in desktop.hq.sync.result.text()
    assert desktop.hq.sync.headline.text() == "Semua sudah di kantor pusat"
    desktop.window.close()
