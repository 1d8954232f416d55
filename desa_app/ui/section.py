"""A part of a form that folds: folded, it says in one line what is in it, and whether something is wrong inside."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from desa_app.ui.parts import GAP, Sign, Spoken, column, holder, row
from desa_app.ui.screen import Title
from desa_app.ui.style import set_role

_SIGN_PX = 16


class Section(Spoken):
    """A head to press and what is under it. ``folded`` tells that a person opened or closed it.

    Tab stops at the head only while the section is folded: in an open one it goes from field to field.
    """

    folded = Signal()

    def __init__(self, *inside: QWidget, is_open: bool = True) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._wrong = self._keys = ""
        self.title = QLabel()
        self._sign, self._turn = Sign("circle-alert", "danger", _SIGN_PX), Sign("chevron-down", "muted", _SIGN_PX)
        self.summary = Title()
        self.summary.setProperty("role", "caption")
        self.title.setProperty("role", "heading")
        self.head = QPushButton()
        self.head.setProperty("role", "fold")
        self.head.setAutoDefault(False)
        line = row(self._turn, self.title, self._sign, self.summary, gap=GAP, stretch=3)
        line.addStretch(0)
        line.setContentsMargins(GAP, 4, GAP, 4)
        self.head.setLayout(line)
        for piece in (self.title, self._sign, self._turn, self.summary):
            piece.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.head.clicked.connect(self._press)
        self._inside = column(*inside, margin=2 * GAP)
        self._inside.setContentsMargins(2 * GAP, 0, 2 * GAP, 2 * GAP)
        self.body = holder(self._inside)
        self.setLayout(column(self.head, self.body, gap=0, margin=2))
        if not inside:
            self.hide()  # to show what stands in no window yet would make a window of it
        self.set_open(is_open)

    def add(self, piece: QWidget) -> None:
        """Put one more piece into the section, at its end."""
        self._inside.addWidget(piece)
        self.show()

    @property
    def is_open(self) -> bool:
        """Whether what is inside shows."""
        return not self.body.isHidden()

    def set_open(self, is_open: bool) -> None:
        """Open or fold the section."""
        self.body.setVisible(is_open)
        self.head.setFocusPolicy(Qt.FocusPolicy.ClickFocus if is_open else Qt.FocusPolicy.StrongFocus)
        self._turn.show_icon("chevron-down" if is_open else "chevron-right", "muted")
        self._show()

    def say(self, title: str, summary: str, wrong: str = "", keys: str = "") -> None:
        """Name the section, what is in it in one line, what is wrong in it, if anything is, and the keys that lead
        into it, which stand in its tip."""
        self._wrong, self._keys = wrong, keys
        self.title.setText(title)
        self.summary.setText(summary)
        self._show()

    def _show(self) -> None:
        self.summary.setVisible(not self.is_open)
        self._sign.setVisible(bool(self._wrong) and not self.is_open)
        self.head.setToolTip("\n".join(part for part in (self._wrong, self._keys) if part))
        set_role(self.head, wrong="true" if self._wrong and not self.is_open else "false")
        state = self.tr("open") if self.is_open else self.tr("folded")
        said = (self.title.text(), state, "" if self.is_open else self.summary.text(), self._wrong)
        self.head.setAccessibleName(" — ".join(part for part in said if part))

    def retranslate(self) -> None:
        self._show()

    def _press(self) -> None:
        self.set_open(not self.is_open)
        self.folded.emit()
