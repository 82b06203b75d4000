"""What the window holds once a vault is open.

It is three quarters of the program, and nothing of it is needed to ask for a
passphrase: so the window loads it from here, while the passphrase is typed.
"""

from __future__ import annotations

from kzcase.services import backups, heldwords, vaults
from kzcase.ui.actions import key_groups
from kzcase.ui.backupwatch import BackupWatch, finish
from kzcase.ui.commands import UndoKeys, WindowCommands
from kzcase.ui.common.desk import Desk
from kzcase.ui.help.helpview import HelpView
from kzcase.ui.workspace import Workspace

__all__ = [
    "BackupWatch",
    "Desk",
    "HelpView",
    "UndoKeys",
    "WindowCommands",
    "Workspace",
    "backups",
    "finish",
    "heldwords",
    "key_groups",
    "vaults",
]
