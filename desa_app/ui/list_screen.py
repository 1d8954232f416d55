"""What the lists of sessions and of offers have in common: filters, groups, a detail pane, actions on the choice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QFileDialog, QMenu, QPushButton, QSizePolicy, QStackedWidget, QWidget

from desa_app.domain.formats import show_number
from desa_app.domain.review import may_edit
from desa_app.domain.roles import Role
from desa_app.language import say
from desa_app.ui.ask_bar import ExportBar, ReasonBar
from desa_app.ui.detail_pane import Detail, DetailPane
from desa_app.ui.filter_bar import FilterBar, options_of
from desa_app.ui.grouped_table import GroupedTable, GroupedView
from desa_app.ui.parts import GAP, Piece, button, column, holder, label, name_button, row
from desa_app.ui.screen import Empty, Screen
from desa_app.ui.style import growth, px
from desa_app.ui.words import PLACE_TONES, place_word, status_word
from desa_app.ui.wrapping import Flow

if TYPE_CHECKING:
    from desa_app.store.history import FieldStory
    from desa_app.store.places import Place

R = TypeVar("R")
PLACES: tuple[Place, ...] = ("saved", "lead", "quarantined", "hq")
_CONFLICT = "conflict"
OPEN_STATUSES = ("draf", "dikembalikan")
"""The statuses in which a record can be handed in."""
_PANE_FROM_PX = 920
"""The width of the page from which the detail pane has room beside the list."""
_PATIENCE_MS = 60
"""How long the keyboard rests on a row before its detail is asked for."""
_USUAL_REASONS = (
    ("Tercatat dua kali", "Recorded twice"),
    ("Salah desa atau tanggal", "Wrong village or date"),
    ("Hanya untuk mencoba", "Only to try it out"),
)


class Listing(NamedTuple, Generic[R]):
    """What a list shows: its rows in order; the folded text that each of them is found by; the villages to choose
    from, code and name."""

    rows: Sequence[R]
    texts: Sequence[str]
    villages: Sequence[tuple[str, str]] = ()


def place_tone(one: Any) -> str:
    """The tone of the words for where a row's record is."""
    return "warning" if one.conflicts else PLACE_TONES[one.place]


def one_or_many(count: int, one: str, many: str) -> str:
    """The sentence for one row, or the one for ``{count}`` of them."""
    return one if count == 1 else many.format(count=show_number(count))


class ListScreen(Screen, Generic[R]):
    """``set_listing`` shows rows that have ``id`` and ``status``; what a person asks for comes out as signals with
    the ids of what is chosen. ``detail_wanted`` asks for what ``show_found`` then shows in the pane."""

    created = Signal()
    opened = Signal(str)
    submitted = Signal(object)
    deleted = Signal(object, str)
    undo_asked = Signal()
    exported = Signal(object, object, bool)
    export_stopped = Signal()
    print_asked = Signal(object)
    detail_wanted = Signal(str)
    history_wanted = Signal(str)
    receipt_wanted = Signal(str, object)

    def __init__(self, table: GroupedTable[R], filters: FilterBar, picture: str) -> None:
        super().__init__()
        self._role: Role = "officer"
        self._is_loaded = False
        self._texts: Sequence[str] = ()
        self._found: tuple[str, object] | None = None
        self._wants_pane: bool | None = None
        self.table, self.filters = table, filters
        self.view = GroupedView(table)
        self.title, self.chosen = label("title"), label("caption")
        self.empty, self.none_left = Empty(picture), Empty("list-filter")
        self.pane = DetailPane(self._open_chosen)
        self.reason, self.export_bar = ReasonBar(), ExportBar()
        self._rest = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._build_buttons()
        self._connect()

    def _build_buttons(self) -> None:
        self.new = button("primary", "plus", self.created.emit)
        self.months = button("quiet", "calendar-days", self.view.group)
        self.fold = button("quiet", "panel-right", self._turn_pane)
        self.fold.setCheckable(True)
        self.open = button("", "pencil", self._open_chosen)
        self.submit = button("", "send", self._submit_chosen)
        self.export = button("", "download", self._ask_export)
        self.print = button("", "printer", lambda: self.print_asked.emit(self._ids()))
        self.delete = button("danger", "trash-2", self._ask_reason)

    def _connect(self) -> None:
        self.pane.history_asked.connect(lambda: self.history_wanted.emit(self._ids()[0]))
        self.pane.receipt_asked.connect(self._choose_receipt)
        self.view.opened.connect(self.opened)
        self.view.chosen.connect(self._chose)
        self.view.delete_pressed.connect(self._ask_reason)
        self.view.asked.connect(self._show_menu)
        self.view.typed.connect(self.filters.type)
        self.view.horizontalHeader().sortIndicatorChanged.connect(lambda *_: self._show_order())
        self.filters.changed.connect(self._narrow)
        self.filters.left.connect(self.view.setFocus)
        self.reason.given.connect(self._delete)
        self.export_bar.chosen.connect(self._choose_file)
        self.export_bar.stopped.connect(self.export_stopped)
        for bar in (self.reason, self.export_bar):
            bar.put_away.connect(self.view.setFocus)
        self._rest.timeout.connect(self._want_detail)
        within = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(QKeySequence("Ctrl+F"), self, self.filters.begin, context=within)
        QShortcut(QKeySequence("Ctrl+Z"), self, self.undo_asked.emit, context=within)

    def _lay_out(self, heads: Sequence[QWidget], steps: Sequence[QPushButton], *above: QWidget) -> None:
        """Put the page together: ``heads`` beside the title, ``steps`` below the list, ``above`` over it."""
        self._pages = QStackedWidget()
        for page in (self.view, self.empty, self.none_left):
            self._pages.addWidget(page)
        self.filters.foot.addWidget(self.chosen)
        actions, self._steps = Flow(), steps
        for step in steps:
            actions.addWidget(step)
        self._below = holder(actions)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self._below.setSizePolicy(policy)
        left = column(self._pages, self.reason, self.export_bar, stretch=0)
        middle = row(left, self.pane, gap=12)
        middle.setStretch(0, 1)
        top = row(self.title, None, self.months, self.fold, *heads)
        pieces: tuple[Piece, ...] = (top, *above, self.filters, middle, self._below)
        self.setLayout(column(*pieces, margin=2 * GAP, stretch=len(pieces) - 2))
        self._show_pane()
        self._chose()

    def retranslate(self) -> None:
        self.months.setText(self.tr("Group by month"))
        self.months.setToolTip(self.tr("Take the sorting away and show the months again"))
        self.fold.setText(self.tr("Details"))
        self.fold.setShortcut("F4")
        self.fold.setToolTip(self.tr("Show or hide the details at the right (F4)"))
        self.open.setText(self.tr("Open"))
        self.open.setToolTip(self.tr("Enter"))
        name_button(self.submit, self.tr("Submit"), "Ctrl+Return")
        name_button(self.export, self.tr("Export …"), "Ctrl+E")
        name_button(self.print, self.tr("Print …"), "Ctrl+P")
        self.delete.setText(self.tr("Delete …"))
        self.delete.setToolTip("Del")
        self.pane.open.setText(self.tr("Open"))
        self.view.setAccessibleName(self.title.text())
        self.none_left.say(
            self.tr("Nothing matches these filters"),
            self.tr("Write less, choose a longer period, or clear the filters (Esc)."),
        )
        self._name_columns()
        self._count()
        self._show_detail()

    def set_role(self, role: Role) -> None:
        """What the person may do."""
        self._role = role
        self._chose()

    def set_listing(self, listing: Listing[R]) -> None:
        """Show these rows; what is typed, chosen and in sight stays."""
        self._texts = listing.texts
        self._is_loaded = True
        self.table.set_rows(listing.rows)
        if "villages" in self.filters.choices:
            self.filters.set_options("villages", listing.villages)
        self._count()
        self._look_soon()

    def show_found(self, record: str, found: object) -> None:
        """Show what is known of a row, if it is still the chosen one."""
        if self._ids() == [record]:
            self._found = record, found
            self._show_detail()

    def follow_deletion(self) -> None:
        """The rows that are chosen are about to go."""
        self.view.follow()

    def show_progress(self, done: int, total: int) -> None:
        """How far an export is; both 0 when it is over."""
        numbers = {"done": show_number(done), "total": show_number(total)}
        self.export_bar.show_progress(self.tr("Writing {done} of {total} …").format(**numbers) if total else "")
        if not total:
            self.export_bar.hide()

    def _name_columns(self) -> None:
        """Name the columns, and the choices of the filters, in the language in use."""
        raise NotImplementedError

    def _wants(self) -> list[Callable[[R], bool]]:
        """What the filters ask of a row, the quickest first, text aside; nothing where they stand open."""
        raise NotImplementedError

    def _place_options(self) -> list[tuple[object, str]]:
        """The places to choose from, and the records that two people wrote at the same time."""
        return [*options_of(PLACES, place_word), (_CONFLICT, self.tr("Data conflict"))]

    def _wants_place(self, place: object) -> Callable[[Any], bool]:
        if place == _CONFLICT:
            return lambda one: bool(one.conflicts)
        return lambda one: one.place == place

    def _place(self, one: Any) -> str:
        """Where a row's record is, or that two people wrote it at the same time."""
        if one.conflicts:
            return self.tr("Data conflict ({count})").format(count=len(one.conflicts))
        return place_word(one.place)

    def _detail(self, rows: Sequence[R], found: Any) -> Detail:
        """What the pane shows of the one row that is chosen, as far as it was ``found``, or of several."""
        raise NotImplementedError

    def _counted(self, found: int, total: int) -> str:
        """How many there are in words: ``128 dari 10.000 sesi``."""
        raise NotImplementedError

    def _questions(self, count: int) -> tuple[str, str, str]:
        """What is asked before deleting and before exporting ``count`` rows, and what the tick for people's data
        says."""
        raise NotImplementedError

    def _file_name(self) -> str:
        """What an exported file is called, without its ending."""
        raise NotImplementedError

    def _narrow(self) -> None:
        words, wants = self.filters.words(), self._wants()

        def left(places: Sequence[int]) -> Sequence[int]:
            rows, texts = self.table.every, self._texts
            for word in words:
                places = [place for place in places if word in texts[place]]
            for want in wants:
                places = [place for place in places if want(rows[place])]
            return places

        self.table.narrow(left if words or wants else None)
        self._count()

    def _count(self) -> None:
        found, total = self.table.found, self.table.total
        self.filters.show_count(self._counted(found, total) if self._is_loaded else self.tr("Reading …"))
        page = self.view if found or not self._is_loaded else self.none_left if total else self.empty
        if hasattr(self, "_pages"):
            self._pages.setCurrentWidget(page)
            for piece in (self.filters, self._below, self.fold):
                piece.setHidden(self._is_empty)
            self._show_pane()
        self._show_order()

    @property
    def _is_empty(self) -> bool:
        """Whether there is nothing at all: then there is nothing to filter, to choose or to read beside the list."""
        return self._is_loaded and not self.table.total

    def _show_order(self) -> None:
        self.months.setVisible(self.view.horizontalHeader().sortIndicatorSection() >= 0)

    def rows(self) -> list[R]:
        """The rows that are chosen."""
        return self.view.rows()

    def _ids(self) -> list[str]:
        return [one.id for one in self.view.rows()]

    def _chose(self) -> None:
        rows = self.view.rows()
        if self._found is None or [self._found[0]] != [one.id for one in rows]:
            self._found = None
            if rows:
                self._show_detail(rows)
        self._allow(rows)
        self._look_soon()

    def _look_soon(self) -> None:
        """Ask for the detail after a pause; a page that is out of sight asks when it is shown."""
        if self.isVisible():
            self._rest.start()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._look_soon()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._rest.stop()

    def _want_detail(self) -> None:
        ids = self._ids()
        if not self.pane.isVisible():
            return
        if len(ids) == 1:
            self.detail_wanted.emit(ids[0])
        elif not ids:
            self._show_sum()

    def _allow(self, rows: Sequence[Any]) -> None:
        count = len(rows)
        words = self.tr("{count} chosen").format(count=show_number(count))
        self.chosen.setText(f"·  {words}" if count > 1 else "")
        self.open.setEnabled(count == 1)
        self.submit.setEnabled(any(one.status in OPEN_STATUSES for one in rows))
        self.print.setEnabled(count > 0)
        self.export.setEnabled(self.table.found > 0)
        decided = next((one.status for one in rows if not may_edit(self._role, one.status)), None)
        self.delete.setEnabled(count > 0 and decided is None)
        why = self.tr("What is {status} only the team lead deletes.")
        self.delete.setToolTip(why.format(status=status_word(decided).lower()) if decided else "Del")

    def _show_detail(self, rows: Sequence[R] | None = None) -> None:
        rows = self.view.rows() if rows is None else rows
        if rows:
            is_one = len(rows) == 1
            has_receipt = is_one and rows[0].place == "hq"  # type: ignore[union-attr]
            detail = self._detail(rows, self._found and self._found[1])
            self.pane.show_detail(detail, opens=is_one, has_receipt=has_receipt)
        else:
            self._show_sum()

    def _show_sum(self) -> None:
        """Where no row is chosen, what all of them come to."""
        rows = self.table.wanted()
        hint = self.tr("Choose a line to see its details here. Enter opens it.") if rows else ""
        if len(rows) > 1:
            whole = self._detail(rows, None)._replace(title=self.filters.count.text(), hint=hint)
            self.pane.show_detail(whole, opens=False)
        else:
            self.pane.show_nothing(hint)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_pane()

    def _show_pane(self) -> None:
        """Beside the list where there is room, unless the person decided."""
        wanted = self.width() >= px(_PANE_FROM_PX) if self._wants_pane is None else self._wants_pane
        self.fold.setChecked(wanted)
        shown = wanted and (self.table.found > 0 or not self._is_loaded)
        if shown == self.pane.isHidden():
            self.pane.setVisible(shown)
            self._look_soon()
        self._fit(round((self.width() - (self.pane.width() if shown else 0)) / growth()))

    def _fit(self, width: int) -> None:
        """Leave out the columns that matter least in a list of this width, as for text of the normal size."""

    def _turn_pane(self) -> None:
        self._wants_pane = self.fold.isChecked()
        self._show_pane()

    def _open_chosen(self) -> None:
        ids = self._ids()
        if len(ids) == 1:
            self.opened.emit(ids[0])

    def _submit_chosen(self) -> None:
        self.submitted.emit([one.id for one in self._those(*OPEN_STATUSES)])

    def _those(self, *statuses: str) -> list[Any]:
        """The chosen rows of these statuses."""
        return [one for one in self.view.rows() if one.status in statuses]

    def _ask_reason(self) -> None:
        if not self.delete.isEnabled():
            return
        self.export_bar.hide()
        self.reason.ask(self._questions(len(self._ids()))[0], [say(*words) for words in _USUAL_REASONS])

    def _delete(self, reason: str) -> None:
        self.deleted.emit(self._ids(), reason)
        self.view.setFocus()

    def _export_ids(self) -> list[str]:
        """What is chosen, or else all that is shown."""
        return self._ids() or [one.id for one in self.table.wanted()]  # type: ignore[attr-defined]

    def _ask_export(self) -> None:
        self.reason.hide()
        _, question, people = self._questions(len(self._export_ids()))
        self.export_bar.ask(question, people)

    def _choose_file(self, ending: str, with_names: bool) -> None:
        start = str(Path.home() / f"{self._file_name()}{ending}")
        path, _ = QFileDialog.getSaveFileName(self, self.tr("Export"), start, f"*{ending}")
        if path:
            self.exported.emit(self._export_ids(), Path(path), with_names)

    def _choose_receipt(self) -> None:
        record = self._ids()[0]
        name = self.tr("receipt")
        start = str(Path.home() / f"{name}-{record}.json")
        path, _ = QFileDialog.getSaveFileName(self, self.tr("Receipt"), start, "*.json")
        if path:
            self.receipt_wanted.emit(record, Path(path))

    def show_history(self, stories: Sequence[FieldStory]) -> None:
        """Show the whole story of a record over the page."""
        from desa_app.ui.history_panel import HistoryPanel

        panel = HistoryPanel(stories, self)
        panel.finished.connect(panel.deleteLater)
        panel.open()

    def _show_menu(self, at: QPoint) -> None:
        self.menu().popup(at)

    def menu(self) -> QMenu:
        """The actions on what is chosen, with their keys; then the order of the list."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for step in (step for step in self._steps if not step.isHidden()):
            keys = "Enter" if step is self.open else "Del" if step is self.delete else step.shortcut().toString()
            action = menu.addAction(step.icon(), f"{step.text()}\t{keys}")
            action.setEnabled(step.isEnabled())
            action.triggered.connect(step.click)
        menu.addSeparator()
        order = menu.addMenu(self.tr("Sort by"))
        for place, one in enumerate(self.table.columns):
            order.addAction(one.title).triggered.connect(partial(self._sort, place))
        order.addSeparator()
        order.addAction(self.months.text(), self.view.group)
        if self.table.is_grouped:
            menu.addAction(self.tr("Fold all months"), lambda: self.table.fold_all(folded=True))
            menu.addAction(self.tr("Unfold all months"), lambda: self.table.fold_all(folded=False))
        return menu

    def _sort(self, place: int, _: bool = False) -> None:
        self.view.horizontalHeader().setSortIndicator(place, Qt.SortOrder.AscendingOrder)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.filters.is_narrowed:
            self.filters.clear()
        elif event.key() == Qt.Key.Key_Escape:
            self.view.clearSelection()
        else:
            super().keyPressEvent(event)
