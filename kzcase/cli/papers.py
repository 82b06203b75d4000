"""Commands that make papers: brief."""

from __future__ import annotations

import argparse

from kzcase.cli.common import (
    day,
    first_line,
    opened,
    print_json,
    searched,
    terminal_progress,
)
from kzcase.errors import KzcaseError
from kzcase.services import records
from kzcase.services.declarations import Audience
from kzcase.services.office import Office


def brief(arguments: argparse.Namespace) -> None:
    """Print a brief on one or more people for an audience."""
    from kzcase.briefing import papers
    from kzcase.briefing.summing import Cover

    with opened(arguments) as office:
        made = papers.make(
            office,
            _people(office, arguments),
            arguments.out,
            audience=Audience(arguments.audience),
            language=arguments.language,
            as_of=day(arguments.as_of, office),
            template=arguments.template,
            cover=Cover(arguments.heading, arguments.recipient, arguments.sender),
            without=tuple(records.resolve(office, one) for one in arguments.without),
            password=first_line(arguments.pdf_password_file, "PDF password")
            if arguments.pdf_password_file
            else None,
            progress=terminal_progress(),
        )
    if arguments.json:
        print_json(made.plain())
        return
    print(f"Written: {arguments.out} ({made.pages} pages, SHA-256 {made.sha256})")
    for one in made.withheld:
        print(
            "  withheld: "
            + " ".join(filter(None, (f"{one.field}:" if one.field else "", one.reason, one.remedy)))
        )
    for warning in made.warnings:
        print(f"  {warning}")


def _people(office: Office, arguments: argparse.Namespace) -> tuple[str, ...]:
    if arguments.search:
        found = searched(office, arguments.search, ("person",), "Nothing was written.")
    else:
        found = tuple(records.resolve(office, one) for one in arguments.person)
    if not found:
        raise KzcaseError(
            "Nobody was chosen.", safe="Nothing was written.", remedy="Give --person ID or --search Q."
        )
    return found
