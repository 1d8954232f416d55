"""The list of offers between its page and the store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from desa_app.domain.offer import Offer
from desa_app.domain.roles import Role
from desa_app.ui.desk import Desk
from desa_app.ui.offers.offer_list import OfferList
from desa_app.ui.work import Work, Worker

if TYPE_CHECKING:
    from desa_app.store.offers import OfferRow
    from desa_app.store.store import Store


class OfferListDesk(Desk):
    """The offers as a list.

    ``created`` asks for the form on a new report; ``moved`` hands on an offer that took a step of its life here.
    """

    created = Signal()
    moved = Signal(object)

    def __init__(self, store: Worker[Store], role: Role) -> None:
        super().__init__()
        self._store = store
        self._role = role
        self.screen = OfferList()
        self.screen.wanted.connect(self.refresh)
        self.screen.created.connect(self.created)
        self.screen.opened.connect(lambda record: self.opened.emit("offer", record))
        self.screen.submitted.connect(self.submit)

    def set_role(self, role: Role) -> None:
        """What the person may do."""
        self._role = role

    def refresh(self) -> None:
        """Show the offers as they are stored."""
        self._store.do(Work(_listed, self.screen.set_rows))

    def submit(self, record: str) -> None:
        """Hand an offer in."""
        self._store.do(Work(lambda store: store.offers.submit(record), self._submitted))

    def _submitted(self, offer: Offer) -> None:
        self.moved.emit(offer)
        self.said.emit(self.tr("Submitted. The team lead reviews it."))
        self.changed.emit({"offer"})


def _listed(store: Store) -> list[OfferRow]:
    return store.offers.listed()
