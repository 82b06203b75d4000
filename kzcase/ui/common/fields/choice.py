"""Editors of terms: one of a vocabulary, or any number of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from kzcase.services.declarations import Field
from kzcase.services.vocabulary import Term
from kzcase.ui.common.fields.base import FieldEditor, Unreadable
from kzcase.ui.common.fields.one import OneEditor
from kzcase.ui.common.fields.pick import Offer, PickLine
from kzcase.ui.common.flow import FlowLayout
from kzcase.ui.common.text import button, label, on_button, set_role, set_tip

NEW_TERM = "term"
CHIP = 360
"""The most room for the words of a chip, unless told: a very long name must not make the window wider."""
NUMBER = 1_000
"""Chips shown at most, unless told; the rest is counted."""


def matching(terms: Sequence[Term], text: str, *, without: frozenset[str] = frozenset()) -> tuple[Offer, ...]:
    """The terms whose label has words that begin as typed, those that begin so first."""
    wanted = text.casefold().split()
    begins: list[Offer] = []
    holds: list[Offer] = []
    for term in terms:
        if term.key in without or term.retired:
            continue
        words = term.label.casefold().replace("(", " ").replace("-", " ").split()
        if all(any(word.startswith(one) for word in words) for one in wanted):
            first = bool(wanted) and term.label.casefold().startswith(wanted[0])
            (begins if first else holds).append(Offer(term.key, term.label))
    return tuple(begins + holds)


def with_new(offers: tuple[Offer, ...], text: str, sentence: str) -> tuple[Offer, ...]:
    """The offers, and last the offer to add the typed text unless it is there already."""
    text = text.strip()
    if not text or any(offer.label.casefold() == text.casefold() for offer in offers):
        return offers
    return (*offers, Offer("", sentence.format(text), creates=NEW_TERM))


def _add_words() -> str:
    return QCoreApplication.translate("ChoiceEditor", "Add “{0}” to the list")


class ChoiceEditor(OneEditor):
    """One term; typing finds it, and a term that is missing can be added."""

    term_wanted = Signal(str)
    """Add this label to the vocabulary; the answer comes through `take_term`."""

    def __init__(self, declared: Field, terms: Sequence[Term], parent: QWidget | None = None) -> None:
        show_all = QToolButton()
        super().__init__(declared, show_all, parent)
        self._terms = list(terms)
        show_all.setArrowType(Qt.ArrowType.DownArrow)
        show_all.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        set_tip(show_all, QCoreApplication.translate("ChoiceEditor", "Show the list"))
        show_all.setAccessibleName(QCoreApplication.translate("ChoiceEditor", "Show the list"))
        show_all.clicked.connect(self._all)

    def take_term(self, term: Term) -> None:
        """A term was added to the vocabulary: take it."""
        self._terms.append(term)
        self.offer(term.key)

    def label_of(self, key: str) -> str:
        return next((term.label for term in self._terms if term.key == key), key)

    def unchosen(self) -> str:
        return QCoreApplication.translate("ChoiceEditor", "Choose one from the list, or add it to the list.")

    def meant(self, text: str) -> str | None:
        exact = [term.key for term in self._terms if term.label.casefold() == text.casefold()]
        return exact[0] if len(exact) == 1 else None

    def asked(self, text: str) -> None:
        if text or not self.line.text():
            self._chosen = None
            self.edited.emit()
        self._show_matching(text)

    def pick(self, offer: Offer) -> None:
        if offer.creates:
            self.term_wanted.emit(self.line.text().strip())
        else:
            self.offer(offer.key)

    def _all(self) -> None:
        self.line.setFocus(Qt.FocusReason.MouseFocusReason)
        self._show_matching("")

    def _show_matching(self, text: str) -> None:
        self.line.offer(with_new(matching(self._terms, text), text, _add_words()))


class Chips(QWidget):
    """What was chosen so far, each with its way out."""

    removed = Signal(str)

    def __init__(self, parent: QWidget | None = None, *, most: int = CHIP, number: int = NUMBER) -> None:
        super().__init__(parent)
        self._most = most
        self._number = number
        self._flow = FlowLayout(self)
        self.hide()

    def show_items(self, items: Sequence[tuple[str, str]]) -> None:
        """Show (key, label) pairs in the given order."""
        self._flow.clear()
        for key, text in items[: self._number]:
            chip = button("", flat=False)
            shown = chip.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, self._most)
            chip.setText(on_button(shown) + "  ×")
            set_tip(chip, text)
            chip.setProperty("key", key)
            chip.setAccessibleName(QCoreApplication.translate("Chips", "Remove {0}").format(text))
            chip.clicked.connect(self._clicked)
            self._flow.addWidget(chip)
        if len(items) > self._number:
            said = QCoreApplication.translate("Chips", "and {0} more")
            self._flow.addWidget(label(said.format(len(items) - self._number), "quiet"))
        self.setVisible(bool(items))

    def _clicked(self) -> None:
        sender: QObject = self.sender()
        self.removed.emit(sender.property("key"))


class SetEditor(FieldEditor):
    """The ground of editors of any number of things: chips above, a line to find more below."""

    def __init__(self, declared: Field, parent: QWidget | None = None) -> None:
        super().__init__(declared, parent)
        self._keys: frozenset[str] = frozenset()
        self.base: frozenset[str] = frozenset()
        self.line = PickLine()
        self.line.setAccessibleName(declared.label)
        self.chips = Chips()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.chips)
        column.addWidget(self.line)
        self.setFocusProxy(self.line)
        self.chips.removed.connect(self._remove)
        self.line.asked.connect(self.ask)
        self.line.picked.connect(self.pick)
        self.line.editingFinished.connect(self._finished)

    @property
    def touched(self) -> bool:
        return self._keys != self.base or bool(self.line.text().strip())

    def load(self, value: Any) -> None:
        self.base = frozenset(value or ())
        self._keys = self.base
        self.line.clear()
        self.redraw()

    def value(self) -> Any:
        if self.line.text().strip():
            raise Unreadable(
                QCoreApplication.translate("SetEditor", "“{0}” is typed but not yet chosen.").format(
                    self.line.text().strip()
                )
            )
        return self._keys or None

    def state(self) -> Any:
        return {"keys": sorted(self._keys), "base": sorted(self.base), "typed": self.line.text()}

    def resume(self, state: Any) -> None:
        # A value that the form was opened with is kept as it is: the elements alone.
        given = state if isinstance(state, dict) else {"keys": state or ()}
        self._keys = frozenset(given.get("keys", ()))
        self.base = frozenset(given.get("base", self.base))
        self.line.setText(str(given.get("typed", "")))
        self.redraw()
        self.edited.emit()

    def offer(self, value: Any) -> None:
        self._keys = frozenset(value or ())
        self.redraw()
        self.edited.emit()

    def include(self, key: str) -> None:
        """Take one more."""
        self._keys |= {key}
        self.line.clear()
        self.redraw()
        self.edited.emit()

    def exclude(self, key: str) -> None:
        """Take one away."""
        self._keys -= {key}
        self.redraw()
        self.edited.emit()

    def holds(self, key: str) -> bool:
        """Whether this is among what is chosen."""
        return key in self._keys

    def label_of(self, key: str) -> str:
        """What a chosen thing is called."""
        raise NotImplementedError

    def ask(self, text: str) -> None:
        """Offer what matches the text."""
        raise NotImplementedError

    def pick(self, offer: Offer) -> None:
        """Something offered was picked."""
        raise NotImplementedError

    def redraw(self) -> None:
        """Show the chips again."""
        pairs = [(key, self.label_of(key)) for key in self._keys]
        self.chips.show_items(sorted(pairs, key=_by_label))

    def _remove(self, key: str) -> None:
        self.exclude(key)
        self.line.setFocus()

    def _finished(self) -> None:
        set_role(self.line, "bad", bool(self.line.text().strip()))


def _by_label(pair: tuple[str, str]) -> str:
    return pair[1].casefold()


class ChoicesEditor(SetEditor):
    """Any number of terms of a vocabulary."""

    term_wanted = Signal(str)

    def __init__(self, declared: Field, terms: Sequence[Term], parent: QWidget | None = None) -> None:
        super().__init__(declared, parent)
        self._terms = list(terms)
        self.line.setPlaceholderText(QCoreApplication.translate("ChoicesEditor", "Type to add"))

    def label_of(self, key: str) -> str:
        return next((term.label for term in self._terms if term.key == key), key)

    def ask(self, text: str) -> None:
        self.edited.emit()
        self.line.offer(with_new(matching(self._terms, text, without=self._keys), text, _add_words()))

    def pick(self, offer: Offer) -> None:
        if offer.creates:
            self.term_wanted.emit(self.line.text().strip())
        else:
            self.include(offer.key)

    def take_term(self, term: Term) -> None:
        """A term was added to the vocabulary: take it."""
        self._terms.append(term)
        self.include(term.key)
