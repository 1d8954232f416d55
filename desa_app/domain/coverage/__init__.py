"""Coverage (*cakupan desa*): which villages were reached, and which come next. DOMAIN.md, "Coverage".

Pure: facts and a period in, figures out. A laptop counts what it may see and headquarters counts everything with
this same code; only where the facts come from differs.
"""

from desa_app.domain.coverage.count import Coverage, coverage
from desa_app.domain.coverage.facts import (
    AssignmentFact,
    AttendeeFact,
    Facts,
    OfferFact,
    OfficeFact,
    SessionFact,
    SuccessorFact,
)
from desa_app.domain.coverage.figures import ABSENCES, SEXES, Figures, Month, figures
from desa_app.domain.coverage.footnotes import Footnotes
from desa_app.domain.coverage.garbage import uncollected
from desa_app.domain.coverage.level import LEVELS, Level, Listed
from desa_app.domain.coverage.narrow import narrowed
from desa_app.domain.coverage.people import identity
from desa_app.domain.coverage.period import QUICK_PERIODS, Period, quick_period
from desa_app.domain.coverage.place import OLD_CODE
from desa_app.domain.coverage.row import Row
from desa_app.domain.coverage.rules import Rules, rules_in_force
from desa_app.domain.coverage.scope import EVERYTHING, STATES, Scope, State, absence
from desa_app.domain.coverage.sentences import (
    footnote_lines,
    notes,
    outside_note,
    period_text,
    scope_words,
    summary_lines,
)
from desa_app.domain.coverage.suppression import for_outside, kept_back, uncovered_for_outside
from desa_app.domain.coverage.table import (
    FEW,
    Column,
    Table,
    level_table,
    level_title,
    listed_title,
    state_word,
    uncovered_table,
)
from desa_app.domain.coverage.uncovered import Uncovered

__all__ = [
    "ABSENCES",
    "EVERYTHING",
    "FEW",
    "LEVELS",
    "OLD_CODE",
    "QUICK_PERIODS",
    "SEXES",
    "STATES",
    "AssignmentFact",
    "AttendeeFact",
    "Column",
    "Coverage",
    "Facts",
    "Figures",
    "Footnotes",
    "Level",
    "Listed",
    "Month",
    "OfferFact",
    "OfficeFact",
    "Period",
    "Row",
    "Rules",
    "Scope",
    "SessionFact",
    "State",
    "SuccessorFact",
    "Table",
    "Uncovered",
    "absence",
    "coverage",
    "figures",
    "footnote_lines",
    "for_outside",
    "identity",
    "kept_back",
    "level_table",
    "level_title",
    "listed_title",
    "narrowed",
    "notes",
    "outside_note",
    "period_text",
    "quick_period",
    "rules_in_force",
    "scope_words",
    "state_word",
    "summary_lines",
    "uncollected",
    "uncovered_for_outside",
    "uncovered_table",
]
