"""The evidence of a report, each piece with its chain of custody: digest, who took it in and when, how it is kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from desa_app.domain.attachment import (
    ENDINGS,
    PICTURES,
    Attachment,
    moment,
    tells_its_source,
    without_source,
)
from desa_app.domain.labels import value_label
from desa_app.ui.editors import TextField, show_moment
from desa_app.ui.files.file_holder import FileHolder
from desa_app.ui.parts import Spoken, button, column, holder, label, row
from desa_app.ui.style import icon, px
from desa_app.ui.words import size_words
from desa_app.ui.wrapping import Flow

if TYPE_CHECKING:
    from desa_app.errors import DesaError
    from desa_app.ui.files.taking import Taken

_LONGEST_CAPTION = 400
_FACE_PX, _ICON_PX = 88, 36
_SHORT = 12
"""Digits of a digest that are shown; all of them are copied."""
_ICONS = {
    "application/pdf": "file-text",
    "text/plain": "file-text",
    "application/zip": "file-archive",
    "video/mp4": "file-video",
}


class EvidenceList(FileHolder):
    """A card for each piece. In an anonymous report nothing may tell whose it was: ``cleaning_asked`` asks to have a
    piece written anew, to be answered by ``cleaned`` or ``not_cleaned``; until then the record does not name it."""

    cleaning_asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._anonymous = False
        self._unclean: dict[str, DesaError | None] = {}
        self.cards: list[EvidenceCard] = []
        self._cards = column(gap=8)
        self.empty = label("muted", wrap=True)
        self.empty.setObjectName("dropzone")
        self.rule = label("hint", wrap=True)
        self.add = button("quiet", "paperclip", self.browsed.emit)
        foot = holder(row(self.add, None))
        self.setLayout(column(self.empty, holder(self._cards), self.rule, self.progress, self.refusal, foot))
        self.setFocusProxy(self.add)
        self.retranslate()

    def retranslate(self) -> None:
        super().retranslate()
        self.add.setText(self.tr("Add evidence …"))
        usual = self.tr(
            "Screenshots, photos, chats, recordings: drop them here, paste with Ctrl+V, or choose files. The original "
            "is kept unchanged, with its digest, who added it and when."
        )
        nameless = self.tr("Screenshots and photos: drop them here, paste with Ctrl+V, or choose files.")
        self.empty.setText(nameless if self._anonymous else usual)
        self.rule.setText(
            self.tr(
                "Anonymous: only pictures, without file name, time, place or device; where there were any, rewritten."
            )
        )
        self.empty.setVisible(not self._held and not self._waiting)
        self.rule.setVisible(self._anonymous)
        for card in self.cards:
            card.retranslate()

    def value(self) -> tuple[Attachment, ...]:
        if not self._anonymous:
            return super().value()
        told = (without_source(one) for one in self._held if one.sha256 not in self._unclean)
        return tuple(one for one in told if not tells_its_source(one))

    def set_value(self, value: Sequence[Attachment], *, anonymous: bool = False) -> None:
        """Show the evidence of a report, which is as such a report may keep it already."""
        self._anonymous = anonymous
        self._unclean.clear()
        super().set_value(value)

    @property
    def anonymous(self) -> bool:
        """Whether nothing may tell whose evidence this is."""
        return self._anonymous

    def set_anonymous(self, anonymous: bool) -> None:
        """Whether the report is anonymous; where it becomes so, what is here already is cleaned."""
        if anonymous == self._anonymous:
            return
        self._anonymous = anonymous
        before = [one for one in self._held if one.kept != "dibersihkan"] if anonymous else []
        self._unclean = {one.sha256: None for one in before}
        self._show()
        for one in before:
            self.cleaning_asked.emit(one)

    def _admit(self, attachment: Attachment, place: int) -> None:
        """What was taken in before the report became anonymous is cleaned like what was here."""
        is_unclean = self._anonymous and attachment.kept != "dibersihkan"
        if is_unclean:
            self._unclean[attachment.sha256] = None
        super()._admit(attachment, place)
        if is_unclean:
            self.cleaning_asked.emit(attachment)

    def cleaned(self, name: str, taken: Taken) -> None:
        """A piece may stay in the anonymous report, perhaps under another digest."""
        if name not in self._unclean:
            return
        del self._unclean[name]
        self._keep_picture(taken)
        caption = {one.sha256: one.caption for one in self._held}.get(name)
        clean = replace(taken.attachment, caption=caption)
        self._held = [clean if one.sha256 == name else one for one in self._held]
        self._show()
        self.edited.emit()

    def not_cleaned(self, name: str, error: DesaError) -> None:
        """A piece can't stay in the anonymous report; it is here, and not saved."""
        if name in self._unclean:
            self._unclean[name] = error
            self._show()

    def _show(self) -> None:
        while len(self.cards) > len(self._held):
            self._drop(self.cards[-1])
        while len(self.cards) < len(self._held):
            self._make()
        for card, one in zip(self.cards, self._held, strict=True):
            problem = self._unclean.get(one.sha256) or self._absent.get(one.shown or "")
            shown = without_source(one) if self._anonymous else one
            where = self.where(one)
            problem = None if where and one.sha256 not in self._unclean else problem
            card.show_piece(shown, self._pixmaps.get(one.shown or ""), problem, where, locked=self._locked)
        self.add.setEnabled(not self._locked)
        self.retranslate()

    def _make(self) -> None:
        card = EvidenceCard()
        card.noted.connect(lambda: self._note(self.cards.index(card)))
        card.fetch.clicked.connect(lambda: self.fetch_wanted.emit(self._held[self.cards.index(card)]))
        card.view.clicked.connect(lambda: self.large_wanted.emit(self._held[self.cards.index(card)]))
        card.copy.clicked.connect(lambda: self.copy_wanted.emit(self._held[self.cards.index(card)]))
        card.drop.clicked.connect(lambda: self._remove(self.cards.index(card)))
        before = self.cards[-1].drop if self.cards else None
        self.cards.append(card)
        self._cards.addWidget(card)
        if before is not None:
            card.follow(before)
        QWidget.setTabOrder(card.drop, self.add)

    def _drop(self, card: EvidenceCard) -> None:
        self.cards.remove(card)
        self._cards.removeWidget(card)
        card.hide()
        card.deleteLater()

    def _note(self, place: int) -> None:
        self._held[place] = replace(self._held[place], caption=self.cards[place].caption.value())
        self.edited.emit()


class EvidenceCard(Spoken):
    """One piece: its picture or the icon of its kind, its custody, and what can be done with it."""

    noted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "piece")
        self.piece = Attachment("0" * 64, "")
        self._problem: DesaError | None = None
        self._face = Face()
        self.title, self.kind, self.custody = label("heading", wrap=True), label("caption", wrap=True), label("caption")
        self.custody.setWordWrap(True)
        self.digest = label("digest")
        self.problem, self.place = label("wrong", wrap=True), label("caption", wrap=True)
        self.caption = TextField(_LONGEST_CAPTION)
        self.caption.edited.connect(self.noted)
        self.copy_digest = button("quiet", "copy", self._copy_digest)
        self.fetch = button("quiet", "download", lambda: None)
        self.view = button("quiet", "maximize", lambda: None)
        self.copy = button("quiet", "save", lambda: None)
        self.drop = button("quiet", "trash-2", lambda: None)
        acts = Flow()
        for one in (self.fetch, self.view, self.copy, self.drop):
            acts.addWidget(one)
        named = Flow()
        for part in (self.digest, self.copy_digest):
            named.addWidget(part)
        texts = column(
            self.title,
            self.kind,
            holder(named),
            self.custody,
            self.caption,
            self.problem,
            self.place,
            holder(acts),
            gap=4,
        )
        line = row(holder(column(self._face, None)), holder(texts), margin=8, gap=12, stretch=1)
        self.setLayout(line)

    def show_piece(
        self, piece: Attachment, picture: QPixmap | None, problem: DesaError | None, where: str, *, locked: bool
    ) -> None:
        """Show a piece of evidence, its picture where there is one, what is wrong with it, and where it is where that
        is not here."""
        self.piece, self._problem = piece, problem
        self.place.setText(where)
        self.place.setVisible(bool(where))
        self.fetch.setVisible(bool(where))
        for one in (self.view, self.copy):
            one.setEnabled(not where)
        self._face.show_piece(piece, picture)
        if self.caption.value() != piece.caption:
            self.caption.set_value(piece.caption)
        self.caption.setEnabled(not locked)
        self.drop.setEnabled(not locked)
        self.view.setVisible(piece.media_type in PICTURES and piece.shown is not None)

    def retranslate(self) -> None:
        piece = self.piece
        ending = ENDINGS.get(piece.media_type, "").upper() or piece.media_type
        self.title.setText(piece.name or self.tr("Piece of evidence ({kind})").format(kind=ending))
        kept = value_label(piece.kept) if piece.kept else ""
        size = size_words(piece.size) if piece.size is not None else ""
        unseen = self.tr("can't be shown here") if piece.media_type.startswith("image/") and not piece.shown else ""
        self.kind.setText(" · ".join(part for part in (ending, size, kept, unseen) if part))
        self.digest.setText(f"SHA-256 {piece.sha256[:_SHORT]}…")
        self.digest.setToolTip(piece.sha256)
        self.digest.setAccessibleName(f"SHA-256 {piece.sha256}")
        self.custody.setText(self._custody())
        self.problem.setText(self._problem.sentence if self._problem else "")
        self.problem.setVisible(self._problem is not None)
        self.caption.setPlaceholderText(self.tr("Caption: what it shows, whose chat"))
        self.caption.setAccessibleName(self.tr("Caption of {name}").format(name=self.title.text()))
        for one, text in (
            (self.copy_digest, self.tr("Copy")),
            (self.fetch, self.tr("Fetch")),
            (self.view, self.tr("View")),
            (self.copy, self.tr("Save a copy …")),
            (self.drop, self.tr("Remove")),
        ):
            one.setText(text)
            one.setAccessibleName(f"{text} — {self.title.text()}")
        self.copy_digest.setToolTip(self.tr("Copy all 64 digits of the digest"))
        self.copy.setToolTip(self.tr("The copy lies on the disk unencrypted"))

    def _custody(self) -> str:
        """Who took it in and when, and when it was made."""
        added, made = moment(self.piece.added_at), moment(self.piece.captured_at)
        who = self.piece.added_by
        parts = []
        if who and added:
            parts.append(self.tr("Added by {who}, {when}").format(who=who, when=show_moment(added)))
        elif who:
            parts.append(self.tr("Added by {who}").format(who=who))
        if made:
            parts.append(self.tr("Made {when}").format(when=show_moment(made)))
        return " · ".join(parts)

    def _copy_digest(self) -> None:
        QGuiApplication.clipboard().setText(self.piece.sha256)

    def follow(self, before: QWidget) -> None:
        """Let Tab come here from ``before``."""
        for one in (self.copy_digest, self.caption, self.fetch, self.view, self.copy, self.drop):
            QWidget.setTabOrder(before, one)
            before = one


class Face(QWidget):
    """The picture of a piece of evidence, whole, or the icon of its kind."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(_FACE_PX, _FACE_PX)
        self._picture: QPixmap | None = None
        self._icon = "image"

    def show_piece(self, piece: Attachment, picture: QPixmap | None) -> None:
        """Show a piece, its picture where there is one."""
        usual = "file-music" if piece.media_type.startswith("audio/") else "image"
        self._picture, self._icon = picture, _ICONS.get(piece.media_type, usual)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        size = QSize(px(_ICON_PX), px(_ICON_PX))
        if self._picture is not None:
            size = self._picture.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        box = QRect(QPoint(0, 0), size)
        box.moveCenter(self.rect().center())
        if self._picture is None:
            icon(self._icon, "muted").paint(painter, box)
        else:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawPixmap(box, self._picture)
