"""Arguments that commands of several rooms take."""

from __future__ import annotations

from pathlib import Path

from kzcase.cli.common import arg

ID = arg("id", metavar="ID", help="the record's id, 8 or more letters of its beginning, or its whole title")
FILE_PASSPHRASE = arg(
    "--file-passphrase-file",
    type=Path,
    metavar="F",
    help="the case file's own passphrase is the first line of F",
)
NEW_SECRET = arg("--new-passphrase-file", type=Path, metavar="F", help="read the new passphrase from F")
