"""Arguments that commands of several rooms take."""

from __future__ import annotations

from pathlib import Path

from kzcase.cli.common import arg

WHICH = "the record's id, 8 or more letters of its beginning, or its whole title"
ID = arg("id", metavar="ID", help=WHICH)
FIELD = arg("field", metavar="FIELD", help="the key of a field, as `kzcase schema` lists them")
FILE_PASSPHRASE = arg(
    "--file-passphrase-file",
    type=Path,
    metavar="F",
    help="the file's own passphrase is the first line of F",
)
NEW_SECRET = arg("--new-passphrase-file", type=Path, metavar="F", help="read the new passphrase from F")
