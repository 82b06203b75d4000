"""What can be wrong with a case file, each told by its own name; whoever raises one has changed nothing."""

from __future__ import annotations

from kzcase.errors import KzcaseError

UNCHANGED = "Nothing was changed."
AGAIN = "Ask the sender for the file again."


class CaseFileError(KzcaseError):
    """A case file cannot be taken in, or not yet."""

    def __init__(self, what: str, *, remedy: str = AGAIN) -> None:
        super().__init__(what, safe=UNCHANGED, remedy=remedy)


class NotACaseFile(CaseFileError):
    """The file is something else."""

    def __init__(self, what: str = "This is not a case file of kzcase.") -> None:
        super().__init__(what, remedy="Choose a file NAME.kzcase.")


class DamagedFile(CaseFileError):
    """Bytes of the file are missing or have changed, or it was put together wrongly."""


class NewerFile(CaseFileError):
    """The file was made by a later version of this program."""

    def __init__(self) -> None:
        super().__init__(
            "This case file was made by a newer kzcase.",
            remedy="Install the newer kzcase, or ask the sender to write the file with the older one.",
        )


class NotForYou(CaseFileError):
    """None of this vault's keys opens the file."""

    def __init__(self) -> None:
        super().__init__(
            "This case file is not encrypted to anyone who writes here, or its beginning is damaged.",
            remedy="Give the sender your contact card and ask for a file that is written to you.",
        )


class PassphraseNeeded(CaseFileError):
    """The file opens with a passphrase of its own."""

    def __init__(self) -> None:
        super().__init__(
            "This case file opens with a passphrase of its own.", remedy="Ask the sender for the passphrase."
        )


class WrongFilePassphrase(CaseFileError):
    """The passphrase given does not open the file, or the file is damaged."""

    def __init__(self) -> None:
        super().__init__(
            "This passphrase does not open the case file.",
            remedy="Check the keyboard layout and ask the sender. If it is right, the file is damaged.",
        )


class TooMuchWork(CaseFileError):
    """A file asks for more work than any laptop has to do for a passphrase."""

    def __init__(self) -> None:
        super().__init__(
            "This case file asks for more work to open than kzcase does for a passphrase.",
            remedy="Ask the sender to write it with kzcase, or to your key.",
        )


class FileTooLarge(CaseFileError):
    """The file, or what it claims to hold, is larger than is taken."""

    def __init__(self, what: str) -> None:
        super().__init__(what, remedy="Ask the sender for several smaller files.")


class TooMuch(KzcaseError):
    """What was chosen is more than any case file holds, so that nobody could take it in."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what, safe="No file was written.", remedy=remedy)


class Stopped(CaseFileError):
    """The plan of a file names a reason for which it is not taken in by anybody's choice."""


class Unverified(CaseFileError):
    """The sender's key was never compared, and nobody chose to take the file in all the same."""


class PlanOutdated(CaseFileError):
    """The vault was changed after the plan was made, so that it would do something else now."""

    def __init__(self) -> None:
        super().__init__(
            "The vault was changed since the plan was made, and the file would now do something else.",
            remedy="Look at the new plan.",
        )


class NotAsPlanned(CaseFileError):
    """What was written is not what was planned; it was not kept."""

    def __init__(self) -> None:
        super().__init__(
            "What was taken in did not add up to what was planned.",
            remedy="Check the vault, then try again; report this, for it should not happen.",
        )
