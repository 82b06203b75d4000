"""What erasing would do: what would go, where else the name stands, who else holds it."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kzcase.services.elsewhere import Place
from kzcase.services.erasures import Effect
from kzcase.ui.common.fitting import WholeWords
from kzcase.ui.common.listview import list_view
from kzcase.ui.common.rowstablemodel import RowsTableModel
from kzcase.ui.common.text import declared, label, one_line
from kzcase.ui.common.tick import Tick
from kzcase.ui.theme import GRID

_LINES = 5
"""So many of the places are seen at once, at least."""
_MOST_OF_IT = 100

ERASED = str(QT_TRANSLATE_NOOP("EffectView", "Erased, records: {0}."))
STANDS = str(QT_TRANSLATE_NOOP("EffectView", "The name still stands in other records: {0}."))
DRAFTS = str(QT_TRANSLATE_NOOP("EffectView", "And in drafts: {0}."))
BACKUPS = str(QT_TRANSLATE_NOOP("EffectView", "Backups still hold it: {0}."))
NOT_REWRITTEN = str(
    QT_TRANSLATE_NOOP(
        "EffectView", "The vault's file could not be written anew: there is too little room beside it."
    )
)


class EffectView(WholeWords):
    """Shown before anything is erased; only what was read and ticked can be agreed to."""

    place_requested = Signal(str, str)
    """Show a record in which the name stands: kind, id."""
    agreed = Signal(bool)
    """Whether what is shown may be erased now."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._effect: Effect | None = None
        self._goes = label(wrap=True, select=True)
        self._held = label(role="small", wrap=True, select=True)
        self._places = label(role="small", wrap=True)
        self.places: RowsTableModel[Place] = RowsTableModel(("",), self._place, parent=self)
        self._list = list_view(self.places, self.tr("Where else the name stands"))
        self.sure = Tick(self.tr("I understand that erasing cannot be undone"))
        self._list.setMinimumHeight(_LINES * self._list.fontMetrics().lineSpacing())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        for one in (self._goes, self._held, self._places):
            column.addWidget(one)
        column.addWidget(self._list, _MOST_OF_IT)
        column.addWidget(self.sure)
        column.addStretch(1)  # where the list is hidden, the words stay together
        self.sure.toggled.connect(self._consider)
        self._list.activated.connect(self._open_place)

    @property
    def said(self) -> str:
        """What would go, as it stands here."""
        return self._goes.text()

    def show_effect(self, effect: Effect | None, instead: str = "") -> None:
        """Show what erasing would do here; as long as that is not known, other words."""
        self._effect = effect
        self.sure.setEnabled(effect is not None)
        for one in (self._held, self._places, self._list):
            one.hide()
        self.places.show_rows(effect.elsewhere if effect is not None else ())
        if effect is None:
            self.sure.setChecked(False)
            self._goes.setText(instead or self.tr("Looking for what belongs to it"))
        else:
            listed = ", ".join(f"{declared(plural)}: {number}" for _, plural, number in effect.kinds)
            self._goes.setText(self.tr("Erased here would be: {0}.").format(listed))
            self._tell_held(effect)
            self._places.setVisible(bool(effect.elsewhere))
            self._list.setVisible(bool(effect.elsewhere))
            self._places.setText(
                self.tr("The name also stands in these records, which stay. Edit or erase them one by one:")
            )
        self._consider()

    def _tell_held(self, effect: Effect) -> None:
        said = []
        if effect.drafts:
            said.append(
                self.tr("The name also stands in drafts: {0}. Open Drafts and look at them.").format(
                    effect.drafts
                )
            )
        if effect.colleagues:
            names = ", ".join(map(one_line, effect.colleagues))
            said.append(self.tr("Colleagues who may still hold it: {0}.").format(names))
        if effect.backups:
            files = ", ".join(one.name for one in effect.backups)
            said.append(self.tr("Backups that hold it until you delete them: {0}.").format(files))
        self._held.setText(" ".join(said))
        self._held.setVisible(bool(said))

    def _place(self, one: Place) -> tuple[str, ...]:
        title = one_line(one.title)
        return (self.tr("{0} (only in its history)").format(title) if one.past else title,)

    def _open_place(self) -> None:
        one = self.places.row(self._list.currentIndex().row())
        if one is not None:
            self.place_requested.emit(one.kind, one.id)

    def _consider(self) -> None:
        self.agreed.emit(self._effect is not None and self.sure.isChecked())


def erased(effect: Effect) -> str:
    """What was erased, and where the name still stands, as a sentence or some."""
    said = [_words(ERASED).format(effect.records)]
    if effect.elsewhere:
        said.append(_words(STANDS).format(len(effect.elsewhere)))
    if effect.drafts:
        said.append(_words(DRAFTS).format(effect.drafts))
    if effect.backups:
        said.append(_words(BACKUPS).format(len(effect.backups)))
    if not effect.rewritten:
        said.append(_words(NOT_REWRITTEN))
    return " ".join(said)


def _words(words: str) -> str:
    return QCoreApplication.translate("EffectView", words)
