"""Makes what a person typed fit for print: cleaned once, escaped once, cut where it is too long.

Everything printed passes `clean` while content is gathered and `esc` while it
is drawn. No markup of a user's ever reaches the layout: what looks like markup
is printed letter for letter.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from xml.sax.saxutils import escape

LONGEST_PARAGRAPH = 1000
"""Words that one paragraph may hold: ReportLab's time to lay out a paragraph grows faster than its length."""

LONGEST_WORD = 2000
"""Letters that one unbroken word may hold before it is cut into several."""

_KEPT_FORMATS = frozenset("\n")
# Lone surrogates, private use and unassigned code points mean nothing on paper; formats (direction
# marks, zero-width letters, soft hyphens) are invisible there and would hide a word from a search for it.
_DROPPED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
# A single plain or no-break space is left as it is.
_SPACES = re.compile(r"[^\S\n]{2,}|[^\S\n\u00a0 ]")
_BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
# The same sign in another width or weight: printed as the one that has a letter.
_SAME = str.maketrans({"\u2010": "-", "\u00ad": "", "\t": " "})


def clean(text: str) -> str:
    """The text as it can be printed: NFC, `\\n` for each line break, no invisible character.

    A run of spaces (thin, wide, tabs) becomes one; a no-break space stays what it is.
    """
    if text.isprintable() and "\u2010" not in text:
        if not unicodedata.is_normalized("NFC", text):
            text = unicodedata.normalize("NFC", text)
        return _SPACES.sub(_one_space, text).strip()
    text = unicodedata.normalize("NFC", _BREAKS.sub("\n", text)).translate(_SAME)
    if not text.isprintable():
        text = "".join(c for c in text if c in _KEPT_FORMATS or unicodedata.category(c) not in _DROPPED)
    return _SPACES.sub(_one_space, text).strip()


def _one_space(run: re.Match[str]) -> str:
    return "\u00a0" if set(run.group()) <= {"\u00a0", "\u202f"} else " "


def line(text: str) -> str:
    """The cleaned text on one line."""
    return clean(text).replace("\n", " ")


def esc(text: str) -> str:
    """The text for a ReportLab paragraph: printed literally, whatever it holds; no line breaks."""
    return escape(clean(text)).replace("\n", " ")


def pieces(text: str) -> Iterator[str]:
    """The cleaned text as paragraphs short enough to be laid out one by one.

    Cut at its line breaks, and every `LONGEST_PARAGRAPH` words.
    """
    for part in clean(text).split("\n"):
        words = list(_short_words(part))
        for start in range(0, len(words), LONGEST_PARAGRAPH):
            yield " ".join(words[start : start + LONGEST_PARAGRAPH])


def _short_words(part: str) -> Iterator[str]:
    for word in part.split(" "):
        if len(word) <= LONGEST_WORD:
            if word:
                yield word
            continue
        for start in range(0, len(word), LONGEST_WORD):
            yield word[start : start + LONGEST_WORD]


def shortened(text: str, limit: int) -> str:
    """The text on one line, cut at a word within `limit` letters and marked as cut."""
    whole = line(text)
    if len(whole) <= limit:
        return whole
    cut = whole[: limit - 1]
    at = cut.rfind(" ")
    return (cut[:at] if at > limit // 2 else cut).rstrip(" ,;:.-–—") + "…"
