"""The report of a suspicious job offer, in the order of a conversation, its risk beside it while it is typed.

It opens with the safe-place prompt; every yes/no is answered by one key; nothing is waited for, and drafts are handed
on after a pause. The form knows nothing of where they go.
"""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QApplication, QMenu, QScrollArea, QStackedWidget, QWidget

from desa_app.domain.checks import Problem, check_offer, stopping
from desa_app.domain.formats import show_date
from desa_app.domain.ids import new_id
from desa_app.domain.known_offers import Sighting
from desa_app.domain.labels import label as field_label
from desa_app.domain.offer import SETTLED, Call, Offer, Recruiter, nameless
from desa_app.domain.review import STEPS, Step, may_edit
from desa_app.domain.risk import VERIFIED, RiskRules, answers, assess_offer, next_questions
from desa_app.domain.roles import Role, may
from desa_app.domain.urgency import alert, urgency, whom_to_call
from desa_app.ui.contested import Contested
from desa_app.ui.draft import Draft
from desa_app.ui.field import Field, scrolled, show_problems, unread
from desa_app.ui.offers.asked import Asked
from desa_app.ui.offers.offer_fields import (
    CHECK,
    EVIDENCE,
    LINES,
    NOT_ANONYMOUS,
    OFFER,
    PEOPLE,
    RECRUITERS,
    SAFETY,
    TELLER,
    TRAVEL,
    editors_of,
    part_of,
)
from desa_app.ui.offers.safe_place import SafePlace
from desa_app.ui.offers.steps import Steps
from desa_app.ui.parts import GAP, button, column, holder, label, name_button, row, show_tone
from desa_app.ui.screen import Screen, Title
from desa_app.ui.section import Section
from desa_app.ui.style import fit, px
from desa_app.ui.words import PLACE_TONES, place_word, status_word, tone, word
from desa_app.ui.wrapping import Even

if TYPE_CHECKING:
    from desa_app.store.conflicts import Conflict
    from desa_app.store.places import Place

Base = tuple[Offer, dict[str, Recruiter]]
_LEAST_PX = 184
"""The narrowest a field may become: three answers side by side."""
_BAR_PX = 12
_AT_ONCE = 12
"""How many fields are dressed in one piece of the building."""
_ROOMY_PX = 1000
"""The width from which the way and the risk have room for words."""
_CONTACTS_PAUSE_MS = 250
_STORES_OWN = ("status", "created_at", "created_by", "office_code", "code_set", "calls")


class OfferForm(Screen):
    """``set_offer`` shows an offer; ``edited`` hands on offer, recruiters and the ids of recruiters taken away.

    ``contacts_edited`` asks where else the recruiters' contacts stand, answered by ``show_sightings``; ``opened``
    carries the id of another report, ``stepped`` a step of the lead's, ``returned`` the field and the comment,
    ``numbered`` whose number the office fills in, and the number; ``moved`` says that the cursor went elsewhere,
    ``gone`` that another page came in sight; ``revived`` carries the id of a recruiter of another report to restore.

    With ``whole=False`` only the prompt is there at first. ``build_on`` builds one more piece, none of
    which holds up a key, ``build`` all that are left; ``built`` tells that everything is there.
    """

    built = Signal()

    edited = Signal(object, object, object)
    submitted = Signal()
    stepped = Signal(str)
    returned = Signal(str, str)
    contacts_edited = Signal(object, object)
    opened = Signal(str)
    closed = Signal()
    revived = Signal(str)
    moved = Signal()
    gone = Signal()
    numbered = Signal(str, str)
    said = Signal(str)
    undoable = Signal(str, object)

    def __init__(self, now: Callable[[], dt.datetime], *, whole: bool = True) -> None:
        super().__init__()
        self._now = now
        self.is_built = False
        self._offer = Offer()
        self._repeats = 0
        self._has_named = False
        self._base: Base = (Offer(), {})
        self._handed = self._base
        self._conflicts: Sequence[Conflict] = ()
        self._role: Role = "officer"
        self._is_locked = False
        self._parts = part_of()
        self.draft = Draft(now)
        self.draft.due.connect(self._hand_on)
        self.draft.stood.connect(self._show_state)
        self._contacts = QTimer(self, singleShot=True, interval=_CONTACTS_PAUSE_MS)
        self._contacts.timeout.connect(self._ask_contacts)
        self._shown: Section | None = None
        self._reveal = QTimer(self, singleShot=True, interval=0)
        self._reveal.timeout.connect(self._bring_into_sight)
        self.sections: list[Section] = []
        self.prompt = SafePlace()
        self.prompt.begun.connect(self._begin)
        self.prompt.left.connect(self._close)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.prompt)
        self.setLayout(column(self._pages))
        self.fold = QShortcut("Alt+0", self)
        self.fold.activated.connect(self._fold)
        self._left_to_build = self._pieces()
        if whole:
            self.build()

    def _connect(self) -> None:
        self.risk.asked.connect(self.go_to)
        self.calls.said.connect(self.said)
        self.calls.called.connect(self._note_call)
        self.calls.uncalled.connect(self._unnote_call)
        self.calls.numbered.connect(self.numbered)
        self.needed.chosen.connect(self.go_to)

    def build(self) -> None:
        """Build all that is left, now."""
        while not self.is_built:
            self.build_on()

    def build_on(self) -> None:
        """Build one more piece."""
        if not self.is_built and next(self._left_to_build, self) is self:
            self.is_built = True
            fit(self)
            self._share_width()
            self.retranslate()
            self.built.emit()

    def _pieces(self) -> Iterator[None]:
        """Build the form piece by piece: its frame, what stands beside it, its editors, and the parts in their places,
        one by one. What is moved as a whole has its style reckoned anew, which takes half a second. To read the code of
        a part takes time, too, so it is read with its piece."""
        self._pages.addWidget(holder(column(self._head(), self._body(), margin=2 * GAP, gap=8, stretch=1)))
        yield
        from desa_app.ui.offers.risk_panel import RiskPanel

        self.risk = RiskPanel()
        yield
        from desa_app.ui.offers.call_prompt import CallPrompt
        from desa_app.ui.offers.still_needed import StillNeeded

        self.calls, self.needed = CallPrompt(), StillNeeded()
        self._connect()
        self._across.addWidget(self.risk)
        self._over.addWidget(self.calls)
        yield
        self.editors: dict[str, Any] = {}
        for some in editors_of(self._now):
            self.editors |= some
            yield
        self.village, self.evidence = self.editors["village"], self.editors["evidence"]
        self.fields: dict[str, Field] = {}
        for place, (name, each) in enumerate(self.editors.items(), start=1):
            self.fields[name] = Asked("offer", name, each)
            if place % _AT_ONCE == 0:
                yield
        yield
        from desa_app.ui.offers.flag_answers import FlagAnswers
        from desa_app.ui.offers.recruiter_list import RecruiterList

        self.recruiters = RecruiterList(self._now)
        self.recruiters.opened.connect(self.opened)
        self.recruiters.taken.connect(self._offer_back)
        self.recruiters.edited.connect(self._contacts.start)
        yield
        self.flags = FlagAnswers()
        for editor in (*self.editors.values(), self.recruiters, self.flags):
            editor.edited.connect(self._edit)
        for part in range(CHECK + 1):
            self.sections.append(Section())
            self._lay.insertWidget(part, self.sections[part])
            for piece in self._inside(part):
                yield
                self.sections[part].add(piece)
        self._lead_ways()

    def _head(self) -> QWidget:
        self.back = button("quiet", "arrow-left", self._close)
        self.title, self.status, self.saved = Title(), label("pill"), label("caption")
        self.where = label("pill")
        self.step = button("", "list-checks", lambda: None)
        self.step.setMenu(QMenu(self.step))
        self.submit = button("primary", "send", self._submit)
        self.remark, self.rivals = label("banner", wrap=True), Contested()
        line = row(self.back, self.title, self.status, self.where, None, self.saved, self.step, self.submit)
        self._over = column(line, self.remark, self.rivals)
        return holder(self._over)

    def _body(self) -> QWidget:
        self.steps = Steps(CHECK + 1)
        self.steps.chosen.connect(self.enter)
        self._lay = column(None, gap=8)
        self._area: QScrollArea = scrolled(holder(self._lay))
        self._way = scrolled(self.steps)
        self._way.setFixedWidth(self.steps.maximumWidth() + _BAR_PX)
        self._across = row(self._way, self._area, gap=4, stretch=1)
        return holder(self._across)

    def _inside(self, part: int) -> Iterator[QWidget]:
        """What a part of the conversation holds."""
        lines = (self._line(names) for names in LINES.get(part, ()))
        if part == RECRUITERS:
            yield self.recruiters
        elif part == CHECK:
            self.flag_keys, self.verified_title = label("caption", wrap=True), label("heading")
            self._verified = holder(column(self.verified_title, *lines))
            yield from (self.flag_keys, self.flags, self._verified, self.needed)
        else:
            yield from lines
        if part == SAFETY:
            self.mode_words, self.promise = label("caption", wrap=True), label("banner", wrap=True)
            self.again = button("quiet", "message-circle", lambda: self._pages.setCurrentIndex(0))
            yield from (self.mode_words, self.promise, holder(row(self.again, None)))

    def _line(self, names: Sequence[str]) -> QWidget:
        """Fields that share the width evenly."""
        return holder(Even(*(self.fields[name] for name in names), least=_LEAST_PX, gap=12))

    def _lead_ways(self) -> None:
        """Tell the lists that grow where Tab comes to them from."""
        self.recruiters.before = self.sections[RECRUITERS].head
        self.editors["route"].before = self.editors["departure_precision"]

    def retranslate(self) -> None:
        if not self.is_built:
            return
        names = {
            SAFETY: self.tr("Safety"),
            TELLER: self.tr("Who tells"),
            OFFER: self.tr("The offer"),
            RECRUITERS: self.tr("Recruiters"),
            TRAVEL: self.tr("Travel"),
            PEOPLE: self.tr("People affected"),
            EVIDENCE: self.tr("Evidence"),
            CHECK: self.tr("Check"),
        }
        self.steps.name([names[part] for part in sorted(names)])
        self.back.setText(self.tr("Job offers"))
        name_button(self.submit, self.tr("Submit"), "Ctrl+Return")
        self.step.setText(self.tr("Decide"))
        self.again.setText(self.tr("Read the opening again"))
        self.flag_keys.setText(self.tr("Red flags: Y yes · T no · U don't know · arrows move"))
        self.verified_title.setText(self.tr("Verified by the team lead"))
        self.editors["fee"].setPlaceholderText(self.tr("e.g. 12,5 jt"))
        self._name_steps()
        self._follow_mode()
        self._show_state()
        self._assess()

    def ask_first(self) -> None:
        """Show the prompt with nothing answered yet: a new report follows."""
        self.prompt.reset()
        self._pages.setCurrentIndex(0)

    def set_offer(self, offer: Offer, recruiters: Sequence[Recruiter], conflicts: Sequence[Conflict] = ()) -> None:
        """Show an offer; one that was never saved opens with the prompt, as it is answered already where ``ask_first``
        showed it."""
        self._conflicts = conflicts
        show_tone(self.where, "", "plain")
        self._repeats, self._has_named = 0, False
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
            if name not in ("village", "evidence"):
                editor.set_value(getattr(self._offer, name))
        self.evidence.set_value(self._offer.evidence, anonymous=self._offer.reporter_mode == "anonim")
        self.village.set_value([offer.village] if offer.village else [], [offer.village_name or offer.village or ""])
        self.recruiters.set_value(recruiters)
        self.flags.set_value(offer.flags)
        if not fresh:
            self.prompt.reset(offer.may_contact)
        show_problems(self.fields, ())
        self._follow_mode()
        self._pages.setCurrentIndex(0 if fresh else 1)
        self._show_state()
        self._assess()
        self._ask_contacts()

    def set_role(self, role: Role) -> None:
        """What the person may do."""
        self._role = role
        self._show_state()

    def set_sessions(self, sessions: Sequence[tuple[str, str]]) -> None:
        """The sessions at which an offer may have been told: ids, and what to call them."""
        self.editors["session_id"].set_sessions(sessions)

    def show_sightings(self, record: str, sightings: Mapping[str, Sequence[Sighting]], repeats: int) -> None:
        """In which other reports the recruiters' contacts stand, if this offer is still shown; ``repeats`` as R16
        counts."""
        if record == self._offer.id:
            self.recruiters.show_sightings(sightings)
            self.set_repeats(repeats)

    def set_numbers(self, numbers: Mapping[str, str]) -> None:
        """The telephone numbers that this office filled in, by the code of whose they are."""
        self.calls.set_numbers(numbers)

    def set_repeats(self, repeats: int) -> None:
        """How many other reports here name the same contact (flag R16)."""
        self._repeats = repeats
        self._assess()

    def set_named(self, has_named: bool) -> None:
        """Whether something of the reporter of an anonymous report has left this laptop before it was one."""
        self._has_named = has_named
        self._follow_mode()

    def begin(self) -> None:
        """Put the cursor where the work is: on the prompt of a new report, on the decision that a lead has to take,
        else on what was returned or the village."""
        if self._pages.currentIndex() == 0:
            self.prompt.safe.setFocus()
        elif self._is_locked:
            self.back.setFocus()
        elif not self.step.isHidden():
            self.step.setFocus()
        else:
            self.go_to(self._returned_field() or "village")

    def enter(self, part: int) -> None:
        """Go to a part of the conversation: open it, bring its head into sight and put the cursor on its first
        question."""
        self._pages.setCurrentIndex(1)
        section = self.sections[part]
        section.set_open(True)
        first = _first_stop(section)
        if first is not None:
            first.setFocus(Qt.FocusReason.TabFocusReason)
        self._shown = section
        self._reveal.start()

    def _fold(self) -> None:
        """Fold the part that the cursor is in; its head then opens it again."""
        here = self.part()
        if here is not None:
            self.sections[here].set_open(False)
            self.sections[here].head.setFocus()

    def part(self) -> int | None:
        """The part that the cursor is in."""
        focused = QApplication.focusWidget()
        if focused is None or not self.is_built or not self._area.isAncestorOf(focused):
            return None
        return next((part for part, each in enumerate(self.sections) if each.isAncestorOf(focused)), None)

    def field(self) -> str:
        """The field that the cursor is in, as ``go_to`` takes it; empty where it is in none."""
        focused = QApplication.focusWidget()
        pieces = {**self.editors, **{f"flags.{code}": each for code, each in self.flags.answers.items()}}
        pieces["recruiters"] = self.recruiters
        if focused is None:
            return ""
        return next((name for name, each in pieces.items() if each is focused or each.isAncestorOf(focused)), "")

    def go_to(self, field: str) -> None:
        """Put the cursor on a field, a flag (``flags.R05``) or the recruiters."""
        name, _, code = re.sub(r"\[.*?\]", "", field).partition(".")
        target = self.flags.answers.get(code) if name == "flags" else self.editors.get(name)
        part = {"flags": CHECK, "recruiters": RECRUITERS, "evidence": EVIDENCE}.get(name, self._parts.get(name, SAFETY))
        self._pages.setCurrentIndex(1)
        self.sections[part].set_open(True)
        if name == "recruiters":
            self.recruiters.focus_contacts()
        else:
            (target or self.sections[part].head).setFocus()
        self._shown = None
        self._reveal.start()

    def _bring_into_sight(self) -> None:
        """Scroll to the part or the field that was gone to, now that what was unfolded has its place."""
        focused = QApplication.focusWidget()
        if self._shown is not None:
            self._area.verticalScrollBar().setValue(self._shown.y())
        elif focused is not None and self._area.isAncestorOf(focused):
            self._area.ensureWidgetVisible(focused, 0, 8 * GAP)

    def offer(self) -> Offer:
        """The offer as it stands in the form."""
        codes, names = self.village.value()
        plain = {name: editor.value() for name, editor in self.editors.items() if name != "village"}
        typed = replace(
            self._offer,
            village=codes[0] if codes else None,
            village_name=names[0] if names else None,
            flags=self.flags.value(),
            **plain,
        )
        return nameless(typed)

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

    def show_place(self, record: str, place: Place | None) -> None:
        """Show where a record is, if it is the one in the form; None for one that was not saved yet."""
        if record == self.record_id:
            show_tone(self.where, place_word(place) if place else "", PLACE_TONES[place] if place else "plain")

    def note_failed(self) -> None:
        """The save failed: what was typed stays."""
        self.draft.note_failed()

    def base(self) -> Base:
        """The offer and its recruiters as the form last knew them stored; what differs from it was typed here."""
        return self._base

    def _take_over(self, offer: Offer) -> None:
        own = {name: getattr(offer, name) for name in _STORES_OWN}
        if self._offer.calls != self._handed[0].calls:
            del own["calls"]
        self._offer = replace(self._offer, **own)
        self._base = replace(self._base[0], **own), self._base[1]

    @property
    def record_id(self) -> str:
        """The id of the offer shown."""
        return self._offer.id

    def _begin(self) -> None:
        """Begin the report with what was answered while it was opened."""
        self.build()
        told = self.prompt.contact.value()
        self._pages.setCurrentIndex(1)
        if told is not None and told != self.editors["may_contact"].value():
            self.editors["may_contact"].set_value(told)
            self._edit()
        self.go_to("reporter_mode")

    def _edit(self) -> None:
        self._follow_mode()
        self._assess()
        self.draft.touch()

    def _ask_contacts(self) -> None:
        self._contacts.stop()
        self.contacts_edited.emit(self.offer(), self.recruiters.value())

    def _hand_on(self) -> None:
        """Give the draft away, without what may not be stored."""
        wrong = [one.path for one in self._check(submitting=False) if one.path in self.editors]
        refused = {path: getattr(Offer(), path) for path in wrong}
        recruiters = self.recruiters.value()
        offer = replace(self.offer(), **refused)
        self._handed = offer, {recruiter.id: recruiter for recruiter in recruiters}
        removed = frozenset(self._base[1]) - frozenset(self._handed[1])
        self.edited.emit(offer, recruiters, removed)

    def _follow_mode(self) -> None:
        """An anonymous report asks for no identity: those questions leave, what stood there is gone, and it says so."""
        mode = self.editors["reporter_mode"].value()
        for name in NOT_ANONYMOUS:
            self.fields[name].setVisible(mode != "anonim")
            if mode == "anonim":
                self.editors[name].set_value(None)
        self.evidence.set_anonymous(mode == "anonim")
        explained = {
            "rahasia": self.tr("The contact is sealed: opening it needs a reason and is logged."),
            "terbuka": self.tr("The reporter agrees to be named to the agencies that take the case up."),
        }
        self.mode_words.setText(explained.get(mode, ""))
        self.mode_words.setVisible(mode in explained)
        show_tone(self.promise, self._promise() if mode == "anonim" else "", "success")

    def _promise(self) -> str:
        """What an anonymous report does not store, and what can't be taken back any more."""
        kept = self.tr(
            "Anonymous. Not stored: name and contact of the reporter, the session, this laptop's position, and what "
            "pictures tell of camera, place and file. What was typed of it before is deleted from this laptop."
        )
        left = self.tr(
            "A contact was sent before this report became anonymous: ask headquarters to erase it (within 72 hours)."
        )
        return f"{kept} {left}" if self._has_named else kept

    def _assess(self) -> None:
        today, rules = self._now().date(), RiskRules.load()
        offer, recruiters = self.offer(), self.recruiters.value()
        found = assess_offer(offer, recruiters, self._repeats, rules, today)
        urgent = urgency(offer, today)
        self.risk.show_risk(found, urgent, next_questions(offer, recruiters, self._repeats, rules, today))
        self.flags.show_told(answers(replace(offer, flags={}), recruiters, self._repeats, rules, today))
        self.calls.setVisible(alert(found.level, urgent) and offer.status not in SETTLED)
        self.calls.show_numbers(whom_to_call(offer), offer.calls)
        self._count(offer, recruiters)
        self.needed.show_problems(stopping(check_offer(offer, recruiters, today), submitting=True))

    def _count(self, offer: Offer, recruiters: Sequence[Recruiter]) -> None:
        """Show how far each part is answered."""
        counts = [(0, 0)] * len(self.sections)
        for part, lines in LINES.items():
            named = [name for line in lines for name in line if name not in VERIFIED]
            asked = [name for name in named if not self.fields[name].isHidden()]
            counts[part] = sum(getattr(offer, name) not in (None, ()) for name in asked), len(asked)
        counts[RECRUITERS] = (len(recruiters), max(len(recruiters), 1))
        counts[CHECK] = (len(offer.flags), len(self.flags.answers))
        self.steps.show_counts(counts)
        for part, (section, (answered, total)) in enumerate(zip(self.sections, counts, strict=True)):
            told = self.tr("{answered} of {total} answered").format(answered=answered, total=total)
            keys = self.tr("Alt+{number} goes here, Alt+0 folds").format(number=part + 1)
            section.say(f"{part + 1}  {self.steps.names[part]}", told, self._wrong_in(part), keys)

    def _wrong_in(self, part: int) -> str:
        """What is wrong in a part, so that folding it hides nothing."""
        names = [name for line in LINES.get(part, ()) for name in line]
        wrong = (self.fields[name].problem for name in names)
        return next((each.text() for each in wrong if not each.isHidden() and each.text()), "")

    def _follow_cursor(self, _: QWidget | None, focused: QWidget | None) -> None:
        here = self.part() if focused is not None else None
        if here is not None:
            self.steps.show_place(here)
            self.moved.emit()

    def _offer_back(self, sentence: str, recruiter: Recruiter) -> None:
        """Offer to bring a recruiter back: into the form, or into the store once another report is shown."""
        record = self._offer.id

        def bring_back() -> None:
            if record == self._offer.id:
                self.recruiters.bring_back(recruiter)
            else:
                self.revived.emit(recruiter.id)

        self.undoable.emit(sentence, bring_back)

    def _note_call(self, whom: str) -> None:
        call = Call(whom=whom, at=self._now().replace(microsecond=0))
        self._offer = replace(self._offer, calls=(*self._offer.calls, call))
        self._edit()

    def _unnote_call(self, place: int) -> None:
        calls = self._offer.calls
        self._offer = replace(self._offer, calls=calls[:place] + calls[place + 1 :])
        self._edit()

    def _check(self, *, submitting: bool) -> list[Problem]:
        problems = unread(self.fields) + check_offer(self.offer(), self.recruiters.value(), self._now().date())
        show_problems(self.fields, [one for one in problems if submitting or one.severity != "before_submit"])
        return stopping(problems, submitting=submitting)

    def _submit(self) -> None:
        stops = self._check(submitting=True)
        if stops:
            self.go_to(stops[0].path)
            return
        self.flush()
        self.submitted.emit()

    def _close(self) -> None:
        self.flush()
        self.closed.emit()

    def _name_steps(self) -> None:
        """Offer the steps that the lead may take from here."""
        menu = self.step.menu()
        menu.clear()
        possible = [step for status, step in STEPS["offer"] if status == self._offer.status and step != "submit"]
        for step in possible:
            menu.addAction(word(step)).triggered.connect(lambda _, step=step: self._take(step))
        self.step.setVisible(bool(possible) and may(self._role, "review"))

    def _take(self, step: Step) -> None:
        self.flush()
        if step != "return":
            self.stepped.emit(step)
            return
        from desa_app.ui.return_dialog import ReturnDialog

        dialog = ReturnDialog("offer", self)
        dialog.returned.connect(self.returned)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _show_state(self) -> None:
        offer = self._offer
        names = self.village.value()[1]
        received = self.editors["received_at"].value()
        day = show_date(received.date()) if received else ""
        self.title.setText(" · ".join(part for part in (day, *names) if part) or self.tr("New report"))
        show_tone(self.status, status_word(offer.status), tone(offer.status))
        self._lock(not may_edit(self._role, offer.status))
        self._verified.setVisible(may(self._role, "review"))
        self._name_steps()
        self.saved.setText("" if self._is_locked else self.draft.sentence())
        is_open = offer.status in ("draf", "dikembalikan")
        self.submit.setVisible(is_open)
        self.needed.setVisible(is_open)
        show_tone(self.remark, self._remark(), "warning" if offer.status == "dikembalikan" else "accent")
        self.rivals.show_conflicts(self._conflicts)

    def _lock(self, locked: bool) -> None:
        if locked == self._is_locked:
            return
        self._is_locked = locked
        for piece in (*self.editors.values(), self.recruiters, self.flags):
            if piece is not self.evidence:
                piece.setEnabled(not locked)
        self.evidence.set_locked(locked)

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

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QApplication.instance().focusChanged.connect(self._follow_cursor)  # type: ignore[union-attr]

    def hideEvent(self, event: QHideEvent) -> None:
        QApplication.instance().focusChanged.disconnect(self._follow_cursor)  # type: ignore[union-attr]
        super().hideEvent(event)
        if self.isHidden():
            self.gone.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.is_built:
            self._share_width()

    def _share_width(self) -> None:
        """Give the way and the risk as many words as there is room for."""
        compact = self.width() < px(_ROOMY_PX)
        self.steps.set_compact(compact)
        self._way.setFixedWidth(self.steps.maximumWidth() + px(_BAR_PX))
        self.risk.set_compact(compact)


def _first_stop(section: Section) -> QWidget | None:
    """The first piece in a section that Tab stops at."""
    piece = section.head.nextInFocusChain()
    while piece is not None and section.isAncestorOf(piece):
        if piece.isVisible() and piece.isEnabled() and piece.focusPolicy() & Qt.FocusPolicy.TabFocus:
            return piece
        piece = piece.nextInFocusChain()
    return None
