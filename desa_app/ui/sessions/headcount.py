"""The headcount: by sex, by age group, and in sight of both how many of them have a name."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout

from desa_app.domain.session import AGE_GROUPS, Session
from desa_app.ui.editors import CountField
from desa_app.ui.field import Field
from desa_app.ui.parts import Spoken, column, holder, label

_SEXES = ("headcount_male", "headcount_female", "headcount_unknown")


class Headcount(Spoken):
    """Counts as fields of a session; ``values`` and ``set_session`` are its data."""

    edited = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._listed = self._named = 0
        self.sexes = {name: CountField() for name in _SEXES}
        self.ages = {group: CountField() for group in AGE_GROUPS}
        self._titles = {name: label("label") for name in (*_SEXES, *AGE_GROUPS)}
        self.total = label("heading", wrap=True)
        self.remark = label("hint", wrap=True)
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(2)
        for place, (name, editor) in enumerate((*self.sexes.items(), *self.ages.items())):
            shift = place if place < 3 else place + 1
            grid.addWidget(self._titles[name], shift // 4 * 2, shift % 4)
            grid.addWidget(editor, shift // 4 * 2 + 1, shift % 4)
            editor.edited.connect(self._edit)
            editor.left.connect(self.left)
        self.setFocusProxy(self.sexes[_SEXES[0]])
        self.setLayout(column(holder(grid), self.total, self.remark, gap=6))
        self.retranslate()

    def retranslate(self) -> None:
        words = (self.tr("Male"), self.tr("Female"), self.tr("Sex unknown"))
        for name, text in zip(_SEXES, words, strict=True):
            self._titles[name].setText(text)
        for group in AGE_GROUPS:
            self._titles[group].setText(self.tr("Unknown") if group == "unknown" else group.replace("-", "–"))
        for name, editor in (*self.sexes.items(), *self.ages.items()):
            editor.setAccessibleName(self._titles[name].text())
        self._reconcile()

    def set_session(self, session: Session) -> None:
        """Show a session's counts."""
        for name, editor in self.sexes.items():
            editor.set_value(getattr(session, name))
        for group, editor in self.ages.items():
            editor.set_value(session.headcount_ages.get(group))
        self._reconcile()

    def set_listed(self, listed: int, named: int) -> None:
        """How many people the grid lists, and how many of them it names; where nobody was counted the list counts."""
        self._listed, self._named = listed, named
        self._reconcile()

    def values(self) -> dict[str, object]:
        """The session's fields as counted."""
        ages = {group: editor.value() for group, editor in self.ages.items() if editor.value() is not None}
        return {name: editor.value() for name, editor in self.sexes.items()} | {"headcount_ages": ages}

    def unread(self) -> str:
        """The first count that can't be read."""
        return next((text for one in (*self.sexes.values(), *self.ages.values()) if (text := one.unread())), "")

    def _edit(self) -> None:
        self._reconcile()
        self.edited.emit()

    def _reconcile(self) -> None:
        by_sex = sum(editor.value() or 0 for editor in self.sexes.values())
        by_age = sum(editor.value() or 0 for editor in self.ages.values())
        counted = max(by_sex, by_age)
        text = self.tr("Counted {counted} · named {named} · without a name {rest}")
        rest = max(0, (counted or self._listed) - self._named)
        self.total.setText(text.format(counted=counted, named=self._named, rest=rest))
        remarks = []
        if by_sex and by_age and by_sex != by_age:
            remarks.append(self.tr("By sex {a}, by age {b}: the larger counts.").format(a=by_sex, b=by_age))
        if counted and self._named > counted:
            remarks.append(self.tr("More people listed than counted: the list counts."))
        self.remark.setText(" ".join(remarks))
        self.remark.setVisible(bool(remarks))


class HeadcountField(Field):
    """The headcount under a title of its own, because it is several fields of the session."""

    def retranslate(self) -> None:
        super().retranslate()
        self.title.setText(self.tr("Headcount by sex and by age"))
