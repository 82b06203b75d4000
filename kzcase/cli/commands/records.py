"""Records: read, written, attached to, found, joined."""

from __future__ import annotations

from pathlib import Path

from kzcase.cli.commands import rooms
from kzcase.cli.commands.later import Later
from kzcase.cli.commands.shared import FIELD, ID
from kzcase.cli.common import AS_OF, JSON, PASSPHRASE, VAULT, Command, arg, counting_number, whole_number

COMMANDS = (
    Command("schema", "kinds and fields, from their declarations", Later(rooms.data, "schema"), (JSON,)),
    Command(
        "list",
        "list the records of a kind, or write them as a spreadsheet",
        Later(rooms.data, "list_records"),
        (
            VAULT,
            arg("kind", metavar="KIND", help="a kind of record, as `kzcase schema` lists them"),
            arg("--xlsx", type=Path, metavar="OUT", help="write every field to a workbook, not encrypted"),
            arg("--csv", type=Path, metavar="OUT", help="write every field as CSV, not encrypted"),
            JSON,
            PASSPHRASE,
        ),
    ),
    Command(
        "show",
        "show one record",
        Later(rooms.data, "show"),
        (
            VAULT,
            ID,
            arg("--history", action="store_true", help="say who wrote what, and when"),
            AS_OF,
            JSON,
            PASSPHRASE,
        ),
    ),
    Command(
        "set",
        "set fields of a record",
        Later(rooms.data, "set_fields"),
        (
            VAULT,
            ID,
            arg("assignments", nargs="+", metavar="FIELD=VALUE", help="FIELD= empties one"),
            PASSPHRASE,
        ),
    ),
    Command("delete", "mark a record deleted", Later(rooms.data, "delete"), (VAULT, ID, PASSPHRASE)),
    Command(
        "restore-value",
        "give a field a past value",
        Later(rooms.data, "restore_value"),
        (
            VAULT,
            ID,
            FIELD,
            arg("revision", metavar="REVISION", help="as `show --history` lists them"),
            PASSPHRASE,
        ),
    ),
    Command(
        "attach",
        "attach a file to a record",
        Later(rooms.data, "attach"),
        (VAULT, ID, arg("file", type=Path, metavar="FILE", help="the file to keep"), PASSPHRASE),
    ),
    Command(
        "search",
        "find records by any name or word; keep a search, and find by one that is kept",
        Later(rooms.searches, "search"),
        (
            VAULT,
            arg("query", nargs="?", metavar="QUERY", help="words, names and conditions in any script"),
            arg("--save", metavar="NAME", help="keep the search under NAME, as the side bar shows it"),
            arg("--replace", action="store_true", help="also if another search bears that NAME"),
            arg(
                "--saved",
                nargs="?",
                const="",
                metavar="NAME",
                help="find what the search kept under NAME finds; without NAME: list those that are kept",
            ),
            arg("--forget", metavar="NAME", help="keep the search of that NAME no longer"),
            arg("--limit", type=counting_number, default=50, metavar="N", help="at most so many (50)"),
            JSON,
            PASSPHRASE,
        ),
    ),
    Command(
        "duplicates",
        "people who may be one, likeliest first",
        Later(rooms.people, "list_duplicates"),
        (
            VAULT,
            arg("--limit", type=counting_number, default=500, metavar="N", help="at most so many (500)"),
            arg(
                "--two-people",
                nargs=2,
                metavar=("ID", "OTHER"),
                help="say that these are two people: they are not proposed again",
            ),
            JSON,
            PASSPHRASE,
        ),
    ),
    Command(
        "merge",
        "say that two people are one, or take it back",
        Later(rooms.people, "merge"),
        (
            VAULT,
            arg("keep", metavar="KEEP", help="the id of the person that stands for both"),
            arg("other", metavar="OTHER", help="the id of the other one"),
            arg("--undo", action="store_true", help="they are two again"),
            PASSPHRASE,
        ),
    ),
    Command(
        "deadlines",
        "what is due",
        Later(rooms.data, "due"),
        (
            VAULT,
            AS_OF,
            arg("--days", type=whole_number, default=30, metavar="N", help="how far ahead"),
            JSON,
            arg("--ics", type=Path, metavar="OUT", help="write it for other calendars, without names"),
            arg("--names", action="store_true", help="say in that file whom and what it is about"),
            PASSPHRASE,
        ),
    ),
    Command(
        "generate",
        "make fictional people",
        Later(rooms.data, "generate_people"),
        (
            VAULT,
            arg("--people", type=counting_number, required=True, metavar="N", help="how many"),
            arg("--seed", type=whole_number, default=1, metavar="S", help="the same seed, the same people"),
            PASSPHRASE,
        ),
    ),
)
