"""Says what would be undone and what was: one sentence for a menu, one for the notice line."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from kzcase.services.declarations import kinds
from kzcase.services.undo import Deed, LeftAlone, Outcome, What, Why
from kzcase.ui.common.text import declared

translate = QCoreApplication.translate
_LONGEST = 60


def deed_words(deed: Deed) -> str:
    """An action in a few words: "Restriction “Sampleuly Almas: ban”: End changed"."""
    kind = declared(kinds()[deed.kind].label) if deed.kind in kinds() else deed.kind
    name = f"{kind} “{_short(deed.title)}”" if deed.title else kind
    match deed.what:
        case What.MADE:
            said = translate("Undo", "{0} written down")
        case What.DELETED:
            said = translate("Undo", "{0} deleted")
        case What.BACK:
            said = translate("Undo", "{0} brought back")
        case _:
            said = translate("Undo", "{0}: {1} changed") if deed.fields else translate("Undo", "{0} changed")
    said = said.format(name, field_words(deed.kind, deed.fields[0])) if deed.fields else said.format(name)
    more = max(0, len(deed.fields) - 1) * (deed.what is What.CHANGED) + deed.others
    return translate("Undo", "{0}, and {1} more").format(said, more) if more else said


def field_words(kind: str, field: str) -> str:
    """A field's label in the window's language."""
    fields = kinds()[kind].fields if kind in kinds() else {}
    return declared(fields[field].label) if field in fields else field


def outcome_words(outcome: Outcome, *, again: bool) -> str:
    """What undo or redo did, and what it left alone."""
    lines = []
    if not outcome.did_nothing:
        start = translate("Undo", "Done again: {0}") if again else translate("Undo", "Undone: {0}")
        lines.append(start.format(_done(outcome)))
    lines += [_left(one) for one in outcome.left[:3]]
    if len(outcome.left) > 3:
        lines.append(translate("Undo", "And {0} more were left as they are.").format(len(outcome.left) - 3))
    return "\n".join(lines) or translate("Undo", "There was nothing left to undo in it.")


def _done(outcome: Outcome) -> str:
    if not outcome.steps:
        return deed_words(outcome.deed)
    first = outcome.steps[0]
    kind = declared(kinds()[first.kind].label)
    nothing = translate("Undo", "nothing")
    said = translate("Undo", "{0} “{1}”: {2} {3} → {4}").format(
        kind,
        _short(first.title),
        field_words(first.kind, first.field),
        _short(first.was) or nothing,
        _short(first.becomes) or nothing,
    )
    more = len(outcome.steps) - 1 + outcome.gone + outcome.back
    return translate("Undo", "{0}, and {1} more").format(said, more) if more else said


def _left(left: LeftAlone) -> str:
    title = _short(left.title) or declared(kinds()[left.kind].label)
    if left.why is Why.ERASED:
        return translate("Undo", "“{0}” was erased and cannot be brought back.").format(title)
    who = left.who or translate("Undo", "somebody else")
    if left.field == "deleted":
        return translate("Undo", "“{0}” stays as it is: {1} has written to it since.").format(title, who)
    return translate("Undo", "{0} of “{1}” stays as it is: {2} has changed it since.").format(
        field_words(left.kind, left.field), title, who
    )


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"
