"""Beranda: what matters now. What waits for headquarters with the one button, what to finish, where to go next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from desa_app.domain.formats import show_date, show_number, show_time
from desa_app.ui.home.entries import Entry, Section, empty, tile
from desa_app.ui.home.first_day import FirstDay
from desa_app.ui.keys import KEYS
from desa_app.ui.parts import GAP, Sign, button, card, column, holder, label, name_button, row
from desa_app.ui.screen import Screen, Title
from desa_app.ui.words import country_word, word
from desa_app.ui.wrapping import Even

if TYPE_CHECKING:
    from desa_app.domain.due import Due
    from desa_app.store.home import Home as Content
    from desa_app.store.home import Task
    from desa_app.store.offers import OfferRow

_MOST_LINES = 3
_MOST_TILES = 8
_COLUMN_PX = 400
_TILE_PX = 224
_NEED_TONES = {"first": "danger", "overdue": "danger", "soon": "warning", "waiting": "accent", "none": "success"}


class Home(Screen):
    """``set_content`` shows what one look into the store found. ``opened`` names what a line was about, ``went`` a
    page, ``asked`` a command such as ``synchronise``; ``all_wanted`` names a page, a filter of its list and what it is
    to be set to, ``join_asked`` is for a laptop that has not joined headquarters."""

    opened = Signal(str, str)
    went = Signal(str)
    asked = Signal(str)
    all_wanted = Signal(str, str, str)
    join_asked = Signal()
    nouns = frozenset({"session", "attendee", "offer", "recruiter", "assignment", "sync"})

    def __init__(self, today: Callable[[], dt.date]) -> None:
        super().__init__()
        self._today = today
        self._content: Content | None = None
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self._show_villages)
        self.title = Title()
        self._sign = Sign("refresh-cw", "muted", 32)
        self.count, self.since = label("title", wrap=True), label("muted", wrap=True)
        self.synchronise = button("primary", "refresh-cw", lambda: self.asked.emit("synchronise"))
        self.join = button("primary", "key-round", self.join_asked.emit)
        self.new = button("", "plus", lambda: self.asked.emit("new_session"))
        self.first_day = FirstDay(lambda: self.asked.emit("new_session"), lambda: self.asked.emit("import_list"))
        self.urgent = Section(_MOST_LINES, lambda: self.all_wanted.emit("offers", "urgency", "SEGERA"))
        self.returned = Section(_MOST_LINES, lambda: self._want_all("returned", "dikembalikan"))
        self.waiting = Section(_MOST_LINES, lambda: self._want_all("waiting", "diajukan"))
        self.drafts = Section(_MOST_LINES, lambda: self._want_all("drafts", "draf"))
        self.aside = Section(_MOST_LINES, lambda: self.went.emit("sync"))
        self.calm = label("muted", wrap=True)
        self._tiles = Even(least=_TILE_PX, gap=GAP, spread=False)
        self._villages_title, self._villages_count = label("heading"), label("caption")
        self.all_villages = button("quiet", "arrow-right", lambda: self.went.emit("villages"))
        self.setLayout(self._lay())
        self.retranslate()

    def _lay(self) -> QVBoxLayout:
        told = column(self.count, self.since, gap=0)
        head = row(self._sign, told, self.new, self.join, self.synchronise, gap=12)
        head.setStretch(1, 1)
        self._head = card(holder(head))
        stacks = (self.urgent, self.waiting, self.drafts), (self.returned, self.aside)
        self._stacks = {holder(column(*stack, None, gap=12)): stack for stack in stacks}
        self._columns = holder(Even(*self._stacks, least=_COLUMN_PX, gap=12))
        villages = row(self._villages_title, self._villages_count, None, self.all_villages)
        self._villages = holder(column(holder(villages), holder(self._tiles), gap=4))
        page = column(
            self._head, self.first_day, self._columns, self.calm, self._villages, None, margin=2 * GAP, gap=12
        )
        page.setContentsMargins(2 * GAP, 0, 2 * GAP, 2 * GAP)
        self._scroll = QScrollArea(widgetResizable=True)
        self._scroll.setProperty("focusPolicy", "NoFocus")
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(holder(page))
        for hidden in (self.first_day, self._columns, self.calm, self._villages):
            hidden.hide()
        top = row(self.title)
        top.setContentsMargins(2 * GAP, 2 * GAP, 2 * GAP, 0)
        return column(holder(top), self._scroll, gap=12, stretch=1)

    def set_content(self, content: Content) -> None:
        """Show what the store found; what is as it was stays untouched, and with it the focus."""
        if content != self._content:
            self._content = content
            self.retranslate()

    def retranslate(self) -> None:
        self.title.setText(self.tr("Home"))
        self._name_buttons()
        self._villages_title.setText(self.tr("My villages"))
        self.all_villages.setText(self.tr("All villages and the map"))
        self.first_day.retranslate()
        if self._content is None:
            self.count.setText("…")
            self.since.setText(self.tr("Opening this laptop's records"))
            return
        self._show_unsent(self._content)
        self._show_tasks(self._content)
        self._later.start()

    def _want_all(self, which: str, status: str) -> None:
        """Ask for the list that most of these tasks stand in, narrowed to their status."""
        tasks: Sequence[Task] = getattr(self._content, which)
        sessions = sum(task.noun == "session" for task in tasks)
        self.all_wanted.emit("sessions" if 2 * sessions >= len(tasks) else "offers", "status", status)

    def _name_buttons(self) -> None:
        self.join.setText(self.tr("Join headquarters"))
        name_button(self.synchronise, self.tr("Synchronise"), KEYS["synchronise"])
        name_button(self.new, self.tr("New session"), KEYS["new_session"])

    def _show_unsent(self, content: Content) -> None:
        self.join.setHidden(content.is_claimed)
        self.synchronise.setVisible(content.is_claimed)
        if not content.is_claimed:
            self._show_unclaimed()
            self.new.setHidden(content.is_new)
            return
        self.new.show()
        waits = content.unsent.records
        self.synchronise.take_role("primary" if waits else "")
        self.new.take_role("" if waits or content.is_new else "primary")
        self._head.setHidden(content.is_new and not waits)
        self._sign.show_icon("circle-check", "success") if not waits else self._sign.show_icon("refresh-cw", "warning")
        self.count.setText(self._unsent(waits, content.unsent.oldest))
        last = content.last_sync
        self.since.setText(
            self.tr("Last synchronised {date}, {time}").format(date=show_date(last.date()), time=show_time(last))
            if last
            else self.tr("Not synchronised yet; until then everything is on this laptop alone")
        )

    def _show_unclaimed(self) -> None:
        self._head.show()
        self.new.take_role("")
        self._sign.show_icon("key-round", "warning")
        self.count.setText(self.tr("This laptop has not joined headquarters yet"))
        self.since.setText(
            self.tr(
                "You can begin all the same: what you type stays on this laptop, encrypted. It gets your name, and can "
                "be submitted, once the laptop has joined with the code from your team lead."
            )
        )

    def _unsent(self, waits: int, oldest: dt.datetime | None) -> str:
        days = (self._today() - oldest.date()).days if oldest else 0
        if not waits:
            return self.tr("Everything is at headquarters")
        if days > 0:
            text = self.tr("{count} not at headquarters yet, oldest {days} days")
            return text.format(count=show_number(waits), days=show_number(days))
        return self.tr("{count} not at headquarters yet").format(count=show_number(waits))

    def _show_tasks(self, content: Content) -> None:
        every = self.tr("All of them")
        self.urgent.show_entries([self._offer(one) for one in content.urgent], self.tr("Urgent offers"), every)
        sent_back = [self._task(one, "corner-up-left", "warning") for one in content.returned]
        self.returned.show_entries(sent_back, self.tr("Sent back for correction"), every)
        waiting = [self._task(one, "hourglass", "accent") for one in content.waiting]
        self.waiting.show_entries(waiting, self.tr("Waiting for your review"), every)
        drafts = [self._task(one, "file-pen-line", "muted") for one in content.drafts]
        self.drafts.show_entries(drafts, self.tr("Drafts to finish"), every)
        self.aside.show_entries(self._problems(content), self.tr("To be settled"), every)
        shown = [part for part in self._sections() if not part.isHidden()]
        for held, stack in self._stacks.items():
            held.setVisible(any(section in shown for section in stack))
        self._columns.setVisible(bool(shown))
        self.calm.setText(self.tr("Nothing else waits for you."))
        self.calm.setHidden(bool(shown) or content.is_new)
        self.first_day.setVisible(content.is_new)

    def _sections(self) -> tuple[Section, ...]:
        return self.urgent, self.returned, self.waiting, self.drafts, self.aside

    def _problems(self, content: Content) -> list[Entry]:
        found = []
        if content.conflicts:
            text = self.tr("{count} values were written by two people at once").format(count=content.conflicts)
            found.append(Entry("git-merge", "warning", text, self.tr("Choose which one holds"), self._to("sync")))
        if content.quarantined:
            text = self.tr("{count} changes were set aside at headquarters").format(count=content.quarantined)
            found.append(
                Entry("triangle-alert", "warning", text, self.tr("See why and correct them"), self._to("sync"))
            )
        return found

    def _to(self, page: str) -> Callable[[], None]:
        return lambda: self.went.emit(page)

    def _opens(self, noun: str, record: str) -> Callable[[], None]:
        return lambda: self.opened.emit(noun, record)

    def _task(self, one: Task, picture: str, role: str) -> Entry:
        is_session = one.noun == "session"
        what = one.what if is_session else country_word(one.what) if one.what else None
        kind = self.tr("Session") if is_session else self.tr("Job offer")
        title = ", ".join(one.villages) or self.tr("Village not named yet")
        detail = " · ".join(part for part in (kind, show_date(one.date) if one.date else None, what) if part)
        return Entry(picture, role, title, detail, self._opens(one.noun, one.record), note=one.comment or "")

    def _offer(self, one: OfferRow) -> Entry:
        title = one.village or self.tr("Village not named yet")
        country = self.tr("to {country}").format(country=country_word(one.country)) if one.country else None
        call = self.tr("telephone now") if one.alert else None
        day = show_date(one.received) if one.received else None
        detail = " · ".join(part for part in (country, day, call) if part)
        level = word(one.assessment.level)
        picture, role = ("phone", "danger") if one.alert else ("shield-alert", "warning")
        return Entry(picture, role, title, detail, self._opens("offer", one.id), pill=level, tone=_risk_tone(one))

    def _show_villages(self) -> None:
        """The tiles, a moment after the lines: all at once would hold up a key."""
        content = self._content
        if content is None:
            return
        empty(self._tiles)
        for one in content.villages[:_MOST_TILES]:
            self._tiles.addWidget(self._tile(one))
        self._villages_count.setText(show_number(len(content.villages)))
        self._villages.setVisible(bool(content.villages))

    def _tile(self, one: Due) -> QWidget:
        village = one.village.village
        parents = self.tr("Kec. {district}, {regency}").format(district=village.district, regency=village.regency)
        entry = Entry(
            "map-pin", "muted", village.name, parents, self._opens("village", village.code), pill=self._need(one)
        )
        tone = "danger" if one.village.urgent_reports else _NEED_TONES[one.need]
        tone = "plain" if one.need == "none" and one.village.state != "recent" else tone
        return tile(entry._replace(tone=tone), self._last(one))

    def _need(self, one: Due) -> str:
        if one.village.urgent_reports:
            return self.tr("Urgent offers: {count}").format(count=one.village.urgent_reports)
        return {
            "first": self.tr("Never visited"),
            "overdue": self.tr("Over 12 months"),
            "soon": self.tr("Over 6 months"),
            "waiting": self.tr("Not approved yet"),
            "none": self.tr("Visited") if one.village.state == "recent" else self.tr("Not assigned"),
        }[one.need]

    def _last(self, one: Due) -> str:
        if one.need == "first" and one.since:
            return self.tr("SK of {date}").format(date=show_date(one.since))
        if one.need == "waiting" and one.since:
            return self.tr("Session of {date}").format(date=show_date(one.since))
        if one.village.last:
            return self.tr("Last visit {date}").format(date=show_date(one.village.last))
        return self.tr("No approved visit yet")


def _risk_tone(one: OfferRow) -> str:
    return "danger" if one.alert else "warning"
