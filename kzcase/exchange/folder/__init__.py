"""Keeps a folder in step that people replicate anyway: a stick, Syncthing, Nextcloud.

In: `look` opens and plans the new files of colleagues, `take` takes them in. Out:
`send` writes the full history of each record that changed since the last time, in small
encrypted case files. Nothing else is ever written into a folder, and nothing
but one's own old files is taken out of it.
"""

from __future__ import annotations

from kzcase.exchange.folder.looking import LeftAlone, Round, Why, look
from kzcase.exchange.folder.names import Sort, export_of, name_of, sort_of
from kzcase.exchange.folder.sending import Sent, send, to_send
from kzcase.exchange.folder.taking import Taken, note_taken, part_nothing_new, pass_over, take

__all__ = [
    "LeftAlone",
    "Round",
    "Sent",
    "Sort",
    "Taken",
    "Why",
    "export_of",
    "look",
    "name_of",
    "note_taken",
    "part_nothing_new",
    "pass_over",
    "send",
    "sort_of",
    "take",
    "to_send",
]
