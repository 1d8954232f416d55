"""An offer between its form and the store."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QTimer, Signal

from desa_app.domain.formats import show_date
from desa_app.domain.offer import Offer, Recruiter, nameless
from desa_app.domain.review import Step
from desa_app.domain.roles import Role
from desa_app.errors import DesaError
from desa_app.ui.desk import Desk
from desa_app.ui.offers.offer_place import OfferPlace, keep_number, keep_place, office_numbers
from desa_app.ui.rebase import rebased, rebased_all
from desa_app.ui.words import status_word
from desa_app.ui.work import Work, Worker

if TYPE_CHECKING:
    from desa_app.store.conflicts import Conflict
    from desa_app.store.store import Store
    from desa_app.store.villages import Villages
    from desa_app.ui.offers.offer_form import OfferForm

Whole = tuple[Offer, list[Recruiter], bool]
"""An offer, its recruiters, and whether something of an anonymous reporter has left this laptop."""
_MOST_SESSIONS = 60
_PLACE_PAUSE_MS = 600
"""Pause of the cursor after which is kept where it is."""
TAKEN_OFF = "dihapus dari laporan"


class OfferDesk(Desk):
    """One offer in its form; ``built`` hands on the form when it is there."""

    built = Signal(object)

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
        form.stepped.connect(lambda step: self._step(form.record_id, step))
        form.returned.connect(lambda field, comment: self._step(form.record_id, "return", field, comment))
        form.contacts_edited.connect(self._look_for_contacts)
        form.opened.connect(self.open)
        form.said.connect(self.said)
        form.undoable.connect(self.undoable)
        form.closed.connect(lambda: self.went.emit("offers"))
        form.gone.connect(self._forget_place)
        self._place = QTimer(form, singleShot=True, interval=_PLACE_PAUSE_MS)
        self._place.timeout.connect(self._keep_place)
        form.moved.connect(self._place.start)
        form.numbered.connect(self._keep_number)
        form.revived.connect(self._revive)
        form.village.searched.connect(self._find)
        self.built.emit(form)
        self._store.do(Work(office_numbers, form.set_numbers))
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
        self._offer_sessions()
        self.went.emit("offer")
        self.form.begin()

    def open(self, record: str) -> None:
        """Open the form on a stored offer."""
        self.form.flush()
        self._store.do(Work(lambda store: (_whole(store, record), store.conflicts(record)), self._show))
        self._offer_sessions()

    def reopen(self, place: OfferPlace) -> None:
        """Open the form where the work was left: on that report, at that field."""

        def show(found: tuple[Whole, list[Conflict]]) -> None:
            self._show(found)
            self.form.go_to(place.field or "village")
            self.said.emit(self.tr("This is where you were. The report is not handed in yet."))

        record = place.offer
        self._store.do(Work(lambda store: (_whole(store, record), store.conflicts(record)), show))
        self._offer_sessions()

    def _keep_place(self) -> None:
        if self.form.isVisible():
            place = OfferPlace(self.form.record_id, self.form.field())
            self._store.do(Work(lambda store: keep_place(store, place), _nothing))

    def _forget_place(self) -> None:
        self._place.stop()
        self._store.do(Work(lambda store: keep_place(store, None), _nothing))

    def _revive(self, recruiter: str) -> None:
        """Restore a recruiter of a report that is not in the form any more."""
        self._store.do(
            Work(
                lambda store: store.records.restore(Recruiter, recruiter),
                lambda _: self.changed.emit({"recruiter"}),
            )
        )

    def _keep_number(self, code: str, number: str) -> None:
        self._store.do(Work(lambda store: keep_number(store, code, number), self.form.set_numbers))

    def submit(self, record: str) -> None:
        """Hand an offer in."""
        self._store.do(Work(lambda store: store.offers.submit(record), self._submitted))

    def _show(self, found: tuple[Whole, list[Conflict]]) -> None:
        (offer, recruiters, has_named), conflicts = found
        self.form.set_offer(offer, recruiters, conflicts)
        self.form.set_named(has_named)
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
            whole = nameless(_signed(whole, store))
            saved = store.offers.record(whole, everybody, removed=dict.fromkeys(removed, TAKEN_OFF))
            return _whole(store, saved.id)

        self._store.do(Work(record, self._recorded, self._not_recorded))

    def _recorded(self, whole: Whole) -> None:
        offer, recruiters, has_named = whole
        if offer.id == self.form.record_id:
            self.form.note_saved(offer, recruiters)
            self.form.set_named(has_named)
        self.changed.emit({"offer", "recruiter"})

    def _not_recorded(self, error: DesaError) -> None:
        self.form.note_failed()
        self.failed.emit(error)

    def _step(self, record: str, step: Step, field: str | None = None, comment: str | None = None) -> None:
        """Take a step of the lead's."""
        self._store.do(Work(lambda store: store.offers.move(record, step, field, comment), self._stepped))

    def _stepped(self, offer: Offer) -> None:
        self.note(offer)
        self.said.emit(self.tr("The report is now: {status}").format(status=status_word(offer.status)))
        self.changed.emit({"offer"})

    def _look_for_contacts(self, offer: Offer, recruiters: list[Recruiter]) -> None:
        """Find where else the contacts stand that are in the form."""
        self._store.do(
            Work(
                lambda store: store.offers.sightings(offer, recruiters),
                lambda found: self.form.show_sightings(offer.id, *found),
            )
        )

    def _offer_sessions(self) -> None:
        self._store.do(Work(_sessions, self.form.set_sessions))

    def _find(self, text: str) -> None:
        self._villages.do(
            Work(
                lambda registry: [match.village for match in registry.find(text, 8)],
                lambda found: self.form.village.show_matches(text, found),
            )
        )


def _whole(store: Store, record: str) -> Whole:
    offer, recruiters = store.offers.get(record), store.offers.recruiters(record)
    return offer, recruiters, offer.reporter_mode == "anonim" and store.offers.has_named_reporter(record)


def _nothing(_: object) -> None:
    """Nobody waits for it."""


def _signed(offer: Offer, store: Store) -> Offer:
    """The offer with the name of whoever made the calls that are new in it."""
    by = store.me.name if store.me else None
    return replace(offer, calls=tuple(call if call.by else replace(call, by=by) for call in offer.calls))


def _sessions(store: Store) -> list[tuple[str, str]]:
    """The latest sessions, and what to call them."""
    rows = store.sessions.listed()[:_MOST_SESSIONS]
    return [(one.id, " · ".join((show_date(one.date) if one.date else "—", *one.villages))) for one in rows]
