"""A line to press that leads somewhere: a question still open, what is missing, another report."""

from __future__ import annotations

import textwrap

from PySide6.QtWidgets import QPushButton

from desa_app.ui.parts import button


def question_button() -> QPushButton:
    """An empty line; its text comes by ``say_question``."""
    return button("question", "chevron-right", lambda: None)


def say_question(line: QPushButton, text: str, letters: int) -> None:
    """Write a line's text, folded after about so many letters: a button does not do that by itself."""
    line.setText("\n".join(textwrap.wrap(text, letters)).replace("&", "&&"))
    line.setAccessibleName(text)
