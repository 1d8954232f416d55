"""The form of one session: the day on the left, its people on the right, everything kept within a second.

Whatever is typed is handed on as a draft after a pause (``edited``). The form knows nothing of where drafts go.
"""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desa_app.domain.attendee import Attendee
from desa_app.domain.checks import Problem, check_session, stopping
from desa_app.domain.formats import show_date, time_zone_of
from desa_app.domain.ids import new_id
from desa_app.domain.labels import label as field_label
from desa_app.domain.reference import materials, topics
from desa_app.domain.review import may_edit
from desa_app.domain.roles import Role, may
from desa_app.domain.session import Session
from desa_app.ui.draft import Draft
from desa_app.ui.editors import AnswerField, DateField, ListField, LongTextField, TextField, TimeField
from desa_app.ui.field import Field, scrolled, show_problems, side_by_side, unread
from desa_app.ui.parts import GAP, button, card, column, holder, label, name_button, row, show_tone
from desa_app.ui.screen import Screen, Title
from desa_app.ui.sessions.attendee_grid import AttendeeGrid
from desa_app.ui.sessions.attendee_table import AttendeeTable
from desa_app.ui.sessions.headcount import Headcount, HeadcountField
from desa_app.ui.villages.village_picker import VillagePicker
from desa_app.ui.words import field_words, rivals, status_word, tone

if TYPE_CHECKING:
    from desa_app.store.conflicts import Conflict

Base = tuple[Session, dict[str, Attendee]]
_LEFT_PX = 336
_PLAIN = (
    "date",
    "start",
    "end",
    "venue",
    "assignment_letter",
    "officers",
    "topics",
    "speakers",
    "materials",
    "language",
    "notice_given",
    "legal_basis",
    "minutes",
    "questions",
)
"""Fields with one editor each, named alike."""
_STORES_OWN = ("status", "created_at", "created_by", "office_code", "code_set")
_COUNTS = ("headcount_unknown", "headcount_male", "headcount_female")


class SessionForm(Screen):
    """``set_session`` shows a session and its people; ``edited`` hands on both after a pause in typing,
    with the ids of people taken off the list. What a lead has decided is shown to an officer, not to be typed in."""

    edited = Signal(object, object, object)
    submitted = Signal()
    approved = Signal()
    returned = Signal(str, str)
    closed = Signal()

    def __init__(self, now: Callable[[], dt.datetime]) -> None:
        super().__init__()
        self._now = now
        self._session = Session()
        self._base: Base = (Session(), {})
        self._handed = self._base
        self._conflicts: Sequence[Conflict] = ()
        self._role: Role = "officer"
        self._is_locked = False
        self.draft = Draft(now)
        self.draft.due.connect(self._hand_on)
        self.draft.stood.connect(self._show_state)
        self._build_editors()
        self._build_people()
        body = holder(row(self._day_side(), self._people_side(), gap=12, stretch=1))
        self.setLayout(column(self._head(), body, margin=2 * GAP, gap=12, stretch=1))
        self.retranslate()

    def _build_editors(self) -> None:
        self.day = DateField(lambda: self._now().date())
        self.start, self.end = TimeField(), TimeField()
        self.villages = VillagePicker()
        self.venue = TextField(400)
        self.headcount = Headcount()
        self._editors: dict[str, Any] = {
            "date": self.day,
            "start": self.start,
            "end": self.end,
            "villages": self.villages,
            "venue": self.venue,
            "assignment_letter": TextField(),
            "officers": ListField(),
            "topics": ListField(topics()),
            "speakers": ListField(),
            "materials": ListField(materials()),
            "language": TextField(),
            "notice_given": AnswerField(),
            "legal_basis": TextField(400),
            "minutes": LongTextField(),
            "questions": LongTextField(),
            "headcount_ages": self.headcount,
        }
        self.fields = {name: Field("session", name, editor) for name, editor in self._editors.items()}
        self.fields["headcount_ages"] = HeadcountField("session", "headcount_ages", self.headcount)
        for editor in self._editors.values():
            editor.edited.connect(self._edit)
        self.villages.edited.connect(self._set_zone)
        self.day.edited.connect(lambda: self.table.set_day(self.day.value()))

    def _build_people(self) -> None:
        self.table = AttendeeTable(self._now)
        self.grid = AttendeeGrid(self.table)
        self.table.edited.connect(self._edit)
        self.table.edited.connect(self._count_people)
        self.grid.row_entered.connect(lambda _: self._explain())
        self.grid.left.connect(self._leave_grid)
        self.table.dataChanged.connect(lambda *_: self._explain())
        self.rule = label("hint", wrap=True)
        self.keys = label("caption", wrap=True)

    def _head(self) -> QWidget:
        self.back = button("quiet", "arrow-left", self._close)
        self.title, self.status, self.saved = Title(), label("pill"), label("caption")
        self.submit = button("primary", "send", self._submit)
        self.approve = button("primary", "circle-check", self._approve)
        self.send_back = button("", "corner-up-left", self._ask_return)
        self.remark, self.rivals = label("banner", wrap=True), label("banner", wrap=True)
        steps = (self.saved, self.send_back, self.approve, self.submit)
        line = row(self.back, self.title, self.status, None, *steps)
        return holder(column(line, self.remark, self.rivals))

    def _day_side(self) -> QWidget:
        when = side_by_side(*(self.fields[name] for name in ("date", "start", "end")))
        where = ("villages", "venue", "assignment_letter", "officers")
        what = ("topics", "speakers", "materials", "language", "notice_given", "legal_basis", "minutes", "questions")
        side = scrolled(
            holder(
                column(
                    card(when, *(self.fields[name] for name in where)),
                    card(self.fields["headcount_ages"]),
                    card(*(self.fields[name] for name in what)),
                    None,
                    gap=12,
                )
            )
        )
        side.setFixedWidth(_LEFT_PX)
        return side

    def _people_side(self) -> QWidget:
        self.remove = button("quiet", "trash-2", self.grid.remove_line)
        self.undo = button("quiet", "undo-2", self.table.undo)
        self.people = label("heading")
        top = holder(row(self.people, None, self.undo, self.remove))
        return card(top, self.grid, self.rule, self.keys, stretch=1)

    def retranslate(self) -> None:
        self.back.setText(self.tr("Sessions"))
        name_button(self.submit, self.tr("Submit"), "Ctrl+Return")
        self.approve.setText(self.tr("Approve"))
        self.send_back.setText(self.tr("Return for correction"))
        self.undo.setText(self.tr("Undo"))
        self.remove.setText(self.tr("Remove line"))
        self.grid.setAccessibleName(self.tr("People"))
        self.venue.setPlaceholderText(self.tr("e.g. Village hall"))
        self.day.setPlaceholderText(self.tr("e.g. 19/5/2025"))
        self.keys.setText(
            self.tr(
                "Tab next field · Enter next person · L/P sex · Ctrl+D same as above · Ctrl+V paste · Ctrl+Z undo · "
                "Esc done"
            )
        )
        self.table.retranslate()
        self.day.set_value(self.day.value())
        self._count_people()
        self._explain()
        self._show_state()

    def set_session(self, session: Session, people: Sequence[Attendee], conflicts: Sequence[Conflict] = ()) -> None:
        """Show a session, new or stored; what was typed before must have been flushed."""
        self._conflicts = conflicts
        self._session = replace(session, id=session.id or new_id(int(self._now().timestamp() * 1000), os.urandom(10)))
        self._base = self._session, {person.id: person for person in people}
        self.draft.begin()
        for name in _PLAIN:
            self._editors[name].set_value(getattr(session, name))
        self.villages.set_value(session.villages, session.village_names)
        self.headcount.set_session(session)
        self.table.set_day(session.date)
        self.table.set_people(people)
        show_problems(self.fields, ())
        self._set_zone()
        self._count_people()
        self._show_state()

    def set_role(self, role: Role) -> None:
        """What the person may do."""
        self._role = role
        self._show_state()

    def begin(self) -> None:
        """Put the cursor where the work is: on what was returned, on the village of a new session, else on the
        people."""
        wanted = self._returned_field() or ("" if self.villages.value()[0] else "villages")
        field = self.fields.get("headcount_ages" if wanted in _COUNTS else wanted)
        if field is not None and not self._is_locked:
            field.editor.setFocus()
            return
        self.grid.start(max(0, self.table.rowCount() - 1))
        self.grid.setFocus()

    def session(self) -> Session:
        """The session as it stands in the form."""
        codes, names = self.villages.value()
        return replace(
            self._session,
            villages=codes,
            village_names=names,
            **{name: self._editors[name].value() for name in _PLAIN},
            **self.headcount.values(),
        )

    def flush(self) -> None:
        """Hand on what was typed, now."""
        self.draft.flush()

    def note_saved(self, session: Session, people: Sequence[Attendee]) -> None:
        """The store has it: take over what it added."""
        self._base = self._handed
        self._take_over(session)
        self.table.adopt(people)
        self.draft.note_saved()

    def note_status(self, session: Session) -> None:
        """The session took a step, such as being submitted."""
        self._take_over(session)
        self._show_state()

    def note_failed(self) -> None:
        """The save failed: what was typed stays."""
        self.draft.note_failed()

    def base(self) -> Base:
        """The session and its people as the form last knew them stored; what differs from it was typed here."""
        return self._base

    def _take_over(self, session: Session) -> None:
        own = {name: getattr(session, name) for name in _STORES_OWN}
        self._session = replace(self._session, **own)
        self._base = replace(self._base[0], **own), self._base[1]

    @property
    def record_id(self) -> str:
        """The id of the session shown; a new one has its own before it is saved."""
        return self._session.id

    def _people(self) -> list[Attendee]:
        """The people as they may be stored, in the order of the lines."""
        return [replace(self.table.storable(line), row=place) for place, line in enumerate(self.table.lines(), start=1)]

    def _hand_on(self) -> None:
        """Give the draft away, without what may not be stored; that stays typed, with the reason beside it."""
        refused = {problem.path: None for problem in self._check(submitting=False) if problem.path in _PLAIN}
        people = self._people()
        session = replace(self.session(), **refused)
        self._handed = session, {person.id: person for person in people}
        removed = frozenset(self._base[1]) - frozenset(self._handed[1])
        self.edited.emit(session, people, removed)

    def _check(self, *, submitting: bool) -> list[Problem]:
        """Show beside each field what is wrong now; what is only unfinished counts when submitting."""
        problems = unread(self.fields) + [
            replace(one, path="headcount_ages") if one.path in _COUNTS else one
            for one in check_session(self.session(), self._people(), self._now().date())
        ]
        show_problems(self.fields, [one for one in problems if submitting or one.severity != "before_submit"])
        return stopping(problems, submitting=submitting)

    def _edit(self) -> None:
        self.draft.touch()

    def _submit(self) -> None:
        stops = self._check(submitting=True)
        if stops:
            field = self.fields.get(stops[0].path)
            (field.editor if field else self.grid).setFocus()
            return
        self.flush()
        self.submitted.emit()

    def _approve(self) -> None:
        self.flush()
        self.approved.emit()

    def _ask_return(self) -> None:
        from desa_app.ui.return_dialog import ReturnDialog

        self.flush()
        dialog = ReturnDialog("session", self)
        dialog.returned.connect(self.returned)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _close(self) -> None:
        self.flush()
        self.closed.emit()

    def _leave_grid(self) -> None:
        (self.submit if self.submit.isEnabled() and self.submit.isVisible() else self.back).setFocus()

    def _set_zone(self) -> None:
        codes, _ = self.villages.value()
        self.start.zone = self.end.zone = time_zone_of(codes[0] if codes else "")

    def _count_people(self) -> None:
        lines = self.table.lines()
        self.people.setText(self.tr("People ({count})").format(count=len(lines)))
        self.headcount.set_listed(len(lines), sum(1 for line in lines if self.table.storable(line).full_name))

    def _explain(self) -> None:
        """Say what is marked on the line under the cursor, else how many lines are marked at all."""
        here = max(self.grid.currentIndex().row(), 0)
        mark, marked = self.table.first_mark(here), self.table.marked()
        text = ""
        if mark:
            text = self.tr("Line {row}: {sentence}").format(row=here + 1, sentence=mark.sentence)
        elif marked:
            text = self.tr("{count} lines have something to look at; it is marked.").format(count=marked)
        self.rule.setText(text)
        self.rule.setVisible(bool(text))

    def _show_state(self) -> None:
        session, day = self._session, self.day.value()
        parts = (show_date(day) if day else "", ", ".join(self.villages.value()[1]))
        self.title.setText(" · ".join(part for part in parts if part) or self.tr("New session"))
        show_tone(self.status, status_word(session.status), tone(session.status))
        self._show_steps()
        show_tone(self.remark, self._remark(), "warning" if session.status == "dikembalikan" else "accent")
        found = " · ".join(f"{field_words(one.noun, one.field)}: {rivals(one)}" for one in self._conflicts)
        contested = self.tr("Written at the same time, the team lead decides: {values}").format(values=found)
        show_tone(self.rivals, contested if self._conflicts else "", "warning")

    def _show_steps(self) -> None:
        """Offer the steps that the person may take now; lock what may no longer be changed."""
        status, reviews = self._session.status, may(self._role, "review")
        self._lock(not may_edit(self._role, status))
        self.saved.setText("" if self._is_locked else self.draft.sentence())
        self.submit.setVisible(status in ("draf", "dikembalikan"))
        for step in (self.approve, self.send_back):
            step.setVisible(reviews and status == "diajukan")

    def _lock(self, locked: bool) -> None:
        if locked == self._is_locked:
            return
        self._is_locked = locked
        self.table.set_locked(locked)
        self.keys.setVisible(not locked)
        for piece in (*self._editors.values(), self.undo, self.remove):
            piece.setEnabled(not locked)

    def _returned_field(self) -> str:
        """The field that was sent back, empty where none was; of ``attendees[3].age`` the list."""
        path = self._session.review_field or ""
        return re.split(r"[.\[]", path)[0] if self._session.status == "dikembalikan" else ""

    def _remark(self) -> str:
        """What the lead said or decided."""
        session = self._session
        if session.status == "dikembalikan":
            field = field_label("session", self._returned_field())
            return self.tr("Returned ({field}): {comment}").format(field=field, comment=session.review_comment or "")
        locked = self.tr("The team lead has approved this session. Ask for it to be returned if it needs correction.")
        return locked if self._is_locked else ""
