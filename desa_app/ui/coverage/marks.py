"""The marks of the coverage charts: each figure with its name, its words, and how it looks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from desa_app.domain.coverage import ABSENCES, Figures, Month, Rules, State, state_word
from desa_app.domain.formats import show_number
from desa_app.language import say
from desa_app.ui.coverage.chart_paint import Mark, Pattern, percent

LOOKS: dict[State, tuple[str, Pattern]] = {
    "recent": ("success", "full"),
    "over_recent": ("warning", "slanted"),
    "over_active": ("danger", "crossed"),
    "never": ("muted", "hollow"),
}
_MONTHS = (
    *(("Jan", "Jan"), ("Feb", "Feb"), ("Mar", "Mar"), ("Apr", "Apr"), ("Mei", "May"), ("Jun", "Jun")),
    *(("Jul", "Jul"), ("Agu", "Aug"), ("Sep", "Sep"), ("Okt", "Oct"), ("Nov", "Nov"), ("Des", "Dec")),
)


def month_marks(months: Iterable[Month]) -> list[Mark]:
    """A mark a month, its year where it begins."""
    listed = list(months)
    marks = []
    for month in listed:
        name = say(*_MONTHS[month.first.month - 1])
        count, people = show_number(month.sessions), show_number(month.reached)
        said = say(
            f"{name} {month.first.year}: {count} sesi, {people} orang",
            f"{name} {month.first.year}: {count} sessions, {people} people",
        )
        marks.append(Mark(_short(name, month.first, len(listed)), month.sessions, count, said))
    return marks


def _short(name: str, first: dt.date, months: int) -> str:
    return name if months <= 12 and first.month != 1 else f"{name} {first:%y}"


def sex_marks(figures: Figures) -> list[Mark]:
    """People by sex."""
    words = {
        "L": say("Laki-laki", "Male"),
        "P": say("Perempuan", "Female"),
        "unknown": say("Tidak diketahui", "Unknown"),
    }
    return _people_marks({words[sex]: count for sex, count in figures.sexes.items()}, len(words) - 1)


def age_marks(figures: Figures) -> list[Mark]:
    """People by age group."""
    words = {"unknown": say("Tidak diketahui", "Unknown")}
    named = {words.get(group, group.replace("-", "–")): count for group, count in figures.ages.items()}
    return _people_marks(named, len(named) - 1)


def _people_marks(counts: dict[str, int], unknown: int) -> list[Mark]:
    whole = sum(counts.values())
    marks = []
    for place, (name, count) in enumerate(counts.items()):
        text = f"{show_number(count)} ({percent(count, whole)})"
        said = say(f"{name}: {show_number(count)} orang, {percent(count, whole)}", f"{name}: {text}")
        look: tuple[str, Pattern] = ("muted", "slanted") if place == unknown else ("accent", "full")
        marks.append(Mark(name, count, text, said, *look))
    return marks


def absence_marks(counts: dict[State, int], rules: Rules) -> list[Mark]:
    """Villages by how long ago their last session was."""
    whole = sum(counts.values())
    marks = []
    for state in ABSENCES:
        word, count = state_word(state, rules), show_number(counts[state])
        share = percent(counts[state], whole)
        said = say(f"Sesi terakhir {word}: {count} desa, {share}", f"Last session {word}: {count} villages, {share}")
        marks.append(Mark(word, counts[state], count, said, *LOOKS[state]))
    return marks
