"""The doors before the window: setting or giving the passphrase, and joining headquarters with a code."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QTimer, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from desa_app.errors import DesaError
from desa_app.language import LANGUAGE_NAMES, Language, language
from desa_app.store.key import SHORTEST_PASSPHRASE
from desa_app.ui.parts import button, column, holder, label, row


class Door(QDialog):
    """A small dialog with lines to fill in, a sentence for what is wrong, one way on, and before a window one back.
    ``language_asked`` names the language to go on in; asked where ``offer_languages`` shows the way to it.
    ``painted`` is said once, after the first paint."""

    language_asked = Signal(str)
    painted = Signal()

    def __init__(self, lines: int, *, secret: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._was_painted = False
        self.setMinimumWidth(460)
        self.title, self.intro, self.wrong = label("title"), label("muted", wrap=True), label("wrong", wrap=True)
        self.titles = [label("label") for _ in range(lines)]
        self.lines = [QLineEdit() for _ in range(lines)]
        self.onward = button("primary", "check", self._go)
        self.onward.setDefault(True)
        self.language = button("quiet", "languages", lambda: self.language_asked.emit(_other_language()))
        self.language.setAutoDefault(False)
        self.language.hide()
        head = row(self.title, None, self.language)
        pieces: list[QWidget] = [holder(head), self.intro]
        for heading, line in zip(self.titles, self.lines, strict=True):
            line.setEchoMode(QLineEdit.EchoMode.Password if secret else QLineEdit.EchoMode.Normal)
            line.textChanged.connect(lambda _: self.wrong.clear())
            heading.setBuddy(line)
            pieces.append(holder(column(heading, line, gap=2)))
        self.away = button("", "", self.reject)
        self.away.setVisible(parent is not None)
        self.setLayout(column(*pieces, self.wrong, row(None, self.away, self.onward), margin=24))
        self.lines[0].setFocus()
        self.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(0, self.painted.emit)

    def retranslate(self) -> None:
        """Write every text in the language in use."""
        self.away.setText(QCoreApplication.translate("Door", "Cancel"))
        self.language.setText(LANGUAGE_NAMES[_other_language()])
        self.language.setAccessibleName(LANGUAGE_NAMES[_other_language()])

    def offer_languages(self) -> None:
        """Show the way to the other language: nobody can choose it in the settings yet."""
        self.language.show()

    def show_error(self, error: DesaError) -> None:
        """Say what is wrong and let it be tried again."""
        self.wrong.setText(str(error))
        self.onward.setEnabled(True)
        self.lines[-1].selectAll()
        self.lines[-1].setFocus()

    def _go(self) -> None:
        raise NotImplementedError


class NewPassphrase(Door):
    """Sets the passphrase of a new database; it is typed twice."""

    def __init__(self) -> None:
        super().__init__(2, secret=True)

    def retranslate(self) -> None:
        super().retranslate()
        self.setWindowTitle(self.tr("Protect this laptop's data"))
        self.title.setText(self.tr("Protect this laptop's data"))
        self.intro.setText(
            self.tr(
                "Everything is stored encrypted. Choose a passphrase of at least {count} characters. "
                "Nobody can recover it: write it down and keep it apart from the laptop."
            ).format(count=SHORTEST_PASSPHRASE)
        )
        self.titles[0].setText(self.tr("Passphrase"))
        self.titles[1].setText(self.tr("The same again"))
        self.onward.setText(self.tr("Begin"))

    def passphrase(self) -> str:
        """What was chosen."""
        return self.lines[0].text()

    def _go(self) -> None:
        first, second = (line.text() for line in self.lines)
        if len(first) < SHORTEST_PASSPHRASE:
            self.wrong.setText(self.tr("At least {count} characters, please.").format(count=SHORTEST_PASSPHRASE))
        elif first != second:
            self.wrong.setText(self.tr("The two are not the same."))
        else:
            self.accept()


class Unlock(Door):
    """Asks for the passphrase; ``tried`` carries it, whoever can open the database answers."""

    tried = Signal(str)

    def __init__(self) -> None:
        super().__init__(1, secret=True)

    def retranslate(self) -> None:
        super().retranslate()
        self.setWindowTitle(self.tr("Unlock"))
        self.title.setText(self.tr("Unlock this laptop's data"))
        self.intro.setText(self.tr("Type the passphrase you chose when you set this laptop up."))
        self.titles[0].setText(self.tr("Passphrase"))
        self.onward.setText(self.tr("Open"))

    def _go(self) -> None:
        self.onward.setEnabled(False)
        self.tried.emit(self.lines[0].text())


class Enrolment(Door):
    """Joins headquarters: ``asked`` carries its address and the one-time code."""

    asked = Signal(str, str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(2, secret=False, parent=parent)
        self.setModal(True)

    def retranslate(self) -> None:
        super().retranslate()
        self.setWindowTitle(self.tr("Join headquarters"))
        self.title.setText(self.tr("Join headquarters"))
        self.intro.setText(
            self.tr(
                "Your team lead gives you the address of headquarters and a code that works once. You can begin "
                "without them: what you type stays on this laptop, encrypted, and gets your name once it has joined."
            )
        )
        self.away.setText(self.tr("Later"))
        self.titles[0].setText(self.tr("Address of headquarters"))
        self.titles[1].setText(self.tr("One-time code"))
        self.lines[0].setPlaceholderText("https://")
        self.onward.setText(self.tr("Join"))

    def _go(self) -> None:
        url, code = (line.text().strip() for line in self.lines)
        if not url or not code:
            self.wrong.setText(self.tr("Both are needed."))
            return
        self.onward.setEnabled(False)
        self.asked.emit(url if "://" in url else f"https://{url}", code)


def _other_language() -> Language:
    return "id" if language() == "en" else "en"
