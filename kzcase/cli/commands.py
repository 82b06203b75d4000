"""Every command with its arguments. What a command needs is loaded when it is run, not to show its help."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kzcase.cli.common import (
    AS_OF,
    JSON,
    PASSPHRASE,
    VAULT,
    Command,
    arg,
    counting_number,
    whole_number,
)

Run = Callable[[argparse.Namespace], int | None]

ID = arg("id", metavar="ID", help="the record's id, 8 or more letters of its beginning, or its whole title")
FILES = arg("files", nargs="+", type=Path, metavar="FILE")
FILE_PASSPHRASE = arg(
    "--file-passphrase-file",
    type=Path,
    metavar="F",
    help="the case file's own passphrase is the first line of F",
)
NEW_SECRET = arg("--new-passphrase-file", type=Path, metavar="F", help="read the new passphrase from F")


@dataclass(frozen=True, slots=True)
class Later:
    """A function of one of the rooms beside this one, which is only loaded when it is called."""

    room: str
    name: str

    def function(self) -> Run:
        """Load it."""
        from kzcase.cli import (
            colleagues,
            data,
            deciding,
            exchange,
            folders,
            letters,
            oneletter,
            papers,
            people,
            vaults,
        )

        rooms = {
            "colleagues": colleagues,
            "data": data,
            "deciding": deciding,
            "exchange": exchange,
            "folders": folders,
            "letters": letters,
            "oneletter": oneletter,
            "papers": papers,
            "people": people,
            "vaults": vaults,
        }
        found: Run = getattr(rooms[self.room], self.name)
        return found

    def __call__(self, arguments: argparse.Namespace) -> int | None:
        """Call it."""
        return self.function()(arguments)


PAPERS = ("brief", "pack", "list", "timeline", "un-sp", "wgad", "ilo-cfa", "sanctions")
VIEWS = ("all", "overdue", "soon", "waiting", "drafts", "incoming", "unanswered")
"""The views of the register of letters (`kzcase.services.letters.VIEWS`), known without loading it."""

OPEN_WINDOW = Later("vaults", "open_window")


def left_out(text: str) -> str:
    """What may be left out of a case file, typed on the command line."""
    from kzcase.services.declarations import Compartment

    known = [*(one.value for one in Compartment), "do_not_share", "no_consent"]
    if text not in known:
        raise argparse.ArgumentTypeError(f"there is no {text}; there are {', '.join(known)}")
    return text


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
        Later("vaults", "demo"),
        (
            arg("folder", type=Path, nargs="?", default=Path("demo"), metavar="DIR"),
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
        Later("vaults", "new"),
        (VAULT, arg("--writer", metavar="NAME", help="who is writing (a name or a pseudonym)"), PASSPHRASE),
    ),
    Command("info", "what is known of a vault", Later("vaults", "info"), (VAULT, JSON, PASSPHRASE)),
    Command(
        "check",
        "check the file, and its tables against its history",
        Later("vaults", "check"),
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
        Later("vaults", "change_passphrase"),
        (VAULT, NEW_SECRET, PASSPHRASE),
    ),
    Command("recovery", "print the recovery sheet", Later("vaults", "recovery"), (VAULT, PASSPHRASE)),
    Command(
        "backup",
        "write a verified backup",
        Later("vaults", "backup"),
        (VAULT, arg("folder", type=Path, nargs="?", metavar="DIR"), PASSPHRASE),
    ),
    Command(
        "restore",
        "restore a backup",
        Later("vaults", "restore"),
        (arg("backup", type=Path, metavar="BACKUP"), VAULT, PASSPHRASE),
    ),
    Command(
        "rescue",
        "take what can be read out of a damaged vault into a new one",
        Later("vaults", "rescue"),
        (
            arg("damaged", type=Path, metavar="DAMAGED"),
            arg("new", type=Path, metavar="NEW"),
            arg("--words-file", type=Path, metavar="F", help="the words of the recovery sheet, read from F"),
            NEW_SECRET,
            JSON,
            PASSPHRASE,
        ),
    ),
    Command(
        "travel",
        "make a vault to travel with, or write what was done in it for home",
        Later("vaults", "travel"),
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
    Command("schema", "kinds and fields, from their declarations", Later("data", "schema"), (JSON,)),
    Command(
        "list",
        "list the records of a kind, or write them as a spreadsheet",
        Later("data", "list_records"),
        (
            VAULT,
            arg("kind", metavar="KIND"),
            arg("--xlsx", type=Path, metavar="OUT", help="write every field to a workbook, not encrypted"),
            arg("--csv", type=Path, metavar="OUT", help="write every field as CSV, not encrypted"),
            JSON,
            PASSPHRASE,
        ),
    ),
    Command(
        "show",
        "show one record",
        Later("data", "show"),
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
        Later("data", "set_fields"),
        (VAULT, ID, arg("assignments", nargs="+", metavar="FIELD=VALUE"), PASSPHRASE),
    ),
    Command("delete", "mark a record deleted", Later("data", "delete"), (VAULT, ID, PASSPHRASE)),
    Command(
        "restore-value",
        "give a field a past value",
        Later("data", "restore_value"),
        (VAULT, ID, arg("field", metavar="FIELD"), arg("revision", metavar="REVISION"), PASSPHRASE),
    ),
    Command(
        "attach",
        "attach a file to a record",
        Later("data", "attach"),
        (VAULT, ID, arg("file", type=Path, metavar="FILE"), PASSPHRASE),
    ),
    Command(
        "import",
        "take in case files, records files and spreadsheets",
        Later("exchange", "import_files"),
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
                "--without-widening",
                action="store_true",
                help="leave out records by which more might be shown to more people than before",
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
        Later("exchange", "export"),
        (
            VAULT,
            arg("out", type=Path, metavar="OUT", help="the file, or a folder for a file of a neutral name"),
            arg("--all", action="store_true", help="everything that may leave the vault"),
            arg("--person", nargs="+", action="extend", default=[], metavar="ID"),
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
            arg("--without-record", nargs="+", action="extend", default=[], metavar="ID"),
            arg("--no-documents", action="store_true", help="leave out the contents of documents"),
            arg("--to", nargs="+", action="extend", default=[], metavar="CONTACT"),
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
        "conflicts",
        "list what awaits a decision",
        Later("deciding", "list_conflicts"),
        (VAULT, JSON, PASSPHRASE),
    ),
    Command(
        "resolve",
        "decide an undecided field",
        Later("deciding", "resolve"),
        (
            VAULT,
            ID,
            arg("field", metavar="FIELD"),
            arg("--take", metavar="REVISION", help="the value of this revision"),
            arg("--value", metavar="V", help="a value of one's own"),
            arg("--keep-both", action="store_true", help="the one shown, the others as alternative values"),
            PASSPHRASE,
        ),
    ),
    Command(
        "undo-import",
        "take an import back; without BATCH: list the imports",
        Later("deciding", "undo_import"),
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
        Later("deciding", "erase"),
        (
            VAULT,
            arg("id", nargs="?", metavar="ID", help="the record: its id, the beginning of it, or its title"),
            arg("--compartment", metavar="C", help="only these details: identity, family, health, source"),
            arg("--plan", action="store_true", help="say what would be erased and change nothing"),
            arg("--yes", action="store_true", help="erase it: this cannot be undone"),
            arg("--decline", action="store_true", help="keep it, though a colleague proposes to erase it"),
            JSON,
            PASSPHRASE,
        ),
    ),
    Command(
        "folder",
        "keep a shared folder in step: take in what colleagues left, write what changed",
        Later("folders", "keep_in_step"),
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
            arg("--without-widening", action="store_true", help="without what would let more be shown"),
            arg("--with-undone", action="store_true", help="also what was taken back here before"),
            arg("--skip-bad", action="store_true", help="without records that are refused"),
            JSON,
            PASSPHRASE,
        ),
    ),
    Command(
        "identity",
        "the words of your key, and your contact card",
        Later("colleagues", "identity"),
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
        "add a colleague's card, compare its words, list, remove",
        Later("colleagues", "contact"),
        (
            VAULT,
            arg("action", choices=("add", "verify", "list", "remove"), metavar="ACTION"),
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
        "search",
        "find records by any name or word",
        Later("data", "search"),
        (
            VAULT,
            arg("query", metavar="QUERY"),
            arg("--limit", type=counting_number, default=50, metavar="N"),
            JSON,
            PASSPHRASE,
        ),
    ),
    Command(
        "duplicates",
        "people who may be one, likeliest first",
        Later("people", "list_duplicates"),
        (
            VAULT,
            arg("--limit", type=counting_number, default=500, metavar="N"),
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
        Later("people", "merge"),
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
        Later("data", "due"),
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
        "letter",
        "print a letter of the register as PDF or .docx",
        Later("oneletter", "letter"),
        (
            VAULT,
            arg("out", type=Path, metavar="OUT", help="the file to write"),
            arg(
                "--letter",
                required=True,
                metavar="ID",
                help="the letter: its id, the beginning of it, or its title",
            ),
            arg("--docx", action="store_true", help="write .docx, to be edited further"),
            arg("--draft", action="store_true", help="print it though something is missing; it says so"),
            arg(
                "--enclose",
                choices=PAPERS,
                help="put a paper on its people behind it, made for its addressee",
            ),
            JSON,
            PASSPHRASE,
        ),
    ),
    Command(
        "letters",
        "the register of letters: what was sent and received, by when a reply is due, what came",
        Later("letters", "register"),
        (
            VAULT,
            arg("--overdue", action="store_true", help="what should have been answered (--view overdue)"),
            arg("--view", default="all", choices=VIEWS),
            arg("--search", default="", metavar="Q", help="those with these words"),
            arg("--person", metavar="ID", help="those about a person"),
            arg("--addressee", metavar="ID", help="those to and from an organisation or a contact"),
            AS_OF,
            arg("--language", default="en", choices=("en", "ru", "kk")),
            JSON,
            arg("--pdf", type=Path, metavar="OUT", help="print it"),
            arg("--xlsx", type=Path, metavar="OUT", help="write it as a spreadsheet"),
            arg("--ics", type=Path, metavar="OUT", help="write the days of replies for other calendars"),
            arg("--names", action="store_true", help="say in that file whom and what it is about"),
            arg("--figures", type=Path, metavar="OUT", help="print the figures of a period"),
            arg("--first", metavar="DATE", help="its first day (default: the first of the year)"),
            arg("--last", metavar="DATE", help="its last day (default: the day looked from)"),
            PASSPHRASE,
        ),
    ),
    Command(
        "generate",
        "make fictional people",
        Later("data", "generate_people"),
        (
            VAULT,
            arg("--people", type=counting_number, required=True, metavar="N"),
            arg("--seed", type=whole_number, default=1, metavar="S"),
            PASSPHRASE,
        ),
    ),
    Command(
        "exports",
        "papers that were handed out: to whom, when, on which consents",
        Later("papers", "handed_out"),
        (
            VAULT,
            arg("--person", metavar="ID", help="those about a person"),
            arg("--consent", metavar="ID", help="those that stand on a consent"),
            arg("--pack", metavar="NAME", help="those of a pack"),
            arg("--hash", dest="sha256", default="", metavar="HASH", help="this one, or its beginning"),
            arg("--withdrawn", action="store_true", help="consents withdrawn after papers had gone out"),
            JSON,
            PASSPHRASE,
        ),
    ),
    Command(
        "packs",
        "packs kept under a name, and audiences the office named",
        Later("papers", "kept_packs"),
        (
            VAULT,
            arg("--remove", metavar="NAME", help="keep a pack no longer"),
            JSON,
            PASSPHRASE,
        ),
    ),
    Command(
        "brief",
        "print a brief for an audience",
        Later("papers", "brief"),
        (
            VAULT,
            arg("out", type=Path, metavar="OUT", help="the file to write: .pdf, .html or .txt"),
            arg("--pack", metavar="NAME", help="all settings of a pack the office keeps under this name"),
            arg("--template", choices=PAPERS, help="default: brief"),
            arg("--person", nargs="+", action="extend", default=[], metavar="ID"),
            arg("--search", metavar="Q", help="everyone this search finds"),
            arg("--without", nargs="+", action="extend", default=[], metavar="ID", help="leave records out"),
            arg("--heading", metavar="TEXT", help="the heading on a pack's cover"),
            arg("--for", dest="recipient", metavar="TEXT", help="for whom it is"),
            arg("--from", dest="sender", metavar="TEXT", help="from whom it is"),
            arg("--mission", metavar="ID", help="the contact or organisation it goes to, for the register"),
            arg("--letterhead", metavar="ID", help="the office as it stands on the first page"),
            arg("--classification", metavar="TEXT", help="the line on every page that says who may read it"),
            arg(
                "--answer",
                nargs="+",
                action="extend",
                default=[],
                metavar="KEY=TEXT",
                help="what a form asks and no record tells",
            ),
            arg(
                "--audience",
                metavar="A",
                help="internal (default), diplomatic, un, public, or one the office named",
            ),
            arg("--language", choices=("en", "ru", "kk"), help="default: en"),
            AS_OF,
            arg("--changes", action="store_true", help="mark what changed since it was last handed out"),
            arg("--keep", metavar="NAME", help="keep these settings as a pack under this name"),
            arg(
                "--pdf-password-file",
                type=Path,
                metavar="F",
                help="lock the PDF (AES-256) with the password on the first line of F",
            ),
            JSON,
            PASSPHRASE,
        ),
    ),
)
