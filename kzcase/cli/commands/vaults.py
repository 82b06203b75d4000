"""The vault itself: made, opened, checked, copied, rescued, taken along."""

from __future__ import annotations

from pathlib import Path

from kzcase.cli.commands import rooms
from kzcase.cli.commands.later import Later
from kzcase.cli.commands.shared import NEW_SECRET
from kzcase.cli.common import JSON, PASSPHRASE, VAULT, Command, arg

OPEN_WINDOW = Later(rooms.window, "open_window")

COMMANDS = (
    Command(
        "open",
        "open the window",
        OPEN_WINDOW,
        (arg("vault", type=Path, nargs="?", metavar="VAULT", help="the vault file (NAME.kzvault)"),),
    ),
    Command(
        "demo",
        "make the sample vault and show it",
        Later(rooms.window, "demo"),
        (
            arg(
                "folder",
                type=Path,
                nargs="?",
                default=Path("demo"),
                metavar="DIR",
                help="where (default: demo)",
            ),
            arg(
                "--no-window",
                action="store_true",
                help="leave vault, briefing, case data and screenshots in DIR",
            ),
        ),
    ),
    Command(
        "new",
        "make a new vault",
        Later(rooms.vaults, "new"),
        (VAULT, arg("--writer", metavar="NAME", help="who is writing (a name or a pseudonym)"), PASSPHRASE),
    ),
    Command("info", "what is known of a vault", Later(rooms.vaults, "info"), (VAULT, JSON, PASSPHRASE)),
    Command(
        "check",
        "check the file, and its tables against its history",
        Later(rooms.vaults, "check"),
        (
            VAULT,
            arg("--rebuild", action="store_true", help="fold all history anew and compare every cell"),
            arg(
                "--accept-older",
                action="store_true",
                help="the vault lacks units that it had on this computer, and that is known: say so no more",
            ),
            JSON,
            PASSPHRASE,
        ),
    ),
    Command(
        "passphrase",
        "change the passphrase",
        Later(rooms.vaults, "change_passphrase"),
        (VAULT, NEW_SECRET, PASSPHRASE),
    ),
    Command("recovery", "print the recovery sheet", Later(rooms.vaults, "recovery"), (VAULT, PASSPHRASE)),
    Command(
        "backup",
        "write a verified backup",
        Later(rooms.vaults, "backup"),
        (
            VAULT,
            arg("folder", type=Path, nargs="?", metavar="DIR", help="where (default: as in Settings)"),
            PASSPHRASE,
        ),
    ),
    Command(
        "restore",
        "restore a backup",
        Later(rooms.vaults, "restore"),
        (arg("backup", type=Path, metavar="BACKUP", help="the backup; it stays"), VAULT, PASSPHRASE),
    ),
    Command(
        "rescue",
        "take what can be read out of a damaged vault into a new one",
        Later(rooms.vaults, "rescue"),
        (
            arg("damaged", type=Path, metavar="DAMAGED", help="the damaged vault; it is only read"),
            arg("new", type=Path, metavar="NEW", help="the vault to make"),
            arg("--words-file", type=Path, metavar="F", help="the words of the recovery sheet, read from F"),
            NEW_SECRET,
            JSON,
            PASSPHRASE,
        ),
    ),
    Command(
        "travel",
        "make a vault to travel with, or write what was done in it for home",
        Later(rooms.vaults, "travel"),
        (
            VAULT,
            arg("new", type=Path, nargs="?", metavar="NEW", help="the travel vault to make"),
            arg("--person", nargs="+", action="extend", default=[], metavar="ID", help="who goes along"),
            arg(
                "--without",
                nargs="+",
                action="extend",
                default=[],
                choices=("identity", "family", "health", "source"),
                metavar="COMPARTMENT",
                help="details that stay at home: identity, family, health, source",
            ),
            arg("--no-documents", action="store_true", help="leave the files of documents at home"),
            arg(
                "--home",
                type=Path,
                metavar="OUT",
                help="VAULT is the travel vault: write its case file, which only home can open",
            ),
            NEW_SECRET,
            PASSPHRASE,
        ),
    ),
)
