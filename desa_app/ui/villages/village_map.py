"""The offline map: the country, the office's villages by state, drawn by Qt. It shows what it is given and says which
village was ``opened``; the table beside it tells the same in words.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QElapsedTimer, QEvent, QPoint, QPointF, QRectF, QSize, Qt, QTimer, QVariantAnimation, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QGesture, QGestureEvent, QPinchGesture, QPushButton, QWidget

from desa_app.ui.parts import GAP, button, column, row
from desa_app.ui.style import colour
from desa_app.ui.villages.map_ground import DOTS_FROM, Ground
from desa_app.ui.villages.map_labels import Name, Placed, place_names
from desa_app.ui.villages.map_layer import Layer
from desa_app.ui.villages.map_marks import MARK_PX, Mark, kind_word, mark_picture
from desa_app.ui.villages.map_text import has_picture, name_picture, name_size
from desa_app.ui.villages.map_view import Box, View, between

_STEP_PX = 64
_STEP_ZOOM = 1.5
_MARK_REACH_PX, _DOT_REACH_PX = 12.0, 8.0
_REST_MS = 90
"""How long the scale must rest before the ground is drawn sharp again."""
_FLIGHT_MS = 220
_NAMES_MS = 6
"""How much of a frame names may take that are drawn for the first time."""
_VILLAGE_SCALE = 900.0
_FIT_MARGIN_PX = 72
_LEAST_SPAN = 0.12
"""Degrees that an office's villages fill at least: a single one is not shown through a magnifying glass."""
_BAR_PX = 120
_SHORTER = (
    ("Kabupaten Administrasi ", ""),
    ("Kabupaten ", ""),
    ("Kota Administrasi ", ""),
    ("Daerah Khusus Ibukota ", "DKI "),
    ("Daerah Istimewa ", "DI "),
)
_NEIGHBOURS_FROM = 180.0
"""The scale from which unvisited neighbours are shown: farther away they would bury the office's own villages."""
_ARROWS = {
    Qt.Key.Key_Left: (_STEP_PX, 0),
    Qt.Key.Key_Right: (-_STEP_PX, 0),
    Qt.Key.Key_Up: (0, _STEP_PX),
    Qt.Key.Key_Down: (0, -_STEP_PX),
}


class VillageMap(QWidget):
    """``set_ground`` and ``set_marks`` bring what is shown; ``opened`` names the code of a village that was clicked."""

    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumSize(240, 160)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.grabGesture(Qt.GestureType.PinchGesture)
        self.view = View(0.0, 0.0, 1.0, 640, 400).whole()
        self._ground: Ground | None = None
        self._marks: dict[str, Mark] = {}
        self._ours: frozenset[str] = frozenset()
        self._layer = Layer()
        self._names: list[Name] = []
        self._placed: tuple[float, list[Placed]] | None = None
        self._chosen: str | None = None
        self._pointed: str | None = None
        self._pressed: QPoint | None = None
        self._is_dragged = False
        self._follows_ours = True
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self.update)
        self._flight = QVariantAnimation(self, startValue=0.0, endValue=1.0, duration=_FLIGHT_MS)
        self._way = (self.view, self.view)
        self._flight.valueChanged.connect(self._fly)
        self._flight.finished.connect(self.update)
        self._build_buttons()
        self.retranslate()

    def _build_buttons(self) -> None:
        self.nearer = button("map", "plus", lambda: self._zoom_middle(_STEP_ZOOM))
        self.farther = button("map", "minus", lambda: self._zoom_middle(1 / _STEP_ZOOM))
        self.office = button("map", "house", self.show_ours)
        self.country = button("map", "earth", self.show_country)
        self.setLayout(row(None, column(*self._buttons(), None, gap=4), margin=GAP))

    def _buttons(self) -> Sequence[QPushButton]:
        return (self.nearer, self.farther, self.office, self.country)

    def retranslate(self) -> None:
        """Write every text in the language in use."""
        self.setAccessibleName(self.tr("Map of the villages"))
        texts = (
            (self.nearer, self.tr("Zoom in"), "+"),
            (self.farther, self.tr("Zoom out"), "-"),
            (self.office, self.tr("My office's villages"), "Home"),
            (self.country, self.tr("The whole country"), ""),
        )
        for one, text, keys in texts:
            one.setAccessibleName(text)
            one.setToolTip(f"{text} ({keys})" if keys else text)
        self._announce()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.PaletteChange):
            self._layer.forget()
        super().changeEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Out of sight, pictures of the ground would only fill memory."""
        super().hideEvent(event)
        self._layer.forget()

    @property
    def has_ground(self) -> bool:
        """Whether there is something to draw."""
        return self._ground is not None

    def set_ground(self, ground: Ground) -> None:
        """Show land, borders and names."""
        self._ground = ground
        self._layer.forget()
        self._gather_names()

    def set_marks(self, marks: Sequence[Mark]) -> None:
        """Show these villages; at first the map goes to them."""
        self._marks = {mark.code: mark for mark in marks}
        ours = frozenset(mark.code[:4] for mark in marks if mark.kind != "neighbour")
        if ours != self._ours:
            self._ours = ours
            self._layer.forget()
        self._gather_names()
        if self._follows_ours:
            self.view = self._view_of_ours()
        self._announce()

    def set_chosen(self, code: str | None) -> None:
        """Ring the village whose details are open."""
        self._chosen = code
        self._announce()
        self.update()

    def show_ours(self) -> None:
        """Go to the office's villages; without any, the whole country."""
        self._go(self._view_of_ours())
        self._follows_ours = True

    def show_country(self) -> None:
        """Go to the whole country."""
        self._go(self.view.whole())

    def show_village(self, code: str) -> None:
        """Go to a village, near enough to see its neighbours."""
        spot = self._spot(code)
        if spot is not None:
            self._go(self.view.at(*spot, max(self.view.scale, _VILLAGE_SCALE)))

    def spot_of(self, code: str) -> QPoint | None:
        """Where a village stands in this widget; None if it lies nobody knows where."""
        spot = self._spot(code)
        return None if spot is None else QPointF(*self.view.to_screen(*spot)).toPoint()

    def village_at(self, spot: QPoint) -> str | None:
        """The village at a pixel: a mark, or near enough a dot."""
        best = self._nearest_mark(spot)
        return best if best is not None or self.view.scale < DOTS_FROM else self._nearest_dot(spot)

    def _spot(self, code: str) -> tuple[float, float] | None:
        mark = self._marks.get(code)
        if mark is not None:
            return mark.longitude, mark.latitude
        found = self._ground.gazetteer.position(code) if self._ground else None
        return (found[1], found[0]) if found else None

    def _nearest_mark(self, spot: QPoint) -> str | None:
        near = [
            (away, mark.code)
            for mark in self._marks_shown()
            if (away := _away(self.view.to_screen(mark.longitude, mark.latitude), spot)) <= _MARK_REACH_PX
        ]
        return min(near)[1] if near else None

    def _nearest_dot(self, spot: QPoint) -> str | None:
        if self._ground is None:
            return None
        longitude, latitude = self.view.to_degrees(spot.x(), spot.y())
        km = 112 * _DOT_REACH_PX / self.view.scale
        near = self._ground.gazetteer.near((latitude, longitude), km)
        return near[0][1] if near else None

    def _view_of_ours(self) -> View:
        ours = [mark for mark in self._marks.values() if mark.kind != "neighbour"] or list(self._marks.values())
        if not ours:
            return self.view.whole()
        return self.view.fitted(_box_of(ours), _FIT_MARGIN_PX)

    def _go(self, view: View) -> None:
        self._follows_ours = False
        self._flight.stop()
        if not self.isVisible():
            self.view = view
            return
        self._way = (self.view, view)
        self._flight.start()

    def _fly(self, share: float) -> None:
        self.view = between(*self._way, share)
        self.update()

    def _look(self, view: View) -> None:
        """Show another part at once."""
        self._follows_ours = False
        self._flight.stop()
        if view.scale != self.view.scale:
            self._rest.start()
        self.view = view
        self.update()

    def _zoom_middle(self, factor: float) -> None:
        self._go(self.view.zoomed(factor, self.width() / 2, self.height() / 2))

    def _is_hurried(self) -> bool:
        return self._rest.isActive() or self._flight.state() == QVariantAnimation.State.Running

    # painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._ground is None:
            painter.fillRect(self.rect(), colour("map_sea"))
            painter.setPen(colour("muted"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.tr("Preparing the map …"))
            return
        ratio = self.devicePixelRatioF()
        self._layer.draw(painter, self.view, self._ground, self._ours, ratio, hurried=self._is_hurried())
        if self._layer.is_unfinished:
            QTimer.singleShot(0, self, self.update)
        shown = self._marks_shown()
        for mark in shown:
            if mark.kind == "neighbour":
                self._paint_mark(painter, mark, ratio)
        self._paint_names(painter, ratio)
        for mark in shown:
            if mark.kind != "neighbour":
                self._paint_mark(painter, mark, ratio)
        self._paint_lifted(painter, ratio)
        self._paint_bar(painter)
        self._paint_tip(painter)
        self._paint_frame(painter)

    def _paint_names(self, painter: QPainter, ratio: float) -> None:
        """A name that is drawn for the first time takes long; those that would hold this frame up come in the next."""
        spent, is_left = QElapsedTimer(), False
        spent.start()
        for placed in self._names_placed():
            x, y = self.view.to_screen(placed.name.longitude, placed.name.latitude)
            x, y = x + placed.dx, y + placed.dy
            if not (-placed.width < x < self.width() and -placed.height < y < self.height()):
                continue
            if spent.elapsed() >= _NAMES_MS and not has_picture(placed.name, ratio):
                is_left = True
                continue
            painter.drawPixmap(QPointF(_sharp(x, ratio), _sharp(y, ratio)), name_picture(placed.name, ratio))
        if is_left:
            QTimer.singleShot(0, self, self.update)

    def _names_placed(self) -> list[Placed]:
        """Names by scale only, so that they stand still while the map moves; for a while the last ones will do."""
        scale = self.view.scale
        if self._is_hurried() or self._layer.is_unfinished:
            there, placed = self._placed or (scale, [])
            return placed if 0.8 < scale / there < 1.25 else []
        if self._placed is None or self._placed[0] != scale:
            shown = self._marks_shown()
            large = [(mark.longitude, mark.latitude) for mark in shown if mark.kind != "neighbour"]
            small = [(mark.longitude, mark.latitude) for mark in shown if mark.kind == "neighbour"]
            self._placed = (scale, place_names(self._names, large, small, scale, name_size))
        return self._placed[1]

    def _paint_lifted(self, painter: QPainter, ratio: float) -> None:
        """The village whose details are open and the one that is pointed at, above all others."""
        for code in {code for code in (self._chosen, self._pointed) if code}:
            spot = self._spot(code)
            if spot is not None:
                self._paint_ring(painter, spot, strong=code == self._chosen)
            if code in self._marks:
                self._paint_mark(painter, self._marks[code], ratio, grown=True)

    def _marks_shown(self) -> list[Mark]:
        near = self.view.scale >= _NEIGHBOURS_FROM
        return [mark for mark in self._marks.values() if near or mark.kind != "neighbour"]

    def _paint_mark(self, painter: QPainter, mark: Mark, ratio: float, *, grown: bool = False) -> None:
        x, y = self.view.to_screen(mark.longitude, mark.latitude)
        if -MARK_PX < x < self.width() + MARK_PX and -MARK_PX < y < self.height() + MARK_PX:
            picture = mark_picture(mark.kind, ratio, urgent=mark.urgent, grown=grown)
            painter.drawPixmap(QPointF(_sharp(x - MARK_PX / 2, ratio), _sharp(y - MARK_PX / 2, ratio)), picture)

    def _paint_ring(self, painter: QPainter, spot: tuple[float, float], *, strong: bool) -> None:
        middle = QPointF(*self.view.to_screen(*spot))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for tint, width in ((colour("card"), 5.0), (colour("text"), 2.0 if strong else 1.2)):
            painter.setPen(QPen(tint, width))
            painter.drawEllipse(middle, 13, 13)

    def _paint_bar(self, painter: QPainter) -> None:
        km, long = self.view.scale_bar(_BAR_PX)
        left, bottom = 12.0, self.height() - 12.0
        for tint, width in ((colour("map_land"), 5.0), (colour("text"), 2.0)):
            painter.setPen(QPen(tint, width))
            painter.drawPolyline([QPointF(left + x, bottom + y) for x, y in ((0, -5), (0, 0), (long, 0), (long, -5))])
        picture = name_picture(Name(f"{km} km", 0, 0, "village"), self.devicePixelRatioF())
        high = picture.deviceIndependentSize().height()
        painter.drawPixmap(QPointF(left + 4, bottom - 4 - high), picture)

    def _paint_tip(self, painter: QPainter) -> None:
        """The name and state of the village that is pointed at, in a card beside it."""
        code = self._pointed
        spot = self.spot_of(code) if code and not self._is_dragged else None
        if code is None or spot is None:
            return
        lines = self._told(code)
        metrics = self.fontMetrics()
        wide = max(metrics.horizontalAdvance(line) for line in lines) + 2 * GAP
        high = metrics.height() * len(lines) + GAP
        x = spot.x() + 18 if spot.x() + 18 + wide < self.width() else spot.x() - 18 - wide
        y = min(max(4, spot.y() - high // 2), self.height() - high - 4)
        card = QRectF(max(4, x), y, wide, high)
        painter.setPen(QPen(colour("field_line"), 1))
        painter.setBrush(colour("card"))
        painter.drawRoundedRect(card, 6, 6)
        painter.setPen(colour("text"))
        painter.drawText(card, Qt.AlignmentFlag.AlignCenter, "\n".join(lines))

    def _paint_frame(self, painter: QPainter) -> None:
        focused = self.hasFocus()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour("accent" if focused else "line"), 2 if focused else 1))
        half = 1.0 if focused else 0.5
        painter.drawRect(QRectF(self.rect()).adjusted(half, half, -half, -half))

    def _told(self, code: str) -> list[str]:
        """A village in words: its name, and how it stands or where it lies."""
        mark = self._marks.get(code)
        if mark is not None:
            state = self.tr("{state}, urgent offer") if mark.urgent else "{state}"
            return [mark.name, state.format(state=kind_word(mark.kind))]
        gazetteer = self._ground.gazetteer if self._ground else None
        place = gazetteer.place(code) if gazetteer else None
        if gazetteer is None or place is None:
            return [code]
        village = gazetteer[place]
        return [village.name, self.tr("District {name}").format(name=village.district)]

    def _gather_names(self) -> None:
        self._placed = None
        if self._ground is None:
            return
        area = self._ground.gazetteer.area
        self._names = [
            Name(_short(area(code)), *spot, "province" if len(code) == 2 else "regency")
            for code, spot in self._ground.centres.items()
        ]
        villages = [mark for mark in self._marks.values() if mark.kind != "neighbour"]
        self._names += [Name(mark.name, mark.longitude, mark.latitude, "village") for mark in villages]
        self.update()

    # hands

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed, self._is_dragged = event.position().toPoint(), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        spot = event.position().toPoint()
        if self._pressed is None:
            self._point_at(self.village_at(spot))
            return
        way = spot - self._pressed
        if self._is_dragged or way.manhattanLength() > 4:
            self._is_dragged = True
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self._pressed = spot
            self._look(self.view.moved(way.x(), way.y()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self._pressed is None:
            return
        was_dragged, self._pressed, self._is_dragged = self._is_dragged, None, False
        self.unsetCursor()
        code = None if was_dragged else self.village_at(event.position().toPoint())
        if code is not None:
            self.opened.emit(code)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.village_at(event.position().toPoint()) is None:
            self._go(self.view.zoomed(2, event.position().x(), event.position().y()))

    def wheelEvent(self, event: QWheelEvent) -> None:
        turned = event.angleDelta().y()
        if turned:
            self._look(self.view.zoomed(2 ** (turned / 300), event.position().x(), event.position().y()))
        event.accept()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QNativeGestureEvent) and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
            self._look(self.view.zoomed(1 + event.value(), event.position().x(), event.position().y()))
            return True
        if isinstance(event, QGestureEvent):
            return self._pinched(event.gesture(Qt.GestureType.PinchGesture))
        return super().event(event)

    def _pinched(self, pinch: QGesture | None) -> bool:
        """Two fingers on a touch screen."""
        if not isinstance(pinch, QPinchGesture):
            return False
        spot = self.mapFromGlobal(pinch.centerPoint())
        self._look(self.view.zoomed(pinch.scaleFactor(), spot.x(), spot.y()))
        return True

    def leaveEvent(self, event: QEvent) -> None:
        self._point_at(None)
        super().leaveEvent(event)

    def _point_at(self, code: str | None) -> None:
        if code != self._pointed:
            self._pointed = code
            self.setCursor(Qt.CursorShape.PointingHandCursor if code else Qt.CursorShape.ArrowCursor)
            self._announce()
            self.update()

    # keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _ARROWS:
            self._look(self.view.moved(*_ARROWS[key]))
        elif event.text() in ("+", "="):
            self._zoom_middle(_STEP_ZOOM)
        elif event.text() == "-":
            self._zoom_middle(1 / _STEP_ZOOM)
        elif key == Qt.Key.Key_Home:
            self.show_ours()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._pointed:
            self.opened.emit(self._pointed)
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes through the villages in sight from left to right before it leaves the map."""
        ring = self._in_sight()
        at = ring.index(self._pointed) if self._pointed in ring else (-1 if forward else len(ring))
        then = at + (1 if forward else -1)
        if self.hasFocus() and 0 <= then < len(ring):
            self._point_at(ring[then])
            return True
        self._point_at(None)
        return super().focusNextPrevChild(forward)

    def _in_sight(self) -> list[str]:
        box = self.view.box
        seen = [
            (mark.longitude, mark.code)
            for mark in self._marks_shown()
            if box.west <= mark.longitude <= box.east and box.south <= mark.latitude <= box.north
        ]
        return [code for _, code in sorted(seen)]

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._point_at(None)
        super().focusOutEvent(event)

    def _announce(self) -> None:
        """Tell a screen reader which village is pointed at, or how many there are."""
        if self._pointed is not None:
            self.setAccessibleDescription(", ".join(self._told(self._pointed)))
            return
        count = self.tr("{count} villages. Tab goes through those in sight, Enter opens one.")
        self.setAccessibleDescription(count.format(count=len(self._marks)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._flight.stop()
        self.view = self.view.resized(self.width(), self.height())
        if self._follows_ours:
            self.view = self._view_of_ours()

    def sizeHint(self) -> QSize:
        return QSize(720, 480)


def _box_of(marks: Sequence[Mark]) -> Box:
    west, east = min(mark.longitude for mark in marks), max(mark.longitude for mark in marks)
    south, north = min(mark.latitude for mark in marks), max(mark.latitude for mark in marks)
    lacking = max(0.0, _LEAST_SPAN - max(east - west, north - south)) / 2
    return Box(west, south, east, north).padded(lacking)


def _away(one: tuple[float, float], spot: QPoint) -> float:
    return max(abs(one[0] - spot.x()), abs(one[1] - spot.y()))


def _sharp(at: float, ratio: float) -> float:
    """The nearest pixel of the screen."""
    return round(at * ratio) / ratio


def _short(name: str) -> str:
    """An area's name as it is said: without its kind, for which the map has no room; a city keeps it."""
    for long, short in _SHORTER:
        if name.startswith(long):
            return short + name[len(long) :]
    return name
