"""Who is held, as a list of prisoners tells it: on what charges and judgment, where, since and until when."""

from __future__ import annotations

from kzcase.briefing import proceedings
from kzcase.briefing.content import Brief, Custody, Dated
from kzcase.briefing.said import Said
from kzcase.briefing.seen import Seen
from kzcase.briefing.telling import Teller, together
from kzcase.dates.custody import Stretch, stretch
from kzcase.dates.edtf import Edtf
from kzcase.names.scripts import script_of

COLUMNS = (
    ("column.person", 36),
    ("column.charge", 26),
    ("column.judgment", 44),
    ("column.held", 32),
    ("column.until", 20),
    ("column.findings", 40),
)
"""Each column's words and its share of the width."""
_FINDINGS = 2
_ASKS = 2


def custody(teller: Teller, person: str, *, held: bool) -> Custody | None:
    """Where somebody is held on the paper's day; None if nothing says that they are.

    `held`: the liberty status that is told says so. Then there may be no
    detention on record, and the cells that it would fill are empty.
    """
    found = [
        (one, known)
        for one in teller.view.of(person, "detention", "person")
        if not teller.later(one, "start") and (known := _stretch(teller, person, one)).lasting
    ]
    if not found and not held:
        return None
    if not found:
        return Custody(_articles(teller, person), _judgment(teller, person))
    one, known = max(found, key=lambda pair: (teller.sort(pair[0], "start"), pair[0].id))
    where = together(teller.said(one, "kind"), teller.said(one, "place"), teller.said(one, "locality"))
    notes = teller.notes(one.notes("start"))
    if "start" in one:
        teller.dispute(one, "start")
    return Custody(
        _articles(teller, person),
        _judgment(teller, person),
        where or Said(""),
        Said(teller.text(one, "start"), notes),
        _until(teller, one, known.end),
    )


def findings(brief: Brief) -> tuple[Said, ...]:
    """What international bodies found, newest last, and what is asked first."""
    found = (
        Said(f"{one.when}: {one.what.text}" if one.when else one.what.text, one.what.notes, one.what.mark)
        for one in brief.findings[-_FINDINGS:]
    )
    return (*found, *brief.asks[:_ASKS])


def other_name(brief: Brief) -> Said | None:
    """The name in another script than the title's, or else another one."""
    script = script_of(brief.title)
    return next((one for one in brief.names if script_of(one.text) is not script), None) or next(
        iter(brief.names), None
    )


def _stretch(teller: Teller, person: str, one: Seen) -> Stretch:
    return stretch(
        teller.edtf(one, "start"),
        teller.edtf(one, "end"),
        one.get("term"),
        proceedings.liberty(teller, person),
        teller.as_of,
    )


def _until(teller: Teller, one: Seen, end: Edtf | None) -> Said:
    """The end as it is stated, recorded, or follows from the term; each with how it is known."""
    words = teller.words
    if (claimed := teller.said(one, "claimed_end")) is not None:
        mark = ", ".join(filter(None, (claimed.mark, words("certainty.stated"))))
        return Said(claimed.text, claimed.notes, mark)
    if (recorded := teller.said(one, "end")) is not None:
        return recorded
    if end is not None:
        return Said(end.show(teller.language), teller.notes(one.notes("term")), words("certainty.computed"))
    return Said(words("until.unknown"))


def _articles(teller: Teller, person: str) -> Said:
    """The articles charged, each once and without its heading."""
    found = [
        told
        for case in teller.view.of(person, "prosecution", "person")
        for charge in teller.view.of(case.id, "charge", "prosecution")
        if not teller.later(charge, "brought") and (told := proceedings.cited(teller, charge)) is not None
    ]
    return together(*dict.fromkeys(found), between="; ") or Said("")


def _judgment(teller: Teller, person: str) -> Dated:
    """The last judgment up to the paper's day: when, by which court, what it imposed."""
    found = [
        line
        for case in teller.view.of(person, "prosecution", "person")
        for one in teller.view.of(case.id, "sentence", "prosecution")
        for line in proceedings.sentence(teller, one)
    ]
    return max(found, key=lambda line: line[0])[1] if found else Dated("", Said(""))
