"""What a paper leaves out and what it stands on thinly, gathered so that it can be read at one glance."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QVBoxLayout

from kzcase.briefing.remarks import Thin, Withheld
from kzcase.services.declarations import kinds
from kzcase.ui.common.text import declared, label

_RECORD = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Line:
    """One line under a reason: its words, and the record it opens."""

    text: str
    kind: str
    id: str


@dataclass(frozen=True, slots=True)
class Group:
    """A reason, how many things it concerns, and which."""

    reason: str
    count: int
    lines: tuple[Line, ...]


class Remarks(QFrame):
    """A headed list of reasons, each with the records it concerns; a record's line opens it."""

    open_requested = Signal(str, str)
    """Show the record: kind, id."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = title
        self._heading = label(title, "heading")
        self.list = QListWidget()
        self.list.setWordWrap(True)
        self.list.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.list.setAccessibleName(title)
        self.list.itemActivated.connect(self._open)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._heading)
        column.addWidget(self.list, 1)

    @property
    def text(self) -> str:
        """All that is listed."""
        return "\n".join(self.list.item(row).text() for row in range(self.list.count()))

    def show_groups(self, groups: Sequence[Group]) -> None:
        """Show these; says so when there are none."""
        count = sum(group.count for group in groups)
        self._heading.setText(f"{self._title} ({count})")
        self.list.clear()
        for group in groups:
            head = QListWidgetItem(f"{group.count} × {group.reason}")
            font = self.list.font()
            font.setBold(True)
            head.setFont(font)
            head.setFlags(Qt.ItemFlag.ItemIsEnabled)
            self.list.addItem(head)
            for line in group.lines:
                item = QListWidgetItem(f"– {line.text}")
                item.setData(_RECORD, (line.kind, line.id))
                self.list.addItem(item)
        if not groups:
            nothing = QListWidgetItem(self.tr("Nothing."))
            nothing.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(nothing)

    def show_nothing(self) -> None:
        """Forget what was listed: it is not known."""
        self._heading.setText(self._title)
        self.list.clear()

    def _open(self, item: QListWidgetItem) -> None:
        record = item.data(_RECORD)
        if record is not None:
            kind, id_ = record
            self.open_requested.emit(kind, id_)


def grouped(withheld: Iterable[Withheld]) -> tuple[Group, ...]:
    """Each reason once, with the records it concerns, people left out altogether first.

    The others stand in the order they come in; of a record its fields on one line.
    """
    reasons: dict[str, dict[tuple[str, str, str], list[str]]] = {}
    remedies: dict[str, str] = {}
    gone: set[str] = set()
    for one in sorted(withheld, key=lambda one: not one.remedy):
        kind = kinds().get(one.kind)
        what = one.title or (declared(kind.label) if kind is not None else "")
        field = kind.fields.get(one.field) if kind is not None else None
        word = declared(field.label).lower() if field is not None else one.field
        words = reasons.setdefault(one.reason, {}).setdefault((what, one.kind, one.id), [])
        if one.remedy:
            remedies.setdefault(one.reason, one.remedy)
            gone.add(one.id)
            words.append(QCoreApplication.translate("Remarks", "left out"))
        elif one.id not in gone:
            words.append(word)
    return tuple(
        Group(
            " ".join(filter(None, (reason, remedies.get(reason)))),
            sum(map(len, things.values())),
            tuple(Line(_line(what, w), kind, id_) for (what, kind, id_), w in things.items() if w),
        )
        for reason, things in reasons.items()
    )


def thinly(thin: Iterable[Thin]) -> tuple[Group, ...]:
    """Each weakness once, with the people it concerns; what concerns most people first."""
    found: dict[str, list[Line]] = {}
    for one in thin:
        found.setdefault(one.what, []).append(Line(one.title, "person", one.id))
    groups = [Group(what, len(lines), tuple(lines)) for what, lines in found.items()]
    return tuple(sorted(groups, key=lambda group: -group.count))


def _line(what: str, words: Iterable[str]) -> str:
    fields = ", ".join(dict.fromkeys(word for word in words if word))
    return ": ".join(part for part in (what, fields) if part)


def without_basis(withheld: Iterable[Withheld]) -> tuple[Withheld, ...]:
    """The people of whom nothing may be told."""
    return tuple(one for one in withheld if one.kind == "person" and not one.field)
