"""The search between its palette, the store, the registry of villages and the commands.

One question is under way at a time; while it is, only the newest text waits. An answer to other text than what stands
in the line now is dropped.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from desa_app.domain.formats import show_date
from desa_app.domain.search import terms
from desa_app.ui.commands import Command, matching
from desa_app.ui.desk import Desk
from desa_app.ui.search.results import Groups, Result
from desa_app.ui.words import country_word
from desa_app.ui.work import Work, Worker

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desa_app.domain.village import Village
    from desa_app.store.search import Hit
    from desa_app.store.store import Store
    from desa_app.store.villages import Villages
    from desa_app.ui.search.palette import Palette

_MOST_OF_A_NOUN, _MOST_VILLAGES, _MOST_LOOKED_AT, _MOST_RECENT = 6, 4, 40, 6
_SURE_ENOUGH = 75.0
"""The score of a village, of 100, below which it is only noise beside people of the same letters."""
_SHORTEST_VILLAGE = 3
_FIRST_COMMANDS = ("new_session", "new_offer", "import_list", "synchronise")
_PICTURES = {"attendee": "user-round", "recruiter": "phone", "session": "calendar-days", "offer": "shield-alert"}


class SearchDesk(Desk):
    """``person_opened`` names a session and the person in it."""

    person_opened = Signal(str, str)

    def __init__(
        self, store: Worker[Store], villages: Worker[Villages], commands: Sequence[Command], window: QWidget
    ) -> None:
        super().__init__()
        self._store = store
        self._villages = villages
        self._commands = [command for command in commands if command.name != "search"]
        self._window = window
        self._text = ""
        self._under_way: str | None = None
        self._hits: list[Hit] = []
        self._found: list[Village] = []
        self._own: frozenset[str] = frozenset()
        self._answers = 0
        self._taken: list[Result] = []

    @cached_property
    def palette(self) -> Palette:
        """The palette, built when it is first wanted."""
        from desa_app.ui.search.palette import Palette

        palette = Palette(self._window)
        palette.asked.connect(self._ask)
        palette.chosen.connect(self._take)
        return palette

    def bring(self) -> None:
        """Show the palette."""
        self._store.do(Work(lambda store: store.search.own_villages(), self._know))
        self.palette.bring()

    def _know(self, own: frozenset[str]) -> None:
        self._own = own

    def put_away(self) -> None:
        """Take the palette away, if it is there."""
        if "palette" in self.__dict__ and self.palette.isVisible():
            self.palette.put_away()

    def _ask(self, text: str) -> None:
        self._text = text
        if self._under_way is None:
            self._ask_all(text)

    def _ask_all(self, text: str) -> None:
        self._under_way, self._answers = text, 0
        self._store.do(Work(lambda store: _hits(store, text), self._hit, lambda error: self._failed(error)))
        self._villages.do(Work(lambda registry: _named(registry, text), self._named, lambda error: self._failed(error)))

    def _hit(self, hits: list[Hit]) -> None:
        self._hits = hits
        self._answered()

    def _named(self, villages: list[Village]) -> None:
        self._found = villages
        self._answered()

    def _failed(self, error: object) -> None:
        self.failed.emit(error)
        self._answered()

    def _answered(self) -> None:
        self._answers += 1
        if self._answers < 2:
            return
        answered, self._under_way = self._under_way, None
        if answered != self._text:
            self._ask_all(self._text)
        elif self.palette.isVisible():
            self.palette.show_groups(self._groups(), terms(self._text))

    def _groups(self) -> Groups:
        if not self._text.strip():
            return [
                (self.tr("Recent"), self._recent()),
                (
                    self.tr("Often needed"),
                    [self._command(one) for one in self._commands if one.name in _FIRST_COMMANDS],
                ),
            ]
        return [
            (self.tr("People"), self._of("attendee")),
            (self.tr("Recruiters"), self._of("recruiter")),
            (self.tr("What to do"), [self._command(one) for one in matching(self._commands, self._text)]),
            (self.tr("Villages"), [self._village(one) for one in self._likely()]),
            (self.tr("Sessions"), self._of("session")),
            (self.tr("Job offers"), self._of("offer")),
        ]

    def _likely(self) -> list[Village]:
        """The villages found, those that the office knows first: many are called alike."""
        return sorted(self._found, key=lambda one: one.code not in self._own)[:_MOST_VILLAGES]

    def _recent(self) -> list[Result]:
        made = [self._result(hit) for hit in self._hits]
        seen = {result.key for result in self._taken}
        return [*self._taken, *(one for one in made if one.key not in seen)][:_MOST_RECENT]

    def _of(self, noun: str) -> list[Result]:
        return [self._result(hit) for hit in self._hits if hit.noun == noun]

    def _result(self, hit: Hit) -> Result:
        where = ", ".join(hit.villages)
        day = show_date(hit.date) if hit.date else ""
        title, parts = {
            "attendee": (hit.title or self.tr("Without a name"), (where, day)),
            "recruiter": (hit.title or hit.contact or self.tr("Without a name"), (where, day)),
            "session": (where or self.tr("Village not named yet"), (day, hit.title or "")),
            "offer": (where or self.tr("Village not named yet"), (self._to(hit.title), day)),
        }[hit.noun]
        detail = " · ".join(part for part in parts if part)
        contact = (hit.contact or "") if hit.contact != title else ""
        return Result((hit.noun, hit.record), _PICTURES[hit.noun], title, detail, contact, self._opening(hit))

    def _to(self, country: str | None) -> str:
        return self.tr("to {country}").format(country=country_word(country)) if country else ""

    def _opening(self, hit: Hit) -> Callable[[], None]:
        if hit.noun == "attendee":
            return lambda: self.person_opened.emit(hit.opens[1], hit.record)
        return lambda: self.opened.emit(*hit.opens)

    def _village(self, village: Village) -> Result:
        parents = self.tr("{kind}, Kec. {district}, {regency}, {province}").format(
            kind=village.kind, district=village.district, regency=village.regency, province=village.province
        )
        code, shown = village.code, village.shown_code
        return Result(
            ("village", code), "map-pinned", village.name, parents, shown, lambda: self.opened.emit("village", code)
        )

    def _command(self, command: Command) -> Result:
        return Result(("command", command.name), command.picture, command.title, "", command.keys, command.run)

    def _take(self, result: Result) -> None:
        if result.key[0] != "command":
            self._taken = [result, *(one for one in self._taken if one.key != result.key)][:_MOST_RECENT]
        result.run()


def _hits(store: Store, text: str) -> list[Hit]:
    return store.search.find(text, _MOST_OF_A_NOUN) if text.strip() else store.search.recent(_MOST_RECENT)


def _named(registry: Villages, text: str) -> list[Village]:
    if len(text.strip()) < _SHORTEST_VILLAGE:
        return []
    found = registry.find(text, _MOST_LOOKED_AT)
    return [match.village for match in found if match.score >= _SURE_ENOUGH]
