"""What left this laptop as files and on paper: the log of exports as a list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from desa_app.domain.formats import show_date, show_number, show_time
from desa_app.ui.parts import Spoken, column, label
from desa_app.ui.table import Column, RowTable, RowView

if TYPE_CHECKING:
    from desa_app.store.exports import Exported

_IN_SIGHT = 8
"""Lines that are in sight at once."""


class ExportLog(Spoken):
    """``set_exports`` shows the log, the newest first."""

    def __init__(self) -> None:
        super().__init__()
        self.intro, self.nothing = label("muted", wrap=True), label(wrap=True)
        self.table: RowTable[Exported] = RowTable()
        self.view = RowView(self.table, sortable=False)
        self.view.fit_rows(_IN_SIGHT)
        self.view.hide()
        self.setLayout(column(self.intro, self.nothing, self.view))
        self.retranslate()

    def retranslate(self) -> None:
        self.intro.setText(
            self.tr("Every file and every print is noted here: what, when, by whom, how much. Never what it says.")
        )
        self.nothing.setText(self.tr("Nothing has left this laptop yet."))
        self.view.setAccessibleName(self.tr("Exports from this laptop"))
        kinds = self._kinds()
        self.table.set_columns(
            Column(
                self.tr("When"), lambda one: f"{show_date(one.at.date(), short=True)} {show_time(one.at)}", width=176
            ),
            Column(self.tr("What"), lambda one: kinds.get(one.kind, one.kind), width=0),
            Column(self.tr("Count"), lambda one: show_number(one.count), number=True, width=72),
            Column(
                self.tr("People"),
                lambda one: self.tr("with names") if one.named else self.tr("no names"),
                tone=lambda one: "warning" if one.named else "plain",
                width=116,
            ),
            Column(self.tr("By"), lambda one: one.name or "–", width=200),
        )

    def _kinds(self) -> dict[str, str]:
        return {
            "coverage": self.tr("Coverage report"),
            "sessions": self.tr("List of sessions"),
            "offers": self.tr("List of offers"),
            "papers": self.tr("Papers as PDF"),
            "print": self.tr("Papers printed"),
            "copy": self.tr("Copy of a photo or evidence"),
            "support": self.tr("Support file"),
            "backup": self.tr("Backup, encrypted"),
            "receipt": self.tr("Receipt of a record"),
        }

    def set_exports(self, exports: Sequence[Exported]) -> None:
        """Show these."""
        self.table.set_rows(exports)
        self.view.setVisible(bool(exports))
        self.nothing.setVisible(not exports)


def _moment(one: Exported) -> str:
    return f"{show_date(one.at.date(), short=True)} {show_time(one.at)}"
