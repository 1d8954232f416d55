"""The code of the pages, read before anybody goes to them: to read it while a page is opened takes as long again as to
build the page."""

from __future__ import annotations

from importlib import import_module

_PAGES = (
    "sessions.session_list_desk",
    "sessions.session_list",
    "sessions.session_desk",
    "sessions.session_form",
    "offers.offer_list_desk",
    "offers.offer_list",
    "offers.offer_desk",
    "offers.offer_form",
    "offers.call_prompt",
    "offers.city_field",
    "offers.flag_answers",
    "offers.recruiter_list",
    "offers.risk_panel",
    "offers.route_field",
    "offers.session_choice",
    "offers.still_needed",
    "files.evidence_list",
    "files.files_desk",
    "villages.village_desk",
    "villages.village_overview",
    "villages.village_picker",
    "coverage.coverage_desk",
    "coverage.coverage_view",
)


def read_ahead() -> None:
    """Read the code of all pages. To be done on a thread beside the window, which gets its turn between two lines."""
    for page in _PAGES:
        import_module(f"desa_app.ui.{page}")
