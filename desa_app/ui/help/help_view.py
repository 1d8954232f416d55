"""The user guide beside the work: F1 opens it on the page that is in sight. It lies on the laptop and needs no line."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QSize, Qt, QUrl
from PySide6.QtGui import (
    QDesktopServices,
    QImage,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)
from PySide6.QtWidgets import QDialog, QListWidget, QTextBrowser, QWidget

from desa_app.language import language
from desa_app.paths import guide
from desa_app.ui.parts import GAP, row

TOPICS = (
    "start",
    "home",
    "sessions",
    "session",
    "offers",
    "offer",
    "villages",
    "coverage",
    "sync",
    "search",
    "paper",
    "settings",
)
"""The pages of the guide in the order of reading; a page of the window has one of the same name."""
_SIZE = QSize(860, 600)
_LIST_PX = 200
_LARGER = (2, 1, 0)
"""By the level of a heading, Qt's steps above the size of the text: half as large again, a fifth, as it is."""
_AROUND_PX = 48
"""Room beside a picture, so that none is wider than what shows it."""


class HelpView(QDialog):
    """``show_topic`` turns to a page; links go from one to the next, those to the web open outside."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setModal(False)
        self._topic = TOPICS[0]
        self.topics = QListWidget()
        self.topics.setFixedWidth(_LIST_PX)
        self.text = _Guide()
        self.text.anchorClicked.connect(self._follow)
        self.setLayout(row(self.topics, self.text, margin=2 * GAP, gap=GAP, stretch=1))
        self.resize(_SIZE.boundedTo(parent.size()))
        self.retranslate()
        self.topics.currentRowChanged.connect(self._turn)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """Write the topics and the page in the language in use."""
        self.setWindowTitle(self.tr("Help"))
        self.topics.setAccessibleName(self.tr("Topics"))
        self.text.setAccessibleName(self.tr("Guide"))
        self.topics.blockSignals(True)
        self.topics.clear()
        self.topics.addItems([title(topic) for topic in TOPICS])
        self.topics.blockSignals(False)
        self.show_topic(self._topic)

    @property
    def topic(self) -> str:
        """The page that is open."""
        return self._topic

    def show_topic(self, topic: str) -> None:
        """Turn to a page; to the first where there is none of that name."""
        self._topic = topic if topic in TOPICS else TOPICS[0]
        self.topics.blockSignals(True)
        self.topics.setCurrentRow(TOPICS.index(self._topic))
        self.topics.blockSignals(False)
        self.text.show_page(page(self._topic).read_text(encoding="utf-8"))

    def _turn(self, place: int) -> None:
        if place >= 0:
            self.show_topic(TOPICS[place])

    def _follow(self, link: QUrl) -> None:
        if link.isRelative():
            self.show_topic(Path(link.path()).stem)
        else:
            QDesktopServices.openUrl(link)


class _Guide(QTextBrowser):
    """Markdown with pictures that are no wider than there is room."""

    def __init__(self) -> None:
        super().__init__()
        self.setOpenLinks(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_page(self, text: str) -> None:
        """Show a page of Markdown, its headings a little larger and with room above them."""
        self.setMarkdown(text)
        block = self.document().begin()
        while block.isValid():
            level = block.blockFormat().headingLevel()
            cursor, room = QTextCursor(block), QTextBlockFormat()
            room.setTopMargin((0, 0, 3 * GAP, 2 * GAP)[min(level, 3)] if level else GAP / 2)
            room.setBottomMargin(GAP / 2)
            cursor.mergeBlockFormat(room)
            if level:
                size = QTextCharFormat()
                size.setProperty(QTextFormat.Property.FontSizeAdjustment, _LARGER[min(level, len(_LARGER)) - 1])
                cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
                cursor.mergeCharFormat(size)
            block = block.next()
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        if kind != QTextDocument.ResourceType.ImageResource.value:
            return super().loadResource(kind, name)
        picture = QImage(str(guide() / language() / QUrl(name).path()))
        room = max(200, self.viewport().width() - _AROUND_PX)
        if picture.width() <= room:
            return picture
        return picture.scaledToWidth(room, Qt.TransformationMode.SmoothTransformation)


def page(topic: str) -> Path:
    """The file of a topic in the language in use."""
    return guide() / language() / f"{topic}.md"


def title(topic: str) -> str:
    """What a topic is called: the first line of its page."""
    return page(topic).read_text(encoding="utf-8").partition("\n")[0].lstrip("# ").strip()
