"""The pages' code is read ahead: what opens a page afterwards reads none any more."""

from __future__ import annotations

import subprocess
import sys

import pytest

PAGES = {
    "sessions": "desa_app.ui.sessions.session_list.SessionList(now)",
    "session": "desa_app.ui.sessions.session_form.SessionForm(now)",
    "offers": "desa_app.ui.offers.offer_list.OfferList(now)",
    "offer": "desa_app.ui.offers.offer_form.OfferForm(now)",
    "villages": "desa_app.ui.villages.village_overview.VillageOverview(now)",
    "coverage": "desa_app.ui.coverage.coverage_view.CoverageView(lambda: now().date())",
}
OPENED = """
import sys, threading
from PySide6.QtWidgets import QApplication
from desa_app.ui.ahead import read_ahead
from desa_app.ui.style import dress
app = QApplication(["desa-app"])
dress(app)
beside = threading.Thread(target=read_ahead)
beside.start()
beside.join()
before = set(sys.modules)
import datetime as dt
import desa_app.ui
now = lambda: dt.datetime(2026, 11, 24, 17, 30, tzinfo=dt.timezone.utc)
page = {page}
print(sorted(name for name in set(sys.modules) - before if name.startswith("desa_app.")))
"""


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_opened_without_reading_more(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    code = OPENED.replace("{page}", PAGES[page])
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == "[]", done.stderr
