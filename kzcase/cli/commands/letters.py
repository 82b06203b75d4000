"""Letters and their register."""

from __future__ import annotations

from pathlib import Path

from kzcase.briefing.templates import TEMPLATES
from kzcase.cli.commands import rooms
from kzcase.cli.commands.later import Later
from kzcase.cli.common import AS_OF, JSON, PASSPHRASE, VAULT, Command, arg

VIEWS = ("all", "overdue", "soon", "waiting", "drafts", "incoming", "unanswered")
"""The views of the register of letters (`kzcase.services.letters.VIEWS`), known without loading it."""

COMMANDS = (
    Command(
        "letter",
        "print a letter of the register as PDF or .docx",
        Later(rooms.oneletter, "letter"),
        (
            VAULT,
            arg("out", type=Path, metavar="OUT", help="the file to write"),
            arg(
                "--letter",
                required=True,
                metavar="ID",
                help="the letter's id, 8 or more letters of its beginning, or its whole title",
            ),
            arg("--docx", action="store_true", help="write .docx, to be edited further"),
            arg("--draft", action="store_true", help="print it though something is missing; it says so"),
            arg(
                "--enclose",
                choices=TEMPLATES,
                help="put a paper on its people behind it, made for its addressee",
            ),
            JSON,
            PASSPHRASE,
        ),
    ),
    Command(
        "letters",
        "the register of letters: what was sent and received, by when a reply is due, what came",
        Later(rooms.letters, "register"),
        (
            VAULT,
            arg("--overdue", action="store_true", help="what should have been answered (--view overdue)"),
            arg("--view", default="all", choices=VIEWS, help="which of them (default: all)"),
            arg("--search", default="", metavar="Q", help="those with these words"),
            arg("--person", metavar="ID", help="those about a person"),
            arg("--addressee", metavar="ID", help="those to and from an organisation or a contact"),
            AS_OF,
            arg(
                "--language",
                default="en",
                choices=("en", "ru", "kk"),
                help="of what is printed (default: en)",
            ),
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
)
