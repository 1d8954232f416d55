"""What a village picker asks for, from the register and from earlier sessions: one way for every form that has one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desa_app.ui.work import Work, Worker

if TYPE_CHECKING:
    from desa_app.domain.village import Village
    from desa_app.store.store import Store
    from desa_app.store.villages import Villages
    from desa_app.ui.villages.village_picker import VillagePicker

_FOUND, _RECENT, _NEAR = 8, 5, 5
"""How many villages are shown for what is typed, and how many are offered before anything is."""


def serve_picker(picker: VillagePicker, store: Worker[Store], villages: Worker[Villages]) -> None:
    """Answer what is typed in a picker with villages of the register; before anything is typed, with those of the last
    sessions and their neighbours."""

    def find(text: str) -> None:
        villages.do(Work(lambda registry: _found(registry, text), lambda found: picker.show_matches(text, found)))

    def describe(codes: list[str]) -> None:
        villages.do(Work(lambda registry: _likely(registry, codes), lambda offers: picker.show_offers(*offers)))

    picker.searched.connect(find)
    picker.offers_wanted.connect(lambda: store.do(Work(lambda held: held.earlier.villages(_RECENT), describe)))


def _found(registry: Villages, text: str) -> list[Village]:
    return [match.village for match in registry.find(text, _FOUND)]


def _likely(registry: Villages, codes: list[str]) -> tuple[list[Village], list[Village]]:
    """The villages of these codes, and those near to the first of them that are not among them."""
    recent = [village for village in map(registry.get, codes) if village is not None]
    near = registry.near(codes[0], _NEAR + len(codes)) if codes else []
    return recent, [village for village in near if village.code not in codes][:_NEAR]
