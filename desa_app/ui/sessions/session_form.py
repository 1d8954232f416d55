"""The form of one session: the day in sections that fold, its people beside it, everything kept within a second.

Whatever is typed is handed on as a draft after a pause (``edited``). The form knows nothing of where drafts go.
"""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace
from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from desa_app.domain.attendee import Attendee
from desa_app.domain.checks import Problem, check_session, stopping
from desa_app.domain.duplicates import Roll
from desa_app.domain.formats import show_date, time_zone_of
from desa_app.domain.ids import new_id
from desa_app.domain.labels import label as field_label
from desa_app.domain.reference import materials, topics
from desa_app.domain.review import may_edit
from desa_app.domain.roles import Role, may
from desa_app.domain.session import Session
from desa_app.domain.tally import Tally
from desa_app.ui.choice_chips import ChoiceChips
from desa_app.ui.contested import Contested
from desa_app.ui.draft import Draft
from desa_app.ui.editors import AnswerField, DateField, ListField, LongTextField, TextField, TimeField
from desa_app.ui.field import Field, scrolled, show_problems, side_by_side, unread
from desa_app.ui.files.photo_strip import PhotoStrip
from desa_app.ui.parts import GAP, button, column, holder, label, name_button, row, show_tone
from desa_app.ui.screen import Screen, Title
from desa_app.ui.section import Section
from desa_app.ui.sessions.headcount import TAKE_OVER, Headcount, HeadcountField
from desa_app.ui.sessions.people_side import PeopleSide
from desa_app.ui.sessions.session_place import SessionPlace
from desa_app.ui.style import px
from desa_app.ui.villages.village_picker import VillagePicker
from desa_app.ui.words import PLACE_TONES, place_word, status_word, tone, word

if TYPE_CHECKING:
    from desa_app.store.conflicts import Conflict
    from desa_app.store.places import Place

Base = tuple[Session, dict[str, Attendee]]
_SIDE_PX = 336
_LOW_PX = 240
_ANY_PX = 16_777_215
"""Qt's own "as large as you like"."""
_WIDE_PX = 1120
"""The width from which the people stand beside the day; in a narrower form they stand under it."""
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
    "photos",
)
"""Fields with one editor each, named alike."""
COPIED = ("venue", "officers", "topics", "speakers", "materials", "language", "notice_given", "legal_basis")
"""What is alike from one session to the next: never people, counts, minutes or the letter."""
USUAL = ("start", "end", "officers", "language")
"""What a new session begins with, as the last one of this person was."""
_STORES_OWN = ("status", "created_at", "created_by", "office_code", "code_set")
_COUNTS = ("headcount_unknown", "headcount_male", "headcount_female")
_SECTIONS: dict[str, tuple[str, ...]] = {
    "where": ("date", "start", "end", "villages", "venue", "assignment_letter", "officers"),
    "count": ("headcount_ages",),
    "content": ("topics", "speakers", "materials", "language"),
    "notes": ("minutes", "questions"),
    "legal": ("notice_given", "legal_basis"),
    "photos": ("photos",),
}
"""The sections in their order, with their fields."""
_OPEN = ("where", "count")
"""The sections that are open where nobody folded any yet."""
COPY, PEOPLE = "Ctrl+Shift+D", "Alt+P"


class SessionForm(Screen):
    """``set_session`` shows a session and its people; ``edited`` hands on what of both was typed after a pause,
    with the ids of people taken off the list. What a lead has decided is shown to an officer, not to be typed in.

    ``villages_chosen`` asks who came here before, ``copies_wanted`` for sessions to copy from; ``undoable`` says what
    was done and how to take it back; ``moved`` that the cursor is elsewhere, ``folded`` which sections are open,
    ``closed`` that the person is done here and ``gone`` that another page came in sight.
    """

    edited = Signal(object, object, object)
    submitted = Signal()
    approved = Signal()
    returned = Signal(str, str)
    print_asked = Signal()
    villages_chosen = Signal(object)
    copies_wanted = Signal()
    undoable = Signal(str, object)
    moved = Signal()
    folded = Signal(object)
    closed = Signal()
    gone = Signal()

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
        self.draft.stood.connect(self._show_draft)
        self._build_editors()
        self.people = PeopleSide(now)
        self.table, self.grid = self.people.table, self.people.grid
        self.people.edited.connect(self._edit)
        self.people.counted.connect(self._count_people)
        self.people.moved.connect(self.moved)
        self.grid.entered.connect(self._bring_people)
        self.grid.left.connect(self._leave_grid)
        self._lay_out()
        self._is_wide = True
        self._side.viewport().installEventFilter(self)
        self._side.setFixedWidth(_SIDE_PX)
        self._listen_to_keys()
        self.retranslate()

    def _lay_out(self) -> None:
        """The frame first, then its parts: what is put into a widget that is moved once more has its style reckoned
        once more."""
        self._column = column(None, gap=12)
        self._side = scrolled(holder(self._column))
        self._body = row(self._side, gap=12)
        self.setLayout(column(self._head(), self._body, margin=2 * GAP, gap=12, stretch=1))
        self._build_sections()
        self._body.addWidget(self.people, 1)

    def _build_editors(self) -> None:
        self.day = DateField(lambda: self._now().date())
        self.start, self.end = TimeField(), TimeField()
        self.villages = VillagePicker()
        self.venue = TextField(400)
        self.headcount = Headcount()
        self.photos = PhotoStrip(self._now)
        self._editors: dict[str, Any] = {
            "date": self.day,
            "start": self.start,
            "end": self.end,
            "villages": self.villages,
            "venue": self.venue,
            "assignment_letter": TextField(),
            "officers": ListField(),
            "topics": ChoiceChips(topics()),
            "speakers": ListField(),
            "materials": ChoiceChips(materials()),
            "language": TextField(),
            "notice_given": AnswerField(),
            "legal_basis": TextField(400),
            "minutes": LongTextField(),
            "questions": LongTextField(),
            "headcount_ages": self.headcount,
            "photos": self.photos,
        }
        self.fields = {name: Field("session", name, editor) for name, editor in self._editors.items()}
        self.fields["headcount_ages"] = HeadcountField("session", "headcount_ages", self.headcount)
        self.fields["photos"].title.hide()  # the section says it
        for editor in self._editors.values():
            editor.edited.connect(self._edit)
        self.villages.edited.connect(self._go_to_village)
        self.day.edited.connect(self._go_to_day)
        self.headcount.taken_over.connect(self._offer_counts_back)

    def _head(self) -> QWidget:
        self.back = button("quiet", "arrow-left", self._close)
        self.title, self.status, self.saved = Title(), label("pill"), label("caption")
        self.where = label("pill")
        self.print = button("quiet", "printer", self.print_asked.emit)
        self.submit = button("primary", "send", self._submit)
        self.approve = button("primary", "circle-check", self._approve)
        self.send_back = button("", "corner-up-left", self._ask_return)
        self.remark, self.rivals = label("banner", wrap=True), Contested()
        steps = (self.saved, self.print, self.send_back, self.approve, self.submit)
        line = row(self.back, self.title, self.status, self.where, None, *steps)
        return holder(column(line, self.remark, self.rivals))

    def _build_sections(self) -> None:
        """The sections, one below the other; the people come among them where the form is narrow."""
        self._copies = QMenu(self)
        self.copy = button("quiet", "copy-plus", self._ask_copies)
        when = side_by_side(*(self.fields[name] for name in ("date", "start", "end")))
        inside: dict[str, list[QWidget]] = {
            name: [self.fields[field] for field in fields] for name, fields in _SECTIONS.items()
        }
        inside["where"][:3] = [when]
        inside["where"].append(holder(row(self.copy, None)))
        self.sections = {name: Section(is_open=name in _OPEN) for name in inside}
        for place, (name, section) in enumerate(self.sections.items()):
            section.folded.connect(self._tell_folded)
            self._column.insertWidget(place, section)
            for piece in inside[name]:
                section.add(piece)

    def _listen_to_keys(self) -> None:
        keys = [(f"Alt+{place}", partial(self._jump, name)) for place, name in enumerate(_SECTIONS, start=1)]
        others = ((PEOPLE, self._go_to_people), (COPY, self._ask_copies), (TAKE_OVER, self.headcount.take_over))
        for pressed, command in (*keys, *others):
            listens = QShortcut(QKeySequence(pressed), self)
            listens.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            listens.activated.connect(command)

    def retranslate(self) -> None:
        self.back.setText(self.tr("Sessions"))
        name_button(self.submit, self.tr("Submit"), "Ctrl+Return")
        self.copy.setText(self.tr("Copy from an earlier session …"))
        self.copy.setToolTip(COPY)
        self.print.setText(self.tr("Print"))
        self.approve.setText(self.tr("Approve"))
        self.send_back.setText(self.tr("Return for correction"))
        self.venue.setPlaceholderText(self.tr("e.g. Village hall"))
        self.day.setPlaceholderText(self.tr("e.g. 19/5/2025"))
        self.day.set_value(self.day.value())
        self.people.retranslate()
        self._show_state()

    def set_session(self, session: Session, people: Sequence[Attendee], conflicts: Sequence[Conflict] = ()) -> None:
        """Show a session, new or stored; what was typed before must have been flushed."""
        self._conflicts = conflicts
        show_tone(self.where, "", "plain")
        self._session = replace(session, id=session.id or new_id(int(self._now().timestamp() * 1000), os.urandom(10)))
        self._base = self._session, {person.id: person for person in people}
        for name in _PLAIN:
            self._editors[name].set_value(getattr(session, name))
        self.villages.set_value(session.villages, session.village_names)
        self.headcount.set_session(session)
        self.people.set_people(people, session.date)
        show_problems(self.fields, ())
        self._set_zone()
        self.draft.begin()
        self._show_state()
        self._side.verticalScrollBar().setValue(0)
        self.villages_chosen.emit(session.villages)

    def set_role(self, role: Role) -> None:
        """What the person may do."""
        self._role = role
        self._show_state()

    def set_open(self, sections: Sequence[str] | None) -> None:
        """Open these sections and fold the others, but none that the cursor is in; None where nobody folded any yet."""
        if sections is None:
            return
        focused = QApplication.focusWidget()
        for name, section in self.sections.items():
            section.set_open(name in sections or (focused is not None and section.body.isAncestorOf(focused)))

    def fill(self, record: str, usual: Session) -> None:
        """Write what is usual into the empty fields of a new session, where it is still the one in the form."""
        if record != self.record_id or self._session.created_at:
            return
        for name in USUAL:
            if self._editors[name].value() in (None, ()):
                self._editors[name].set_value(getattr(usual, name))
        self._show_state()

    def set_guests(self, villages: tuple[str, ...], guests: Roll) -> None:
        """Who came to earlier sessions in these villages, where they still are the session's."""
        if villages == self.villages.value()[0]:
            self.table.set_guests(guests)

    def _ask_copies(self) -> None:
        if not self._is_locked:
            self._section_of("venue").set_open(True)
            self.copies_wanted.emit()

    def offer_copies(self, sessions: Iterable[Session]) -> None:
        """Offer sessions to copy from, the likeliest first."""
        menu = self._copies
        menu.clear()
        for session in sessions:
            menu.addAction(_told(session), partial(self.copy_from, session))
        if menu.isEmpty():
            menu.addAction(self.tr("There is no earlier session yet")).setEnabled(False)
        else:
            menu.setActiveAction(menu.actions()[0])
        menu.popup(self.copy.mapToGlobal(QPoint(0, self.copy.height())))

    def copy_from(self, session: Session) -> None:
        """Take over what is alike from one session to the next; what the other leaves empty stays as it is."""
        before = {name: self._editors[name].value() for name in COPIED}
        taken = {name: value for name in COPIED if (value := getattr(session, name)) not in (None, ())}
        self._write(taken)
        text = self.tr("Copied from {session}.").format(session=_told(session))
        self.undoable.emit(text, partial(self._take_back, self.record_id, before))

    def _take_back(self, record: str, values: dict[str, Any]) -> None:
        if record == self.record_id:
            self._write(values)

    def _write(self, values: dict[str, Any]) -> None:
        for name, value in values.items():
            self._editors[name].set_value(value)
        self._show_state()
        self._edit()

    def begin(self) -> None:
        """Put the cursor where the work is: on what was returned, on the village of a new session, else on the people:
        on the next one, or on the first of a list that is to be read."""
        wanted = self._returned_field() or ("" if self.villages.value()[0] else "villages")
        wanted = "headcount_ages" if wanted in _COUNTS else wanted
        if wanted in self.fields and not self._is_locked:
            self._go_to(wanted)
            return
        is_read = self._is_locked or self._session.status == "diajukan"
        self.grid.start(0 if is_read else max(0, self.table.rowCount() - 1))
        self.grid.setFocus()

    def resume(self, place: SessionPlace) -> None:
        """Put the cursor where it was."""
        if place.row is not None:
            self.grid.start(min(place.row, self.table.rowCount() - 1), place.column)
            self.grid.scrollTo(self.grid.currentIndex())
            self.grid.setFocus()
        elif place.field in self.fields:
            self._go_to(place.field)
        else:
            self.begin()

    def place(self) -> SessionPlace:
        """Where the cursor is."""
        focused = QApplication.focusWidget()
        if focused is not None and (focused is self.grid or self.grid.isAncestorOf(focused)):
            here = self.grid.currentIndex()
            return SessionPlace(self.record_id, "", max(here.row(), 0), max(here.column(), 0))
        inside = (name for name, field in self.fields.items() if focused is not None and field.isAncestorOf(focused))
        return SessionPlace(self.record_id, next(inside, ""))

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

    def show_place(self, record: str, place: Place | None) -> None:
        """Show where a record is, if it is the one in the form; None for one that was not saved yet."""
        if record == self.record_id:
            show_tone(self.where, place_word(place) if place else "", PLACE_TONES[place] if place else "plain")

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
        return [replace(person, row=place) for place, person in enumerate(self.people.storable(), start=1)]

    def _hand_on(self) -> None:
        """Give the draft away, without what may not be stored; that stays typed, with the reason beside it. Of the
        people only those who changed: a list of 200 costs no more than a line."""
        people, session = self._people(), self.session()
        refused = {one.path: None for one in self._check(session, people, submitting=False) if one.path in _PLAIN}
        session = replace(session, **refused)
        known = self._base[1]
        self._handed = session, {person.id: person for person in people}
        removed = frozenset(known) - frozenset(self._handed[1])
        self.edited.emit(session, [person for person in people if known.get(person.id) != person], removed)

    def _check(self, session: Session, people: Sequence[Attendee], *, submitting: bool) -> list[Problem]:
        """Show beside each field what is wrong now; what is only unfinished counts when submitting."""
        problems = unread(self.fields) + [
            replace(one, path="headcount_ages") if one.path in _COUNTS else one
            for one in check_session(session, people, self._now().date())
        ]
        show_problems(self.fields, [one for one in problems if submitting or one.severity != "before_submit"])
        self._show_sections()
        return stopping(problems, submitting=submitting)

    def _edit(self) -> None:
        self.draft.touch()

    def _submit(self) -> None:
        stops = self._check(self.session(), self._people(), submitting=True)
        if stops:
            self._go_to(stops[0].path)
            return
        self.flush()
        self.submitted.emit()

    def _go_to(self, name: str) -> None:
        """Put the cursor into a field, its section open; on the people for what is none of the day's fields."""
        if name not in self.fields:
            self._go_to_people()
            return
        section, editor = self._section_of(name), self.fields[name].editor
        section.set_open(True)
        self._side.ensureWidgetVisible(section.head)
        self._side.ensureWidgetVisible(self.fields[name])
        editor.setFocus()

    def _go_to_people(self) -> None:
        if not self.grid.currentIndex().isValid():
            self.grid.start(max(0, self.table.rowCount() - 1))
        self.grid.setFocus()

    def _section_of(self, field: str) -> Section:
        return next(self.sections[name] for name, fields in _SECTIONS.items() if field in fields)

    def _jump(self, name: str) -> None:
        """Open a section and go into it; fold it where the cursor is in it already."""
        section, focused = self.sections[name], QApplication.focusWidget()
        if section.isHidden():
            return
        is_inside = focused is not None and section.body.isAncestorOf(focused)
        section.set_open(not (section.is_open and is_inside))
        if section.is_open:
            first = next((piece for piece in _SECTIONS[name]), "")
            if first:
                self._go_to(first)
        else:
            section.head.setFocus()
        self._tell_folded()

    def _tell_folded(self) -> None:
        self.folded.emit([name for name, section in self.sections.items() if section.is_open])

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

    def _go_to_village(self) -> None:
        self._set_zone()
        self._show_state()
        self.villages_chosen.emit(self.villages.value()[0])

    def _go_to_day(self) -> None:
        self.people.set_day(self.day.value())
        self._show_state()

    def _set_zone(self) -> None:
        codes, _ = self.villages.value()
        self.start.zone = self.end.zone = time_zone_of(codes[0] if codes else "")

    def _count_people(self, listed: Tally) -> None:
        self.headcount.set_listed(listed)
        self._show_sections()

    def _offer_counts_back(self, before: Any) -> None:
        text = self.tr("The headcount is that of the list now.")
        self.undoable.emit(text, partial(self._give_back, self.record_id, before))

    def _give_back(self, record: str, before: Any) -> None:
        if record == self.record_id:
            self.headcount.give_back(before)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QApplication.instance().focusChanged.connect(self._note_focus)  # type: ignore[union-attr]

    def hideEvent(self, event: QHideEvent) -> None:
        """Another page came in sight; a window that closes hides the form, too, but not by itself."""
        QApplication.instance().focusChanged.disconnect(self._note_focus)  # type: ignore[union-attr]
        super().hideEvent(event)
        if self.isHidden():
            self.gone.emit()

    def _note_focus(self, _: QWidget | None, now: QWidget | None) -> None:
        if now is not None and self.isAncestorOf(now):
            self.moved.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(is_wide=self.width() >= px(_WIDE_PX))

    def _arrange(self, *, is_wide: bool) -> None:
        """The people beside the day, or under its counts where that leaves them too little room."""
        if is_wide == self._is_wide:
            return
        self._is_wide = is_wide
        focused = QApplication.focusWidget()
        if is_wide:
            self._side.setFixedWidth(px(_SIDE_PX))
            self.people.setMinimumHeight(0)
            self.people.setMaximumHeight(_ANY_PX)
            self._body.addWidget(self.people, 1)
        else:
            self._side.setMinimumWidth(0)
            self._side.setMaximumWidth(_ANY_PX)
            self._column.insertWidget(self._column.indexOf(self.sections["count"]) + 1, self.people)
        self.people.show()
        self._show_title()
        self._fill_sight()
        if focused is not None and self.people.isAncestorOf(focused):
            focused.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self._side.viewport():
            self._fill_sight()
        return super().eventFilter(watched, event)

    def _fill_sight(self) -> None:
        """Among the sections the people are as high as what is in sight of them."""
        if not self._is_wide:
            self.people.setFixedHeight(max(_LOW_PX, self._side.viewport().height() - GAP))

    def _bring_people(self) -> None:
        """Where the people stand among the sections, they fill what is in sight while somebody types there."""
        if not self._is_wide:
            self._side.verticalScrollBar().setValue(self.people.y() - GAP // 2)

    def _show_draft(self) -> None:
        self.saved.setText("" if self._is_locked else self.draft.sentence())

    def _show_state(self) -> None:
        session = self._session
        self._show_title()
        show_tone(self.status, status_word(session.status), tone(session.status))
        self._show_steps()
        show_tone(self.remark, self._remark(), "warning" if session.status == "dikembalikan" else "accent")
        self.rivals.show_conflicts(self._conflicts)
        self._show_sections()

    def _show_title(self) -> None:
        """When and where, the month in short where the form is narrow."""
        day = self.day.value()
        parts = (show_date(day, short=not self._is_wide) if day else "", ", ".join(self.villages.value()[1]))
        self.title.setText(" · ".join(part for part in parts if part) or self.tr("New session"))

    def _show_sections(self) -> None:
        """Name each section, what is in it, and what is wrong in it."""
        titles = (
            self.tr("When and where"),
            self.tr("Headcount"),
            self.tr("Topics and materials"),
            self.tr("Minutes and questions"),
            self.tr("Notice and legal basis"),
            self.tr("Photos"),
        )
        for place, (name, title) in enumerate(zip(self.sections, titles, strict=True), start=1):
            wrong = (self.fields[field].problem for field in _SECTIONS[name])
            sentence = next((one.text() for one in wrong if not one.isHidden() and one.property("role") == "wrong"), "")
            self.sections[name].say(title, self._summary(name), sentence, f"Alt+{place}")

    def _summary(self, name: str) -> str:
        """What is in a section, in one line."""
        if name == "count":
            return self.headcount.summary()
        if name == "photos":
            return self.photos.summary() or self.tr("nothing yet")
        if name == "where":
            hours = "–".join(f"{one:%H.%M}" for one in (self.start.value(), self.end.value()) if one)
            said = [hours, ", ".join(self.villages.value()[1]), self.venue.text()]
        else:
            said = [_in_words(self._editors[field].value()) for field in _SECTIONS[name]]
        return " · ".join(part for part in said if part) or self.tr("nothing yet")

    def _show_steps(self) -> None:
        """Offer the steps that the person may take now; lock what may no longer be changed."""
        status, reviews = self._session.status, may(self._role, "review")
        self._lock(not may_edit(self._role, status))
        self._show_draft()
        self.submit.setVisible(status in ("draf", "dikembalikan"))
        for step in (self.approve, self.send_back):
            step.setVisible(reviews and status == "diajukan")

    def _lock(self, locked: bool) -> None:
        if locked == self._is_locked:
            return
        self._is_locked = locked
        self.people.set_locked(locked)
        self.copy.setHidden(locked)
        for piece in self._editors.values():
            if piece is not self.photos:
                piece.setEnabled(not locked)
        self.photos.set_locked(locked)

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


def _told(session: Session) -> str:
    """A session in one line: when, where, in which place."""
    day = show_date(session.date) if session.date else ""
    return " · ".join(part for part in (day, ", ".join(session.village_names), session.venue) if part) or "—"


def _in_words(value: Any) -> str:
    """A field's value as it stands in the line of a folded section."""
    if isinstance(value, tuple):
        return ", ".join(map(word, value))
    return "" if value is None else " ".join(word(str(value)).split())
