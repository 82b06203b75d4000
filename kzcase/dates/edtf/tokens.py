"""Cuts typed text into the pieces a date is made of: number dates, numbers, words and signs."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kzcase.dates.edtf import words

_TOKENS = re.compile(
    r"""
    (?P<edtf>  \d{3}x(?!\w) | \d{2}xx(?!\w) | \d{4}-xx(?:-xx)?(?!\w) | \d{4}-\d{2}-xx(?!\w) )
  | (?P<dmy>   \d{1,2}\ ?(?P<s1>[./-])\ ?\d{1,2}\ ?(?P=s1)\ ?\d{4}(?!\d) )
  | (?P<ymd>   \d{4}(?P<s2>[./-])\d{1,2}(?P=s2)\d{1,2}(?!\d) )
  | (?P<short> \d{1,2}(?P<s3>[./-])\d{1,2}(?P=s3)\d{2}(?!\d) )
  | (?P<my>    \d{1,2}[./-]\d{4}(?!\d) )
  | (?P<ym>    \d{4}[./-]\d{1,2}(?!\d) )
  | (?P<dm>    \d{1,2}[./]\d{1,2}(?!\d) )
  | (?P<tens>  \d{3}0(?:['’]?s|-?(?:е|ые|x|ых|ыx)|[ -]?жылдар[^\W\d_]*)(?!\w) )
  | (?P<num>   \d+(?:(?:st|nd|rd|th)|-?(?:го|е|ое|ого|й|му|м|и|ы|си|сы|ши|шы|нши|ншы|инши|ыншы)
               |-(?:с[ыи])?(?:[дтн][ае]н|[гкн][ае]|[дт][ае]))?(?![^\W\d_]) )
  | (?P<word>  [^\W\d_]+ )
  | (?P<mark>  \S )
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Token:
    """One piece: its kind, which is the name of a group above or "mark", and its folded text."""

    kind: str
    text: str

    @property
    def numbers(self) -> list[int]:
        """The numbers in it, from left to right."""
        return [int(number) for number in re.findall(r"\d+", self.text)]

    def is_in(self, vocabulary: frozenset[str]) -> bool:
        """Whether it is a word of these."""
        return self.kind == "word" and self.text in vocabulary

    @property
    def is_dash(self) -> bool:
        """Whether it is a dash that stands alone."""
        return self.text == "-"

    @property
    def is_ablative(self) -> bool:
        """Whether this word or number carries Kazakh's "from"."""
        if not words.ABLATIVE.fullmatch(self.text):
            return False
        known = self.text == "жылдан" or self.text.startswith("айынан")
        return self.kind in ("num", "tens") or known or words.month_of(self.text) is not None


def cut(folded: str) -> list[Token]:
    """The pieces of a folded text, in order."""
    return [Token(found.lastgroup or "mark", found.group()) for found in _TOKENS.finditer(folded)]
