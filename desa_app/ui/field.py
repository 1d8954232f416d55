"""A field of a form: its title from the declaration, its editor, and beside it what is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import Qt, SignalInstance
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from desa_app.domain.checks import Problem
from desa_app.domain.labels import label as field_label
from desa_app.ui.parts import Spoken, column, holder, label, row
from desa_app.ui.style import set_role


class Field(Spoken):
    """An editor under the title of ``noun.name``; ``show_problem`` writes a sentence below it.

    An editor that reads what is typed says when it is ``left`` and what it could not read (``unread``).
    """

    def __init__(self, noun: str, name: str, editor: QWidget) -> None:
        super().__init__()
        self.name = name
        self._noun = noun
        self.editor = editor
        self.title = label("label", wrap=True)
        self.title.setBuddy(editor)
        self.problem = label("wrong", wrap=True)
        self.problem.hide()
        self.setLayout(column(self.title, editor, self.problem, gap=2))
        left = getattr(editor, "left", None)
        if isinstance(left, SignalInstance):
            left.connect(self._say_unread)
        self.retranslate()

    def retranslate(self) -> None:
        title = field_label(self._noun, self.name)
        self.title.setText(title)
        (self.editor.focusProxy() or self.editor).setAccessibleName(title)
        retranslate = getattr(self.editor, "retranslate", None)
        if retranslate is not None:
            retranslate()

    def unread(self) -> Problem | None:
        """The problem of text that stands here and can't be read, so that it is not saved."""
        text = getattr(self.editor, "unread", str)()
        return (
            Problem(
                self.name,
                "before_submit",
                f"“{text}” tidak terbaca di sini, jadi tidak disimpan. Perbaiki atau kosongkan.",
                f"“{text}” can't be read here, so it is not saved. Correct it or leave it empty.",
            )
            if text
            else None
        )

    def _say_unread(self) -> None:
        problem = self.unread()
        if problem is not None:
            self.show_problem(problem)

    def _is_typed_in(self) -> bool:
        focused = QApplication.focusWidget()
        return focused is not None and self.isAncestorOf(focused)

    def show_problem(self, problem: Problem | None) -> None:
        """Say what is wrong, calmly where it only looks odd; None is all well, unless what was typed and left here
        can't be read."""
        if problem is None and not self._is_typed_in():
            problem = self.unread()
        self.problem.setText(problem.sentence if problem else "")
        self.problem.setVisible(problem is not None)
        set_role(self.problem, role="hint" if problem and problem.severity == "warn" else "wrong")


def show_problems(fields: Mapping[str, Field], problems: Iterable[Problem]) -> None:
    """Write each field's first problem beside it and clear the others."""
    first: dict[str, Problem] = {}
    for problem in problems:
        first.setdefault(problem.path, problem)
    for name, field in fields.items():
        field.show_problem(first.get(name))


def side_by_side(*fields: Field) -> QWidget:
    """Narrow fields in one row, what is wrong with them below it, where there is room for a sentence."""
    below = column(row(*fields, stretch=0), gap=2)
    for field in fields:
        below.addWidget(field.problem)
    return holder(below)


def unread(fields: Mapping[str, Field]) -> list[Problem]:
    """What was typed in fields that could not be read."""
    return [problem for field in fields.values() if (problem := field.unread()) is not None]


def scrolled(inside: QWidget) -> QScrollArea:
    """The widget in an area that scrolls up and down only."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(inside)
    return area
