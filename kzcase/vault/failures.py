"""What can be wrong with a vault, each told by its own name.

None of these is raised after something was changed: a failed opening leaves
the file as it was, byte for byte.
"""

from __future__ import annotations

from kzcase.errors import KzcaseError

UNTOUCHED = "The file was not changed."
FROM_BACKUP = "Restore the latest backup under another name, and keep this file."


class VaultError(KzcaseError):
    """Something known is wrong with a vault."""


class WrongPassphrase(VaultError):
    """The passphrase does not fit, and the file gives no sign of damage."""

    def __init__(self, *, changed_lately: bool = False) -> None:
        remedy = (
            "Check the keyboard layout and Caps Lock. If you are sure of the passphrase, the first bytes "
            "of the file may be damaged: the recovery sheet can then open it."
        )
        if changed_lately:
            remedy = "The passphrase was changed and the new one has not been used yet: try it. " + remedy
        super().__init__("This passphrase does not open the vault.", safe=UNTOUCHED, remedy=remedy)


class WrongWords(VaultError):
    """A recovery sheet does not open this file, or was not copied correctly."""


class Damaged(VaultError):
    """The file is a vault and the key is right, but bytes in it have changed or are missing."""

    def __init__(self, what: str, *, remedy: str = FROM_BACKUP) -> None:
        super().__init__(what, safe=UNTOUCHED, remedy=remedy)


class NotAVault(VaultError):
    """The file is something else, or empty."""

    def __init__(self, what: str, *, remedy: str = "Choose the vault file, NAME.kzvault.") -> None:
        super().__init__(what, safe=UNTOUCHED, remedy=remedy)


class WrongVault(VaultError):
    """A backup is of another vault than the one whose place it should take."""

    def __init__(self) -> None:
        super().__init__(
            "This is a backup of another vault.",
            safe="The vault is in its place as it was.",
            remedy="Choose a backup of this vault, or open that one under a name of its own.",
        )


class NewerVault(VaultError):
    """The file was made by a later version of this program."""

    def __init__(self) -> None:
        super().__init__(
            "This vault was made by a newer kzcase.",
            safe=UNTOUCHED,
            remedy="Install the newer kzcase on this computer and open the vault with it.",
        )


class AlreadyOpen(VaultError):
    """Another window of the program has this vault open."""

    def __init__(self) -> None:
        super().__init__(
            "This vault is already open in another window.",
            safe=UNTOUCHED,
            remedy="Use that window, or lock the vault there first.",
        )


class VaultBusy(VaultError):
    """Something else is writing to the file just now."""

    def __init__(self) -> None:
        super().__init__(
            "The vault is busy in another window.",
            safe="Nothing was changed.",
            remedy="Wait a moment and try again.",
        )


class VaultLocked(VaultError):
    """The vault was locked while something still wanted to use it."""

    def __init__(self) -> None:
        super().__init__(
            "The vault is locked.", safe="Nothing was changed.", remedy="Unlock it and try again."
        )


class NotEnoughMemory(VaultError):
    """The memory that unlocking needs is not free on this computer."""

    def __init__(self, mebibytes: int) -> None:
        super().__init__(
            f"Unlocking this vault needs {mebibytes} MB of free memory, and this computer has less just now.",
            safe=UNTOUCHED,
            remedy="Close other programs and try again, or open the vault on another computer.",
        )


class VaultVanished(VaultError):
    """The place of the file is gone while it was open: a stick pulled, a disk detached."""

    def __init__(self) -> None:
        super().__init__(
            "The vault file is no longer where it was opened.",
            safe="Nothing was written to another place.",
            remedy="Put the disk or stick back and open the vault again.",
        )


class EncryptionMissing(VaultError):
    """The database library at hand does not encrypt; nothing may be written with it."""

    def __init__(self) -> None:
        super().__init__(
            "This installation of kzcase cannot encrypt: its database library is not SQLCipher.",
            safe="Nothing was written.",
            remedy="Install kzcase again from a trusted copy.",
        )


class MigrationFailed(VaultError):
    """A vault of an older version could not be brought to this one."""
