"""A field of a form: its title from the declaration, its editor, and beside it what is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QWidget

from desa_app.domain.checks import Problem
from desa_app.domain.labels import label as field_label
from desa_app.ui.parts import Spoken, column, label
from desa_app.ui.style import set_role


class Field(Spoken):
    """An editor under the title of ``noun.name``; ``show_problem`` writes a sentence below it."""

    def __init__(self, noun: str, name: str, editor: QWidget) -> None:
        super().__init__()
        self.name = name
        self._noun = noun
        self.editor = editor
        self.title = label("label", wrap=True)
        self.title.setBuddy(editor)
        self._problem = label("wrong", wrap=True)
        self._problem.hide()
        self.setLayout(column(self.title, editor, self._problem, gap=2))
        self.retranslate()

    def retranslate(self) -> None:
        title = field_label(self._noun, self.name)
        self.title.setText(title)
        self.editor.setAccessibleName(title)
        retranslate = getattr(self.editor, "retranslate", None)
        if retranslate is not None:
            retranslate()

    def show_problem(self, problem: Problem | None) -> None:
        """Say what is wrong, calmly where it only looks odd; None is all well."""
        self._problem.setText(problem.sentence if problem else "")
        self._problem.setVisible(problem is not None)
        set_role(self._problem, role="hint" if problem and problem.severity == "warn" else "wrong")


def show_problems(fields: Mapping[str, Field], problems: Iterable[Problem]) -> None:
    """Write each field's first problem beside it and clear the others."""
    first: dict[str, Problem] = {}
    for problem in problems:
        first.setdefault(problem.path, problem)
    for name, field in fields.items():
        field.show_problem(first.get(name))


def scrolled(inside: QWidget) -> QScrollArea:
    """The widget in an area that scrolls up and down only."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(inside)
    return area
