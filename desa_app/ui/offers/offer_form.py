"""The form of a suspicious job offer, its risk beside it while it is typed.

It opens with the safe-place prompt; every yes/no is answered by one key; drafts are handed on after a pause.
"""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, get_args

from msgspec.structs import replace
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QStackedWidget, QWidget

from desa_app.domain import offer as choices
from desa_app.domain.checks import Problem, check_offer, stopping
from desa_app.domain.fields import Answer
from desa_app.domain.formats import show_date
from desa_app.domain.ids import new_id
from desa_app.domain.labels import label as field_label
from desa_app.domain.offer import Offer, Recruiter
from desa_app.domain.reference import countries
from desa_app.domain.review import may_edit
from desa_app.domain.risk import RiskRules, assess_offer
from desa_app.domain.roles import Role
from desa_app.domain.urgency import urgency
from desa_app.ui.draft import Draft
from desa_app.ui.editors import (
    AnswerField,
    ChoiceField,
    CountField,
    DateField,
    LongTextField,
    MomentField,
    MoneyField,
    TextField,
)
from desa_app.ui.field import Field, scrolled, show_problems, unread
from desa_app.ui.offers.recruiter_list import RecruiterList
from desa_app.ui.offers.risk_panel import RiskPanel
from desa_app.ui.offers.safe_place import SafePlace
from desa_app.ui.parts import GAP, Spoken, button, card, column, holder, label, name_button, row, show_tone
from desa_app.ui.screen import Screen, Title
from desa_app.ui.villages.village_picker import VillagePicker
from desa_app.ui.words import country_word, field_words, rivals, status_word, tone, word
from desa_app.ui.wrapping import Even

if TYPE_CHECKING:
    from desa_app.store.conflicts import Conflict

Base = tuple[Offer, dict[str, Recruiter]]
_COMPUTED = "R16"
_SECTIONS: tuple[tuple[tuple[str, ...], ...], ...] = (
    (("received_at", "reporter_mode", "reporter_relation"), ("reporter_contact", "may_contact")),
    (
        ("channel", "job", "job_detail"),
        ("offered_country", "offered_city"),
        ("suspected_country", "suspected_city"),
    ),
    (("pay_min", "pay_max", "pay_currency", "pay_period"), ("fee", "fee_currency", "fee_to", "debt")),
    (("visa", "passport_holder", "contract"), ("departure", "departure_precision")),
    (("p3mi_name", "p3mi_licence"), ("licence_check", "licence_checked_at")),
    (("affected", "minors", "stage"), ("asking_for_help",)),
)
"""The fields of each card, row by row."""
_LEAST_PX = 136
"""The narrowest a field may become."""
_STORES_OWN = ("status", "created_at", "created_by", "office_code", "code_set")


def _editors(now: Callable[[], dt.datetime]) -> dict[str, Any]:
    """An editor for each plain field of an offer, by name."""
    places = [country.code for country in countries()]
    return {
        "received_at": MomentField(now),
        "reporter_mode": ChoiceField(get_args(choices.ReporterMode), word),
        "reporter_relation": ChoiceField(get_args(choices.Relation), word),
        "may_contact": AnswerField(),
        "reporter_contact": TextField(400),
        "channel": ChoiceField(get_args(choices.Channel), word),
        "job": ChoiceField(get_args(choices.Job), word),
        "job_detail": TextField(400),
        "offered_country": ChoiceField(places, country_word),
        "offered_city": TextField(),
        "suspected_country": ChoiceField(places, country_word),
        "suspected_city": TextField(),
        "pay_min": MoneyField(),
        "pay_max": MoneyField(),
        "pay_currency": ChoiceField(get_args(choices.Currency), word),
        "pay_period": ChoiceField(get_args(choices.PayPeriod), word),
        "fee": MoneyField(),
        "fee_currency": ChoiceField(get_args(choices.Currency), word),
        "fee_to": TextField(400),
        "debt": ChoiceField(get_args(choices.Debt), word),
        "visa": ChoiceField(get_args(choices.Visa), word),
        "passport_holder": ChoiceField(get_args(choices.Holder), word),
        "contract": AnswerField(),
        "departure": DateField(lambda: now().date()),
        "departure_precision": ChoiceField(get_args(choices.Precision), word),
        "p3mi_name": TextField(400),
        "p3mi_licence": TextField(),
        "licence_check": ChoiceField(get_args(choices.LicenceCheck), word),
        "licence_checked_at": MomentField(now),
        "affected": CountField(),
        "minors": CountField(),
        "stage": ChoiceField(get_args(choices.Stage), word),
        "asking_for_help": AnswerField(),
        "story": LongTextField(),
    }


class OfferForm(Screen):
    """``set_offer`` shows an offer; ``edited`` hands on offer, recruiters and the ids of recruiters taken away."""

    edited = Signal(object, object, object)
    submitted = Signal()
    closed = Signal()

    def __init__(self, now: Callable[[], dt.datetime]) -> None:
        super().__init__()
        self._now = now
        self._offer = Offer()
        self._repeats = 0
        self._base: Base = (Offer(), {})
        self._handed = self._base
        self._conflicts: Sequence[Conflict] = ()
        self._role: Role = "officer"
        self._is_locked = False
        self.draft = Draft(now)
        self.draft.due.connect(self._hand_on)
        self.draft.stood.connect(self._show_state)
        self.village = VillagePicker(most=1)
        self.editors = _editors(now)
        self.recruiters = RecruiterList(now)
        self.recruiters.before = self.editors[_SECTIONS[1][-1][-1]]
        self.flags = FlagAnswers()
        self.risk = RiskPanel()
        self.prompt = SafePlace()
        self.prompt.begun.connect(self._begin)
        self.prompt.left.connect(self._close)
        self.fields = {name: Field("offer", name, editor) for name, editor in self.editors.items()}
        self.fields["village"] = Field("offer", "village", self.village)
        for editor in (*self.editors.values(), self.village, self.recruiters, self.flags):
            editor.edited.connect(self._edit)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.prompt)
        self._pages.addWidget(holder(column(self._head(), self._body(), margin=2 * GAP, gap=12)))
        self.setLayout(column(self._pages))
        self.retranslate()

    def _head(self) -> QWidget:
        self.back = button("quiet", "arrow-left", self._close)
        self.title, self.status, self.saved = Title(), label("pill"), label("caption")
        self.submit = button("primary", "send", self._submit)
        self.remark, self.rivals = label("banner", wrap=True), label("banner", wrap=True)
        line = row(self.back, self.title, self.status, None, self.saved, self.submit)
        return holder(column(line, self.remark, self.rivals))

    def _body(self) -> QWidget:
        self._headings = [label("heading") for _ in range(len(_SECTIONS) + 2)]
        first, *others = (self._section(rows) for rows in _SECTIONS)
        cards = [card(self._headings[0], self.fields["village"], first)]
        cards += [card(title, section) for title, section in zip(self._headings[1:], others, strict=False)]
        cards.insert(2, card(self._headings[-2], self.recruiters))
        cards += [card(self._headings[-1], self.flags), card(self.fields["story"])]
        return holder(row(scrolled(holder(column(*cards, None, gap=12))), self.risk, gap=12, stretch=0))

    def _section(self, rows: Sequence[Sequence[str]]) -> QWidget:
        """Rows of fields that share the width evenly."""
        lines = [Even(*(self.fields[name] for name in names), least=_LEAST_PX, gap=12) for names in rows]
        return holder(column(*map(holder, lines)))

    def retranslate(self) -> None:
        texts = (
            self.tr("The report"),
            self.tr("The offer"),
            self.tr("Pay and fees"),
            self.tr("Documents and departure"),
            self.tr("Agency (P3MI)"),
            self.tr("People"),
            self.tr("Recruiters"),
            self.tr("Red flags: Y yes · T no · U don't know · arrows move"),
        )
        for heading, text in zip(self._headings, texts, strict=True):
            heading.setText(text)
        self.back.setText(self.tr("Job offers"))
        name_button(self.submit, self.tr("Submit"), "Ctrl+Return")
        self.editors["fee"].setPlaceholderText(self.tr("e.g. 12,5 jt"))
        self._show_state()
        self._assess()

    def set_offer(self, offer: Offer, recruiters: Sequence[Recruiter], conflicts: Sequence[Conflict] = ()) -> None:
        """Show an offer; one that was never saved opens with the prompt."""
        self._conflicts = conflicts
        fresh = not offer.created_at
        now = self._now()
        self._offer = replace(
            offer,
            id=offer.id or new_id(int(now.timestamp() * 1000), os.urandom(10)),
            received_at=offer.received_at or now.replace(second=0, microsecond=0),
        )
        self._base = self._offer, {recruiter.id: recruiter for recruiter in recruiters}
        self.draft.begin()
        for name, editor in self.editors.items():
            editor.set_value(getattr(self._offer, name))
        self.village.set_value([offer.village] if offer.village else [], [offer.village_name or offer.village or ""])
        self.recruiters.set_value(recruiters)
        self.flags.set_value(offer.flags)
        show_problems(self.fields, ())
        self._follow_mode()
        self._pages.setCurrentIndex(0 if fresh else 1)
        self._show_state()
        self._assess()

    def set_role(self, role: Role) -> None:
        """What the person may do."""
        self._role = role
        self._show_state()

    def begin(self) -> None:
        """Put the cursor where the work is: on the prompt of a new report, else on what was returned or the village."""
        if self._pages.currentIndex() == 0:
            self.prompt.begin.setFocus()
            return
        field = self.fields.get(self._returned_field()) or self.fields["village"]
        (self.back if self._is_locked else field.editor).setFocus()

    def offer(self) -> Offer:
        """The offer as it stands in the form."""
        codes, names = self.village.value()
        return replace(
            self._offer,
            village=codes[0] if codes else None,
            village_name=names[0] if names else None,
            flags=self.flags.value(),
            **{name: editor.value() for name, editor in self.editors.items()},
        )

    def set_repeats(self, repeats: int) -> None:
        """How many other reports here name the same contact (flag R16)."""
        self._repeats = repeats
        self._assess()

    def flush(self) -> None:
        """Hand on what was typed, now."""
        self.draft.flush()

    def note_saved(self, offer: Offer, recruiters: Sequence[Recruiter]) -> None:
        """The store has it: take over what it added."""
        self._base = self._handed
        self._take_over(offer)
        self.recruiters.adopt(recruiters)
        self.draft.note_saved()

    def note_status(self, offer: Offer) -> None:
        """The offer took a step, such as being submitted."""
        self._take_over(offer)
        self._show_state()

    def note_failed(self) -> None:
        """The save failed: what was typed stays."""
        self.draft.note_failed()

    def base(self) -> Base:
        """The offer and its recruiters as the form last knew them stored; what differs from it was typed here."""
        return self._base

    def _take_over(self, offer: Offer) -> None:
        own = {name: getattr(offer, name) for name in _STORES_OWN}
        self._offer = replace(self._offer, **own)
        self._base = replace(self._base[0], **own), self._base[1]

    @property
    def record_id(self) -> str:
        """The id of the offer shown."""
        return self._offer.id

    def _begin(self) -> None:
        self._pages.setCurrentIndex(1)
        self.village.setFocus()

    def _edit(self) -> None:
        self._follow_mode()
        self._assess()
        self.draft.touch()

    def _hand_on(self) -> None:
        """Give the draft away, without what may not be stored."""
        refused = {one.path: None for one in self._check(submitting=False) if one.path in self.editors}
        recruiters = self.recruiters.value()
        offer = replace(self.offer(), **refused)
        self._handed = offer, {recruiter.id: recruiter for recruiter in recruiters}
        removed = frozenset(self._base[1]) - frozenset(self._handed[1])
        self.edited.emit(offer, recruiters, removed)

    def _follow_mode(self) -> None:
        """An anonymous report has no contact: the field is emptied and closed, visibly."""
        anonymous = self.editors["reporter_mode"].value() == "anonim"
        self.editors["reporter_contact"].setEnabled(not anonymous and not self._is_locked)
        if anonymous:
            self.editors["reporter_contact"].set_value(None)
        text = self.tr("Anonymous: nothing about the reporter is stored") if anonymous else ""
        self.editors["reporter_contact"].setPlaceholderText(text)

    def _assess(self) -> None:
        today = self._now().date()
        offer = self.offer()
        found = assess_offer(offer, self.recruiters.value(), self._repeats, RiskRules.load(), today)
        self.risk.show_risk(found, urgency(offer, today))

    def _check(self, *, submitting: bool) -> list[Problem]:
        problems = unread(self.fields) + check_offer(self.offer(), self.recruiters.value(), self._now().date())
        show_problems(self.fields, [one for one in problems if submitting or one.severity != "before_submit"])
        return stopping(problems, submitting=submitting)

    def _submit(self) -> None:
        stops = self._check(submitting=True)
        if stops:
            field = self.fields.get(stops[0].path)
            if field is not None:
                field.editor.setFocus()
            return
        self.flush()
        self.submitted.emit()

    def _close(self) -> None:
        self.flush()
        self.closed.emit()

    def _show_state(self) -> None:
        offer = self._offer
        names = self.village.value()[1]
        received = self.editors["received_at"].value()
        day = show_date(received.date()) if received else ""
        self.title.setText(" · ".join(part for part in (day, *names) if part) or self.tr("New report"))
        show_tone(self.status, status_word(offer.status), tone(offer.status))
        self._lock(not may_edit(self._role, offer.status))
        self.saved.setText("" if self._is_locked else self.draft.sentence())
        self.submit.setVisible(offer.status in ("draf", "dikembalikan"))
        show_tone(self.remark, self._remark(), "warning" if offer.status == "dikembalikan" else "accent")
        found = " · ".join(f"{field_words(one.noun, one.field)}: {rivals(one)}" for one in self._conflicts)
        contested = self.tr("Written at the same time, the team lead decides: {values}").format(values=found)
        show_tone(self.rivals, contested if self._conflicts else "", "warning")

    def _lock(self, locked: bool) -> None:
        if locked == self._is_locked:
            return
        self._is_locked = locked
        for piece in (*self.editors.values(), self.village, self.recruiters, self.flags):
            piece.setEnabled(not locked)
        self._follow_mode()

    def _returned_field(self) -> str:
        path = self._offer.review_field or ""
        return re.split(r"[.\[]", path)[0] if self._offer.status == "dikembalikan" else ""

    def _remark(self) -> str:
        """What the lead said or decided."""
        offer = self._offer
        if offer.status == "dikembalikan":
            field = field_label("offer", self._returned_field())
            return self.tr("Returned ({field}): {comment}").format(field=field, comment=offer.review_comment or "")
        locked = self.tr("The team lead has decided this report. Ask for it to be returned if it needs correction.")
        return locked if self._is_locked else ""


class FlagAnswers(Spoken):
    """The officer's own answer to every flag that can be asked; R16 is computed and not asked."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._flags = [flag for flag in RiskRules.load().flags if flag.code != _COMPUTED]
        self.answers = {flag.code: AnswerField() for flag in self._flags}
        self._words = {flag.code: label(wrap=True) for flag in self._flags}
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setColumnStretch(0, 1)
        for place, flag in enumerate(self._flags):
            grid.addWidget(self._words[flag.code], place, 0)
            grid.addWidget(self.answers[flag.code], place, 1)
            self.answers[flag.code].edited.connect(self.edited)
        self.setLayout(grid)
        self.retranslate()

    def retranslate(self) -> None:
        for flag in self._flags:
            self._words[flag.code].setText(str(flag.label))
            self.answers[flag.code].setAccessibleName(str(flag.label))

    def value(self) -> dict[str, Answer]:
        """The flags that were answered, by code."""
        return {code: answer for code, field in self.answers.items() if (answer := field.value()) is not None}

    def set_value(self, flags: dict[str, Answer]) -> None:
        """Show answers; those not given stay open."""
        for code, field in self.answers.items():
            field.set_value(flags.get(code))
