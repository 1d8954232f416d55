"""The offline map: degrees to pixels and back, names that overlap nothing, frames put together from old ones, and a
person's hands and keys on it."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QImage, QPainter, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QGestureEvent, QPinchGesture
from pytestqt.qtbot import QtBot

from desa_app.store.villages import Villages
from desa_app.ui.style import colours
from desa_app.ui.translation import speak
from desa_app.ui.villages.map_ground import DOTS_FROM, Ground
from desa_app.ui.villages.map_labels import Name, place_names
from desa_app.ui.villages.map_layer import Layer
from desa_app.ui.villages.map_marks import KINDS, Mark, mark_picture
from desa_app.ui.villages.map_view import COUNTRY, MOST_SCALE, Box, View, between
from desa_app.ui.villages.village_map import VillageMap
from tests.ui.test_style import luminance

KENDAL = (110.15, -6.98)
MARKS = [
    Mark("3324082014", "Wonorejo", 110.25, -6.93, "recent"),
    Mark("3324082003", "Sumberejo", 110.20, -6.95, "never", urgent=True),
    Mark("3324012001", "Blumah", 110.05, -7.10, "lapsed"),
    Mark("3324012002", "Kediten", 110.06, -7.05, "neighbour"),
]
views = st.builds(
    View,
    st.floats(COUNTRY.west, COUNTRY.east),
    st.floats(COUNTRY.south, COUNTRY.north),
    st.floats(20, MOST_SCALE),
    st.integers(200, 2000),
    st.integers(160, 1200),
)


@pytest.fixture(scope="module")
def ground() -> Ground:
    registry = Villages.open()
    built = Ground.build(registry.gazetteer())
    registry.close()
    return built


@pytest.fixture
def village_map(qtbot: QtBot, ground: Ground) -> VillageMap:
    """The map in sight, over the villages above."""
    shown = VillageMap()
    qtbot.addWidget(shown)
    shown.resize(800, 500)
    shown.set_ground(ground)
    shown.set_marks(MARKS)
    with qtbot.waitExposed(shown):
        shown.show()
    shown.activateWindow()
    shown.setFocus()
    return shown


def rested(qtbot: QtBot, village_map: VillageMap) -> None:
    qtbot.waitUntil(lambda: not village_map._is_hurried())


# the view


@given(views, st.floats(0, 1), st.floats(0, 1))
def test_a_pixel_is_the_spot_it_came_from(view: View, across: float, down: float) -> None:
    x, y = across * view.width, down * view.height
    assert view.to_screen(*view.to_degrees(x, y)) == pytest.approx((x, y), abs=1e-3)


@given(views, st.floats(0.2, 5), st.floats(0.3, 0.7), st.floats(0.3, 0.7))
def test_what_lies_under_the_cursor_stays_there(view: View, factor: float, across: float, down: float) -> None:
    x, y = across * view.width, down * view.height
    spot = view.to_degrees(x, y)
    nearer = view.zoomed(factor, x, y)
    if nearer == nearer.kept_inside() and _is_inside(nearer):
        assert nearer.to_screen(*spot) == pytest.approx((x, y), abs=0.01)


def _is_inside(view: View) -> bool:
    """Whether the middle was free to go where it wanted."""
    return COUNTRY.west < view.longitude < COUNTRY.east and COUNTRY.south < view.latitude < COUNTRY.north


@given(views, st.floats(-1e5, 1e5), st.floats(-1e5, 1e5), st.floats(1e-3, 1e3))
def test_the_country_never_leaves_sight(view: View, x: float, y: float, factor: float) -> None:
    moved = view.moved(x, y).zoomed(factor, 0, 0)
    assert COUNTRY.west <= moved.longitude <= COUNTRY.east
    assert COUNTRY.south <= moved.latitude <= COUNTRY.north
    assert moved.least_scale <= moved.scale <= MOST_SCALE


@given(views, views)
def test_a_flight_begins_and_ends_where_it_should(one: View, other: View) -> None:
    ends = replace(one, width=other.width, height=other.height), other
    for share, end in zip((0, 1), ends, strict=True):
        found = between(one, other, share)
        assert (found.longitude, found.latitude, found.scale) == pytest.approx((end.longitude, end.latitude, end.scale))


@given(views)
def test_a_rectangle_that_is_fitted_is_in_sight(view: View) -> None:
    box = Box(110.0, -7.2, 110.4, -6.9)
    seen = view.fitted(box, 20).box
    assert seen.west <= box.west
    assert seen.east >= box.east
    assert seen.south <= box.south
    assert seen.north >= box.north


@given(views)
def test_the_scale_bar_is_a_round_number_that_fits(view: View) -> None:
    km, long = view.scale_bar(120)
    assert km in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
    assert long <= 120 or km == 1


# names


names = st.builds(
    Name,
    st.text("abcdefgh", min_size=2, max_size=12),
    st.floats(110, 112),
    st.floats(-8, -6),
    st.sampled_from(["province", "regency", "village"]),
)


@given(
    st.lists(names, max_size=25),
    st.lists(st.tuples(st.floats(110, 112), st.floats(-8, -6)), max_size=8),
    st.floats(20, 2000),
)
def test_no_name_overlaps_another_or_hides_a_mark(
    wanted: list[Name], marks: list[tuple[float, float]], scale: float
) -> None:
    placed = place_names(wanted, marks, (), scale, lambda name: (7.0 * len(name.text), 15.0))
    boxes = [
        (x + one.dx, y + one.dy, x + one.dx + one.width, y + one.dy + one.height)
        for one in placed
        for x, y in [(one.name.longitude * scale, -one.name.latitude * scale)]
    ]
    spots = [(lon * scale, -lat * scale) * 2 for lon, lat in marks]
    for one, other in [*combinations(boxes, 2), *((box, spot) for box in boxes for spot in spots)]:
        assert not (one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3])


def test_a_name_keeps_clear_of_small_marks_where_it_can_and_is_shown_all_the_same() -> None:
    name = Name("Wonorejo", 110, -7, "village")
    (free,) = place_names([name], (), (), 1000, lambda _: (50, 15))
    beside = [(110.03, -7.0)]
    (clear,) = place_names([name], (), beside, 1000, lambda _: (50, 15))
    around = [(110 + x / 1000, -7 + y / 1000) for x in range(-70, 71, 5) for y in range(-30, 31, 5)]
    (crowded,) = place_names([name], (), around, 1000, lambda _: (50, 15))
    assert (free.dx > 0, clear.dx < 0) == (True, True)
    assert crowded.dx == free.dx


# the picture


def drawn(layer: Layer, view: View, ground: Ground, *, hurried: bool = False, ratio: float = 1.0) -> QImage:
    image = QImage(round(view.width * ratio), round(view.height * ratio), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    painter = QPainter(image)
    is_first = layer._sharp is None
    layer.draw(painter, view, ground, {"3324"}, ratio, hurried=hurried)
    while is_first and layer.is_unfinished:
        layer.draw(painter, view, ground, {"3324"}, ratio, hurried=hurried)
    painter.end()
    return image


@settings(deadline=None, max_examples=25)
@given(st.lists(st.tuples(st.integers(-260, 260), st.integers(-260, 260)), min_size=1, max_size=4))
def test_a_map_pushed_aside_is_as_if_drawn_anew(qapp: QApplication, ways: list[tuple[int, int]]) -> None:
    ground = _GROUND[0]
    layer, view = Layer(), View(*KENDAL, 600.0, 320, 240)
    drawn(layer, view, ground)
    for way in ways:
        view = view.moved(*way)
        pushed = drawn(layer, view, ground)
    fresh = drawn(Layer(), view, ground)
    differing = sum(
        abs(pushed.pixelColor(x, y).lightness() - fresh.pixelColor(x, y).lightness()) > 24
        for x in range(0, 320, 4)
        for y in range(0, 240, 4)
    )
    assert differing <= 12  # of 4,800: where a dot falls between two pixels


_GROUND: list[Ground] = []


@pytest.fixture(autouse=True)
def _keep_ground(ground: Ground) -> None:
    """Hypothesis makes no fixtures of a module anew; it is handed the ground this way."""
    _GROUND[:] = [ground]


def test_in_a_room_of_another_size_it_is_sharp_at_once(ground: Ground, qapp: object) -> None:
    layer, view = Layer(), View(*KENDAL, 300.0, 320, 240)
    drawn(layer, view, ground)
    larger = view.resized(400, 300)
    assert drawn(layer, larger, ground) == drawn(Layer(), larger, ground)
    assert not layer.is_unfinished


def test_while_the_scale_changes_the_old_picture_is_stretched_without_a_hole(ground: Ground, qapp: object) -> None:
    layer, view = Layer(), View(*KENDAL, 300.0, 320, 240)
    drawn(layer, view, ground)
    farther = view.zoomed(0.3, 160, 120)
    stretched, sharp = drawn(layer, farther, ground, hurried=True), drawn(Layer(), farther, ground)
    same = sum(
        abs(stretched.pixelColor(x, y).lightness() - sharp.pixelColor(x, y).lightness()) < 40
        for x in range(0, 320, 8)
        for y in range(0, 240, 8)
    )
    assert same > 0.85 * 40 * 30


@pytest.mark.parametrize("ratio", [1.25, 1.5, 2.0])
def test_on_a_sharper_screen_the_map_is_the_same(ground: Ground, qapp: object, ratio: float) -> None:
    view = View(*KENDAL, 600.0, 320, 240)
    plain = drawn(Layer(), view, ground)
    sharp = drawn(Layer(), view, ground, ratio=ratio).scaled(320, 240, mode=Qt.TransformationMode.SmoothTransformation)
    pairs = [(plain.pixelColor(x, y).lightness(), sharp.pixelColor(x, y).lightness()) for x, y in _samples()]
    dark = [sharp for plain, sharp in pairs if plain < 150]
    assert len(dark) > 20
    assert sum(each < 225 for each in dark) > 0.9 * len(dark)


def test_a_picture_in_the_making_becomes_the_one_drawn_at_once(ground: Ground, qapp: object) -> None:
    layer, view = Layer(), View(*KENDAL, 300.0, 320, 240)
    drawn(layer, view, ground)
    nearer = view.zoomed(2, 160, 120)
    frames = 0
    while frames == 0 or layer.is_unfinished:
        made = drawn(layer, nearer, ground)
        frames += 1
    at_once = drawn(Layer(), nearer, ground)
    assert 1 < frames < 10
    differing = [
        (x, y)
        for x, y in _samples()
        if abs(made.pixelColor(x, y).lightness() - at_once.pixelColor(x, y).lightness()) > 24
    ]
    assert len(differing) <= 3


def _samples() -> list[tuple[int, int]]:
    return [(x, y) for x in range(0, 320, 2) for y in range(0, 240, 2)]


def test_thousand_islands_is_found_on_the_map_of_the_country(ground: Ground, qapp: object) -> None:
    view = View(118, -2.4, 24.0, 1200, 500)
    image = drawn(Layer(), view, ground)
    lon, lat = ground.centres["3101"]
    x, y = (round(at) for at in view.to_screen(lon, lat))
    around = {image.pixelColor(x + dx, y + dy).name() for dx in range(-5, 6) for dy in range(-5, 6)}
    assert colours("light")["map_coast"].lower() in around or len(around) > 3


def test_every_state_has_a_shape_of_its_own(qapp: object) -> None:
    shapes = set()
    for kind in KINDS:
        image = mark_picture(kind, 1.0).toImage()
        inside = [(x, y) for x in range(24) for y in range(24) if image.pixelColor(x, y).alpha() > 128]
        hollow = image.pixelColor(12, 12).lightness() > 200
        shapes.add((frozenset(inside), hollow))
    assert len(shapes) == len(KINDS)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("front", ["success", "accent", "warning", "danger", "muted", "map_coast", "map_dot", "text"])
@pytest.mark.parametrize("back", ["map_land", "map_ours", "map_sea"])
def test_what_is_drawn_stands_out_from_the_ground(scheme: str, front: str, back: str) -> None:
    lighter, darker = sorted((luminance(colours(scheme)[front]), luminance(colours(scheme)[back])), reverse=True)
    assert (lighter + 0.05) / (darker + 0.05) >= 3


# hands and keys


def test_at_first_the_offices_villages_are_in_sight(village_map: VillageMap) -> None:
    seen = QRect(village_map.rect())
    assert all(seen.contains(spot) for mark in MARKS if (spot := village_map.spot_of(mark.code)))


def test_a_click_opens_the_village_and_none_where_there_is_none(qtbot: QtBot, village_map: VillageMap) -> None:
    spot = village_map.spot_of("3324082003")
    assert spot is not None
    with qtbot.waitSignal(village_map.opened) as opened:
        QTest.mouseClick(village_map, Qt.MouseButton.LeftButton, pos=spot + QPoint(4, -4))
    assert opened.args == ["3324082003"]
    village_map.view = village_map.view.at(112, -5.5, 900)  # the Java Sea
    with qtbot.assertNotEmitted(village_map.opened):
        QTest.mouseClick(village_map, Qt.MouseButton.LeftButton, pos=QPoint(400, 250))


def test_of_two_marks_the_nearer_is_hit(village_map: VillageMap) -> None:
    one, other = village_map.spot_of("3324082014"), village_map.spot_of("3324082003")
    assert one is not None
    assert other is not None
    assert village_map.village_at(one + QPoint(3, 3)) == "3324082014"
    assert village_map.village_at(other - QPoint(3, 3)) == "3324082003"
    assert village_map.village_at(QPoint(5, 5)) is None


def test_near_enough_every_village_of_the_registry_can_be_opened(village_map: VillageMap, ground: Ground) -> None:
    code = ground.gazetteer.codes[0]
    lat, lon = ground.gazetteer.position(code) or (0, 0)
    village_map.view = village_map.view.at(lon, lat, DOTS_FROM)
    spot = village_map.spot_of(code)
    assert spot is not None
    assert village_map.village_at(spot) == code
    village_map.view = village_map.view.at(lon, lat, DOTS_FROM / 2)
    assert village_map.village_at(village_map.spot_of(code) or QPoint()) is None


def test_a_drag_moves_the_map_with_the_hand_and_opens_nothing(qtbot: QtBot, village_map: VillageMap) -> None:
    spot = village_map.spot_of("3324082014")
    assert spot is not None
    with qtbot.assertNotEmitted(village_map.opened):
        QTest.mousePress(village_map, Qt.MouseButton.LeftButton, pos=spot)
        QTest.mouseMove(village_map, spot + QPoint(30, 20))
        QTest.mouseMove(village_map, spot + QPoint(60, 40))
        QTest.mouseRelease(village_map, Qt.MouseButton.LeftButton, pos=spot + QPoint(60, 40))
    there = village_map.spot_of("3324082014")
    assert there is not None
    assert (there - spot - QPoint(60, 40)).manhattanLength() <= 1


def test_the_wheel_zooms_around_the_cursor(qtbot: QtBot, village_map: VillageMap) -> None:
    spot = village_map.spot_of("3324012001")
    assert spot is not None
    before = village_map.view.scale
    turn(village_map, spot, 240)
    assert village_map.view.scale > before
    assert ((village_map.spot_of("3324012001") or QPoint()) - spot).manhattanLength() <= 1
    rested(qtbot, village_map)


def test_two_fingers_zoom_around_their_middle(qtbot: QtBot, village_map: VillageMap) -> None:
    spot = village_map.spot_of("3324012001")
    assert spot is not None
    before = village_map.view.scale
    pinch = QPinchGesture()
    pinch.setScaleFactor(1.6)
    pinch.setCenterPoint(QPointF(village_map.mapToGlobal(spot)))
    QApplication.sendEvent(village_map, QGestureEvent([pinch]))
    assert village_map.view.scale == pytest.approx(1.6 * before)
    assert ((village_map.spot_of("3324012001") or QPoint()) - spot).manhattanLength() <= 1
    rested(qtbot, village_map)


def turn(village_map: VillageMap, spot: QPoint, by: int) -> None:
    event = QWheelEvent(
        QPointF(spot),
        QPointF(village_map.mapToGlobal(spot)),
        QPoint(),
        QPoint(0, by),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(village_map, event)


def test_arrows_plus_minus_and_home_move_the_map(qtbot: QtBot, village_map: VillageMap) -> None:
    home = village_map.view
    QTest.keyClick(village_map, Qt.Key.Key_Right)
    QTest.keyClick(village_map, Qt.Key.Key_Down)
    assert village_map.view.longitude > home.longitude
    assert village_map.view.latitude < home.latitude
    QTest.keyClicks(village_map, "+")
    rested(qtbot, village_map)
    assert village_map.view.scale == pytest.approx(1.5 * home.scale)
    QTest.keyClicks(village_map, "--")
    rested(qtbot, village_map)
    QTest.keyClick(village_map, Qt.Key.Key_Home)
    rested(qtbot, village_map)
    assert village_map.view == home


def test_tab_goes_through_the_villages_in_sight_and_enter_opens(qtbot: QtBot, village_map: VillageMap) -> None:
    told = []
    for _ in MARKS:
        QTest.keyClick(village_map, Qt.Key.Key_Tab)
        told.append(village_map.accessibleDescription().partition(",")[0])
    assert told == ["Blumah", "Kediten", "Sumberejo", "Wonorejo"]
    with qtbot.waitSignal(village_map.opened) as opened:
        QTest.keyClick(village_map, Qt.Key.Key_Return)
    assert opened.args == ["3324082014"]
    QTest.keyClick(village_map, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert village_map.accessibleDescription().startswith("Sumberejo")
    for _ in range(2):
        QTest.keyClick(village_map, Qt.Key.Key_Tab)
    assert not village_map.hasFocus()


def test_it_tells_in_words_what_it_shows(qtbot: QtBot, qapp: QApplication, village_map: VillageMap) -> None:
    assert village_map.accessibleName() == "Peta desa"
    assert village_map.accessibleDescription().startswith("4 desa")
    village_map._point_at("3324082003")
    assert village_map.accessibleDescription() == "Sumberejo, Belum dikunjungi, ada tawaran SEGERA"
    speak(qapp, "en")
    qtbot.waitUntil(lambda: village_map.accessibleName() == "Map of the villages")
    assert village_map.accessibleDescription() == "Sumberejo, Not visited, urgent offer"
    assert all(one.accessibleName() for one in village_map._buttons())


def test_an_office_without_villages_sees_the_country(qtbot: QtBot, ground: Ground) -> None:
    shown = VillageMap()
    qtbot.addWidget(shown)
    shown.resize(800, 500)
    shown.set_ground(ground)
    shown.set_marks([])
    shown.show_ours()
    assert shown.view.scale == pytest.approx(shown.view.least_scale)
    assert not shown.grab().isNull()


def test_neighbours_are_shown_only_from_near(village_map: VillageMap) -> None:
    spot = village_map.spot_of("3324012002")
    assert village_map.village_at(spot or QPoint()) == "3324012002"
    village_map.view = village_map.view.at(*KENDAL, 100)
    assert "3324012002" not in [mark.code for mark in village_map._marks_shown()]


def test_before_the_ground_is_there_it_says_so(qtbot: QtBot) -> None:
    shown = VillageMap()
    qtbot.addWidget(shown)
    shown.set_marks(MARKS)
    assert not shown.has_ground
    assert not shown.grab().isNull()
    assert shown.village_at(QPoint(0, 0)) is None


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_a_mark_is_as_sharp_as_the_screen(qapp: object, ratio: float) -> None:
    picture = mark_picture("recent", ratio)
    assert picture.devicePixelRatio() == ratio
    assert picture.width() == round(24 * ratio)
