"""Commands on letters: the register, and its papers."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import date
from typing import Any

from kzcase.cli.common import day, opened, print_json, print_table, terminal_progress
from kzcase.errors import KzcaseError
from kzcase.services import letters, records
from kzcase.services.letters import RegisterRow
from kzcase.services.office import Office

AT_A_TIME = 500


def register(arguments: argparse.Namespace) -> None:
    """List the register of letters, or write it, its days or its figures."""
    with opened(arguments) as office:
        as_of = day(arguments.as_of, office)
        if _write(office, arguments, as_of):
            return
        found = list(_rows(office, arguments, as_of))
    if arguments.json:
        print_json([plain(row) for row in found])
        return
    print_table(
        [
            (
                row.id[:8],
                row.number,
                row.sent,
                row.to_words,
                row.subject,
                row.status_words,
                row.due_words + (", overdue" if row.overdue else ""),
                row.response_words,
            )
            for row in found
        ],
        ("id", "number", "sent", "to / from", "subject", "status", "reply due", "response"),
    )


def plain(row: RegisterRow) -> dict[str, Any]:
    """A line of the register as plain values, for scripts; dates are EDTF, "" for none."""
    return {
        "id": row.id,
        "direction": row.direction,
        "kind": row.kind,
        "number": row.number,
        "shares_number": row.shares_number,
        "subject": row.subject,
        "sent": row.sent_date,
        "to": row.to_words,
        "persons": list(row.person_ids),
        "mechanism": row.mechanism_words,
        "status": row.status,
        "due": row.due,
        "due_basis": row.due_basis,
        "days_left": row.days_left,
        "waits": row.waits,
        "overdue": row.overdue,
        "answered": row.answered_date,
        "response": row.response,
        "open_asks": row.open_asks,
    }


def _view(arguments: argparse.Namespace) -> str:
    return "overdue" if arguments.overdue else str(arguments.view)


def _rows(office: Office, arguments: argparse.Namespace, as_of: date) -> Iterator[RegisterRow]:
    """Every line that is asked for, page after page."""
    person, addressee = (
        records.resolve(office, one) if one is not None else None
        for one in (arguments.person, arguments.addressee)
    )
    after = None
    while True:
        page = letters.register(
            office,
            as_of,
            view=_view(arguments),
            query=arguments.search,
            person=person,
            addressee=addressee,
            after=after,
            limit=AT_A_TIME,
            language=arguments.language,
        )
        yield from page.rows
        if not page.more or not page.rows:
            return
        after = page.rows[-1].key


def _write(office: Office, arguments: argparse.Namespace, as_of: date) -> bool:
    """Write the papers that are asked for; whether any was."""
    from kzcase.letters import papers

    wanted = [one for one in (arguments.pdf, arguments.xlsx, arguments.ics, arguments.figures) if one]
    if wanted and (arguments.person or arguments.addressee):
        raise KzcaseError(
            "A paper of the register is of a view and of words, not of one person or addressee.",
            safe="Nothing was written.",
            remedy="Use --search, or leave --person and --addressee to the list.",
        )
    progress = terminal_progress()
    asked: dict[str, Any] = {
        "as_of": as_of,
        "view": _view(arguments),
        "query": arguments.search,
        "language": arguments.language,
        "progress": progress,
    }
    if arguments.figures:
        first, last = _period(office, arguments, as_of)
        papers.figures_pdf(
            office,
            arguments.figures,
            first=first,
            last=last,
            language=arguments.language,
            progress=progress,
        )
    if arguments.pdf:
        papers.register_pdf(office, arguments.pdf, **asked)
    if arguments.xlsx:
        papers.register_xlsx(office, arguments.xlsx, **asked)
    if arguments.ics:
        papers.register_ics(office, arguments.ics, names=arguments.names, **asked)
    if wanted and arguments.json:
        print_json({"written": wanted})
    else:
        for path in wanted:
            print(f"Written: {path}")
    return bool(wanted)


def _period(office: Office, arguments: argparse.Namespace, as_of: date) -> tuple[date, date]:
    """The days of the figures: those given, else the year up to the day one looks from."""
    first = day(arguments.first, office) if arguments.first else date(as_of.year, 1, 1)
    last = day(arguments.last, office) if arguments.last else as_of
    if last < first:
        raise KzcaseError(
            "The period ends before it begins.",
            safe="Nothing was written.",
            remedy="Check --first and --last.",
        )
    return first, last
