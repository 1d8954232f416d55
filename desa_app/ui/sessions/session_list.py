"""The list of sessions: what was done where, how it stands, and where it is; by month, narrowed as one types."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import Signal

from desa_app.domain.formats import show_date, show_number
from desa_app.domain.labels import label as field_label
from desa_app.domain.roles import may
from desa_app.domain.session import AGE_GROUPS, SessionStatus
from desa_app.domain.tally import tally
from desa_app.ui.detail_pane import Detail, Section
from desa_app.ui.filter_bar import FilterBar, options_of
from desa_app.ui.grouped_table import GroupedTable, Heading
from desa_app.ui.keys import KEYS
from desa_app.ui.list_screen import ListScreen, one_or_many, place_tone
from desa_app.ui.parts import button, name_button
from desa_app.ui.table import Column
from desa_app.ui.words import (
    life_lines,
    month_of,
    month_word,
    status_word,
    tone,
    word,
)

if TYPE_CHECKING:
    from desa_app.domain.attendee import Attendee
    from desa_app.domain.session import Session
    from desa_app.store.life import Turn
    from desa_app.store.sessions import SessionRow

STATUSES: tuple[SessionStatus, ...] = ("draf", "diajukan", "dikembalikan", "disetujui")
_SEXES = (("headcount_male", "L"), ("headcount_female", "P"), ("headcount_unknown", "tidak diketahui"))
_VENUE_FROM_PX, _NAMED_FROM_PX, _PLACE_FROM_PX = 760, 920, 560
"""The widths of the list from which a column has room."""


class FoundSession(NamedTuple):
    """All that is known of a session: itself, its people, its life, and the code of the person at this laptop."""

    session: Session
    people: list[Attendee]
    turns: list[Turn]
    me: str


class SessionList(ListScreen["SessionRow"]):
    """The list of sessions; a lead also approves and sends back."""

    approved = Signal(object)
    returned = Signal(str, str, str)
    import_asked = Signal()
    nouns = frozenset({"session", "attendee"})

    def __init__(self, now: Callable[[], dt.datetime]) -> None:
        filters = FilterBar(now, "villages", "status", "place")
        super().__init__(GroupedTable(_month, self._heading), filters, "calendar-days")
        self._lay_out(
            (self.bring, self.new),
            (self.open, self.submit, self.approve, self.send_back, self.export, self.print, self.delete),
        )
        self.retranslate()

    def _build_buttons(self) -> None:
        super()._build_buttons()
        self.bring = button("", "file-input", self.import_asked.emit)
        self.approve = button("", "circle-check", lambda: self.approved.emit([one.id for one in self._waiting()]))
        self.send_back = button("", "corner-up-left", self._ask_return)

    def retranslate(self) -> None:
        self.title.setText(self.tr("Outreach sessions"))
        name_button(self.new, self.tr("New session"), KEYS["new_session"])
        name_button(self.bring, self.tr("Import attendance list"), KEYS["import_list"])
        self.approve.setText(self.tr("Approve"))
        self.send_back.setText(self.tr("Return …"))
        self.send_back.setToolTip(self.tr("Return for correction"))
        self.empty.say(
            self.tr("No session yet"),
            self.tr("Press New session, or import the attendance list of a village office (Excel or CSV)."),
        )
        super().retranslate()

    def _name_columns(self) -> None:
        self.filters.name_search(self.tr("Search village, venue, date"))
        self.filters.name_choice("villages", self.tr("Village"), self.tr("All villages"))
        self.filters.name_choice("status", self.tr("Status"), self.tr("Any status"))
        self.filters.name_choice("place", self.tr("Where it is"), self.tr("Any place"))
        self.filters.set_options("status", options_of(STATUSES, status_word))
        self.filters.set_options("place", self._place_options())
        self.table.set_columns(
            Column(
                self.tr("Date"),
                lambda one: show_date(one.date, short=True) if one.date else "—",
                key=lambda one: (one.date or dt.date.min, one.id),
                width=112,
            ),
            Column(self.tr("Villages"), _villages, width=0),
            Column(self.tr("Venue"), lambda one: one.venue or "—", width=0),
            Column(
                self.tr("Reached"), lambda one: str(one.reached), key=lambda one: one.reached, number=True, width=108
            ),
            Column(self.tr("With name"), lambda one: str(one.named), key=lambda one: one.named, number=True, width=104),
            Column(
                self.tr("Status"), lambda one: status_word(one.status), tone=lambda one: tone(one.status), width=108
            ),
            Column(self.tr("Where it is"), self._place, tone=place_tone, width=140),
        )

    def _fit(self, width: int) -> None:
        for place, least in ((2, _VENUE_FROM_PX), (4, _NAMED_FROM_PX), (6, _PLACE_FROM_PX)):
            self.view.setColumnHidden(place, width < least)

    def _heading(self, heading: Heading) -> tuple[str, str]:
        reached = sum(one.reached for one in heading.rows)
        words = self.tr("sessions: {sessions} · people reached: {people}")
        numbers = {"sessions": show_number(len(heading.rows)), "people": show_number(reached)}
        return month_word(month_of(heading.rows[0].date)) or self.tr("Without a date"), words.format(**numbers)

    def _counted(self, found: int, total: int) -> str:
        if found == total:
            return self.tr("{total} sessions").format(total=show_number(total))
        return self.tr("{found} of {total} sessions").format(found=show_number(found), total=show_number(total))

    def _questions(self, count: int) -> tuple[str, str, str]:
        return (
            one_or_many(count, self.tr("Why delete this session?"), self.tr("Why delete these {count} sessions?")),
            one_or_many(count, self.tr("Export this session"), self.tr("Export {count} sessions")),
            self.tr("With the attendance lists (names, phones) and notes"),
        )

    def _file_name(self) -> str:
        return self.tr("sessions")

    def _wants(self) -> list[Callable[[SessionRow], bool]]:
        village, status, place = (self.filters.chosen(name) for name in ("villages", "status", "place"))
        period = self.filters.wanted_period()
        wants: list[Callable[[SessionRow], bool]] = []
        if status is not None:
            wants.append(lambda one: one.status == status)
        if place is not None:
            wants.append(self._wants_place(place))
        if village is not None:
            wants.append(lambda one: village in one.codes)
        if period != (None, None):
            wants.append(lambda one: period.holds(one.date))
        return wants

    def _waiting(self) -> list[SessionRow]:
        return self._those("diajukan")

    def _allow(self, rows: Sequence[Any]) -> None:
        super()._allow(rows)
        reviews = may(self._role, "review")
        waiting = sum(1 for one in rows if one.status == "diajukan")
        self.approve.setVisible(reviews)
        self.send_back.setVisible(reviews)
        self.approve.setEnabled(waiting > 0)
        self.send_back.setEnabled(waiting == 1 and len(rows) == 1)

    def _ask_return(self) -> None:
        record = self._ids()[0]
        from desa_app.ui.return_dialog import ReturnDialog

        dialog = ReturnDialog("session", self)
        dialog.returned.connect(lambda field, comment: self.returned.emit(record, field, comment))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _detail(self, rows: Sequence[SessionRow], found: FoundSession | None) -> Detail:
        if len(rows) > 1:
            return self._sum(rows)
        one = rows[0]
        sections = [Section(self.tr("SESSION"), self._facts(one, found))]
        if found is not None:
            sections += [
                *self._people(found),
                Section(self.tr("HISTORY"), life_lines(found.turns, found.me, one.place)),
            ]
        comment = one.review_comment or ""
        note = self.tr("The lead asks: {comment}").format(comment=comment) if comment else ""
        pills = ((status_word(one.status), tone(one.status)), (self._place(one), place_tone(one)))
        return Detail(_villages(one), pills, note, sections=sections)

    def _facts(self, one: SessionRow, found: FoundSession | None) -> list[tuple[str, str]]:
        facts = [
            (self.tr("Date"), _day(one)),
            (self.tr("Venue"), one.venue or "—"),
            (self.tr("Reached"), show_number(one.reached)),
            (self.tr("With name"), show_number(one.named)),
        ]
        if found is None:
            return facts
        session = found.session
        if session.start:
            hours = f"{session.start:%H.%M}" + (f" – {session.end:%H.%M}" if session.end else "")
            facts.insert(1, (self.tr("Time"), hours))
        more = (
            ("topics", ", ".join(map(word, session.topics))),
            ("assignment_letter", session.assignment_letter),
            ("officers", ", ".join(session.officers)),
            ("photos", show_number(len(session.photos)) if session.photos else None),
        )
        return facts + [(field_label("session", name), value) for name, value in more if value]

    def _people(self, found: FoundSession) -> list[Section]:
        """People by sex and age: as counted where they were counted, else as they stand on the list."""
        session, listed = found.session, tally(found.people, found.session.date)
        sexes = {name: getattr(session, name) or 0 for name, _ in _SEXES}
        sexes = sexes if any(sexes.values()) else {name: listed.sexes.get(name, 0) for name, _ in _SEXES}
        counted = session.headcount_ages if any(session.headcount_ages.values()) else listed.ages
        by_sex = [(word(label), sexes[name]) for name, label in _SEXES if sexes[name]]
        by_age = [(word(group), counted[group]) for group in AGE_GROUPS if counted.get(group)]
        titles = (self.tr("BY SEX"), self.tr("BY AGE"))
        return [
            Section(title, [(name, show_number(count)) for name, count in counts], [count for _, count in counts])
            for title, counts in zip(titles, (by_sex, by_age), strict=True)
            if counts
        ]

    def _sum(self, rows: Sequence[SessionRow]) -> Detail:
        """What several sessions come to."""
        standing = Counter([one.status for one in rows])
        statuses = [(status_word(name), standing[name]) for name in STATUSES]
        facts = [
            (self.tr("Reached"), show_number(sum(one.reached for one in rows))),
            (self.tr("Villages"), show_number(len({code for one in rows for code in one.codes}))),
        ]
        shown = [(name, show_number(count)) for name, count in statuses if count]
        title = self.tr("{count} sessions chosen").format(count=show_number(len(rows)))
        by_status = Section(self.tr("BY STATUS"), shown, [count for _, count in statuses if count])
        return Detail(title, sections=[Section("", facts), by_status])


def _month(one: SessionRow) -> tuple[int, int] | None:
    return month_of(one.date)


def _day(one: SessionRow) -> str:
    return show_date(one.date) if one.date else "—"


def _villages(one: SessionRow) -> str:
    return ", ".join(one.villages) or "—"
