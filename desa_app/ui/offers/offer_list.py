"""The list of suspicious offers: those that need a call first, then by month; risk and urgency as words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from desa_app.domain.formats import show_date, show_number
from desa_app.domain.labels import label as field_label
from desa_app.domain.labels import question
from desa_app.domain.offer import OfferStatus
from desa_app.domain.reference import phone_prompt
from desa_app.domain.risk import LEVELS
from desa_app.domain.urgency import Urgency
from desa_app.ui.detail_pane import Detail, Section
from desa_app.ui.filter_bar import FilterBar, options_of
from desa_app.ui.grouped_table import GroupedTable, Heading
from desa_app.ui.list_screen import ListScreen, one_or_many, place_tone
from desa_app.ui.parts import label, name_button, show_tone
from desa_app.ui.table import Column
from desa_app.ui.words import (
    country_word,
    life_lines,
    month_of,
    month_word,
    status_word,
    tone,
    word,
)

if TYPE_CHECKING:
    from desa_app.domain.offer import Offer, Recruiter
    from desa_app.domain.risk import Question
    from desa_app.store.life import Turn
    from desa_app.store.offers import OfferRow

STATUSES: tuple[OfferStatus, ...] = (
    *("draf", "diajukan", "ditinjau", "dikembalikan"),
    *("terverifikasi", "tidak terbukti", "duplikat", "dirujuk", "selesai"),
)
URGENCIES: tuple[Urgency, ...] = ("SEGERA", "MENDESAK", "perlu dipastikan", "NORMAL")
_ALERT = "alert"
"""The group of the offers that need a telephone call."""
_MOST_MISSING = 5
_SCORE_FROM_PX, _PLACE_FROM_PX, _COUNTRY_FROM_PX, _STATUS_FROM_PX = 1000, 920, 740, 600
"""The widths of the list from which a column has room."""


class FoundOffer(NamedTuple):
    """All that is known of an offer: itself, its recruiters and in how many other reports each stands, by its id; what
    to ask next, its life, and the code of the person at this laptop."""

    offer: Offer
    recruiters: list[Recruiter]
    seen: Mapping[str, int]
    questions: Sequence[Question]
    turns: list[Turn]
    me: str


class OfferList(ListScreen["OfferRow"]):
    """The list of offers."""

    nouns = frozenset({"offer", "recruiter"})

    def __init__(self, now: Callable[[], dt.datetime]) -> None:
        filters = FilterBar(now, "villages", "level", "urgency", "status", "place")
        super().__init__(GroupedTable(_group, self._heading), filters, "shield-alert")
        self.banner = label("banner", wrap=True)
        self._lay_out((self.new,), (self.open, self.submit, self.export, self.delete), self.banner)
        self.retranslate()

    def retranslate(self) -> None:
        self.title.setText(self.tr("Suspicious job offers"))
        name_button(self.new, self.tr("New report"), "Ctrl+N")
        self.empty.say(
            self.tr("No report yet"),
            self.tr(
                "When somebody tells of an offer that sounds too good, press New report. You see the risk at once."
            ),
        )
        super().retranslate()

    def _name_columns(self) -> None:
        self.filters.name_search(self.tr("Search village, name, phone"))
        self.filters.name_choice("villages", self.tr("Village"), self.tr("All villages"))
        self.filters.name_choice("level", self.tr("Risk"), self.tr("Any risk"))
        self.filters.name_choice("urgency", self.tr("Urgency"), self.tr("Any urgency"))
        self.filters.name_choice("status", self.tr("Status"), self.tr("Any status"))
        self.filters.name_choice("place", self.tr("Where it is"), self.tr("Any place"))
        self.filters.set_options("level", options_of(LEVELS[::-1], word))
        self.filters.set_options("urgency", options_of(URGENCIES, word))
        self.filters.set_options("status", options_of(STATUSES, status_word))
        self.filters.set_options("place", self._place_options())
        self.table.set_columns(
            Column(
                self.tr("Received"),
                lambda one: show_date(one.received, short=True) if one.received else "—",
                key=lambda one: (one.received or dt.date.min, one.id),
                width=112,
            ),
            Column(self.tr("Village"), lambda one: one.village or "—", width=0),
            Column(self.tr("Destination"), lambda one: country_word(one.country), width=120),
            Column(
                self.tr("Risk"),
                lambda one: word(one.assessment.level),
                key=lambda one: (LEVELS.index(one.assessment.level), one.assessment.score),
                tone=lambda one: tone(one.assessment.level),
                width=92,
            ),
            Column(
                self.tr("Score"),
                lambda one: str(one.assessment.score),
                key=lambda one: one.assessment.score,
                number=True,
                width=84,
            ),
            Column(
                self.tr("Urgency"),
                lambda one: word(one.urgency),
                key=lambda one: URGENCIES.index(one.urgency),
                tone=lambda one: tone(one.urgency),
                width=132,
            ),
            Column(
                self.tr("Status"), lambda one: status_word(one.status), tone=lambda one: tone(one.status), width=124
            ),
            Column(self.tr("Where it is"), self._place, tone=place_tone, width=150),
        )

    def _fit(self, width: int) -> None:
        leasts = {2: _COUNTRY_FROM_PX, 4: _SCORE_FROM_PX, 6: _STATUS_FROM_PX, 7: _PLACE_FROM_PX}
        for place, least in leasts.items():
            self.view.setColumnHidden(place, width < least)

    def _heading(self, heading: Heading) -> tuple[str, str]:
        severe = sum(one.assessment.level in LEVELS[2:] for one in heading.rows)
        words = self.tr("reports: {reports} · high or critical: {severe}")
        numbers = words.format(reports=show_number(len(heading.rows)), severe=show_number(severe))
        if heading.key == _ALERT:
            return self.tr("Telephone now"), numbers
        return month_word(month_of(heading.rows[0].received)) or self.tr("Without a date"), numbers

    def _counted(self, found: int, total: int) -> str:
        alerts = sum(1 for one in self.table.every if one.alert)
        urgent = self.tr("Reports: {count}. {prompt}").format(count=show_number(alerts), prompt=phone_prompt())
        show_tone(self.banner, urgent if alerts else "", "danger")
        if found == total:
            return self.tr("{total} reports").format(total=show_number(total))
        return self.tr("{found} of {total} reports").format(found=show_number(found), total=show_number(total))

    def _questions(self, count: int) -> tuple[str, str, str]:
        return (
            one_or_many(count, self.tr("Why delete this report?"), self.tr("Why delete these {count} reports?")),
            one_or_many(count, self.tr("Export this report"), self.tr("Export {count} reports")),
            self.tr("With the recruiters (names, phones, accounts) and what happened"),
        )

    def _file_name(self) -> str:
        return self.tr("job-offers")

    def _wants(self) -> list[Callable[[OfferRow], bool]]:
        chosen = self.filters.chosen
        village, level, urgency = chosen("villages"), chosen("level"), chosen("urgency")
        status, place, period = chosen("status"), chosen("place"), self.filters.wanted_period()
        wants: list[Callable[[OfferRow], bool]] = []
        if level is not None:
            wants.append(lambda one: one.assessment.level == level)
        if urgency is not None:
            wants.append(lambda one: one.urgency == urgency)
        if status is not None:
            wants.append(lambda one: one.status == status)
        if place is not None:
            wants.append(self._wants_place(place))
        if village is not None:
            wants.append(lambda one: one.village_code == village)
        if period != (None, None):
            wants.append(lambda one: period.holds(one.received))
        return wants

    def _detail(self, rows: Sequence[OfferRow], found: FoundOffer | None) -> Detail:
        if len(rows) > 1:
            return self._sum(rows)
        one = rows[0]
        sections = [
            Section(self.tr("RISK"), self._risk(one)),
            Section(self.tr("STILL UNKNOWN, MATTERS MOST"), self._missing(one, found)),
            Section(self.tr("OFFER"), self._facts(one, found)),
        ]
        if found is not None:
            sections += [
                Section(self.tr("RECRUITERS"), [("", self._recruiter(each, found)) for each in found.recruiters]),
                Section(self.tr("HISTORY"), life_lines(found.turns, found.me, one.place)),
            ]
        comment = found.offer.review_comment if found is not None else None
        note, note_tone = (phone_prompt(), "danger") if one.alert else ("", "warning")
        if comment:
            note = "\n".join(filter(None, (note, self.tr("The lead asks: {comment}").format(comment=comment))))
        return Detail(one.village or "—", self._pills(one), note, note_tone, [each for each in sections if each.lines])

    def _pills(self, one: OfferRow) -> list[tuple[str, str]]:
        values = (one.assessment.level, one.urgency)
        lacking = [] if one.assessment.enough_data else [(self.tr("Not enough data yet"), "warning")]
        stands = [(status_word(one.status), tone(one.status)), (self._place(one), place_tone(one))]
        return [*((word(value), tone(value)) for value in values), *lacking, *stands]

    def _risk(self, one: OfferRow) -> list[tuple[str, str]]:
        answered = f"{one.assessment.completeness:.0%}"
        flags = [flag for flag in one.assessment.flags if flag.answer == "ya"]
        heaviest = sorted(flags, key=lambda flag: -flag.weight)
        return [
            (self.tr("Score"), str(one.assessment.score)),
            (self.tr("Answered"), answered),
            *(("", f"+{flag.weight}  {flag.label}") for flag in heaviest),
        ]

    def _missing(self, one: OfferRow, found: FoundOffer | None) -> list[tuple[str, str]]:
        """What to ask next, as the risk panel names it; until it is known, the heaviest of the unknown flags."""
        if found is None:
            return [("", f"{flag.label} (+{flag.weight})") for flag in one.assessment.missing[:_MOST_MISSING]]
        names = {flag.code: flag.label for flag in one.assessment.flags}
        return [
            ("", f"{names[asked.flag] if asked.flag else question('offer', asked.field)} ({self._effect(one, asked)})")
            for asked in found.questions[:_MOST_MISSING]
        ]

    def _effect(self, one: OfferRow, asked: Question) -> str:
        """What a *ya* would add, and the level it would lead to where that is another."""
        lifts = asked.level != one.assessment.level
        words = (f"+{asked.points}" if asked.points else "", f"→ {word(asked.level)}" if lifts else "")
        return " ".join(filter(None, words)) or word(one.assessment.level)

    def _recruiter(self, one: Recruiter, found: FoundOffer) -> str:
        role, seen = word(one.role) if one.role else None, found.seen.get(one.id, 0)
        again = self.tr("seen in {count} other reports").format(count=show_number(seen)) if seen else None
        return " · ".join(filter(None, (one.alias, role, one.company, one.phone, one.handle, again))) or "—"

    def _facts(self, one: OfferRow, found: FoundOffer | None) -> list[tuple[str, str]]:
        facts = [(self.tr("Received"), _day(one)), (self.tr("Destination"), country_word(one.country))]
        if found is None:
            return facts
        offer = found.offer
        more = (
            ("job", word(offer.job) if offer.job else None),
            ("departure", show_date(offer.departure) if offer.departure else None),
            ("stage", word(offer.stage) if offer.stage else None),
            ("affected", show_number(offer.affected) if offer.affected else None),
            ("minors", show_number(offer.minors) if offer.minors else None),
            ("reporter_mode", word(offer.reporter_mode) if offer.reporter_mode else None),
            ("evidence", show_number(len(offer.evidence)) if offer.evidence else None),
        )
        return facts + [(field_label("offer", name), value) for name, value in more if value]

    def _sum(self, rows: Sequence[OfferRow]) -> Detail:
        """What several reports come to."""
        levels = [(word(level), sum(one.assessment.level == level for one in rows)) for level in LEVELS[::-1]]
        shown = [(name, count) for name, count in levels if count]
        by_level = Section(
            self.tr("BY RISK"), [(name, show_number(count)) for name, count in shown], [count for _, count in shown]
        )
        title = self.tr("{count} reports chosen").format(count=show_number(len(rows)))
        return Detail(title, sections=[by_level])


def _group(one: OfferRow) -> Hashable:
    return _ALERT if one.alert else month_of(one.received)


def _day(one: OfferRow) -> str:
    return show_date(one.received) if one.received else "—"
