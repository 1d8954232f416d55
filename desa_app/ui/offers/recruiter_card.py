"""One recruiter: every contact as written, what it was read as beside it, and in which other reports it stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any, get_args

from msgspec.structs import replace
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from desa_app.domain.contact import Contact, read_handle, read_link
from desa_app.domain.formats import find_phone, show_date
from desa_app.domain.known_offers import Sighting
from desa_app.domain.labels import label as field_label
from desa_app.domain.offer import Platform, Recruiter, RecruiterRole
from desa_app.ui.editors import ChoiceField, DateField, TextField
from desa_app.ui.offers.asked import Asked
from desa_app.ui.offers.question_button import say_question
from desa_app.ui.parts import Spoken, button, column, holder, label, row
from desa_app.ui.screen import Title
from desa_app.ui.style import icon, set_role
from desa_app.ui.words import word
from desa_app.ui.wrapping import Even

_FIELDS = ("alias", "role", "phone", "platform", "handle", "url", "company", "account", "address", "last_seen")
_STORES_OWN = ("offer_id", "office_code", "created_at", "created_by")
_READ = ("phone", "handle", "url")
"""The contacts of which it is said what they were read as."""
_LEAST_PX = 148
_MOST_SHOWN, _LETTERS = 12, 44


class RecruiterCard(Spoken):
    """``edited`` after every change, ``removed`` when it is to go, ``opened`` with the id of another report."""

    edited = Signal()
    removed = Signal()
    opened = Signal(str)

    def __init__(self, recruiter: Recruiter, now: Callable[[], dt.datetime]) -> None:
        super().__init__()
        set_role(self, role="inset")
        self.recruiter = recruiter
        self._number = 1
        self._sightings: Sequence[Sighting] = ()
        self.editors = _editors(now)
        self.fields = {name: Asked("recruiter", name, self.editors[name]) for name in _FIELDS}
        self.title = Title()
        self.title.setProperty("role", "heading")
        self.read = {name: label("caption", wrap=True) for name in _READ}
        for name, below in self.read.items():
            self.fields[name].show_below(below)
        self.remove = button("quiet", "trash-2", self.removed.emit)
        self.seen = QPushButton()
        self.seen.setAutoDefault(False)
        self.seen.setCheckable(True)
        self.seen.toggled.connect(self._write_sightings)
        self.reports = column(gap=0)
        for editor in self.editors.values():
            editor.edited.connect(self._edit)
        head = row(self.title, self.remove, stretch=0)
        seen = row(self.seen, None)
        fields = Even(*self.fields.values(), least=_LEAST_PX, gap=8)
        self.setLayout(column(holder(head), seen, holder(self.reports), holder(fields), margin=8, gap=4))
        self.set_value(recruiter)

    def retranslate(self) -> None:
        self.remove.setText(self.tr("Remove"))
        self.title.setText(self.editors["alias"].value() or self.tr("Recruiter {number}").format(number=self._number))
        for name, text in self._readings().items():
            self.read[name].setText(text)
            self.read[name].setVisible(bool(text))
        self._write_sightings()

    def number(self, number: int) -> None:
        """Tell which of the recruiters it is, for one without a name."""
        self._number = number
        self.retranslate()

    def _readings(self) -> dict[str, str]:
        """What each contact was read as; nothing where it was read as it is written."""
        typed: dict[str, str] = {name: self.editors[name].value() or "" for name in _READ}
        phone = find_phone(typed["phone"])
        handle, link = read_handle(typed["handle"], self.editors["platform"].value()), read_link(typed["url"])
        unread = self.tr("Kept as written; no known number") if typed["phone"] else ""
        return {
            "phone": self._read_as(phone, typed["phone"]) if phone else unread,
            "handle": self._read_as(_shown(handle), typed["handle"]) if handle else "",
            "url": self._read_as(_shown(link), typed["url"]) if link and link.kind != "url" else "",
        }

    def _read_as(self, value: str, written: str) -> str:
        return "" if value == written else self.tr("Read as {value}").format(value=value)

    def show_sightings(self, sightings: Sequence[Sighting]) -> None:
        """Show in which other reports a contact of this recruiter stands."""
        self._sightings = sightings
        self._write_sightings()

    def _write_sightings(self) -> None:
        count = len(self._sightings)
        self.seen.setVisible(count > 0)
        self.seen.setText(self.tr("Seen in other reports here: {count}").format(count=count))
        self.seen.setIcon(icon("chevron-down" if self.seen.isChecked() else "chevron-right", "danger"))
        set_role(self.seen, role="seen")
        while (item := self.reports.takeAt(0)) is not None:
            gone = item.widget()
            assert gone is not None
            gone.hide()
            gone.deleteLater()
        if self.seen.isChecked():
            for sighting in self._sightings[:_MOST_SHOWN]:
                pressed = self._report(sighting)
                self.reports.addWidget(pressed)
                pressed.show()

    def _report(self, sighting: Sighting) -> QPushButton:
        fields = ", ".join(field_label("recruiter", field).lower() for field in sighting.fields)
        day = show_date(sighting.received) if sighting.received else self.tr("no date")
        pressed = button("question", "chevron-right", lambda: self.opened.emit(sighting.offer_id))
        say_question(pressed, " · ".join(part for part in (day, sighting.village, fields) if part), _LETTERS)
        return pressed

    @property
    def last(self) -> QWidget:
        """Where Tab leaves the card."""
        return self.remove

    def follow(self, before: QWidget) -> None:
        """Let Tab come here from ``before``, whatever was made first."""
        for piece in (self.seen, *(self.editors[name] for name in _FIELDS), self.remove):
            QWidget.setTabOrder(before, piece)
            before = piece

    def set_value(self, recruiter: Recruiter) -> None:
        """Show a recruiter, of whom nothing was seen elsewhere yet."""
        self.recruiter, self._sightings = recruiter, ()
        self.seen.setChecked(False)
        for name, editor in self.editors.items():
            editor.set_value(getattr(recruiter, name))
        self.retranslate()

    def value(self) -> Recruiter:
        """The recruiter as it stands on the card."""
        typed = {name: self.editors[name].value() for name in _FIELDS}
        phone = typed["phone"]
        return replace(self.recruiter, **typed, phone_e164=find_phone(phone) if phone else None)

    def adopt(self, stored: Recruiter | None) -> None:
        """Note what the store added."""
        if stored is not None:
            self.recruiter = replace(self.recruiter, **{name: getattr(stored, name) for name in _STORES_OWN})

    def _edit(self) -> None:
        self.retranslate()
        self.edited.emit()


def _shown(contact: Contact) -> str:
    """A contact as it was read: ``+62812…``, ``Telegram @joko``."""
    return f"{contact.platform} @{contact.value}" if contact.platform else contact.value


def _editors(now: Callable[[], dt.datetime]) -> dict[str, Any]:
    return {
        "alias": TextField(),
        "role": ChoiceField(get_args(RecruiterRole), word),
        "phone": TextField(40),
        "platform": ChoiceField(get_args(Platform), word),
        "handle": TextField(),
        "url": TextField(400),
        "company": TextField(400),
        "account": TextField(400),
        "address": TextField(400),
        "last_seen": DateField(lambda: now().date()),
    }
