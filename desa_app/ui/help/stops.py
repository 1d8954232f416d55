"""What the tour of practice shows, in the order of an officer's day."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from desa_app.ui.help.tour import Stop

ON = {
    "home": "home",
    "new_session": "sessions",
    "village": "session",
    "people": "session",
    "submit": "session",
    "new_offer": "offers",
    "synchronise": "sync",
}
"""The page that each thing is on."""


def stops(things: Mapping[str, Callable[[], QWidget]]) -> list[Stop]:
    """The stops, each at one of ``things`` by its name in ``ON``."""
    return [Stop(page, things[name], *_words()[name]) for name, page in ON.items()]


def _words() -> dict[str, tuple[str, str]]:
    return {
        "home": (
            QCoreApplication.translate("tour", "This is practice"),
            QCoreApplication.translate(
                "tour",
                "Nothing here is real. Home shows what waits: records to send, drafts to finish, what came back, and "
                "your villages. Let's live one day of field work.",
            ),
        ),
        "new_session": (
            QCoreApplication.translate("tour", "Record a session"),
            QCoreApplication.translate("tour", "In the village, press Ctrl+N. A new session begins with today's date."),
        ),
        "village": (
            QCoreApplication.translate("tour", "Say where"),
            QCoreApplication.translate(
                "tour", "Type a village as you know it, for example “ds wonorejo kaliwungu”, and press Enter."
            ),
        ),
        "people": (
            QCoreApplication.translate("tour", "Write down who came"),
            QCoreApplication.translate(
                "tour",
                "Tab goes to the next field, Enter to the next person, L or P is enough for the sex. A list from "
                "WhatsApp or Excel can be pasted whole. Everything is kept by itself, also when the battery dies.",
            ),
        ),
        "submit": (
            QCoreApplication.translate("tour", "Hand it in"),
            QCoreApplication.translate(
                "tour", "When all is there, hand the session in. It counts once the team lead has approved it."
            ),
        ),
        "new_offer": (
            QCoreApplication.translate("tour", "Take a report"),
            QCoreApplication.translate(
                "tour",
                "Somebody tells of a suspicious job offer? The form begins with a safe place and asks one thing after "
                "the other: Y, T and U are the answers yes, no and don't know.",
            ),
        ),
        "synchronise": (
            QCoreApplication.translate("tour", "Send it when there is a signal"),
            QCoreApplication.translate(
                "tour",
                "Synchronise sends what waits and says what arrived. In practice a practice lead approves at once. "
                "That is all; F1 helps on every page.",
            ),
        ),
    }
