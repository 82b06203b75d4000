"""From which day a term is counted, by kind of restriction, and on what ground we say so.

No rule here has been read by a lawyer: the articles of the Penal Executive
Code on the start of a term could not be read, so the ground is what published
cases show, or no more than common knowledge (`read` is False).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Basis = Literal["claimed", "lifted", "start", "in_force", "received", "released", "decided"]

_ITUC = "ITUC, Survey of Violations of Trade Union Rights, Kazakhstan"


@dataclass(frozen=True, slots=True)
class Rule:
    """One way of counting.

    `article` names the law the restriction rests on, `source` where the way of
    counting can be read, `read` whether that source was read by us;
    `checked_by_lawyer` stays False until one has.
    """

    key: str
    text: str
    article: str = ""
    source: str = ""
    read: bool = False
    checked_by_lawyer: bool = False


END_DAY = Rule(
    "end_day",
    "A term ends on the day of the same number, as published ends do. That it ends on the month's last day "
    "where there is no such number, and that the end day still belongs to it, are assumptions.",
    source=_ITUC,
    read=True,
)

_START = Rule("term_from_start", "A term runs from the first day that is stated.")
_IN_FORCE = Rule("term_from_entry_into_force", "A term runs from the day the decision takes effect.")
_DECIDED = Rule("term_not_before_decision", "A term does not begin before it was imposed.")

_FREEDOM_IN_FORCE = Rule(
    "freedom_from_entry_into_force",
    "Restriction of freedom runs from the entry into force of the sentence.",
    article="Criminal Code, art. 44",
    source=_ITUC,
    read=True,
)
_FREEDOM_RECEIVED = Rule(
    "freedom_from_receipt",
    "Authorities count restriction of freedom from the day the probation service received the judgment; "
    "article 45 of the repealed executive code of 1997 said the same.",
    article="Criminal Code, art. 44",
    source=_ITUC,
    read=True,
)
_BAN_IN_FORCE = Rule(
    "ban_from_entry_into_force",
    "A ban on a post or activity without imprisonment runs from the entry into force of the sentence.",
    article="Criminal Code, art. 50",
    source=_ITUC,
    read=True,
)
_BAN_RELEASED = Rule(
    "ban_from_release",
    "A ban imposed beside imprisonment runs through it, and its stated length is counted from release.",
    article="Criminal Code, art. 50",
)
_BAN_BESIDE_IMPRISONMENT = Rule(
    "ban_from_entry_into_force_beside_imprisonment",
    "Some sources count a ban beside imprisonment from the entry into force of the sentence all the same.",
    article="Criminal Code, art. 50",
)

_FREEDOM: Mapping[Basis, Rule] = {
    "start": _START,
    "received": _FREEDOM_RECEIVED,
    "in_force": _FREEDOM_IN_FORCE,
    "decided": _DECIDED,
}
_BAN: Mapping[Basis, Rule] = {"start": _START, "in_force": _BAN_IN_FORCE, "decided": _DECIDED}
_BAN_AFTER_PRISON: Mapping[Basis, Rule] = {
    "start": _START,
    "released": _BAN_RELEASED,
    "in_force": _BAN_BESIDE_IMPRISONMENT,
    "decided": _DECIDED,
}
_ANY: Mapping[Basis, Rule] = {"start": _START, "in_force": _IN_FORCE, "decided": _DECIDED}


def rules_for(kind: str, *, imprisoned_too: bool) -> Mapping[Basis, Rule]:
    """The days a term of this kind may be counted from; the one to show first stands first."""
    if kind == "restriction_of_freedom":
        return _FREEDOM
    if kind == "deprivation_of_right":
        return _BAN_AFTER_PRISON if imprisoned_too else _BAN
    return _ANY


RULES: tuple[Rule, ...] = (
    END_DAY,
    _FREEDOM_IN_FORCE,
    _FREEDOM_RECEIVED,
    _BAN_IN_FORCE,
    _BAN_RELEASED,
    _BAN_BESIDE_IMPRISONMENT,
    _START,
    _IN_FORCE,
    _DECIDED,
)
"""Every way of counting that is used, as `docs/rules.md` lists them."""
