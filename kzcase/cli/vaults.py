"""Commands on the vault itself: new, info, check, passphrase, sheet, backup, restore, rescue, travel."""

from __future__ import annotations

import argparse
import getpass
import sys
from dataclasses import asdict
from pathlib import Path

from kzcase.cli.common import (
    MISUSED,
    ask,
    counted,
    first_line,
    opened,
    passphrase,
    print_json,
    terminal_progress,
)
from kzcase.errors import KzcaseError
from kzcase.services import backups, vaults
from kzcase.services.office import Office


def new(arguments: argparse.Namespace) -> None:
    """Make a new vault and its first writer's identity."""
    secret = new_passphrase(arguments)
    writer = arguments.writer or _default_writer()
    office = Office.create(arguments.vault, secret, writer, progress=terminal_progress())
    try:
        print(f"Made {arguments.vault} (vault {office.vault_id}), written by {writer}.")
        print("Nobody can reset the passphrase. Print the recovery sheet: kzcase recovery VAULT")
    finally:
        office.close()


def _default_writer() -> str:
    """The name asked for at a terminal; scripts that do not say write as “caseworker”."""
    if sys.stdin and sys.stdin.isatty():
        return input("Who is writing (a name or a pseudonym): ").strip() or "caseworker"
    return "caseworker"


def new_passphrase(arguments: argparse.Namespace, *, own: bool = False) -> str:
    """A new passphrase: from its file, or typed twice; `own`: never that of the vault at hand."""
    named = getattr(arguments, "new_passphrase_file", None)
    if named is not None:
        return first_line(named, "passphrase")
    import os

    if not own and (arguments.passphrase_file or os.environ.get("KZCASE_PASSPHRASE_FILE")):
        return passphrase(arguments)
    first = ask("New passphrase: ")
    if getpass.getpass("Again: ") != first:
        raise KzcaseError("The two passphrases differ.", safe="Nothing was made.")
    judged = vaults.strength(first)
    if not judged.enough:
        raise KzcaseError(
            f"That passphrase is too easy to guess: {judged.advice}",
            safe="Nothing was made.",
            remedy=f"For example: {vaults.suggest_passphrase()}",
        )
    return first


def info(arguments: argparse.Namespace) -> None:
    """Say what is known of a vault."""
    with opened(arguments) as office:
        known = vaults.info(office)
    if arguments.json:
        print_json(known)
    else:
        for key, value in known.items():
            print(f"{key:16} {value}")


NEXT = (
    "What to do: leave this file as it is. Restore the last good backup beside it (kzcase restore); what is "
    "in no backup can be rescued into a new vault as far as it can be read (kzcase rescue)."
)


def check(arguments: argparse.Namespace) -> int:
    """Check the file, and on demand fold all history anew and compare."""
    with opened(arguments) as office:
        found = vaults.check(office, rebuild=arguments.rebuild, progress=terminal_progress())
    if arguments.json:
        print_json(found)
    else:
        for problem in found["problems"]:
            print(f"  {problem}")
        verdict = "No problems" if found["ok"] else f"{len(found['problems'])} problems"
        print(f"{verdict}: {found['records']} records, {found['revisions']} revisions.")
        print(f"State {found['state']}")
        if not found["ok"]:
            print(NEXT)
    return 0 if found["ok"] else 1


def change_passphrase(arguments: argparse.Namespace) -> None:
    """Give the vault a new passphrase."""
    old = passphrase(arguments, "Present passphrase: ")
    if arguments.new_passphrase_file is None:
        new_secret = ask("New passphrase: ")
        if getpass.getpass("Again: ") != new_secret:
            raise KzcaseError("The two passphrases differ.", safe="Nothing was changed.")
    else:
        new_secret = first_line(arguments.new_passphrase_file, "new passphrase")
    told = vaults.change_passphrase(arguments.vault, old, new_secret, progress=terminal_progress())
    print(told)


def recovery(arguments: argparse.Namespace) -> None:
    """Print the recovery sheet."""
    with opened(arguments) as office:
        print(vaults.recovery_text(office))


def backup(arguments: argparse.Namespace) -> None:
    """Write a verified backup: into a folder, or where backups of this vault go."""
    with opened(arguments) as office:
        if arguments.folder is not None:
            written = vaults.back_up(office, arguments.folder, progress=terminal_progress())
            print(f"Backup written and read back: {written}")
            return
        made = backups.make(office, progress=terminal_progress())
        print(f"Backup written and read back: {made.file}" if made.new else f"It is there: {made.file}")
        if made.second is not None:
            print(f"A copy of it: {made.second}")
        for place in made.unseen:
            print(f"This place cannot be seen: {place}", file=sys.stderr)


def restore(arguments: argparse.Namespace) -> None:
    """Take a backup back as a vault at a free name."""
    restored = vaults.restore(
        arguments.backup, passphrase(arguments), arguments.vault, progress=terminal_progress()
    )
    print(f"Restored: {restored}")


def rescue(arguments: argparse.Namespace) -> int:
    """Take what can be read out of a damaged vault into a new one; 1 if something is known to be missing."""
    from kzcase.services import rescue as rescuing

    progress = terminal_progress()
    if arguments.words_file is not None:
        words = _sheet(arguments.words_file)
        secret = new_passphrase(arguments)
        done = rescuing.rescue_with_sheet(arguments.damaged, *words, secret, arguments.new, progress=progress)
    else:
        secret = passphrase(arguments)
        done = rescuing.rescue(arguments.damaged, secret, arguments.new, progress=progress)
    if arguments.json:
        print_json({**asdict(done), "path": str(done.path), "whole": done.whole})
    else:
        print(rescuing.told(done))
    return 0 if done.whole else 1


def travel(arguments: argparse.Namespace) -> int:
    """Make a vault to travel with, or write what it holds as a case file for home."""
    from kzcase.exchange import travel as travelling
    from kzcase.services import records

    if (arguments.home is None) == (arguments.new is None):
        print("kzcase travel: give NEW with --person, or --home OUT", file=sys.stderr)
        return MISUSED
    with opened(arguments) as office:
        if arguments.home is not None:
            written = travelling.home(office, arguments.home, progress=terminal_progress())
            print(f"Written and read back: {written.path}. At home: kzcase import VAULT {written.path.name}")
            return 0
        people = [records.resolve(office, one) for one in arguments.person]
        secret = new_passphrase(arguments, own=True)
        made = travelling.make(
            office,
            arguments.new,
            secret,
            people,
            without=arguments.without,
            documents=not arguments.no_documents,
            progress=terminal_progress(),
        )
    print(f"Made {made.path}: {counted(made.contents.records, 'record')}. Known here as “{made.name}”.")
    for _, words, number in made.contents.withheld:
        print(f"  left at home: {words} of {counted(number, 'record')}")
    for one in made.contents.left_out:
        print(f"  left at home: {one.title} ({one.kind}): {one.words}")
    print("When home again: kzcase travel TRAVEL-VAULT --home OUT, then import OUT here.")
    return 0


def _sheet(path: Path) -> tuple[str, str]:
    """The 24 words and, if they are there, the 12 of a recovery sheet as it was printed or typed."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeError) as error:
        raise KzcaseError(f"The file of words cannot be read: {path}.", safe="Nothing was made.") from error
    return vaults.words_of_sheet(text)
