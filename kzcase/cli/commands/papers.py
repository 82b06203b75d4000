"""Papers handed out."""

from __future__ import annotations

from pathlib import Path

from kzcase.briefing.templates import TEMPLATES
from kzcase.cli.commands import rooms
from kzcase.cli.commands.later import Later
from kzcase.cli.commands.shared import FILE_PASSPHRASE
from kzcase.cli.common import AS_OF, JSON, PASSPHRASE, VAULT, Command, arg

COMMANDS = (
    Command(
        "brief",
        "print a brief for an audience",
        Later(rooms.papers, "brief"),
        (
            VAULT,
            arg(
                "out",
                type=Path,
                metavar="OUT",
                help="the file to write: .pdf, .html or .txt, with .age behind it if it is sealed",
            ),
            arg("--pack", metavar="NAME", help="all settings of a pack the office keeps under this name"),
            arg("--template", choices=TEMPLATES, help="default: brief"),
            arg("--person", nargs="+", action="extend", default=[], metavar="ID", help="whom it is about"),
            arg("--search", metavar="Q", help="everyone this search finds"),
            arg("--without", nargs="+", action="extend", default=[], metavar="ID", help="leave records out"),
            arg(
                "--annex",
                nargs="+",
                action="extend",
                default=[],
                metavar="DOCUMENT[:PAGES]",
                help="documents to stand at its end as pictures, all or some pages: ID or ID:2-5,8",
            ),
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
            arg(
                "--to",
                nargs="+",
                action="extend",
                default=[],
                metavar="CONTACT",
                help="seal it for these colleagues: an age file that their key opens",
            ),
            arg(
                "--file-passphrase-file",
                type=Path,
                metavar="F",
                help="seal it with the passphrase on the first line of F",
            ),
            JSON,
            PASSPHRASE,
        ),
    ),
    Command(
        "unseal",
        "open a paper that somebody sealed for you",
        Later(rooms.papers, "unseal"),
        (
            VAULT,
            arg("file", type=Path, metavar="FILE", help="the sealed paper (.age)"),
            arg("out", type=Path, metavar="OUT", help="the file to write"),
            FILE_PASSPHRASE,
            PASSPHRASE,
        ),
    ),
    Command(
        "packs",
        "packs kept under a name, and audiences the office named",
        Later(rooms.papers, "kept_packs"),
        (
            VAULT,
            arg("--remove", metavar="NAME", help="keep a pack no longer"),
            JSON,
            PASSPHRASE,
        ),
    ),
    Command(
        "exports",
        "papers that were handed out: to whom, when, on which consents",
        Later(rooms.papers, "handed_out"),
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
)
