"""One rule broken at a time, in the program itself: each mutant changes a line of it and some promise must notice.

A mutant is a place in the program, a text that stands there once, and what stands there instead. It is the function's
code that is exchanged, so that everybody who has the function has the mutant.
"""

from __future__ import annotations

import importlib
import inspect
import textwrap
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import reduce
from typing import Any, NamedTuple

from simulation.history import Step


class Cut(NamedTuple):
    """``old`` becomes ``new`` in the function at ``where``, as ``desa_app.hq.log:Tail.append``."""

    where: str
    old: str
    new: str


MERGE = "desa_app.sync.pure.merge"
JOURNAL = "desa_app.store.journal:Journal"
LOGS = "desa_app.store.logs:Logs"
EXCHANGE = "desa_app.sync.exchange"
INTAKE = "desa_app.hq.intake:Intake"
ACKED = """
    self._db.conn.execute("UPDATE journal SET state = 'acked' WHERE state = 'pending' AND n <= ?", [n])"""

MUTANTS: dict[str, tuple[Cut, ...]] = {
    # What SYNC.md names.
    "no dedup": (Cut(f"{INTAKE}._without_known", "if holds(each.sender.held, each.n)", "if False"),),
    "no base": (Cut(f"{MERGE}:merge", "(change.base or {}).get(field, ())", "()"),),
    "plain last-write-wins": (
        Cut(
            f"{MERGE}:_edited",
            "    return Register(written, replaced)\n",
            "    return Register(dict([max(written.items(), key=lambda each: each[1][0])]), replaced)\n",
        ),
    ),
    "poison blocks": (Cut(f"{INTAKE}._place", "except Unfit as found:", "except Unfit as found:\n            raise"),),
    "cursor first": (
        Cut(
            f"{LOGS}.apply",
            "    new = sum(self._take(",
            '    moved = "UPDATE cursor SET seq = ?, chain = ? WHERE scope = ?"\n'
            "    self._db.conn.execute(moved, [page.end, chain, page.scope])\n"
            '    self._db.conn.execute("COMMIT")\n'
            '    self._db.conn.execute("BEGIN IMMEDIATE")\n'
            "    new = sum(self._take(",
        ),
    ),
    "no re-offer": (Cut(f"{JOURNAL}.offer_again", "held = list(have)", "return 0"),),
    "no placeholder for replaced dots": (
        Cut(f"{MERGE}:_edited", "replaced = register.replaced | early", "replaced = register.replaced"),
    ),
    # Merging.
    "a repeat is merged as if it were new": (Cut(f"{MERGE}:merge", "repeat = seen(name)", "repeat = False"),),
    "a repeat keeps its old stamp": (
        Cut(f"{MERGE}:merge", "_restamped(before, name, stamp) if repeat", "before if repeat"),
    ),
    "stamps from the future count": (
        Cut("desa_app.sync.pure.clock:effective", "min(stamp, stamp_of(received_ms))", "stamp"),
    ),
    "stamps follow a clock that was set back": (
        Cut("desa_app.sync.pure.clock:tick", "max(last + 1, stamp_of(wall_ms))", "stamp_of(wall_ms)"),
    ),
    "a deletion beats the edits it didn't see": (Cut(f"{MERGE}:is_deleted", "not unseen_by_deletion(state)", "True"),),
    "equal values are a conflict": (Cut(f"{MERGE}:contested", " and len(distinct_values(register)) > 1", ""),),
    # The laptop.
    "a change without its row": (
        Cut(
            "desa_app.store.records:Records._write",
            "    rows: dict",
            '    self._db.conn.execute("COMMIT")\n    self._db.conn.execute("BEGIN IMMEDIATE")\n    rows: dict',
        ),
    ),
    "sent is answered": (Cut(f"{JOURNAL}.note_sent", "[n])", f"[n]){ACKED}"),),
    "an answer for one clears the next, and nobody compares": (
        Cut(f"{JOURNAL}.settle", "n BETWEEN ? AND ?", "n BETWEEN ? AND ? + 1"),
        Cut(f"{JOURNAL}.offer_again", "held = list(have)", "return 0"),
    ),
    "numbers are given away again": (Cut(f"{JOURNAL}.use_up", "max((end for _, end in have), default=0)", "0"),),
    "what is in quarantine is not offered again": (
        Cut(f"{JOURNAL}.offer_again", "state <> 'pending' AND n BETWEEN", "state = 'acked' AND n BETWEEN"),
    ),
    "what waits for people waits for ever": (
        Cut(f"{JOURNAL}.settle", '"quarantined": "quarantined"', '"quarantined": "pending"'),
    ),
    "another epoch is read on": (
        Cut(f"{LOGS}.follow", "grant.epoch != cursor.epoch or grant.head < cursor.seq", "False"),
    ),
    "an answer to another request is taken": (
        Cut(f"{EXCHANGE}:apply_answer", "if heard.reply.request != question.name:", "if False:"),
    ),
    "an answer is applied wherever the cursor is": (
        Cut(f"{EXCHANGE}:apply_answer", "if store.logs.cursors() != question.cursors:", "if False:"),
    ),
    "signatures are not looked at": (
        Cut(f"{EXCHANGE}:_verified", "if not is_signed_by(key, signature, unsigned):", "if False:"),
    ),
    "a page is taken whatever its chain": (
        Cut(
            f"{LOGS}._proven_chain", "chain.hex() == page.chain and page.start + _places(found) - 1 == page.end", "True"
        ),
    ),
    "names of old edits stay old": (
        Cut("desa_app.store.journal:_under_new_name", "[names.get(old, old) for old in replaced]", "list(replaced)"),
    ),
    "acknowledged without a commit": (
        Cut("desa_app.hq.exchange:exchange", "with database.writing()", "with database.reading()"),
    ),
    "a change by the same number is another's": (Cut(f"{INTAKE}._answer_known", "raise Denied(CLONED)", "pass"),),
    "held is what the last request brought": (
        Cut("desa_app.hq.people:was_here", "joined(known.held, fresh)", "joined([], fresh) or list(known.held)"),
    ),
    "quarantine keeps nothing": (Cut("desa_app.hq.quarantine:keep", "if changes:", "if False:"),),
    "what waited for a record waits on": (Cut(f"{INTAKE}.take", "while self._new_records:", "while False:"),),
    "what was released stays in quarantine": (Cut("desa_app.hq.quarantine:release", "if dots:", "if False:"),),
    "a cursor of another epoch is served": (Cut("desa_app.hq.log:pages", "cursor.epoch != head.epoch or ", ""),),
    "a page begins one entry late": (
        Cut(
            "desa_app.hq.log:pages",
            "_after(connection, scope, cursor.seq)",
            "_after(connection, scope, cursor.seq + 1)",
        ),
    ),
    "every log is served": (Cut("desa_app.hq.access:readable", "scope in own", "scope"),),
    "a move purges what waits": (
        Cut(
            "desa_app.store.moves:Moves.purge",
            "self._db.conn.execute(_NO_LONGER_WAITING)",
            'self._db.conn.execute("SELECT record, files FROM hidden")',
        ),
    ),
    "what moved away stays to be seen": (Cut("desa_app.store.moves:Moves._hide", "DELETE FROM", "SELECT 1 FROM"),),
    "a relayed change is at headquarters": (
        Cut(
            "desa_app.store.bundles:Bundles.note_relay",
            "    self._db.conn.execute(_MARK, [id, relay.bundle])",
            "    self._db.conn.execute(_MARK, [id, relay.bundle])\n"
            "        self._db.conn.execute(\"UPDATE journal SET state = 'acked' WHERE relayed = ?\", [id])",
        ),
    ),
    "a laptop keeps what was erased": (
        Cut(
            "desa_app.store.erasures:Erasures.carry_out",
            "if self._erase(record, erased)]",
            "if False]",
        ),
    ),
    "a child comes before its parent": (Cut(f"{INTAKE}._home_by_parent", "if parent is None:", "if False:"),),
}

DIRECTED = {
    "a relayed change is at headquarters": (
        0,
        [
            Step("run", 0, 1),
            Step("run", 1, 1),
            Step("visit", 0, 4),
            Step("write stick", 0, 4),
            Step("carry stick", 1, 4),
            Step("bring back", 0, 4),
        ],
    ),
}
"""Histories for mutants that only a rare one kills, each with the seed of its world: lived before any is drawn."""


@contextmanager
def broken(name: str) -> Iterator[None]:
    """Within this the program is the mutant."""
    with ExitStack() as stack:
        for cut in MUTANTS[name]:
            stack.enter_context(_swapped(cut))
        yield


@contextmanager
def _swapped(cut: Cut) -> Iterator[None]:
    function = _function(cut.where)
    source = textwrap.dedent(inspect.getsource(function))
    if source.count(cut.old) != 1:
        raise LookupError(f"{cut.where} has no {cut.old!r} (or several)")
    made: dict[str, Any] = {}
    exec(compile(source.replace(cut.old, cut.new), cut.where, "exec"), function.__globals__ | {}, made)
    before = function.__code__
    function.__code__ = inspect.unwrap(made[function.__name__]).__code__
    try:
        yield
    finally:
        function.__code__ = before


def _function(where: str) -> Any:
    module, _, name = where.partition(":")
    found: Any = importlib.import_module(module)
    return inspect.unwrap(reduce(getattr, name.split("."), found))
