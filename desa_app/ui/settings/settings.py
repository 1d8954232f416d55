"""The settings of this laptop: how it looks, how it is protected, its backups, practice, and what this program is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QProgressBar, QPushButton, QWidget

from desa_app.domain.formats import show_date, show_time
from desa_app.language import LANGUAGE_NAMES, LANGUAGES
from desa_app.preferences import CHOICES, Preferences
from desa_app.ui.field import scrolled
from desa_app.ui.parts import GAP, button, card, column, holder, label, name_button, row
from desa_app.ui.screen import Screen, Title
from desa_app.ui.segments import Segments
from desa_app.ui.settings.about import About
from desa_app.ui.settings.export_log import ExportLog
from desa_app.ui.settings.passphrase_form import PassphraseForm
from desa_app.ui.wrapping import Even, Flow

_LEAST_PX = 420
_KB = 1024


class SettingsPage(Screen):
    """``preferred`` hands on new preferences at once; the other signals are a person's wishes."""

    preferred = Signal(object)
    locked = Signal()
    back_up_asked = Signal()
    restore_asked = Signal()
    practice_asked = Signal()
    support_asked = Signal()
    stopped = Signal()

    def __init__(self, chosen: Preferences, *, practice: bool) -> None:
        super().__init__()
        self._chosen = chosen
        self._last_backup: dt.datetime | None = None
        self._is_known = False
        self.title = Title()
        self.choices = {name: Segments(list(values), self._worded(name)) for name, values in CHOICES.items()}
        self._labels = {name: label("label") for name in CHOICES}
        self.headings = {
            name: label("heading") for name in ("look", "safety", "backup", "exports", "practice", "about")
        }
        self.lock = button("", "lock", self.locked.emit)
        self.no_lock = label("hint", wrap=True)
        self.passphrase = PassphraseForm()
        self.backup_text, self.practice_text = label("muted", wrap=True), label("muted", wrap=True)
        self.last_backup, self.support_text = label(wrap=True), label("muted", wrap=True)
        self.bar = QProgressBar(textVisible=False)
        self.stop = button("quiet", "x", self.stopped.emit)
        self.working = holder(row(self.bar, self.stop, stretch=0))
        self.working.hide()
        self.back_up = button("primary", "usb", self.back_up_asked.emit)
        self.restore = button("", "rotate-ccw", self.restore_asked.emit)
        self.practise = button("", "graduation-cap", self.practice_asked.emit)
        self.support = button("", "life-buoy", self.support_asked.emit)
        self.about, self.exports = About(), ExportLog()
        self._lay_out(practice=practice)
        self.set_preferences(chosen)
        for name, choice in self.choices.items():
            choice.chosen.connect(lambda value, name=name: self._prefer(name, value))
        self.retranslate()

    def _lay_out(self, *, practice: bool) -> None:
        look = self._card("look", *(self._choice(name) for name in ("language", "theme", "text_size")))
        protection = holder(row(self.lock, None))
        safety = self._card("safety", self._choice("lock_minutes"), protection, self.no_lock, self.passphrase)
        backup = self._card(
            "backup",
            self.backup_text,
            self.last_backup,
            holder(_flowing(self.back_up, self.restore)),
            self.working,
        )
        exports = self._card("exports", self.exports)
        training = self._card("practice", self.practice_text, holder(row(self.practise, None)))
        about = self._card("about", self.about, self.support_text, holder(row(self.support, None)))
        if practice:
            for real in (safety, backup, training):
                real.hide()
        left = holder(column(look, safety, None, gap=12))
        right = holder(column(backup, training, about, None, gap=12))
        page = scrolled(holder(column(holder(Even(left, right, least=_LEAST_PX, gap=12)), exports, None, gap=12)))
        self.setLayout(column(self.title, page, margin=2 * GAP, gap=12, stretch=1))

    def _card(self, name: str, *inside: QWidget) -> QFrame:
        return card(self.headings[name], *inside)

    def _choice(self, name: str) -> QWidget:
        self._labels[name].setBuddy(self.choices[name])
        return holder(column(self._labels[name], self.choices[name], gap=2))

    def _worded(self, name: str) -> Callable[[object], str]:
        return lambda value: self._words()[name][value]

    def _words(self) -> dict[str, dict[object, str]]:
        minutes = self.tr("{count} minutes")
        return {
            "language": {name: LANGUAGE_NAMES[name] for name in LANGUAGES},
            "theme": {"system": self.tr("As the system"), "light": self.tr("Light"), "dark": self.tr("Dark")},
            "text_size": {
                "normal": self.tr("Normal"),
                "large": self.tr("Large"),
                "larger": self.tr("Very large"),
            },
            "lock_minutes": {
                0: self.tr("Never"),
                **{count: minutes.format(count=count) for count in CHOICES["lock_minutes"][1:]},
            },
        }

    def retranslate(self) -> None:
        self.title.setText(self.tr("Settings"))
        self._write_headings()
        labels = {
            "language": self.tr("Language"),
            "theme": self.tr("Colours"),
            "text_size": self.tr("Text size"),
            "lock_minutes": self.tr("Lock when nobody has touched it for"),
        }
        for name, text in labels.items():
            self._labels[name].setText(text)
            self.choices[name].setAccessibleName(text)
            self.choices[name].retranslate()
        name_button(self.lock, self.tr("Lock now"), "Ctrl+L")
        self.no_lock.setText(self.tr("The system opens this laptop's data. Set a passphrase to be able to lock it."))
        self.backup_text.setText(
            self.tr(
                "A backup holds every record and photo, encrypted under your passphrase. Make one on a stick before "
                "you travel, and keep it apart from the laptop."
            )
        )
        self.back_up.setText(self.tr("Back up to a folder or stick …"))
        self.restore.setText(self.tr("Restore …"))
        self.stop.setText(self.tr("Cancel"))
        self.practice_text.setText(
            self.tr("Practice has its own data and its own headquarters. Nothing of it ever reaches the real one.")
        )
        self.practise.setText(self.tr("Open practice"))
        self.support_text.setText(
            self.tr("A support file tells counts, versions and error codes: no names, no numbers, no places.")
        )
        self.support.setText(self.tr("Make a support file …"))
        self._write_backup()

    def _write_headings(self) -> None:
        words = {
            "look": self.tr("How it looks"),
            "safety": self.tr("Protection"),
            "backup": self.tr("Backup"),
            "exports": self.tr("Exports from this laptop"),
            "practice": self.tr("Practice"),
            "about": self.tr("About"),
        }
        for name, text in words.items():
            self.headings[name].setText(text)

    def showEvent(self, event: QShowEvent) -> None:
        """What left the laptop since the page was last seen is asked for anew each time."""
        self._stale = True
        super().showEvent(event)

    def set_preferences(self, chosen: Preferences) -> None:
        """Show what is chosen."""
        self._chosen = chosen
        for name, choice in self.choices.items():
            choice.set_value(getattr(chosen, name))

    def set_facts(self, last_backup: dt.datetime | None, *, has_passphrase: bool, villages: str) -> None:
        """Show when the last backup was made, whether there is a passphrase, and the registry's version."""
        self._last_backup, self._is_known = last_backup, True
        self.lock.setEnabled(has_passphrase)
        self.choices["lock_minutes"].setEnabled(has_passphrase)
        self.no_lock.setVisible(not has_passphrase)
        self.passphrase.set_has_passphrase(has_passphrase)
        self.about.set_villages(villages)
        self._write_backup()

    def show_busy(self, busy: bool) -> None:
        """A backup or a restore is under way."""
        if busy:
            self.bar.setRange(0, 0)
        self.working.setVisible(busy)
        for one in self._working():
            one.setEnabled(not busy)

    def show_progress(self, done: int, of: int) -> None:
        """How much of how much is done."""
        self.bar.setRange(0, max(1, of // _KB))
        self.bar.setValue(min(done, of) // _KB)

    def _working(self) -> tuple[QPushButton, ...]:
        return self.back_up, self.restore, self.support

    def _prefer(self, name: str, value: object) -> None:
        self._chosen = replace(self._chosen, **{name: value})  # type: ignore[arg-type]
        self.preferred.emit(self._chosen)

    def _write_backup(self) -> None:
        last = self._last_backup
        if last is not None:
            moment = f"{show_date(last.date())} {show_time(last)}"
            self.last_backup.setText(self.tr("Last backup: {moment}.").format(moment=moment))
        else:
            self.last_backup.setText(self.tr("No backup was made yet.") if self._is_known else "")


def _flowing(*inside: QWidget) -> Flow:
    flow = Flow()
    for piece in inside:
        flow.addWidget(piece)
    return flow
