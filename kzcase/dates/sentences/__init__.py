"""Every sentence a computation may say, by its code, in English, Russian and Kazakh.

The Russian and Kazakh wait for a native reader who knows the law's language.
"""

from __future__ import annotations

from collections.abc import Mapping

from kzcase.dates.sentences import en, kk, ru

SENTENCES: Mapping[str, Mapping[str, str]] = {"en": en.SENTENCES, "ru": ru.SENTENCES, "kk": kk.SENTENCES}
BASES: Mapping[str, Mapping[str, str]] = {"en": en.BASES, "ru": ru.BASES, "kk": kk.BASES}
