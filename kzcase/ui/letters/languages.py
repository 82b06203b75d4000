"""The languages in which letters are written, each by its own name."""

from __future__ import annotations

LANGUAGES = (("en", "English"), ("ru", "Русский"), ("kk", "Қазақша"))


def language_words(key: str) -> str:
    """A language by its own name; another one by its key."""
    return dict(LANGUAGES).get(key, key)
