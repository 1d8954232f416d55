"""Before a backup takes the place of what is here: what is in each, and the backup's own passphrase."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desa_app.domain.formats import show_date, show_number, show_time
from desa_app.ui.first_run import Door

if TYPE_CHECKING:
    from desa_app.store.backup import Backup


class RestoreDialog(Door):
    """``agreed`` carries the passphrase with which the backup was made. ``unsent`` counts what waits here now."""

    agreed = Signal(str)

    def __init__(self, backup: Backup, unsent: int, parent: QWidget) -> None:
        self._backup, self._unsent = backup, unsent
        super().__init__(1, secret=True, parent=parent)

    def retranslate(self) -> None:
        super().retranslate()
        made, held = self._backup.made_at.astimezone(), self._backup.records
        self.setWindowTitle(self.tr("Restore a backup"))
        self.title.setText(self.tr("Restore the backup of {day}?").format(day=show_date(made.date())))
        text = self.tr(
            "It was made at {time} and holds {sessions} sessions, {people} people and {offers} offers. What is on this "
            "laptop now moves aside into the folder 'backups'; nothing is deleted."
        ).format(
            time=show_time(made),
            sessions=show_number(held.get("session", 0)),
            people=show_number(held.get("attendee", 0)),
            offers=show_number(held.get("offer", 0)),
        )
        if self._unsent:
            text += " " + self.tr(
                "{count} records here are not at headquarters yet: synchronise first if you can."
            ).format(count=show_number(self._unsent))
        text += " " + self.tr("Afterwards headquarters may ask for a new code, because the copy is older.")
        self.intro.setText(text)
        self.titles[0].setText(self.tr("Passphrase of the backup"))
        self.lines[0].setAccessibleName(self.titles[0].text())
        self.onward.setText(self.tr("Restore and open again"))

    def _go(self) -> None:
        self.onward.setEnabled(False)
        self.agreed.emit(self.lines[0].text())
