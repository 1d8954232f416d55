"""The stick on the sync page: a laptop, its lead and headquarters pass a stick round by the buttons alone."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from desa_app.domain.roles import Role
from desa_app.errors import DesaError, StickFull
from desa_app.hq.sticks import answer_all
from desa_app.language import use_language
from desa_app.stick import FOLDER, Step
from desa_app.store.database import FILE, open_database
from desa_app.store.store import Store
from desa_app.sync import sticks
from desa_app.ui.headquarters.stick_card import Standing, StickCard
from desa_app.ui.headquarters.stick_desk import StickDesk
from desa_app.ui.work import Worker
from tests.sync.laptops import Templates, World, drain, states, visit


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Templates:
    return Templates.made(tmp_path_factory.mktemp("templates"))


@pytest.fixture
def world(tmp_path: Path, templates: Templates) -> Iterator[World]:
    made = World(tmp_path, templates)
    yield made
    made.close()


@pytest.fixture
def usb(tmp_path: Path) -> Path:
    (tmp_path / "STIK").mkdir()
    return tmp_path / "STIK"


class Laptop:
    """A laptop's card with the desk behind it, and the store that its thread works on."""

    def __init__(self, world: World, store: Store, usb: Path, qtbot: QtBot, fault: DesaError | None = None) -> None:
        self.store = store
        self.failures: list[DesaError] = []
        self._qtbot = qtbot
        self.worker: Worker[Store] = Worker(lambda: at_work(world, store.folder), "stick")
        self.worker.begin()
        self.card = StickCard()
        qtbot.addWidget(self.card)
        self.card.resize(620, 320)
        self.card.show()
        self.desk = StickDesk(self.card, self.worker, self.worker, lambda: OneStick(usb, fault))
        self.desk.failed.connect(self.failures.append)
        self.refresh()

    def refresh(self) -> None:
        self.desk.refresh()
        self.settle()

    def settle(self) -> None:
        self._qtbot.waitUntil(lambda: not self.worker.is_busy)

    def write(self) -> str:
        """Press the button; what the card says then."""
        self.card.write.click()
        self.settle()
        return self.card.result.text()

    def read(self) -> str:
        self.card.read.click()
        self.settle()
        return self.card.result.text()

    @property
    def waiting(self) -> int:
        return sum(state == "pending" for _, state in states(self.store))


def at_work(world: World, folder: Path) -> Store:
    """The store of a laptop once more, for the thread that works on it and closes it."""
    return Store(folder, open_database(folder / FILE, world.key), world.clock, world.key)


class OneStick:
    """What is done with sticks where one is in; ``fault`` is what writing on it comes to."""

    def __init__(self, usb: Path, fault: DesaError | None) -> None:
        self._usb = usb
        self._fault = fault

    def drives(self) -> Sequence[Path]:
        return [self._usb]

    def write(self, store: Store, folder: Path, step: Step, cancelled: threading.Event) -> sticks.Written:
        if self._fault:
            raise self._fault
        return sticks.write(store, folder, step, cancelled)

    def read(self, store: Store, place: Path, step: Step, cancelled: threading.Event) -> sticks.Read:
        return sticks.read(store, place, step, cancelled)


def opened(
    world: World, name: str, usb: Path, qtbot: QtBot, role: Role = "officer", fault: DesaError | None = None
) -> Laptop:
    """A laptop that was in touch with headquarters once, its card in sight."""
    store = world.laptop(name, role=role)
    drain(store, hq=world.hq)
    return Laptop(world, store, usb, qtbot, fault)


@pytest.fixture
def laptops() -> Iterator[list[Laptop]]:
    made: list[Laptop] = []
    yield made
    for each in made:
        each.worker.stop()


def test_the_stick_goes_round(world: World, usb: Path, qtbot: QtBot, laptops: list[Laptop]) -> None:
    laptops += [opened(world, "dewi", usb, qtbot), opened(world, "budi", usb, qtbot, role="lead")]
    dewi, budi = laptops
    assert "disegel" in dewi.card.told.text()
    assert "mengumpulkan" in budi.card.told.text()
    visit(dewi.store, "Siti")
    said = dewi.write()
    assert "Tertulis dan diperiksa: 2 perubahan" in said
    assert "belum terkirim" in said
    assert list((usb / FOLDER).iterdir())
    assert "Dikumpulkan dari Dewi" in budi.read()
    budi.refresh()
    assert budi.card.spool.text().startswith("Kiriman rekan di sini yang belum sampai kantor pusat: 1")
    assert "Budi sudah mengambil" in dewi.read()
    assert dewi.waiting == 2
    assert all(not each.problem for each in answer_all(world.hq, usb, usb / FOLDER))
    assert "2 perubahan sudah sampai" in dewi.read()
    assert dewi.waiting == 0
    assert "Tidak ada apa-apa" in dewi.read()
    assert dewi.failures == budi.failures == []


def test_a_failure_is_told_and_the_card_can_be_used_again(
    world: World, usb: Path, qtbot: QtBot, laptops: list[Laptop]
) -> None:
    laptops.append(opened(world, "dewi", usb, qtbot, fault=StickFull(name="STIK")))
    [dewi] = laptops
    assert "Terhenti" in dewi.write()
    assert [type(each) for each in dewi.failures] == [StickFull]
    assert dewi.card.write.isEnabled()
    assert not dewi.card.bar.isVisible()
    assert "Tidak ada apa-apa" in dewi.read()


def test_a_file_that_is_none_is_told(world: World, usb: Path, qtbot: QtBot, laptops: list[Laptop]) -> None:
    laptops.append(opened(world, "dewi", usb, qtbot))
    (usb / "rusak.desa").write_bytes(b"x")
    said = laptops[0].read()
    assert "rusak.desa" in said
    assert laptops[0].card.result.property("tone") == "warning"


@pytest.fixture
def card(qtbot: QtBot) -> StickCard:
    made = StickCard()
    qtbot.addWidget(made)
    made.show()
    return made


def test_without_a_stick_there_is_nothing_to_press(card: StickCard, tmp_path: Path) -> None:
    assert card.place.currentText() == "Tidak ada flashdisk"
    assert not card.write.isEnabled()
    assert not card.read.isEnabled()
    card.set_drives([tmp_path / "A", tmp_path / "B"])
    assert card.write.isEnabled()
    card.place.setCurrentIndex(1)
    card.set_drives([tmp_path / "B", tmp_path / "C"])
    assert card.place.currentText() == "B"


def test_a_folder_can_be_chosen_in_its_place(card: StickCard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: "")
    card.choose.click()
    assert not card.write.isEnabled()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "folder"))
    card.choose.click()
    asked: list[Path] = []
    card.write_asked.connect(asked.append)
    card.write.click()
    assert asked == [tmp_path / "folder"]
    card.set_drives([])
    assert card.place.currentText() == "folder"


def test_while_it_works_it_can_only_be_cancelled(card: StickCard, tmp_path: Path, qtbot: QtBot) -> None:
    card.set_drives([tmp_path])
    card.show_running(True)
    assert [one.isEnabled() for one in (card.write, card.read, card.place, card.choose)] == [False] * 4
    card.show_step(30, 100)
    assert (card.bar.value(), card.bar.maximum(), card.bar.isVisible()) == (30, 100, True)
    with qtbot.waitSignal(card.cancelled):
        card.stop.click()
    assert not card.stop.isEnabled()


def test_it_speaks_english_at_once(card: StickCard) -> None:
    card.set_standing(Standing(True, 2, 1))
    assert "kantor pusat: 2" in card.spool.text()
    try:
        use_language("en")
        card.retranslate()
        assert card.where.text()
    finally:
        use_language("id")
