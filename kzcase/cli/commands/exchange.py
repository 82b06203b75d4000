"""What passes between colleagues, and what is decided about it."""

from __future__ import annotations

import argparse
from pathlib import Path

from kzcase.cli.commands import rooms
from kzcase.cli.commands.later import Later
from kzcase.cli.commands.shared import FIELD, FILE_PASSPHRASE, ID, WHICH
from kzcase.cli.common import JSON, PASSPHRASE, VAULT, Command, arg

FILES = arg("files", nargs="+", type=Path, metavar="FILE", help="case files, records files or spreadsheets")


def left_out(text: str) -> str:
    """What may be left out of a case file, typed on the command line."""
    from kzcase.services.declarations import Compartment

    known = [*(one.value for one in Compartment), "do_not_share", "no_consent"]
    if text not in known:
        raise argparse.ArgumentTypeError(f"there is no {text}; there are {', '.join(known)}")
    return text


COMMANDS = (
    Command(
        "import",
        "take in case files, records files and spreadsheets",
        Later(rooms.exchange, "import_files"),
        (
            VAULT,
            FILES,
            arg("--plan", action="store_true", help="say what would happen and change nothing"),
            arg("--skip-bad", action="store_true", help="take in the good records and list the bad ones"),
            arg(
                "--accept-unverified",
                action="store_true",
                help="take in a file though its sender's key was not compared; history says so for ever",
            ),
            arg(
                "--with-widening",
                action="store_true",
                help="also records by which more might be shown to more people than before",
            ),
            arg("--with-undone", action="store_true", help="take in again what was undone here"),
            arg("--kind", metavar="KIND", help="what each row of a spreadsheet is"),
            arg("--mapping", type=Path, metavar="M.toml", help="which column of a spreadsheet goes where"),
            arg("--save-mapping", type=Path, metavar="M.toml", help="write the mapping used or guessed"),
            arg("--sheet", metavar="NAME", help="the sheet of a workbook (default: the first with text)"),
            arg("--encoding", metavar="E", help="the encoding of a CSV file (default: detected)"),
            arg(
                "--with-duplicates",
                action="store_true",
                help="take in people of a spreadsheet who may be here already",
            ),
            FILE_PASSPHRASE,
            JSON,
            PASSPHRASE,
        ),
    ),
    Command(
        "export",
        "write a case file for colleagues",
        Later(rooms.exchange, "export"),
        (
            VAULT,
            arg("out", type=Path, metavar="OUT", help="the file, or a folder for a file of a neutral name"),
            arg("--all", action="store_true", help="everything that may leave the vault"),
            arg("--person", nargs="+", action="extend", default=[], metavar="ID", help="people"),
            arg(
                "--record",
                nargs="+",
                action="extend",
                default=[],
                metavar="ID",
                help="cases or other records",
            ),
            arg("--search", metavar="Q", help="every person and case this search finds"),
            arg(
                "--without",
                nargs="+",
                action="extend",
                default=[],
                type=left_out,
                metavar="COMPARTMENT",
                help="leave out: identity, family, health, source, or do_not_share (records so marked), "
                "no_consent (people without consent to sharing with a named partner)",
            ),
            arg(
                "--without-record",
                nargs="+",
                action="extend",
                default=[],
                metavar="ID",
                help="leave these out",
            ),
            arg("--no-documents", action="store_true", help="leave out the contents of documents"),
            arg(
                "--to",
                nargs="+",
                action="extend",
                default=[],
                metavar="CONTACT",
                help="the colleagues for whom it opens",
            ),
            FILE_PASSPHRASE,
            arg(
                "--plain",
                action="store_true",
                help="not encrypted; OUT.jsonl: records as they stand, for scripts",
            ),
            JSON,
            PASSPHRASE,
        ),
    ),
    Command(
        "folder",
        "keep a shared folder in step: take in what colleagues left, write what changed",
        Later(rooms.folders, "keep_in_step"),
        (
            VAULT,
            arg("folder", nargs="?", type=Path, metavar="DIR", help="without it: list the folders"),
            arg(
                "--to",
                nargs="+",
                metavar="CONTACT",
                help="for whom it is written from now on, or nobody (at first: every verified colleague)",
            ),
            arg(
                "--without",
                nargs="+",
                metavar="X",
                help="what stays out of it from now on: identity, family, health, source, do_not_share, "
                "no_consent, documents; or nothing",
            ),
            arg("--plan", action="store_true", help="say what would be done and change nothing"),
            arg("--pass-over", nargs="+", default=[], metavar="FILE", help="do not offer these files again"),
            arg("--accept-unverified", action="store_true", help="also files of senders not verified"),
            arg("--with-widening", action="store_true", help="also what would let more be shown"),
            arg("--with-undone", action="store_true", help="also what was taken back here before"),
            arg("--skip-bad", action="store_true", help="without records that are refused"),
            JSON,
            PASSPHRASE,
        ),
    ),
    Command(
        "identity",
        "the words of your key, and your contact card",
        Later(rooms.colleagues, "identity"),
        (
            VAULT,
            arg("--card", type=Path, metavar="OUT", help="write the contact card"),
            arg("--qr", type=Path, metavar="OUT", help="write it as a QR picture, OUT.png or OUT.svg"),
            JSON,
            PASSPHRASE,
        ),
    ),
    Command(
        "contact",
        "add a colleague's card, compare its words, list, remove, say that a key is lost",
        Later(rooms.colleagues, "contact"),
        (
            VAULT,
            arg(
                "action",
                choices=("add", "verify", "list", "remove", "lost", "found"),
                metavar="ACTION",
                help="add, verify, list, remove, lost or found (take the mark of a lost key back)",
            ),
            arg(
                "who",
                nargs="?",
                metavar="WHO",
                help="a card to add (a file, or its text), or a contact's id or name",
            ),
            arg("--fingerprint", nargs="+", metavar="WORDS", help="the twelve words their owner reads out"),
            arg("--name", metavar="NAME", help="how you call them (default: as the card says)"),
            arg("--replaces", metavar="ID", help="the contact whose key this new one replaces"),
            JSON,
            PASSPHRASE,
        ),
    ),
    Command(
        "conflicts",
        "list what awaits a decision",
        Later(rooms.deciding, "list_conflicts"),
        (VAULT, JSON, PASSPHRASE),
    ),
    Command(
        "resolve",
        "decide an undecided field",
        Later(rooms.deciding, "resolve"),
        (
            VAULT,
            ID,
            FIELD,
            arg("--take", metavar="REVISION", help="the value of this revision"),
            arg("--value", metavar="V", help="a value of one's own"),
            arg("--keep-both", action="store_true", help="the one shown, the others as alternative values"),
            JSON,
            PASSPHRASE,
        ),
    ),
    Command(
        "undo-import",
        "take an import back; without BATCH: list the imports",
        Later(rooms.deciding, "undo_import"),
        (
            VAULT,
            arg("batch", nargs="?", metavar="BATCH", help="the import's id, or 8 letters of its beginning"),
            arg("--plan", action="store_true", help="say what would leave and change nothing"),
            JSON,
            PASSPHRASE,
        ),
    ),
    Command(
        "erase",
        "erase a record for good, or decide a colleague's proposal to; without ID: list the proposals",
        Later(rooms.deciding, "erase"),
        (
            VAULT,
            arg("id", nargs="?", metavar="ID", help=WHICH),
            arg("--compartment", metavar="C", help="only these details: identity, family, health, source"),
            arg("--plan", action="store_true", help="say what would be erased and change nothing"),
            arg("--yes", action="store_true", help="erase it: this cannot be undone"),
            arg("--decline", action="store_true", help="keep it, though a colleague proposes to erase it"),
            JSON,
            PASSPHRASE,
        ),
    ),
)
