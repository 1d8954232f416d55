"""An offer between its form and the store."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from desa_app.domain.offer import Offer, Recruiter
from desa_app.domain.risk import RiskRules
from desa_app.domain.roles import Role
from desa_app.errors import DesaError
from desa_app.ui.desk import Desk
from desa_app.ui.rebase import rebased, rebased_all
from desa_app.ui.work import Work, Worker

if TYPE_CHECKING:
    from desa_app.store.conflicts import Conflict
    from desa_app.store.store import Store
    from desa_app.store.villages import Villages
    from desa_app.ui.offers.offer_form import OfferForm

Whole = tuple[Offer, list[Recruiter], int]
"""An offer, its recruiters, and how many other reports name the same contact (as far as R16 tells)."""
TAKEN_OFF = "dihapus dari laporan"


class OfferDesk(Desk):
    """One offer in its form."""

    def __init__(
        self, store: Worker[Store], villages: Worker[Villages], now: Callable[[], dt.datetime], role: Role
    ) -> None:
        super().__init__()
        self._store = store
        self._villages = villages
        self._now = now
        self._role = role

    @cached_property
    def form(self) -> OfferForm:
        """The form, built when it is first wanted."""
        from desa_app.ui.offers.offer_form import OfferForm

        form = OfferForm(self._now)
        form.set_role(self._role)
        form.edited.connect(self._record)
        form.submitted.connect(lambda: self.submit(form.record_id))
        form.closed.connect(lambda: self.went.emit("offers"))
        form.village.searched.connect(self._find)
        return form

    def set_role(self, role: Role) -> None:
        """What the person may do."""
        self._role = role
        if "form" in self.__dict__:
            self.form.set_role(role)

    def flush(self) -> None:
        """Hand on what was typed, if anything was."""
        if "form" in self.__dict__:
            self.form.flush()

    def create(self) -> None:
        """Open the form on a new report."""
        self.form.flush()
        self.form.set_offer(Offer(), [])
        self.went.emit("offer")
        self.form.begin()

    def open(self, record: str) -> None:
        """Open the form on a stored offer."""
        self.form.flush()
        self._store.do(Work(lambda store: (_whole(store, record), store.conflicts(record)), self._show))

    def submit(self, record: str) -> None:
        """Hand an offer in."""
        self._store.do(Work(lambda store: store.offers.submit(record), self._submitted))

    def _show(self, found: tuple[Whole, list[Conflict]]) -> None:
        (offer, recruiters, repeats), conflicts = found
        self.form.set_offer(offer, recruiters, conflicts)
        self.form.set_repeats(repeats)
        self.went.emit("offer")
        self.form.begin()

    def note(self, offer: Offer) -> None:
        """Show the status of an offer that took a step elsewhere, where the form holds it."""
        if "form" in self.__dict__ and offer.id == self.form.record_id:
            self.form.note_status(offer)

    def _submitted(self, offer: Offer) -> None:
        self.note(offer)
        self.said.emit(self.tr("Submitted. The team lead reviews it."))
        self.changed.emit({"offer"})

    def _record(self, offer: Offer, recruiters: list[Recruiter], removed: frozenset[str]) -> None:
        base, known = self.form.base()

        def record(store: Store) -> Whole:
            whole, everybody = offer, recruiters
            if base.created_at:
                stored, listed, _ = _whole(store, offer.id)
                whole, everybody = rebased(offer, base, stored), list(rebased_all(recruiters, known, listed))
            saved = store.offers.record(whole, everybody, removed=dict.fromkeys(removed, TAKEN_OFF))
            return _whole(store, saved.id)

        self._store.do(Work(record, self._recorded, self._not_recorded))

    def _recorded(self, whole: Whole) -> None:
        offer, recruiters, repeats = whole
        if offer.id == self.form.record_id:
            self.form.note_saved(offer, recruiters)
            self.form.set_repeats(repeats)
        self.changed.emit({"offer", "recruiter"})

    def _not_recorded(self, error: DesaError) -> None:
        self.form.note_failed()
        self.failed.emit(error)

    def _find(self, text: str) -> None:
        self._villages.do(
            Work(
                lambda registry: [match.village for match in registry.find(text, 8)],
                lambda found: self.form.village.show_matches(text, found),
            )
        )


def _whole(store: Store, record: str) -> Whole:
    offer, recruiters = store.offers.get(record), store.offers.recruiters(record)
    flags = store.offers.assessment(offer, recruiters).flags
    again = any(flag.code == "R16" and flag.answer == "ya" for flag in flags)
    return offer, recruiters, RiskRules.load().repeat.reports if again else 0
