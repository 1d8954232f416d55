"""The list of sessions: what was done where, how it stands, and where it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QLineEdit, QStackedWidget

from desa_app.domain.formats import fold_text, show_date, show_number
from desa_app.domain.roles import may
from desa_app.ui.parts import GAP, button, column, holder, label, name_button, row
from desa_app.ui.screen import Empty, Screen
from desa_app.ui.table import Column, RowTable, RowView
from desa_app.ui.words import PLACE_TONES, place_word, status_word, tone

if TYPE_CHECKING:
    from desa_app.domain.roles import Role
    from desa_app.store.sessions import SessionRow


class SessionList(Screen):
    """``set_rows`` shows sessions; what a person asks for comes out as signals with the session's id."""

    created = Signal()
    opened = Signal(str)
    submitted = Signal(str)
    approved = Signal(str)
    returned = Signal(str, str, str)
    import_asked = Signal()
    nouns = frozenset({"session", "attendee"})

    def __init__(self) -> None:
        super().__init__()
        self._reviews = False
        self._is_loaded = False
        self.table: RowTable[SessionRow] = RowTable()
        self.view = RowView(self.table, key=lambda one: one.id)
        self.view.opened.connect(lambda place: self.opened.emit(self.table.row(place).id))
        self.view.chosen.connect(self._allow)
        self.title, self.count = label("title"), label("caption")
        self.search = QLineEdit(clearButtonEnabled=True)
        self.search.setMinimumWidth(120)
        self.search.setMaximumWidth(260)
        self.search.textChanged.connect(self._filter)
        self.empty = Empty("calendar-days")
        self._build_buttons()
        self._allow()
        self._pages = QStackedWidget()
        self._pages.addWidget(self.view)
        self._pages.addWidget(self.empty)
        top = row(self.title, self.count, None, self.search, self.bring, self.new, stretch=3)
        steps = row(self.open, self.submit, self.approve, self.send_back, None)
        self.setLayout(column(holder(top), self._pages, holder(steps), margin=2 * GAP, gap=12, stretch=1))
        self.retranslate()

    def _build_buttons(self) -> None:
        self.new = button("primary", "plus", self.created.emit)
        self.bring = button("", "file-input", self.import_asked.emit)
        self.open = button("", "pencil", lambda: self._tell(self.opened))
        self.submit = button("", "send", lambda: self._tell(self.submitted))
        self.approve = button("", "circle-check", lambda: self._tell(self.approved))
        self.send_back = button("", "corner-up-left", self._ask_return)

    def retranslate(self) -> None:
        self.title.setText(self.tr("Outreach sessions"))
        self.search.setPlaceholderText(self.tr("Search village, venue, date …"))
        self.search.setAccessibleName(self.search.placeholderText())
        self.view.setAccessibleName(self.title.text())
        name_button(self.new, self.tr("New session"), "Ctrl+N")
        self.bring.setText(self.tr("Import attendance list"))
        self.open.setText(self.tr("Open"))
        self.submit.setText(self.tr("Submit"))
        self.approve.setText(self.tr("Approve"))
        self.send_back.setText(self.tr("Return for correction"))
        self.empty.say(
            self.tr("No session yet"),
            self.tr("Press New session, or import the attendance list of a village office (Excel or CSV)."),
        )
        self.table.set_columns(
            Column(self.tr("Date"), _day, key=lambda one: one.date or dt.date.min, width=170),
            Column(self.tr("Villages"), lambda one: ", ".join(one.villages) or "—", width=0),
            Column(self.tr("Venue"), lambda one: one.venue or "—", width=190),
            Column(
                self.tr("Reached"),
                lambda one: str(one.reached),
                key=lambda one: one.reached,
                number=True,
                width=84,
            ),
            Column(self.tr("With name"), lambda one: str(one.named), key=lambda one: one.named, number=True, width=96),
            Column(
                self.tr("Status"), lambda one: status_word(one.status), tone=lambda one: tone(one.status), width=150
            ),
            Column(self.tr("Where it is"), self._place, tone=_place_tone, width=170),
        )
        self._count()

    def set_role(self, role: Role) -> None:
        """What the person may do: a lead approves and returns."""
        self._reviews = may(role, "review")
        self._allow()

    def set_rows(self, rows: Sequence[SessionRow]) -> None:
        """Show these sessions, newest first."""
        self.table.set_rows(sorted(rows, key=lambda one: (one.date or dt.date.max, one.id), reverse=True))
        self._is_loaded = True
        self._pages.setCurrentIndex(0 if rows else 1)
        self._count()

    def _count(self) -> None:
        shown = self.tr("{count} shown").format(count=show_number(self.table.rowCount()))
        self.count.setText(shown if self._is_loaded else "")

    def _place(self, one: SessionRow) -> str:
        if one.conflicts:
            return self.tr("Data conflict ({count})").format(count=len(one.conflicts))
        return place_word(one.place)

    def _filter(self, text: str) -> None:
        parts = [fold_text(part) for part in text.split()]
        self.table.keep(lambda one: all(part in _searchable(one) for part in parts) if parts else True)
        self._count()

    def _chosen(self) -> SessionRow | None:
        place = self.view.place()
        return None if place is None else self.table.row(place)

    def _allow(self) -> None:
        one = self._chosen()
        waiting = one is not None and one.status == "diajukan"
        self.open.setEnabled(one is not None)
        self.submit.setEnabled(one is not None and one.status in ("draf", "dikembalikan"))
        for lead_only in (self.approve, self.send_back):
            lead_only.setVisible(self._reviews)
            lead_only.setEnabled(waiting)

    def _tell(self, signal: SignalInstance) -> None:
        one = self._chosen()
        if one is not None:
            signal.emit(one.id)

    def _ask_return(self) -> None:
        one = self._chosen()
        if one is None:
            return
        from desa_app.ui.return_dialog import ReturnDialog

        dialog = ReturnDialog("session", self)
        dialog.returned.connect(lambda field, comment: self.returned.emit(one.id, field, comment))
        dialog.open()


def _day(one: SessionRow) -> str:
    return show_date(one.date) if one.date else "—"


def _place_tone(one: SessionRow) -> str:
    return "warning" if one.conflicts else PLACE_TONES[one.place]


def _searchable(one: SessionRow) -> str:
    return fold_text(" ".join((*one.villages, one.venue or "", _day(one), status_word(one.status))))
