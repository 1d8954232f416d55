"""The parts of the report form by themselves: the route, the city with its suggestions, a recruiter's contacts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desa_app.domain.known_offers import Sighting
from desa_app.domain.offer import Offer, Recruiter, Stop
from desa_app.domain.reference import countries
from desa_app.domain.risk import RiskRules, assess_offer
from desa_app.ui.editors import ChoiceField, LongTextField
from desa_app.ui.offers.city_field import CityField
from desa_app.ui.offers.offer_fields import editors_of
from desa_app.ui.offers.recruiter_list import RecruiterList
from desa_app.ui.offers.risk_panel import RiskPanel
from desa_app.ui.offers.route_field import RouteField
from desa_app.ui.offers.score_bar import ScoreBar
from desa_app.ui.offers.session_choice import SessionChoice
from desa_app.ui.words import country_word
from tests.ui.conftest import now, typed

ALT, CONTROL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier


def shown(qtbot: QtBot, made: QWidget) -> None:
    """Put a piece on the screen."""
    qtbot.addWidget(made)
    made.resize(520, 320)
    made.show()
    qtbot.waitExposed(made)


@pytest.fixture
def route(qtbot: QtBot) -> RouteField:
    made = RouteField()
    shown(qtbot, made)
    return made


def test_a_route_is_typed_by_keyboard_alone(qtbot: QtBot, route: RouteField) -> None:
    route.add.setFocus()
    typed(qtbot, route, Qt.Key.Key_Space, "Semarang", Qt.Key.Key_Tab, "travel", Qt.Key.Key_Return)
    typed(qtbot, route, "Batam", Qt.Key.Key_Tab, "feri", Qt.Key.Key_Return, "Johor")
    assert route.value() == (Stop("Semarang", "travel"), Stop("Batam", "feri"), Stop("Johor"))


def test_points_move_go_and_come_back(route: RouteField) -> None:
    whole = (Stop("Semarang", "travel"), Stop("Batam", "feri"), Stop("Johor"))
    route.set_value(whole)
    QTest.keyClick(route.lines[2].place, Qt.Key.Key_Up, ALT)
    assert [stop.place for stop in route.value()] == ["Semarang", "Johor", "Batam"]
    assert route.lines[1].place.hasFocus()
    QTest.keyClick(route.lines[1].mode, Qt.Key.Key_Delete, CONTROL)
    assert [stop.place for stop in route.value()] == ["Semarang", "Batam"]
    QTest.keyClick(route.lines[0].place, Qt.Key.Key_Z, CONTROL)
    QTest.mouseClick(route.undo, Qt.MouseButton.LeftButton)
    assert route.value() == whole
    assert not route.undo.isVisible()


def test_the_ends_move_no_further_and_a_blank_point_says_nothing(route: RouteField) -> None:
    route.set_value((Stop("Batam"), Stop("Johor")))
    QTest.keyClick(route.lines[0].place, Qt.Key.Key_Up, ALT)
    QTest.keyClick(route.lines[1].place, Qt.Key.Key_Down, ALT)
    QTest.keyClick(route.lines[1].place, Qt.Key.Key_Return)
    assert len(route.lines) == 3
    assert route.value() == (Stop("Batam"), Stop("Johor"))


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["add", "remove", "up", "down"]), st.integers(0, 4)), max_size=12))
def test_taking_everything_back_leaves_the_route_as_it_was(acts: list[tuple[str, int]]) -> None:
    route = RouteField()
    route.set_value((Stop("A", "bus"), Stop("B"), Stop("C", "feri")))
    before = route.value()
    for act, place in acts:
        if act == "add":
            route.insert(min(place, len(route.lines)))
        elif place < len(route.lines):
            route.remove(place) if act == "remove" else route.shift(place, -1 if act == "up" else 1)
    while not route.undo.isHidden():
        route.take_back()
    assert route.value() == before
    route.deleteLater()


@pytest.fixture
def city(qtbot: QtBot) -> Iterator[CityField]:
    editors = {name: each for some in editors_of(now) for name, each in some.items()}
    whole = QWidget()
    for name in ("suspected_country", "suspected_city"):
        editors[name].setParent(whole)
    whole.country = editors["suspected_country"]  # type: ignore[attr-defined]
    shown(qtbot, whole)
    made: CityField = editors["suspected_city"]
    made.show()
    yield made
    whole.close()


def offered(city: CityField) -> list[str]:
    return [city._rows.item(row).text() for row in range(city._rows.rowCount())]


def test_a_misspelt_place_is_suggested_and_taken_with_its_country(qtbot: QtBot, city: CityField) -> None:
    QTest.keyClicks(city.line, "sihanukvile")
    (text,) = offered(city)
    assert text == "Sihanoukville · Preah Sihanouk, Kamboja · dilaporkan publik"
    with qtbot.waitSignal(city.edited):
        city._offer.activated[str].emit(text)  # type: ignore[index]
    assert city.value() == "Sihanoukville"
    country: ChoiceField = city.parentWidget().country  # type: ignore[union-attr]
    assert country.value() == "KH"
    assert "laporan publik" in city.hint.text()
    assert "2025" in city.hint.text()


def test_a_country_that_was_chosen_is_left_alone(city: CityField) -> None:
    country: ChoiceField = city.parentWidget().country  # type: ignore[union-attr]
    country.set_value("TH")
    QTest.keyClicks(city.line, "poipt")
    city._offer.activated[str].emit(offered(city)[0])  # type: ignore[index]
    assert country.value() == "TH"


def test_an_ordinary_city_gets_neither_suggestion_nor_hint(city: CityField) -> None:
    QTest.keyClicks(city.line, "Kuala Lumpur")
    assert city.value() == "Kuala Lumpur"
    assert city.hint.isHidden()
    popup = city._offer.popup()
    assert popup is None or not popup.isVisible()


def test_with_a_country_chosen_its_reported_places_are_offered_at_once(city: CityField) -> None:
    country: ChoiceField = city.parentWidget().country  # type: ignore[union-attr]
    country.set_value("LA")
    city.line.setFocus(Qt.FocusReason.TabFocusReason)
    assert offered(city) == ["Golden Triangle SEZ · Bokeo, Laos · dilaporkan publik"]


@pytest.fixture
def recruiters(qtbot: QtBot) -> RecruiterList:
    made = RecruiterList(now)
    made.set_value([])
    shown(qtbot, made)
    return made


@pytest.mark.parametrize(
    ("field", "written", "read"),
    [
        ("phone", "0812-3456-7890", "Terbaca +6281234567890"),
        ("phone", "+6281234567890", ""),
        ("phone", "tanya Bu RT", "Disimpan seperti ditulis; bukan nomor yang dikenal"),
        ("handle", "t.me/Joko_Kerja", "Terbaca Telegram @joko_kerja"),
        ("url", "https://wa.me/6281234567890", "Terbaca +6281234567890"),
        ("url", "https://kerja.example/lowongan", ""),
    ],
)
def test_what_a_contact_was_read_as_stands_below_it_while_typing(
    recruiters: RecruiterList, field: str, written: str, read: str
) -> None:
    card = recruiters.cards[0]
    QTest.keyClicks(card.editors[field], written)
    assert card.read[field].isVisible() is bool(read)
    assert card.read[field].text() == read
    assert getattr(card.value(), field) == written


def test_other_reports_are_counted_shown_and_opened(qtbot: QtBot, recruiters: RecruiterList) -> None:
    recruiters.set_value([Recruiter(id="r1", alias="Mas Joko"), Recruiter(id="r2", alias="Bu Sri")])
    sightings = [
        Sighting("o2", dt.date(2026, 10, 2), "Sumberejo", ("phone", "url")),
        Sighting("o3", None, None, ("account",)),
    ]
    recruiters.show_sightings({"r1": sightings})
    joko, sri = recruiters.cards
    assert joko.seen.text() == "Terlihat di 2 laporan lain di sini"
    assert joko.seen.isVisible()
    assert not sri.seen.isVisible()
    QTest.mouseClick(joko.seen, Qt.MouseButton.LeftButton)
    line = joko.reports.itemAt(0)
    assert line is not None
    first = line.widget()
    assert isinstance(first, QPushButton)
    assert "2 Oktober 2026 · Sumberejo" in first.text()
    with qtbot.waitSignal(recruiters.opened, check_params_cb=lambda record: record == "o2"):
        first.click()
    recruiters.show_sightings({})
    assert not joko.seen.isVisible()


def test_a_recruiter_without_a_name_is_told_by_its_number(recruiters: RecruiterList) -> None:
    QTest.mouseClick(recruiters.add, Qt.MouseButton.LeftButton)
    assert [card.title.text() for card in recruiters.cards] == ["Perekrut 1", "Perekrut 2"]
    QTest.keyClicks(recruiters.cards[1].editors["alias"], "Bu Sri")
    assert recruiters.cards[1].title.text() == "Bu Sri"
    QTest.mouseClick(recruiters.cards[0].remove, Qt.MouseButton.LeftButton)
    assert [one.alias for one in recruiters.value()] == ["Bu Sri"]


def test_a_session_that_is_not_listed_any_more_keeps_its_id(qtbot: QtBot) -> None:
    choice = SessionChoice()
    shown(qtbot, choice)
    choice.set_value("s9")
    choice.set_sessions([("s1", "19 Mei 2026 · Wonorejo")])
    assert choice.value() == "s9"
    with qtbot.waitSignal(choice.edited):
        choice.activated.emit(choice.findData("s1"))
    assert choice.value() == "s1"
    choice.set_value(None)
    assert (choice.value(), choice.currentIndex()) == (None, 0)


def test_the_bar_gives_every_level_its_share(qtbot: QtBot) -> None:
    bar = ScoreBar()
    shown(qtbot, bar)
    bar.resize(400, 28)
    assert [round(bar._at(score)) for score in (0, 20, 45, 85, 145, 270)] == [0, 100, 200, 300, 400, 400]
    bar.show_score(50, "tinggi", "Skor 50: Tinggi")
    assert bar.accessibleName() == "Skor 50: Tinggi"
    assert not bar.grab().isNull()


def test_the_list_of_countries_is_that_of_the_reference_data() -> None:
    choice = ChoiceField([each.code for each in countries()], country_word)
    choice.set_value("KH")
    assert choice.currentText() == "Kamboja"


def test_a_long_text_is_as_high_as_what_it_says_up_to_a_dozen_lines(qtbot: QtBot) -> None:
    field = LongTextField()
    shown(qtbot, field)
    lowest = field.sizeHint().height()
    field.set_value("satu\n" * 8)
    qtbot.waitUntil(lambda: field.sizeHint().height() > lowest)
    assert field.verticalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAlwaysOff
    field.set_value("\n".join(["satu"] * 12))
    highest = field.sizeHint().height()
    field.set_value("satu\n" * 40)
    qtbot.waitUntil(lambda: field.verticalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAsNeeded)
    assert field.sizeHint().height() == highest
    field.set_value(None)
    qtbot.waitUntil(lambda: field.sizeHint().height() == lowest)
    field.close()


def test_a_report_that_says_too_little_is_not_called_low_in_green(qtbot: QtBot) -> None:
    panel, empty = RiskPanel(), Offer()
    shown(qtbot, panel)
    panel.show_risk(assess_offer(empty, [], 0, RiskRules.load(), now().date()), "NORMAL")
    assert panel.level.property("tone") == "plain"
    panel.close()
