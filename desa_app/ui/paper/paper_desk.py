"""Papers of sessions between the dialog and the store; pages are laid out and drawn beside the window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDir, QMarginsF, QUrl
from PySide6.QtGui import QDesktopServices, QImage, QPageLayout, QPageSize
from PySide6.QtWidgets import QWidget

from desa_app.domain.reference import service_lines
from desa_app.errors import DesaError
from desa_app.reports.papers import Letterhead, Visit
from desa_app.ui.desk import Desk
from desa_app.ui.paper.paper_dialog import Choice, PaperDialog
from desa_app.ui.paper.parts import session_pages
from desa_app.ui.work import Work, Worker

if TYPE_CHECKING:
    from desa_app.store.store import Store
    from desa_app.ui.paper.pages import Pages

ADDRESS = "office_address"
"""The setting with the office's address, as it was last written on a paper."""
_SHOWN = 6
"""Pages of a preview."""


class PaperDesk(Desk):
    """``print`` opens the dialog on sessions, read after every save that was asked for before."""

    def __init__(self, store: Worker[Store], long: Worker[Store], window: Callable[[], QWidget]) -> None:
        super().__init__()
        self._store = store
        self._long = long
        self._window = window

    def print(self, sessions: Sequence[str]) -> None:
        """Show the papers of these sessions, to be printed or saved."""
        ids = list(sessions)
        self._store.do(Work(lambda store: (_visits(store, ids), store.settings.get(ADDRESS) or ""), self._show))

    def _show(self, found: tuple[list[Visit], str]) -> None:
        visits, address = found
        if not visits:
            return
        dialog = PaperDialog(len(visits), address, self._window())
        dialog.previewed.connect(lambda choice, width: self._preview(dialog, visits, choice, width))
        dialog.saved.connect(lambda choice, path: self._save(dialog, visits, choice, Path(path)))
        dialog.printed.connect(lambda choice: self._ask_printer(dialog, visits, choice))
        dialog.finished.connect(dialog.deleteLater)
        dialog.begin()

    def _preview(self, dialog: PaperDialog, visits: list[Visit], choice: Choice, width: int) -> None:
        def draw(_: Store) -> tuple[list[QImage], int]:
            from desa_app.ui.paper.pages import pictures

            pages = _pages(visits, choice)
            return pictures(pages, width, _SHOWN), len(pages)

        self._long.do(Work(draw, lambda drawn: dialog.show_preview(choice, *drawn)))

    def _save(self, dialog: PaperDialog, visits: list[Visit], choice: Choice, path: Path) -> None:
        def write(store: Store) -> Path:
            from desa_app.ui.paper.pages import write_pdf

            store.settings.put(ADDRESS, choice.address)
            with store.exports.noting("papers", len(visits), named=_names_people(choice)):
                write_pdf(_pages(visits, choice), path)
            return path

        def written(made: Path) -> None:
            dialog.accept()
            self.said.emit(self.tr("Written: {path}").format(path=QDir.toNativeSeparators(str(made))))
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(made)))

        self._long.do(Work(write, written, lambda error: self._not_done(dialog, error)))

    def _ask_printer(self, dialog: PaperDialog, visits: list[Visit], choice: Choice) -> None:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setPageLayout(
            QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, QMarginsF())
        )
        printer.setFullPage(True)
        if not QPrintDialog(printer, dialog).exec():
            return

        def draw(store: Store) -> bool:
            from desa_app.ui.paper.pages import print_on

            store.settings.put(ADDRESS, choice.address)
            store.exports.note("print", len(visits), named=_names_people(choice))
            return print_on(_pages(visits, choice), printer)

        self._long.do(Work(draw, lambda _: dialog.accept(), lambda error: self._not_done(dialog, error)))

    def _not_done(self, dialog: PaperDialog, error: DesaError) -> None:
        dialog.accept()
        self.failed.emit(error)


def _names_people(choice: Choice) -> bool:
    """Whether those who came stand on the paper by name."""
    return choice.kind == "attendance" and not choice.blank_lines


def _pages(visits: Sequence[Visit], choice: Choice) -> Pages:
    head = replace(visits[0].letterhead, address=choice.address)
    filled = [replace(visit, letterhead=head, number=choice.number, blank_lines=choice.blank_lines) for visit in visits]
    return session_pages(choice.kind, filled)


def _visits(store: Store, ids: Sequence[str]) -> list[Visit]:
    me = store.me
    head = Letterhead(service_lines(), me.office_name if me else "")
    offers = store.offers.by_session()
    return [
        Visit(
            session=session,
            people=store.sessions.attendees(session.id),
            villages=[village for code in session.villages if (village := store.villages.get(code))],
            letterhead=head,
            officer=me.name if me else "",
            offers=offers.get(session.id, 0),
        )
        for session in map(store.sessions.get, ids)
    ]
