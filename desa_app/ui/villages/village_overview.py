"""The villages as a table and on a map, with the details of one beside."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QButtonGroup, QComboBox, QLabel, QLineEdit, QPushButton, QStackedWidget, QWidget

from desa_app.domain.formats import fold_text, show_number
from desa_app.domain.gazetteer import Gazetteer
from desa_app.domain.known_village import KnownVillage
from desa_app.domain.neighbours import Neighbour, neighbours_of
from desa_app.domain.village import Village
from desa_app.ui.parts import GAP, button, column, holder, label, row
from desa_app.ui.screen import Empty, Screen, Title
from desa_app.ui.style import growth
from desa_app.ui.table import RowTable, RowView
from desa_app.ui.villages.map_ground import Ground
from desa_app.ui.villages.map_marks import KINDS, MARK_PX, Mark, kind_word, mark_picture
from desa_app.ui.villages.village_detail import VillageDetail
from desa_app.ui.villages.village_map import VillageMap
from desa_app.ui.villages.village_rows import (
    SCOPES,
    AllVillages,
    Scope,
    VillageRow,
    columns,
    holds_words,
    neighbour_rows,
    our_rows,
)
from desa_app.ui.wrapping import Flow

_PAUSE_MS = 120
_DETAIL_PX = 304


class VillageOverview(Screen):
    """``set_known`` and ``set_gazetteer`` bring the villages, ``set_neighbours`` those nobody visited, ``set_ground``
    the map when ``ground_wanted`` asked for it; ``searched`` is answered by ``show_found``."""

    ground_wanted = Signal()
    searched = Signal(str)
    session_asked = Signal(object)
    record_opened = Signal(str, str)
    nouns = frozenset({"session", "attendee", "offer", "sync"})

    def __init__(self, now: Callable[[], dt.datetime]) -> None:
        super().__init__()
        self._now = now
        self._known: dict[str, KnownVillage] = {}
        self._gazetteer: Gazetteer | None = None
        self._neighbours: Sequence[Neighbour] = ()
        self._found: tuple[str, Sequence[Village]] | None = None
        self._awaited: str | None = None
        self._opens_first = False
        self._is_loaded = False
        self.scope: Scope = "ours"
        self.title, self.count = Title(), label("caption")
        self._build_search()
        self._build_choices()
        self._build_table()
        self.map = VillageMap()
        self.map.opened.connect(self.open_village)
        self.detail = VillageDetail(now)
        self.detail.hide()
        self.detail.closed.connect(self.close_village)
        self.detail.session_asked.connect(self.session_asked)
        self.detail.map_asked.connect(self._show_on_map)
        self.detail.opened.connect(self.record_opened)
        self.detail.village_opened.connect(self.open_village)
        self.detail.setFixedWidth(_DETAIL_PX)
        self._lay_out()
        for keys, run in (("Esc", self.close_village), ("Ctrl+F", self.search.setFocus)):
            QShortcut(QKeySequence(keys), self, run, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.retranslate()

    def _build_search(self) -> None:
        self.search = QLineEdit(clearButtonEnabled=True)
        self.search.setFixedWidth(240)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._search)
        self.search.textChanged.connect(self._typed)
        self.search.returnPressed.connect(self._open_first)

    def _build_choices(self) -> None:
        self.scopes = [self._choice("segment") for _ in SCOPES]
        self._scope_group = _group(self, self.scopes)
        self._scope_group.idClicked.connect(lambda at: self.set_scope(SCOPES[at]))
        self.ways = [self._choice("segment") for _ in ("table", "map")]
        self._way_group = _group(self, self.ways)
        self._way_group.idClicked.connect(lambda at: self.show_map(at == 1))
        self.province, self.regency = QComboBox(), QComboBox()
        self.province.currentIndexChanged.connect(lambda _: self._fill_regencies())
        self.regency.currentIndexChanged.connect(lambda _: self._show_rows())
        for box in (self.province, self.regency):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(14)

    def _choice(self, role: str) -> QPushButton:
        made = button(role, "", lambda: None)
        made.setCheckable(True)
        return made

    def _build_table(self) -> None:
        self.table: RowTable[VillageRow] = RowTable()
        self.view = RowView(self.table, key=self._lasting)
        self.view.opened.connect(lambda place: self.open_village(self.table.row(place).village.code))
        self.view.chosen.connect(self._choose)
        self.view.viewport().installEventFilter(self)
        self.empty = Empty("map-pinned")
        self.elsewhere = button("", "search", lambda: self.set_scope("all"))
        self.empty.layout().insertWidget(4, self.elsewhere, 0, Qt.AlignmentFlag.AlignHCenter)  # type: ignore[union-attr]
        self._rows = QStackedWidget()
        self._rows.addWidget(self.view)
        self._rows.addWidget(self.empty)

    def _lay_out(self) -> None:
        top = row(self.title, self.count, None, self.search, *self.ways, gap=GAP)
        self._choices = holder(row(*self.scopes, None, self.province, self.regency))
        self._choices.setMinimumHeight(self.province.sizeHint().height())
        self._legend = _Legend()
        self.source = label("caption", wrap=True)
        map_side = holder(column(self.map, self._legend, self.source, gap=4, stretch=0))
        self._pages = QStackedWidget()
        self._pages.addWidget(holder(column(self._choices, self._rows, gap=12, stretch=1)))
        self._pages.addWidget(map_side)
        body = row(self._pages, self.detail, gap=12)
        body.setStretch(0, 1)
        self.setLayout(column(top, body, margin=2 * GAP, gap=12, stretch=1))
        self.scopes[0].setChecked(True)
        self.ways[0].setChecked(True)
        self.province.hide()
        self.regency.hide()

    def retranslate(self) -> None:
        self.title.setText(self.tr("Villages"))
        self.search.setPlaceholderText(self.tr("Search village, district …"))
        self.search.setAccessibleName(self.search.placeholderText())
        self.view.setAccessibleName(self.title.text())
        for one, text in zip(self.ways, (self.tr("Table"), self.tr("Map")), strict=True):
            one.setText(text)
        self.elsewhere.setText(self.tr("Search all villages"))
        self.province.setAccessibleName(self.tr("Province"))
        self.regency.setAccessibleName(self.tr("Regency"))
        self.source.setText(
            self.tr("Boundaries: BPS / OCHA ROAP, COD-AB Indonesia 2020, CC BY 3.0 IGO, modified. No endorsement.")
        )
        self.map.retranslate()
        self._legend.retranslate()
        self._fill_provinces()
        self._show_columns()
        self._show_counts()
        self._show_rows()

    # what is shown

    def set_known(self, known: Sequence[KnownVillage]) -> None:
        """Show what this laptop knows of villages now."""
        self._known = {one.village.code: one for one in known}
        self._is_loaded = True
        self._show_all()

    def set_gazetteer(self, gazetteer: Gazetteer) -> None:
        """Know every village of the registry."""
        self._gazetteer = gazetteer
        self._fill_provinces()
        self._show_all()

    def set_neighbours(self, neighbours: Sequence[Neighbour]) -> None:
        """Show the villages beside the office's that nobody visited."""
        self._neighbours = neighbours
        self._show_all()

    def set_ground(self, ground: Ground) -> None:
        """Show the map's ground."""
        self.map.set_ground(ground)

    def show_found(self, text: str, villages: Sequence[Village]) -> None:
        """Show what the registry found for ``text``, unless something else stands in the line by now."""
        if text == self.search.text().strip():
            self._found = (text, villages)
            self._show_rows()
            if self._opens_first:
                self._open_first()

    def set_scope(self, scope: Scope) -> None:
        """Show the office's villages, their neighbours, or all."""
        self.scope = scope
        self.scopes[SCOPES.index(scope)].setChecked(True)
        for box in (self.province, self.regency):
            box.setVisible(scope == "all")
        self.table.sort(-1)
        self.view.setSortingEnabled(scope != "all")
        self._show_columns()
        self._search()

    def show_map(self, wanted: bool) -> None:
        """Show the map, or the table."""
        self.ways[int(wanted)].setChecked(True)
        self._pages.setCurrentIndex(int(wanted))
        if wanted and not self.map.has_ground:
            self.ground_wanted.emit()
        if wanted:
            self.map.setFocus()

    def open_village(self, code: str) -> None:
        """Show the details of a village; as soon as it is known, where the villages are still being read."""
        shown = self._row_of(code)
        self._awaited = code if shown is None else None
        if shown is None:
            return
        self.detail.set_row(shown, self._unvisited_beside(code))
        self.detail.show()
        self.map.set_chosen(code)

    def close_village(self) -> None:
        """Put the details away."""
        self.detail.hide()
        self.view.clearSelection()
        self.map.set_chosen(None)

    def _show_all(self) -> None:
        self._show_counts()
        self._show_rows()
        self._show_marks()
        code = self._awaited or (self.detail.shown_code if self.detail.isVisibleTo(self) else None)
        if code is not None:
            self.open_village(code)

    def _row_of(self, code: str) -> VillageRow | None:
        known = self._known.get(code)
        place = self._gazetteer.place(code) if self._gazetteer else None
        if self._gazetteer is not None and place is not None:
            return VillageRow(self._gazetteer[place], known)
        return VillageRow(known.village, known) if known else None

    def _unvisited_beside(self, code: str) -> list[VillageRow]:
        if self._gazetteer is None:
            return []
        visited = {one.village.code for one in self._known.values() if one.visits}
        return neighbour_rows(neighbours_of(self._gazetteer, code, visited), self._gazetteer, self._known)

    def _wanted_rows(self) -> Sequence[VillageRow]:
        text = self.search.text().strip()
        if self.scope == "ours":
            return our_rows(list(self._known.values()))
        if self._gazetteer is None:
            return ()
        if self.scope == "neighbours":
            return neighbour_rows(self._neighbours, self._gazetteer, self._known)
        area = self.regency.currentData() or self.province.currentData() or ""
        if not text:
            return AllVillages(self._gazetteer, self._known, area)
        found = self._found[1] if self._found else ()
        return [VillageRow(one, self._known.get(one.code)) for one in found if one.code.startswith(area)]

    def _show_rows(self) -> None:
        rows = self._wanted_rows()
        text = self.search.text().strip()
        if text and self.scope != "all":
            parts = [fold_text(part) for part in text.split()]
            rows = [one for one in rows if holds_words(one, parts)]
        self.table.set_rows(rows)
        self.view.horizontalHeader().setSortIndicatorShown(self.scope != "all")
        self._say_empty(text)
        nothing = self._is_loaded and not rows and (self.scope != "all" or self._found is not None)
        self._rows.setCurrentIndex(int(nothing))
        is_part = bool(text or (self.scope == "all" and self.province.currentData()))
        self.count.setText(self.tr("{count} shown").format(count=show_number(len(rows))) if is_part else "")

    def _say_empty(self, text: str) -> None:
        self.elsewhere.setVisible(self.scope != "all")
        if text or self.scope == "all":
            self.empty.say(self.tr("No village found"), self.tr("Try fewer letters, or the name of the district."))
        elif self.scope == "ours":
            self.empty.say(
                self.tr("No village yet"),
                self.tr(
                    "Assisted villages come from headquarters when you synchronise. Those with a session are here, too."
                ),
            )
        else:
            self.empty.say(
                self.tr("No unvisited neighbour"),
                self.tr("Villages beside yours that nobody has visited stand here, the nearest first."),
            )

    def _show_columns(self) -> None:
        self.table.set_columns(*columns(self.scope, round(self._rows.width() / growth()), self._now().date()))

    def _show_counts(self) -> None:
        counts = (
            sum(1 for one in self._known.values() if one.is_ours),
            len(self._neighbours),
            len(self._gazetteer) if self._gazetteer else 0,
        )
        texts = (self.tr("My villages"), self.tr("Unvisited neighbours"), self.tr("All villages"))
        for one, text, count in zip(self.scopes, texts, counts, strict=True):
            one.setText(f"{text}  {show_number(count)}" if self._is_loaded else text)

    def _show_marks(self) -> None:
        if self._gazetteer is None or not self._is_loaded:
            return
        ours = [self._mark(one.village.code, one.village.name, one) for one in self._known.values() if one.is_ours]
        beside = [self._mark(one.code, "", None) for one in self._neighbours]
        self.map.set_marks([mark for mark in (*beside, *ours) if mark is not None])

    def _mark(self, code: str, name: str, known: KnownVillage | None) -> Mark | None:
        spot = self._gazetteer.position(code) if self._gazetteer else None
        if self._gazetteer is None or spot is None:
            return None
        if known is None:
            place = self._gazetteer.place(code)
            return Mark(code, self._gazetteer.names[place or 0], spot[1], spot[0], "neighbour")
        return Mark(code, name, spot[1], spot[0], known.state, known.urgent_reports > 0)

    # areas

    def _fill_provinces(self) -> None:
        if self._gazetteer is None:
            return
        _fill(self.province, self.tr("All provinces"), self._gazetteer.areas(2))
        self._fill_regencies()

    def _fill_regencies(self) -> None:
        if self._gazetteer is None:
            return
        province = self.province.currentData()
        inside = self._gazetteer.areas(4, province) if province else []
        _fill(self.regency, self.tr("All regencies"), inside)
        self.regency.setEnabled(bool(province))
        self._show_rows()

    # hands

    def _typed(self) -> None:
        self._opens_first = False
        self._pause.start()

    def _search(self) -> None:
        self._pause.stop()
        text = self.search.text().strip()
        if self.scope == "all" and text and (self._found is None or self._found[0] != text):
            self.searched.emit(text)
            return
        self._show_rows()

    def _open_first(self) -> None:
        """Enter in the line opens the first village, as soon as it is found; on the map it is looked up among all."""
        if self._pages.currentIndex() == 1 and self.scope != "all":
            self.set_scope("all")
        text = self.search.text().strip()
        self._opens_first = self.scope == "all" and bool(text) and (self._found is None or self._found[0] != text)
        if self._opens_first:
            self._search()
        elif self.table.rowCount():
            code = self.table.row(0).village.code
            self.open_village(code)
            self.map.show_village(code)

    def _lasting(self, shown: VillageRow) -> str | None:
        """What a chosen row is found again by; among 83,762 nobody looks for it."""
        return None if self.scope == "all" else shown.village.code

    def _choose(self) -> None:
        place = self.view.place()
        if place is not None and self.view.hasFocus():
            self.open_village(self.table.row(place).village.code)

    def _show_on_map(self, code: str) -> None:
        self.show_map(True)
        self.map.show_village(code)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._show_columns()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_columns()


class _Legend(QWidget):
    """What each shape on the map means."""

    def __init__(self) -> None:
        super().__init__()
        self._words: list[QLabel] = []
        self._pictures: list[QLabel] = []
        flow = Flow()
        for _ in KINDS:
            picture, words = QLabel(), label("caption")
            picture.setFixedSize(QSize(MARK_PX, MARK_PX))
            self._pictures.append(picture)
            self._words.append(words)
            line = row(picture, words, gap=0)
            line.setContentsMargins(0, 0, GAP, 0)
            flow.addWidget(holder(line))
        self.setLayout(flow)

    def retranslate(self) -> None:
        for kind, words in zip(KINDS, self._words, strict=True):
            words.setText(kind_word(kind))
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.PaletteChange):
            self._draw()
        super().changeEvent(event)

    def _draw(self) -> None:
        for kind, picture in zip(KINDS, self._pictures, strict=True):
            picture.setPixmap(mark_picture(kind, self.devicePixelRatioF()))


def _group(parent: QObject, buttons: Sequence[QPushButton]) -> QButtonGroup:
    group = QButtonGroup(parent)
    for place, one in enumerate(buttons):
        group.addButton(one, place)
    return group


def _fill(box: QComboBox, every: str, areas: Sequence[tuple[str, str]]) -> None:
    """Offer these areas after the one that means all of them; what was chosen stays so, where it is still there."""
    chosen = box.currentData()
    box.blockSignals(True)
    box.clear()
    box.addItem(every, "")
    for code, name in areas:
        box.addItem(name, code)
    box.setCurrentIndex(max(0, box.findData(chosen)))
    box.blockSignals(False)
