"""Commands about oneself and colleagues: identity, contact."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from kzcase.cli.common import MISUSED, opened, print_json, print_table
from kzcase.services import cardtext, colleagues, losing

USAGE = "kzcase contact: add CARD | verify ID --fingerprint WORDS | remove ID | lost ID | found ID | list"


def identity(arguments: argparse.Namespace) -> None:
    """Say who one is to colleagues, and write the contact card."""
    with opened(arguments) as office:
        me = colleagues.identity(office)
        card = colleagues.write_card(office, arguments.card) if arguments.card else None
    if arguments.qr:
        cardtext.write_picture(me.text, arguments.qr)
    if arguments.json:
        print_json(
            {"key": me.key, "name": me.name, "fingerprint": me.fingerprint, "card": card, "text": me.text}
        )
        return
    print(f"{me.name}   key {me.key}")
    print(f"Words of your key, to be compared face to face or by voice:\n    {me.fingerprint}")
    print(f"Your card as text, for a QR picture or to be copied:\n    {me.text}")
    if card:
        print(f"Contact card written: {card}")


def contact(arguments: argparse.Namespace) -> int:
    """Add, verify, list or remove a contact, or say that their key is lost."""
    action, named = arguments.action, arguments.who
    if (named is None) is not (action == "list") or (action == "verify") is not bool(arguments.fingerprint):
        print(USAGE, file=sys.stderr)
        return MISUSED
    with opened(arguments) as office:
        if action == "list":
            _print_contacts((*colleagues.contacts(office), *losing.lost(office)), arguments.json)
            return 0
        if action == "add":
            card = colleagues.read_card(named if named.startswith(cardtext.INTRO) else Path(named))
            replaces = None
            if arguments.replaces:
                with office.read() as session:
                    replaces = colleagues.known(session, arguments.replaces).key
            found = colleagues.add(office, card, name=arguments.name, replaces=replaces)
        elif action == "verify":
            found = colleagues.verify(office, named, " ".join(arguments.fingerprint))
        elif action == "lost":
            found = losing.lose(office, named)
        elif action == "found":
            found = losing.found_again(office, named)
        else:
            with office.read() as session:
                found = colleagues.known(session, named)
            colleagues.remove(office, found.key)
    if arguments.json:
        print_json(_plain_contact(found))
    elif action == "add":
        print(f"Added: {found.name}   key {found.key}")
        print(f"Compare these words with {found.name}, face to face or by voice:\n    {found.fingerprint}")
        print(f"Then: kzcase contact VAULT verify {found.key[:8]} --fingerprint WORDS")
    elif action == "lost":
        print(f"Marked as lost: {found.name}   key {found.key}")
        print("Nothing is written to it any more, and no file that it signed is taken in.")
        print("Tell the colleagues who have its card, so that they mark it, too.")
    elif action == "remove":
        print("Removed. Their files are an unknown sender's now.")
    elif action == "found":
        print(f"Not lost any more: {found.name}. Compare the words again before you trust it.")
    else:
        print(f"Verified: {found.name}")
    return 0


def _print_contacts(found: Sequence[colleagues.Contact], as_json: bool) -> None:
    if as_json:
        print_json([_plain_contact(one) for one in found])
        return
    rows = [(one.key[:8], one.name, _words_of(one)) for one in found]
    print_table(rows, ("id", "name", "words"))


def _words_of(one: colleagues.Contact) -> str:
    if one.lost:
        return f"LOST on {one.lost[:10]}"
    return "compared" if one.verified else "not compared"


def _plain_contact(one: colleagues.Contact) -> dict[str, Any]:
    return {
        "id": one.key,
        "name": one.name,
        "fingerprint": one.fingerprint,
        "added": one.added,
        "verified": one.verified,
        "lost": one.lost,
    }
