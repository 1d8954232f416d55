"""The stick on the sync page: where it is, write it, read it; for a lead colleagues' bundles as well. What came of it
is said with what to do next."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFileDialog, QProgressBar

from desa_app.domain.formats import show_number
from desa_app.ui.parts import Spoken, button, card, column, holder, label, row, show_tone
from desa_app.ui.words import size_words

if TYPE_CHECKING:
    from desa_app.sync.sticks import Read, Written

_KB = 1024


class Standing(NamedTuple):
    """What sticks have to do here: whether this is a lead's laptop, how many bundles of colleagues lie on it that
    headquarters has not answered, and how many answers that are to be brought back."""

    is_lead: bool = False
    carried: int = 0
    answers: int = 0


class StickCard(Spoken):
    """``set_drives`` and ``set_standing`` show what there is; ``write_asked`` and ``read_asked`` name the place,
    ``cancelled`` ends what is under way. ``show_written``, ``show_read`` and ``show_stopped`` say what came of it."""

    write_asked = Signal(object)
    read_asked = Signal(object)
    cancelled = Signal()
    drives_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._drives: list[Path] = []
        self._folder: Path | None = None
        self._standing = Standing()
        self._running = self._stopping = self._stopped = False
        self._written: Written | None = None
        self._got: Read | None = None
        self.title, self.told = label("heading"), label("muted", wrap=True)
        self.spool = label(wrap=True)
        self.where, self.place = label("label"), QComboBox()
        self.where.setBuddy(self.place)
        self.place.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.place.setMinimumContentsLength(16)
        self.place.currentIndexChanged.connect(lambda _: self._write())
        self.look = button("", "refresh-cw", self.drives_wanted.emit)
        self.choose = button("", "folder-open", self._choose)
        self.write = button("", "usb", lambda: self.write_asked.emit(self._chosen()))
        self.read = button("", "download", lambda: self.read_asked.emit(self._chosen()))
        self.stop = button("", "x", self._cancel)
        self.bar, self.result = QProgressBar(textVisible=False), label("banner", wrap=True)
        place = holder(column(self.where, row(self.place, self.look, self.choose, stretch=0), gap=2))
        doing = holder(row(self.write, self.read, self.stop, None))
        self.setLayout(column(card(self.title, self.told, self.spool, place, doing, self.bar, self.result)))
        for hidden in (self.bar, self.stop, self.spool):
            hidden.hide()
        self.retranslate()

    def set_drives(self, drives: Sequence[Path]) -> None:
        """Offer the removable drives that are in; the one chosen before stays, if it is still there."""
        before, self._drives = self._chosen(), list(drives)
        self._fill(before)

    def set_standing(self, standing: Standing) -> None:
        """Show what lies here for and from colleagues."""
        self._standing = standing
        self.retranslate()

    def _fill(self, chosen: Path | None) -> None:
        places = [*self._drives, *([self._folder] if self._folder else [])]
        self.place.blockSignals(True)
        self.place.clear()
        for each in places:
            self.place.addItem(each.name or str(each), each)
        if not places:
            self.place.addItem(self.tr("No stick is in"), None)
        self.place.setCurrentIndex(places.index(chosen) if chosen in places else 0)
        self.place.blockSignals(False)
        self._write()

    def _chosen(self) -> Path | None:
        found: Path | None = self.place.currentData()
        return found

    def _choose(self) -> None:
        named = QFileDialog.getExistingDirectory(self, self.tr("Which folder?"))
        if named:
            self._folder = Path(named)
            self._fill(self._folder)

    def _cancel(self) -> None:
        self._stopping = True
        self._write()
        self.cancelled.emit()

    def show_running(self, running: bool) -> None:
        """Writing or reading began or ended."""
        self._running, self._stopping = running, False
        if running:
            self._written, self._got, self._stopped = None, None, False
            self.bar.setRange(0, 0)
        self._write()

    def show_step(self, done: int, of: int) -> None:
        """How far it is."""
        self.bar.setRange(0, max(1, of))
        self.bar.setValue(done)

    def show_written(self, done: Written) -> None:
        """What the stick holds now."""
        self._written = done
        self._write()

    def show_read(self, done: Read) -> None:
        """What the stick brought."""
        self._got = done
        self._write()

    def show_stopped(self) -> None:
        """The person ended it, or pulled the stick out."""
        self._stopped = True
        self._write()

    def retranslate(self) -> None:
        self.title.setText(self.tr("USB stick"))
        self.where.setText(self.tr("Stick or folder"))
        self.place.setAccessibleName(self.where.text())
        self.look.setToolTip(self.tr("Look for sticks again"))
        self.look.setAccessibleName(self.look.toolTip())
        self.choose.setText(self.tr("Folder …"))
        self.write.setText(self.tr("Write"))
        self.read.setText(self.tr("Read"))
        self.stop.setText(self.tr("Cancel"))
        if not self._drives and not self._folder:
            self._fill(None)
        told = self.tr(
            "Without a line: write what waits to a stick and hand it to the team lead or to headquarters. It is "
            "sealed: whoever finds it can't read it. Read it when it comes back."
        )
        if self._standing.is_lead:
            told = self.tr(
                "Without a line: read colleagues' sticks here to collect what they hold, sealed. It goes to "
                "headquarters with the next synchronisation, or written to a stick; read colleagues' sticks again to "
                "bring the answers back."
            )
        self.told.setText(told)
        self.spool.setText(self._spool_text())
        self.spool.setVisible(bool(self.spool.text()))
        self._write()

    def _spool_text(self) -> str:
        found, parts = self._standing, []
        if found.carried:
            words = self.tr("Colleagues' bundles here that are not at headquarters yet: {count}.")
            parts.append(words.format(count=show_number(found.carried)))
        if found.answers:
            words = self.tr("Answers for colleagues here: {count}.")
            parts.append(words.format(count=show_number(found.answers)))
        return " ".join(parts)

    def _write(self) -> None:
        is_free = self._chosen() is not None and not self._running
        for one in (self.write, self.read):
            one.setEnabled(is_free)
        for idle in (self.place, self.look, self.choose):
            idle.setEnabled(not self._running)
        self.stop.setVisible(self._running)
        self.stop.setEnabled(not self._stopping)
        self.bar.setVisible(self._running)
        text, tone = self._result()
        show_tone(self.result, text, tone)

    def _result(self) -> tuple[str, str]:
        if self._stopped:
            return self.tr("Stopped. Write again to go on where it ended; nothing is lost."), "warning"
        if self._written is not None:
            return self._written_text(self._written), "success"
        if self._got is not None:
            needs_people = bool(self._got.unusable or self._got.quarantined)
            return self._read_text(self._got), "warning" if needs_people else "success"
        return "", "success"

    def _written_text(self, done: Written) -> str:
        words = self.tr("Nothing waits here. The stick asks headquarters what is new.")
        if done.changes:
            words = self.tr("Written and checked: {count} changes, {size}.")
        said = [words.format(count=show_number(done.changes), size=size_words(done.size))]
        if done.bundles or done.answers:
            words = self.tr("Colleagues' bundles with it: {bundles}; answers for them: {answers}.")
            said.append(words.format(bundles=show_number(done.bundles), answers=show_number(done.answers)))
        said.append(
            self.tr(
                "Now eject the stick and hand it over. Here everything stays ‘not sent’ until the answer of "
                "headquarters has been read."
            )
        )
        return " ".join(said)

    def _read_text(self, done: Read) -> str:
        said: list[str] = []
        if done.answered:
            words = self.tr("Headquarters has answered: {sent} changes are there, {got} new ones came.")
            said.append(words.format(sent=show_number(done.pushed), got=show_number(done.pulled)))
        if done.quarantined:
            words = self.tr("{count} were set aside; see the reason below.")
            said.append(words.format(count=show_number(done.quarantined)))
        if done.leads:
            words = self.tr("{name} has taken your bundle to carry it on.")
            said.append(words.format(name=", ".join(sorted(set(done.leads)))))
        said += self._carrying_text(done)
        said += done.unusable
        return " ".join(said) or self.tr("There is nothing on it for this laptop.")

    def _carrying_text(self, done: Read) -> list[str]:
        said: list[str] = []
        if done.collected:
            words = self.tr("Collected from {names}; receipts are on the stick. Give it back; synchronise soon.")
            said.append(words.format(names=", ".join(sorted(set(done.collected)))))
        if done.kept_answers:
            words = self.tr("Answers taken for colleagues: {count}. Read their sticks to bring them.")
            said.append(words.format(count=show_number(done.kept_answers)))
        if done.brought:
            words = self.tr("Answers for colleagues now on the stick: {count}.")
            said.append(words.format(count=show_number(done.brought)))
        return said
