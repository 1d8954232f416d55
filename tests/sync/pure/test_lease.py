"""The lease as a pure function of clocks: it only ever runs down, and codes are for one laptop and one day."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from desa_app.sync.pure import lease
from desa_app.sync.pure.lease import DAY_MS, DAYS, LEAP_MS, LONGEST_MS, Lease
from desa_app.sync.pure.letters import ALPHABET

NOW = 1_763_000_000_000
SECRET = bytes(range(32))
MOMENTS = st.integers(0, 4_102_444_800_000)
"""From 1970 to 2099."""


def fresh(wall_ms: int = NOW) -> Lease:
    return lease.renewed(lease.until(NOW), NOW, wall_ms, wall_ms)


def test_it_lasts_thirty_days_of_the_clock_going_forward() -> None:
    held = fresh()
    assert not lease.gone_on(held, NOW + DAYS * DAY_MS, NOW).is_over
    assert lease.gone_on(held, NOW + DAYS * DAY_MS + 1, NOW).is_over


def test_it_is_said_to_end_a_week_before() -> None:
    held = fresh()
    assert not lease.gone_on(held, NOW + 23 * DAY_MS, NOW).is_ending
    assert lease.gone_on(held, NOW + 24 * DAY_MS, NOW).is_ending
    assert not lease.gone_on(held, NOW + 31 * DAY_MS, NOW).is_ending


@given(st.lists(st.tuples(MOMENTS, MOMENTS), min_size=1, max_size=30))
def test_no_clock_and_no_stamp_gives_any_of_it_back(looks: list[tuple[int, int]]) -> None:
    held = fresh()
    for wall_ms, stamp_ms in looks:
        later = lease.gone_on(held, wall_ms, stamp_ms)
        assert later.now_ms >= held.now_ms
        assert later.until_ms == held.until_ms
        held = later


def test_a_clock_that_is_set_back_every_morning_still_runs_it_down() -> None:
    held = fresh()
    for _ in range(4 * DAYS):
        held = lease.gone_on(held, NOW, NOW)
        held = lease.gone_on(held, NOW + DAY_MS // 3, NOW)
    assert held.is_over


def test_stamps_tell_that_time_has_passed_where_the_clock_was_set_back() -> None:
    assert lease.gone_on(fresh(), NOW - DAY_MS, NOW + LONGEST_MS + 1).is_over


def test_the_first_stamp_after_joining_is_no_time_that_passed() -> None:
    joined = lease.renewed(lease.until(NOW), NOW, NOW, 0)
    assert lease.gone_on(joined, NOW, NOW + 5).now_ms == NOW + 5


def test_time_that_clock_and_stamps_both_tell_of_is_counted_once() -> None:
    held = lease.gone_on(fresh(), NOW + DAY_MS, NOW)
    held = lease.gone_on(held, NOW + DAY_MS, NOW + DAY_MS)
    assert held.now_ms == NOW + DAY_MS


@given(st.integers(0, NOW - LEAP_MS - DAY_MS), st.integers(0, 20), st.booleans())
def test_a_dead_battery_locks_nothing(woke_ms: int, days: int, at_renewal: bool) -> None:
    """The clock begins years ago, runs there for a while, and is set right; before the renewal or after it."""
    held = fresh(woke_ms) if at_renewal else lease.gone_on(fresh(), woke_ms, NOW)
    held = lease.gone_on(held, woke_ms + DAY_MS, NOW)
    held = lease.gone_on(held, NOW + days * DAY_MS, NOW)
    assert not held.is_over
    assert held.now_ms == NOW + max(days, 1) * DAY_MS


def test_a_clock_set_years_back_and_right_again_gives_nothing_back() -> None:
    held = lease.gone_on(fresh(), NOW + 20 * DAY_MS, NOW)
    held = lease.gone_on(held, NOW - 9_000 * DAY_MS, NOW)
    assert not held.is_over
    assert lease.gone_on(held, NOW + LONGEST_MS + 1, NOW).is_over


@given(MOMENTS)
def test_a_clock_that_was_wrong_when_it_was_renewed_neither_shortens_nor_prolongs_it(wall_ms: int) -> None:
    held = fresh(wall_ms)
    assert not held.is_over
    assert not lease.gone_on(held, wall_ms + LONGEST_MS, wall_ms).is_over
    assert lease.gone_on(held, wall_ms + LONGEST_MS + 1, wall_ms).is_over


def test_a_file_that_lay_about_gives_what_is_left_of_it() -> None:
    over = lease.gone_on(fresh(), NOW + 40 * DAY_MS, NOW)
    written = NOW + 35 * DAY_MS
    found = lease.brought(over, lease.until(written), written, NOW + 45 * DAY_MS, NOW)
    assert found is not None
    assert found.until_ms - found.now_ms == 20 * DAY_MS
    assert lease.brought(over, lease.until(written), written, NOW + 66 * DAY_MS, NOW) is None


def test_a_file_renews_once() -> None:
    written = NOW + 40 * DAY_MS
    found = lease.brought(fresh(), lease.until(written), written, written, NOW)
    assert found is not None
    later = lease.gone_on(found, written + 29 * DAY_MS, NOW)
    assert lease.brought(later, lease.until(written), written, NOW, NOW) is None
    assert lease.brought(later, lease.until(NOW), NOW, NOW, NOW) is None


def test_a_file_opens_a_laptop_whose_clock_has_fallen_back_to_1970_or_was_ahead_for_a_day() -> None:
    ahead = lease.gone_on(fresh(), NOW + 9_000 * DAY_MS, NOW)
    assert ahead.is_over
    written = NOW + DAY_MS
    for wall_ms in (0, written):
        found = lease.brought(ahead, lease.until(written), written, wall_ms, NOW)
        assert found is not None
        assert not found.is_over


def test_what_headquarters_took_away_no_file_brings_back() -> None:
    ended = Lease(NOW, NOW, NOW, NOW, NOW, ended=True)
    assert ended.is_over
    assert lease.brought(ended, lease.until(NOW + 1), NOW + 1, NOW, NOW) is None


@given(st.integers(1_600_000_000_000, 4_102_444_800_000), st.binary(min_size=32, max_size=32))
def test_a_code_is_read_as_it_was_heard(now_ms: int, secret: bytes) -> None:
    day = lease.code_day(now_ms)
    code = lease.code(secret, "dab", day)
    assert set(code) <= {*ALPHABET, "-"}
    heard = code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert lease.read_code(heard, secret, "dab") == day
    assert 0 <= lease.day_end_ms(day) - lease.until(now_ms) < DAY_MS


def test_a_code_is_for_one_laptop_and_a_misheard_letter_is_noticed() -> None:
    code = lease.code(SECRET, "dab", lease.code_day(NOW))
    assert lease.read_code(code, SECRET, "dac") is None
    assert lease.read_code(code, bytes(32), "dab") is None
    for place, letter in enumerate(code):
        other = ALPHABET[(ALPHABET.index(letter) + 1) % 32] if letter != "-" else "X"
        assert lease.read_code(code[:place] + other + code[place + 1 :], SECRET, "dab") is None
    for nonsense in ("", "-", "UUUU-UUUU-UUUU", code + "0", code[:-1], "é" * 12):
        assert lease.read_code(nonsense, SECRET, "dab") is None
