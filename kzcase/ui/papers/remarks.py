"""What a paper leaves out and what it stands on thinly, gathered so that it can be read at one glance."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtWidgets import QFrame, QPlainTextEdit, QVBoxLayout

from kzcase.briefing.content import Withheld
from kzcase.services.declarations import kinds
from kzcase.ui.common.text import declared, label


class Remarks(QFrame):
    """A headed list of sentences to read and copy."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = title
        self._heading = label(title, "heading")
        self._text = QPlainTextEdit()
        self._text.setReadOnly(True)
        self._text.setTabChangesFocus(True)
        self._text.setAccessibleName(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._heading)
        column.addWidget(self._text, 1)

    @property
    def text(self) -> str:
        """All sentences."""
        return self._text.toPlainText()

    def show_lines(self, lines: Sequence[str], count: int | None = None) -> None:
        """Show these, about so many things (None: one each); says so when there are none."""
        self._heading.setText(f"{self._title} ({len(lines) if count is None else count})")
        self._text.setPlainText("\n\n".join(lines) if lines else self.tr("Nothing."))

    def show_withheld(self, withheld: Sequence[Withheld]) -> None:
        """Show what is withheld, each reason once."""
        self.show_lines(grouped(withheld), len(withheld))


def grouped(withheld: Iterable[Withheld]) -> list[str]:
    """Each reason once, how many things it keeps back, and which of what; in the order they come."""
    reasons: dict[str, dict[str, list[str]]] = {}
    for one in withheld:
        kind = kinds().get(one.kind)
        what = one.title or (declared(kind.label) if kind is not None else "")
        field = kind.fields.get(one.field) if kind is not None else None
        word = declared(field.label).lower() if field is not None else one.field
        reasons.setdefault(one.reason, {}).setdefault(what, []).append(word)
    return [
        "\n".join(
            [f"{sum(map(len, things.values()))} × {reason}", *(_line(what, w) for what, w in things.items())]
        )
        for reason, things in reasons.items()
    ]


def _line(what: str, words: Iterable[str]) -> str:
    fields = ", ".join(dict.fromkeys(word for word in words if word))
    return "– " + ": ".join(part for part in (what, fields) if part)


def without_basis(withheld: Iterable[Withheld]) -> tuple[Withheld, ...]:
    """The people of whom nothing may be told."""
    return tuple(one for one in withheld if one.kind == "person" and not one.field)
