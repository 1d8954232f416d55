"""The recruiters of an offer, one card each, as many as the reporter knows of."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Sequence
from typing import Any, get_args

from msgspec.structs import replace
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desa_app.domain.formats import find_phone
from desa_app.domain.ids import new_id
from desa_app.domain.offer import Platform, Recruiter, RecruiterRole
from desa_app.ui.editors import ChoiceField, DateField, TextField
from desa_app.ui.field import Field
from desa_app.ui.parts import Spoken, button, card, column, holder, label, row
from desa_app.ui.words import word
from desa_app.ui.wrapping import Even

_FIELDS = ("alias", "role", "phone", "platform", "handle", "url", "company", "account", "address", "last_seen")

_LEAST_PX = 136


class RecruiterList(Spoken):
    """``set_value`` and ``value`` are recruiters; blank cards are left out. Tab comes here from ``before``."""

    edited = Signal()

    def __init__(self, now: Callable[[], dt.datetime]) -> None:
        super().__init__()
        self._now = now
        self.cards: list[RecruiterCard] = []
        self.before: QWidget | None = None
        self._holder = column(gap=8)
        self.add = button("quiet", "plus", lambda: self._add(self._blank()).editors["alias"].setFocus())
        self.setLayout(column(holder(self._holder), holder(row(self.add, None))))
        self.retranslate()

    def retranslate(self) -> None:
        self.add.setText(self.tr("Add a recruiter"))

    def value(self) -> list[Recruiter]:
        """The recruiters that say anything."""
        found = [one.value() for one in self.cards]
        return [one for one in found if one != Recruiter(id=one.id)]

    def set_value(self, recruiters: Sequence[Recruiter]) -> None:
        """Show these recruiters, or one blank card."""
        for one in list(self.cards):
            self._drop(one)
        for recruiter in recruiters or [self._blank()]:
            self._add(recruiter)

    def adopt(self, stored: Sequence[Recruiter]) -> None:
        """Note what the store added to new recruiters."""
        made = {recruiter.id: recruiter for recruiter in stored}
        for one in self.cards:
            one.adopt(made.get(one.recruiter.id))

    def _blank(self) -> Recruiter:
        return Recruiter(id=new_id(int(self._now().timestamp() * 1000), os.urandom(10)))

    def _add(self, recruiter: Recruiter) -> RecruiterCard:
        one = RecruiterCard(recruiter, self._now)
        one.edited.connect(self.edited)
        one.removed.connect(lambda: self._remove(one))
        before = self.cards[-1].last if self.cards else self.before
        self.cards.append(one)
        self._holder.addWidget(one)
        if before is not None:
            one.follow(before)
        return one

    def _remove(self, one: RecruiterCard) -> None:
        self._drop(one)
        self.edited.emit()

    def _drop(self, one: RecruiterCard) -> None:
        self.cards.remove(one)
        self._holder.removeWidget(one)
        one.deleteLater()


class RecruiterCard(Spoken):
    """One recruiter: contact as written, read beside it."""

    edited = Signal()
    removed = Signal()

    def __init__(self, recruiter: Recruiter, now: Callable[[], dt.datetime]) -> None:
        super().__init__()
        self.recruiter = recruiter
        self.editors: dict[str, Any] = {
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
        self.read = label("caption")
        self._remove = button("quiet", "trash-2", self.removed.emit)
        fields = [Field("recruiter", name, self.editors[name]) for name in _FIELDS]
        for name in _FIELDS:
            self.editors[name].set_value(getattr(recruiter, name))
            self.editors[name].edited.connect(self._edit)
        self.setLayout(
            column(card(holder(Even(*fields, least=_LEAST_PX, gap=8)), holder(row(self.read, None, self._remove))))
        )
        self.retranslate()

    def retranslate(self) -> None:
        self._remove.setText(self.tr("Remove"))
        phone = self.editors["phone"].value()
        read = find_phone(phone) if phone else None
        if phone:
            shown = (
                self.tr("Read as {phone}").format(phone=read) if read else self.tr("Kept as written; no known number")
            )
            self.read.setText(shown)
        else:
            self.read.setText("")

    @property
    def last(self) -> QWidget:
        """Where Tab leaves the card."""
        return self._remove

    def follow(self, before: QWidget) -> None:
        """Let Tab come here from ``before``, whatever was made first."""
        for editor in (*self.editors.values(), self._remove):
            QWidget.setTabOrder(before, editor)
            before = editor

    def value(self) -> Recruiter:
        """The recruiter as it stands on the card."""
        typed = {name: self.editors[name].value() for name in _FIELDS}
        phone = typed["phone"]
        return replace(self.recruiter, **typed, phone_e164=find_phone(phone) if phone else None)

    def adopt(self, stored: Recruiter | None) -> None:
        """Note what the store added."""
        if stored is not None:
            kept = ("offer_id", "office_code", "created_at", "created_by")
            self.recruiter = replace(self.recruiter, **{name: getattr(stored, name) for name in kept})

    def _edit(self) -> None:
        self.retranslate()
        self.edited.emit()
