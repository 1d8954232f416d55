"""The left side: where to go, whose laptop this is, and always in sight how much headquarters does not have yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QPushButton, QVBoxLayout, QWidget

from desa_app.language import LANGUAGES, language
from desa_app.ui.parts import Spoken, button, column, label, row
from desa_app.ui.style import icon

if TYPE_CHECKING:
    import datetime as dt

PAGES = {"sessions": "calendar-days", "offers": "shield-alert", "sync": "refresh-cw", "coverage": "map"}
_WIDTH = 208


class Navigation(Spoken):
    """``went`` names the page asked for; ``language_chosen`` the language."""

    went = Signal(str)
    language_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("navigation")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(_WIDTH)
        self._unsent: int | None = None
        self._oldest_days = 0
        self._name = self._role = ""
        self._is_known = False
        self._product = label("product")
        self._product.setText("Desa Binaan")
        self._pages = {name: self._page(name, picture) for name, picture in PAGES.items()}
        self._group = QButtonGroup(self)
        for page in self._pages.values():
            self._group.addButton(page)
        self._count, self._meaning = label("count"), label(wrap=True)
        self._office, self._person = label("office", wrap=True), label(wrap=True)
        self._languages = {name: self._language(name) for name in LANGUAGES}
        self.setLayout(self._lay())
        self.retranslate()

    def _page(self, name: str, picture: str) -> QPushButton:
        page = button("", "", lambda: self.went.emit(name))
        page.setIcon(icon(picture, "nav_text"))
        page.setIconSize(QSize(18, 18))
        page.setCheckable(True)
        return page

    def _language(self, name: str) -> QPushButton:
        choice = button("language", "", lambda: self.language_chosen.emit(name))
        choice.setCheckable(True)
        choice.setText({"id": "Bahasa", "en": "English"}[name])
        return choice

    def _lay(self) -> QVBoxLayout:
        unsent = QWidget()
        unsent.setObjectName("unsent")
        unsent.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        unsent.setLayout(column(self._count, self._meaning, margin=12, gap=2))
        lay = column(self._product, margin=12, gap=4)
        lay.addSpacing(12)
        for page in self._pages.values():
            lay.addWidget(page)
        lay.addStretch(1)
        lay.addWidget(unsent)
        lay.addSpacing(12)
        lay.addWidget(self._office)
        lay.addWidget(self._person)
        lay.addSpacing(4)
        lay.addLayout(row(*self._languages.values(), gap=4))
        return lay

    def retranslate(self) -> None:
        titles = (self.tr("Sessions"), self.tr("Job offers"), self.tr("Synchronise"), self.tr("Coverage"))
        for number, (page, title) in enumerate(zip(self._pages.values(), titles, strict=True), start=1):
            page.setText("  " + title)
            page.setShortcut(f"Ctrl+{number}")
            page.setToolTip(f"Ctrl+{number}")
            page.setAccessibleName(title)
        for name, choice in self._languages.items():
            choice.setChecked(name == language())
        self._show_person()
        self._show_unsent()

    def _show_person(self) -> None:
        if not self._name:
            self._person.setText(self.tr("Not enrolled yet") if self._is_known else "")
            return
        from desa_app.ui.words import word

        self._person.setText(f"{self._name} · {word(self._role)}")

    def set_identity(self, name: str, role: str, office: str) -> None:
        """Whose laptop this is; an empty name where it is nobody's yet."""
        self._name, self._role, self._is_known = name, role, True
        self._office.setText(office)
        self._show_person()

    def set_unsent(self, count: int, oldest: dt.date | None, today: dt.date) -> None:
        """How many changes headquarters does not have, and since when."""
        self._unsent = count
        self._oldest_days = (today - oldest).days if oldest else 0
        self._show_unsent()

    def show_page(self, name: str) -> None:
        """Mark the page in sight."""
        self._pages[name].setChecked(True)

    def _show_unsent(self) -> None:
        if self._unsent is None:
            self._count.setText("…")
            self._meaning.setText("")
            return
        from desa_app.domain.formats import show_number

        self._count.setText(show_number(self._unsent))
        if self._unsent == 0:
            self._meaning.setText(self.tr("Everything is at headquarters"))
        elif self._oldest_days > 0:
            self._meaning.setText(self.tr("not at headquarters yet, oldest {days} days").format(days=self._oldest_days))
        else:
            self._meaning.setText(self.tr("not at headquarters yet"))
