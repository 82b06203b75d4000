"""What can be wrong with what is asked of the register, in plain words."""

from __future__ import annotations

from kzcase.errors import KzcaseError

UNCHANGED = "Nothing was changed."


class NotSent(KzcaseError):
    """A letter that has not gone out cannot be confirmed, answered or chased."""

    def __init__(self, title: str) -> None:
        super().__init__(
            f"“{title}” has not been sent yet.", safe=UNCHANGED, remedy="Mark it as sent first, with its day."
        )


class AlreadySent(KzcaseError):
    """A letter that has gone out is no draft any more."""

    def __init__(self, title: str) -> None:
        super().__init__(
            f"“{title}” has already been sent.",
            safe=UNCHANGED,
            remedy="Write a letter that follows it up, or take its day of sending back in its form.",
        )


class NotOurs(KzcaseError):
    """What is asked is for letters that the office sends, and this one came in."""

    def __init__(self, title: str) -> None:
        super().__init__(
            f"“{title}” came in; this is done with letters that were sent.",
            safe=UNCHANGED,
            remedy="Choose the letter that it answers.",
        )


class NoSuchTerm(KzcaseError):
    """A word that is no term of the vocabulary it was given for."""

    def __init__(self, what: str, key: str, known: str) -> None:
        super().__init__(f"There is no {what} “{key}”.", safe=UNCHANGED, remedy=f"There are: {known}.")


class NoReplyCame(KzcaseError):
    """That nothing came cannot be written down as a reply."""

    def __init__(self) -> None:
        super().__init__(
            "“No response” is not a reply that came in.",
            safe=UNCHANGED,
            remedy="Close the letter instead, or leave it waiting.",
        )
