"""Every failure a user may be told about, as a sentence with a remedy.

A `KzcaseError` is a *known* failure: the world was not as needed (a wrong
passphrase, a full disk, a half-typed date). It says what happened, what is
safe and what to do, and whoever raises it has changed nothing. Anything else
that is raised is our own bug and is reported as such.

The base class lives at the bottom of the staircase so that every room can
raise its own kind of it; rooms derive their own classes where a caller has to
tell failures apart, and otherwise raise one of these.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self


class KzcaseError(Exception):
    """A known failure, told in plain words.

    `what` says what happened, `safe` what was not touched, `remedy` what to do
    next. None of them may quote a value typed by a user except where the
    sentence is shown to that same user and never logged.
    """

    def __init__(self, what: str, *, safe: str = "", remedy: str = "") -> None:
        self.what = what
        self.safe = safe
        self.remedy = remedy
        super().__init__(self.sentence)

    @property
    def sentence(self) -> str:
        """The whole message as one paragraph."""
        return " ".join(part for part in (self.what, self.safe, self.remedy) if part)


class Cancelled(KzcaseError):
    """The user stopped the work: nothing needs to be said."""

    def __init__(self) -> None:
        super().__init__("Cancelled.", safe="Nothing was changed.")


class NotFound(KzcaseError):
    """Something that was asked for by name or id is not here."""


class Unwritable(KzcaseError):
    """A place cannot be written: full, read-only, gone or not permitted."""

    @classmethod
    def from_os(cls, error: OSError, place: str, safe: str = "Nothing was changed.") -> Self:
        """Name the fault of the operating system in the user's words."""
        import errno

        reasons = {
            errno.ENOSPC: ("The disk is full", "Free some space and try again."),
            errno.EDQUOT: ("The disk quota is used up", "Free some space and try again."),
            errno.EROFS: ("The place is read-only", "Choose another place."),
            errno.EACCES: ("Writing there is not permitted", "Choose another place."),
            errno.EPERM: ("Writing there is not permitted", "Choose another place."),
            errno.ENOENT: ("The folder does not exist", "Choose another place."),
            errno.ENOTDIR: ("The folder does not exist", "Choose another place."),
            errno.EISDIR: ("That is a folder, not a file", "Choose a file name."),
            errno.EEXIST: ("There is already a file of that name", "Choose another name."),
            errno.EIO: ("The disk reported an error", "Check the disk or the stick."),
        }
        what, remedy = reasons.get(error.errno or 0, ("The file cannot be written", "Choose another place."))
        return cls(f"{what}: {place}.", safe=safe, remedy=remedy)


@dataclass(frozen=True, slots=True)
class Refusal:
    """One thing of a larger input that could not be taken, and why.

    `where` is the place as the user knows it ("line 7", "row 3"), `field` the
    field's key or "" for the whole, `reason` a sentence.
    """

    where: str
    reason: str
    field: str = ""


class InputRefused(KzcaseError):
    """An input was refused, with each reason in the order of the input."""

    def __init__(
        self, what: str, refusals: tuple[Refusal, ...], *, safe: str = "Nothing was changed."
    ) -> None:
        self.refusals = refusals
        super().__init__(what, safe=safe)
