"""The recruiters of an offer, one card each, as many as the reporter knows of."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desa_app.domain.ids import new_id
from desa_app.domain.known_offers import Sighting
from desa_app.domain.offer import Recruiter
from desa_app.ui.offers.recruiter_card import RecruiterCard
from desa_app.ui.parts import Spoken, button, column, holder, row


class RecruiterList(Spoken):
    """``set_value`` and ``value`` are recruiters; blank cards are left out. Tab comes here from ``before``.

    ``opened`` carries the id of another report that was pressed, ``taken`` what to say of a recruiter that was taken
    away, and the recruiter, for ``bring_back``.
    """

    edited = Signal()
    opened = Signal(str)
    taken = Signal(str, object)

    def __init__(self, now: Callable[[], dt.datetime]) -> None:
        super().__init__()
        self._now = now
        self.cards: list[RecruiterCard] = []
        self.before: QWidget | None = None
        self._holder = column(gap=8)
        self.add = button("quiet", "plus", lambda: self._add(self._blank()).editors["alias"].setFocus())
        self.setLayout(column(holder(self._holder), holder(row(self.add, None))))
        self.retranslate()
        self.set_value(())

    def retranslate(self) -> None:
        self.add.setText(self.tr("Add a recruiter"))

    def value(self) -> list[Recruiter]:
        """The recruiters that say anything."""
        found = [one.value() for one in self.cards]
        return [one for one in found if one != Recruiter(id=one.id)]

    def set_value(self, recruiters: Sequence[Recruiter]) -> None:
        """Show these recruiters, or one blank card; on the cards that are there already, as far as they go."""
        shown = recruiters or [self._blank()]
        for one in self.cards[len(shown) :]:
            self._drop(one)
        for one, recruiter in zip(self.cards, shown, strict=False):
            one.set_value(recruiter)
        if self.cards and self.before is not None:
            self.cards[0].follow(self.before)
        for recruiter in shown[len(self.cards) :]:
            self._add(recruiter)

    def adopt(self, stored: Sequence[Recruiter]) -> None:
        """Note what the store added to new recruiters."""
        made = {recruiter.id: recruiter for recruiter in stored}
        for one in self.cards:
            one.adopt(made.get(one.recruiter.id))

    def show_sightings(self, sightings: Mapping[str, Sequence[Sighting]]) -> None:
        """Show for each recruiter, by its id, the other reports that name a contact of it."""
        for one in self.cards:
            one.show_sightings(sightings.get(one.recruiter.id, ()))

    def focus_contacts(self) -> None:
        """Put the cursor where a contact is to be written: the first that is open."""
        phones = [one.editors["phone"] for one in self.cards]
        (next((phone for phone in phones if phone.value() is None), None) or self.add).setFocus()

    def _blank(self) -> Recruiter:
        return Recruiter(id=new_id(int(self._now().timestamp() * 1000), os.urandom(10)))

    def _add(self, recruiter: Recruiter) -> RecruiterCard:
        one = RecruiterCard(recruiter, self._now)
        one.edited.connect(self.edited)
        one.opened.connect(self.opened)
        one.removed.connect(lambda: self._remove(one))
        before = self.cards[-1].last if self.cards else self.before
        self.cards.append(one)
        self._holder.addWidget(one)
        one.show()
        if before is not None:
            one.follow(before)
        self._number()
        return one

    def _remove(self, one: RecruiterCard) -> None:
        said = one.value()
        self._drop(one)
        self.add.setFocus()
        self._number()
        self.edited.emit()
        if said != Recruiter(id=said.id):
            name = said.alias or said.phone or said.handle or ""
            self.taken.emit(self.tr("Recruiter {name} removed.").format(name=name), said)

    def bring_back(self, said: Recruiter) -> None:
        """Show a recruiter again that was taken away; where its deletion was saved, the next save takes that back."""
        if said.id not in {one.recruiter.id for one in self.cards}:
            self._add(said)
            self.edited.emit()

    def _number(self) -> None:
        for number, one in enumerate(self.cards, start=1):
            one.number(number)

    def _drop(self, one: RecruiterCard) -> None:
        self.cards.remove(one)
        self._holder.removeWidget(one)
        one.hide()
        one.deleteLater()
