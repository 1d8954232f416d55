"""An offer between its form and the store."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import cached_property, partial
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
from desa_app.ui.villages.picker_service import serve_picker
from desa_app.ui.words import status_word
from desa_app.ui.work import Work, Worker

if TYPE_CHECKING:
    from desa_app.store.conflicts import Conflict
    from desa_app.store.places import Place
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
    """One offer in its form. ``begun`` hands on the page as soon as it can stand in the window, ``built`` the form when
    all of it is there."""

    begun = Signal(object)

    built = Signal(object)

    def __init__(
        self, store: Worker[Store], villages: Worker[Villages], now: Callable[[], dt.datetime], role: Role
    ) -> None:
        super().__init__()
        self._store = store
        self._villages = villages
        self._now = now
        self._role = role
        self._waiting: list[Callable[[], None]] = []

    @cached_property
    def page(self) -> OfferForm:
        """The form as far as it is built. All at once would hold up a key for half a second: it begins with the prompt,
        and the rest comes piece by piece."""
        from desa_app.ui.offers.offer_form import OfferForm

        form = OfferForm(self._now, whole=False)
        form.closed.connect(lambda: self.went.emit("offers"))
        form.built.connect(self._complete)
        self._pieces = QTimer(form, interval=0)
        self._pieces.timeout.connect(form.build_on)
        form.built.connect(self._pieces.stop)
        return form

    @property
    def form(self) -> OfferForm:
        """The form, all of it."""
        self.page.build()
        return self.page

    def prepare(self) -> None:
        """Build the form beside the work, so that it is there when a report is opened."""
        if not self._is_built:
            self.begun.emit(self.page)
            self._pieces.start()

    @property
    def is_busy(self) -> bool:
        """Whether the form is being built."""
        return "page" in self.__dict__ and self._pieces.isActive()

    @property
    def _is_built(self) -> bool:
        return "page" in self.__dict__ and self.page.is_built

    def _complete(self) -> None:
        form = self.page
        form.set_role(self._role)
        form.edited.connect(self._record)
        form.submitted.connect(lambda: self.submit(form.record_id))
        form.stepped.connect(lambda step: self._step(form.record_id, step))
        form.returned.connect(lambda field, comment: self._step(form.record_id, "return", field, comment))
        form.contacts_edited.connect(self._look_for_contacts)
        form.opened.connect(self.open)
        form.said.connect(self.said)
        form.undoable.connect(self.undoable)
        form.gone.connect(self._forget_place)
        self._place = QTimer(form, singleShot=True, interval=_PLACE_PAUSE_MS)
        self._place.timeout.connect(self._keep_place)
        form.moved.connect(self._place.start)
        form.numbered.connect(self._keep_number)
        form.revived.connect(self._revive)
        serve_picker(form.village, self._store, self._villages)
        self.built.emit(form)
        self._store.do(Work(office_numbers, form.set_numbers))
        waiting, self._waiting = self._waiting, []
        for act in waiting:
            act()

    def _once_built(self, act: Callable[[], None]) -> None:
        """Do this with the form: now, or as soon as all of it is there."""
        if self._is_built:
            act()
        else:
            self._waiting.append(act)
            self.prepare()

    def set_role(self, role: Role) -> None:
        """What the person may do."""
        self._role = role
        if self._is_built:
            self.form.set_role(role)

    def flush(self) -> None:
        """Hand on what was typed, if anything was."""
        if self._is_built:
            self.form.flush()

    def create(self) -> None:
        """Open the form on a new report. The prompt is there at once, and what is answered in it stays."""
        self.flush()
        self.page.ask_first()
        self.went.emit("offer")
        self.page.begin()
        self._once_built(lambda: self.form.set_offer(Offer(), []))
        self._offer_sessions()

    def open(self, record: str) -> None:
        """Open the form on a stored offer."""
        self.flush()
        self._store.do(Work(lambda store: (_whole(store, record), store.conflicts(record)), self._show))
        self._offer_sessions()

    def reopen(self, place: OfferPlace) -> None:
        """Open the form where the work was left: on that report, at that field."""

        def show(found: tuple[Whole, list[Conflict]]) -> None:
            self._show(found)
            self._once_built(lambda: self.form.go_to(place.field or "village"))
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

        def submit(store: Store) -> Offer:
            store.records.must_have_author()
            return store.offers.submit(record)

        self._store.do(Work(submit, self._submitted))

    def _show(self, found: tuple[Whole, list[Conflict]]) -> None:
        (offer, recruiters, has_named), conflicts = found

        def show() -> None:
            self.form.set_offer(offer, recruiters, conflicts)
            self.form.set_named(has_named)
            self.look_where()
            self.went.emit("offer")
            self.form.begin()

        self._once_built(show)

    def look_where(self) -> None:
        """Show in the form where its report is."""
        if self._is_built:
            record = self.form.record_id
            self._store.do(Work(lambda store: _where(store, record), partial(self.form.show_place, record)))

    def note(self, offer: Offer) -> None:
        """Show the status of an offer that took a step elsewhere, where the form holds it."""
        if self._is_built and offer.id == self.form.record_id:
            self.form.note_status(offer)

    def _submitted(self, offer: Offer) -> None:
        self.note(offer)
        self.said.emit(self.tr("Submitted. The team lead reviews it."))
        self.changed.emit({"offer"})

    def _record(self, offer: Offer, recruiters: list[Recruiter], removed: frozenset[str]) -> None:
        base, known = self.form.base()

        def record(store: Store) -> Whole:
            if store.me is None:
                store.unclaimed.keep_offer(nameless(offer), recruiters)
                return _whole(store, offer.id)
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
        self._store.do(Work(_sessions, lambda found: self._once_built(lambda: self.form.set_sessions(found))))


def _where(store: Store, record: str) -> Place | None:
    return store.places.of("offer", record) if store.records.row("offer", record) else None


def _whole(store: Store, record: str) -> Whole:
    unclaimed = store.unclaimed.offer(record)
    if unclaimed is not None:
        return (*unclaimed, False)
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
