"""The headcount: by sex and by age group, in sight beside it what the list counts, and where the two differ."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel

from desa_app.domain.session import AGE_GROUPS, AgeGroup, Session
from desa_app.domain.tally import Tally
from desa_app.ui.editors import CountField
from desa_app.ui.field import Field
from desa_app.ui.parts import Spoken, button, column, holder, label
from desa_app.ui.style import set_role

_SEXES = ("headcount_male", "headcount_female", "headcount_unknown")
_NOBODY = Tally(0, 0, {}, {})
_AGES_IN_LINE = 4
TAKE_OVER = "Ctrl+J"
"""The key that takes over what the list counts."""
Counts = tuple[dict[str, int | None], dict[AgeGroup, int | None]]


class Headcount(Spoken):
    """Counts as fields of a session; ``values`` and ``set_session`` are its data.

    ``taken_over`` hands on the counts as they were before the list's took their place.
    """

    edited = Signal()
    left = Signal()
    taken_over = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._list = _NOBODY
        self.sexes = {name: CountField() for name in _SEXES}
        self.ages: dict[AgeGroup, CountField] = {group: CountField() for group in AGE_GROUPS}
        self._titles = {name: label("label") for name in (*_SEXES, *AGE_GROUPS)}
        self._heads = {name: label("caption") for name in ("counted", "listed", "rest", "sum")}
        self._listed = {name: _figure() for name in (*_SEXES, "sum")}
        self._rests = {name: _figure() for name in (*_SEXES, "sum")}
        self._sum = _figure()
        self._by_age = {group: label("caption") for group in AGE_GROUPS}
        self.total = label("heading", wrap=True)
        self.remark = label("hint", wrap=True)
        self.take = button("", "list-checks", self.take_over)
        for editor in (*self.sexes.values(), *self.ages.values()):
            editor.edited.connect(self._edit)
            editor.left.connect(self.left)
        self.setFocusProxy(self.sexes[_SEXES[0]])
        pieces = (self.total, holder(self._sex_grid()), holder(self._age_grid()), self.remark, self.take)
        self.setLayout(column(*pieces, gap=6))
        self.retranslate()

    def _sex_grid(self) -> QGridLayout:
        grid = _grid()
        for down, name in enumerate(("counted", "listed", "rest"), start=1):
            grid.addWidget(self._heads[name], down, 0)
        for across, name in enumerate((*_SEXES, "sum"), start=1):
            head = self._heads["sum"] if name == "sum" else self._titles[name]
            grid.addWidget(head, 0, across, Qt.AlignmentFlag.AlignRight)
            grid.addWidget(self._sum if name == "sum" else self.sexes[name], 1, across)
            grid.addWidget(self._listed[name], 2, across)
            grid.addWidget(self._rests[name], 3, across)
        return grid

    def _age_grid(self) -> QGridLayout:
        grid = _grid()
        for place, group in enumerate(AGE_GROUPS):
            down, across = divmod(place, _AGES_IN_LINE)
            for line, piece in enumerate((self._titles[group], self.ages[group], self._by_age[group])):
                grid.addWidget(piece, 3 * down + line, across)
        return grid

    def retranslate(self) -> None:
        words = (self.tr("Male"), self.tr("Female"), self.tr("Unknown"))
        for name, text in zip(_SEXES, words, strict=True):
            self._titles[name].setText(text)
        for group in AGE_GROUPS:
            self._titles[group].setText(self.tr("Unknown") if group == "unknown" else group.replace("-", "–"))
        heads = (self.tr("Counted"), self.tr("On the list"), self.tr("Difference"), self.tr("Together"))
        for name, text in zip(self._heads, heads, strict=True):
            self._heads[name].setText(text)
        for name, editor in (*self.sexes.items(), *self.ages.items()):
            editor.setAccessibleName(self._titles[name].text())
        self.sexes["headcount_unknown"].setAccessibleName(self.tr("Sex unknown"))
        self._reconcile()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange:
            self._offer()

    def set_session(self, session: Session) -> None:
        """Show a session's counts."""
        self._write({name: getattr(session, name) for name in _SEXES}, session.headcount_ages)

    def set_listed(self, listed: Tally) -> None:
        """What the people in the grid count; where nobody was counted the list counts."""
        self._list = listed
        self._reconcile()

    def values(self) -> dict[str, object]:
        """The session's fields as counted."""
        ages = {group: editor.value() for group, editor in self.ages.items() if editor.value() is not None}
        return {name: editor.value() for name, editor in self.sexes.items()} | {"headcount_ages": ages}

    def unread(self) -> str:
        """The first count that can't be read."""
        return next((text for one in (*self.sexes.values(), *self.ages.values()) if (text := one.unread())), "")

    def take_over(self) -> None:
        """Count as the list does, by sex and by age."""
        if not self._list.listed or not self.isEnabled():
            return
        before: Counts = (
            {name: editor.value() for name, editor in self.sexes.items()},
            {group: editor.value() for group, editor in self.ages.items()},
        )
        self._write(self._list.sexes, self._list.ages)
        self.edited.emit()
        self.taken_over.emit(before)

    def give_back(self, counts: Counts) -> None:
        """Show the counts again that the list's took the place of."""
        self._write(*counts)
        self.edited.emit()

    def summary(self) -> str:
        """The counts in one line."""
        return self.total.text()

    def _write(self, sexes: Mapping[str, int | None], ages: Mapping[AgeGroup, int | None]) -> None:
        for name, editor in self.sexes.items():
            editor.set_value(sexes.get(name))
        for group, editor in self.ages.items():
            editor.set_value(ages.get(group))
        self._reconcile()

    def _edit(self) -> None:
        self._reconcile()
        self.edited.emit()

    def _reconcile(self) -> None:
        by_sex = sum(editor.value() or 0 for editor in self.sexes.values())
        by_age = sum(editor.value() or 0 for editor in self.ages.values())
        counted, listed = max(by_sex, by_age), self._list
        text = self.tr("{counted} counted · {listed} listed · {rest} without a name")
        rest = max(0, (counted or listed.listed) - listed.named)
        self.total.setText(text.format(counted=counted, listed=listed.listed, rest=rest))
        self._compare(counted, by_sex)
        remarks = []
        if by_sex and by_age and by_sex != by_age:
            remarks.append(self.tr("By sex {a}, by age {b}: the larger counts.").format(a=by_sex, b=by_age))
        if counted and listed.listed > counted:
            remarks.append(self.tr("More people listed than counted: the list counts."))
        self.remark.setText(" ".join(remarks))
        self.remark.setVisible(bool(remarks))
        self._offer()

    def _compare(self, counted: int, by_sex: int) -> None:
        """Write the list's counts and what differs; where nobody was counted by sex, nothing differs."""
        self._sum.setText(str(counted or ""))
        for name in _SEXES:
            listed = self._list.sexes.get(name, 0)
            self._listed[name].setText(str(listed))
            _show_rest(self._rests[name], (self.sexes[name].value() or 0) - listed if by_sex else 0)
        self._listed["sum"].setText(str(self._list.listed))
        _show_rest(self._rests["sum"], counted - self._list.listed if counted else 0)
        has_ages = any(editor.value() is not None for editor in self.ages.values())
        for group, editor in self.ages.items():
            listed = self._list.ages.get(group, 0)
            self._by_age[group].setText(self.tr("list {count}").format(count=listed) if listed or has_ages else "")
            differs = has_ages and (editor.value() or 0) != listed
            set_role(self._by_age[group], role="hint" if differs else "caption")

    def _offer(self) -> None:
        male, female = (self._list.sexes.get(name, 0) for name in _SEXES[:2])
        text = self.tr("Count as the list does ({male} L, {female} P)").format(male=male, female=female)
        self.take.setText(text)
        self.take.setToolTip(TAKE_OVER)
        self.take.setVisible(bool(self._list.listed) and self.isEnabled() and not self._is_taken())

    def _is_taken(self) -> bool:
        by_sex = ((self.sexes[name].value() or 0) == self._list.sexes.get(name, 0) for name in _SEXES)
        by_age = ((self.ages[group].value() or 0) == self._list.ages.get(group, 0) for group in AGE_GROUPS)
        return all(by_sex) and all(by_age)


def _grid() -> QGridLayout:
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(8)
    grid.setVerticalSpacing(2)
    return grid


def _figure() -> QLabel:
    """A number in the table, under the fields it belongs to."""
    made = label("tally")
    made.setProperty("tone", "plain")
    made.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return made


def _show_rest(figure: QLabel, rest: int) -> None:
    """Write a difference with its sign, set off where there is one."""
    figure.setText(f"{rest:+d}".replace("-", "−") if rest else "0")
    set_role(figure, tone="warning" if rest else "plain")


class HeadcountField(Field):
    """The headcount: its section names it, and each count has a title of its own. In a wide form it stays a table that
    the eye can follow."""

    def __init__(self, noun: str, name: str, editor: Headcount) -> None:
        super().__init__(noun, name, editor)
        lay = self.layout()
        assert lay is not None
        lay.setAlignment(editor, Qt.AlignmentFlag.AlignLeft)

    def retranslate(self) -> None:
        super().retranslate()
        self.title.hide()
        self.editor.setAccessibleName(self.tr("Headcount by sex and by age"))
