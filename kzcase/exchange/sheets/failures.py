"""The known failures of spreadsheets: each says what is wrong with the file, and that nothing was changed."""

from __future__ import annotations

from kzcase.errors import KzcaseError

SAFE = "Nothing was changed."


class SheetError(KzcaseError):
    """A spreadsheet that cannot be taken in."""

    def __init__(self, what: str, *, safe: str = SAFE, remedy: str = "") -> None:
        super().__init__(what, safe=safe, remedy=remedy)


class NotASheet(SheetError):
    """A file that is no spreadsheet, or a damaged one."""


class SheetTooLarge(SheetError):
    """A spreadsheet with more in it than is taken in at once."""


class UnknownText(SheetError):
    """Text whose encoding cannot be told."""


class MappingError(SheetError):
    """A mapping that does not say which column goes where."""
