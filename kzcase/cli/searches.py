"""The search: find by words and conditions, keep a search under a name, and find by one that is kept."""

from __future__ import annotations

import argparse
import sys

from kzcase.cli.common import MISUSED, opened, print_json, print_table
from kzcase.services import savedsearches, searching
from kzcase.services.office import Office


def search(arguments: argparse.Namespace) -> int:
    """Find records by any name or word, and by what else is asked of them; keep what was asked."""
    if sum((arguments.query is not None, arguments.saved is not None, arguments.forget is not None)) != 1:
        return _misused("give words to look for, or --saved, or --forget")
    if arguments.save is not None and arguments.query is None:
        return _misused("--save needs the words to look for")
    with opened(arguments) as office:
        if arguments.forget is not None:
            kept = savedsearches.require(office, arguments.forget)
            savedsearches.remove(office, kept.id)
            if arguments.json:
                print_json({"forgotten": kept.name})
            else:
                print(f"Kept no longer: {kept.name}")
        elif arguments.saved == "":
            _list_saved(office, arguments)
        else:
            _find(office, arguments)
    return 0


def _misused(what: str) -> int:
    print(f"kzcase search: {what}", file=sys.stderr)
    return MISUSED


def _find(office: Office, arguments: argparse.Namespace) -> None:
    text = arguments.query or savedsearches.require(office, arguments.saved).query
    if arguments.save is not None:
        savedsearches.save(office, arguments.save, text, replace=arguments.replace)
    hits = searching.find_narrowed(office, text, limit=arguments.limit)
    if arguments.json:
        print_json(
            [
                {
                    "id": h.id,
                    "kind": h.kind,
                    "title": h.title,
                    "matched": h.matched,
                    "score": h.score,
                    **({"page": h.page} if h.page else {}),
                }
                for h in hits
            ]
        )
        return
    if arguments.save is not None:
        print(f"Kept as: {' '.join(arguments.save.split())}")
    if meant := searching.meant(office, text).words:
        print(f"Looked for: {meant}")
    rows = [(h.id, h.kind, h.title, f"p. {h.page}: {h.matched}" if h.page else h.matched) for h in hits]
    print_table(rows, ("id", "kind", "title", "matched"))


def _list_saved(office: Office, arguments: argparse.Namespace) -> None:
    """The searches that are kept, each with how much it finds in the list it opens."""
    kept = savedsearches.listed(office)
    numbers = savedsearches.counts(office)
    if arguments.json:
        print_json(
            [
                {
                    "id": one.id,
                    "name": one.name,
                    "query": one.query,
                    "kind": one.kind,
                    "count": numbers[one.id].number,
                    "exact": numbers[one.id].exact,
                }
                for one in kept
            ]
        )
        return
    print_table(
        [(one.name, numbers[one.id].words, one.kind, one.query) for one in kept],
        ("name", "finds", "in", "what"),
    )
