"""Takes a name that was typed in one go apart."""

from __future__ import annotations


def split_name(text: str) -> dict[str, str]:
    """A typed name in its parts, in the order people here write it: family, given, patronymic."""
    words = text.split()
    keys = ("family", "given", "patronymic")
    found = dict(zip(keys, words, strict=False))
    if len(words) > 3:
        found["patronymic"] = " ".join(words[2:])
    return found
