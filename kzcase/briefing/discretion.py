"""Keeps names that may not be printed, and words not to be said, out of free text.

The gate decides field by field; this looks inside the text that passed. A
protected name that stands in a text as written is replaced by its pseudonym;
if the folded text (any script, spelling, case ending, a hyphen inside) still
holds it, the whole text is withheld. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum

from kzcase.briefing.pairs import Pair, apart, flowing, pairs, single_words
from kzcase.briefing.text import clean
from kzcase.names.folding import fold, words

_SHORTEST = 3
_SHORTEST_INSIDE = 6
_LONGEST_ENDING = 4
_ENDING_OF_SHORT = 3
_SHORT_STEM = 4
_VERY_SHORT = 2
_VOWELS = "aeiu"
_LONG_ENDING = re.compile(r"(?:[ldt][ae]r|sk)[a-z]{0,6}")
"""Longer than other endings: of a Kazakh plural with its case, of a Russian adjective made of a name."""
_ONE_WORD = re.compile(r"(?<![^\W_])[^\W\d_]{1,3}(?![^\W_])")
_GLUED = re.compile(r"(?<=[a-zа-яёәғқңөұүһі])(?=[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ])")
"""Where one word goes over into the next in a name written as one: BolatSerikov."""


class Care(IntEnum):
    """How carefully a name is kept out."""

    UNCITED = 1
    """No basis to name the person: kept out of texts that do not come from a public source."""
    STRICT = 2
    """A pseudonym, "do not share", a refusal: kept out of every text, each part of the name."""


@dataclass(frozen=True, slots=True)
class Hidden:
    """Somebody who may not be named: each way the name is written, and what stands in its place."""

    names: tuple[tuple[str, ...], ...]
    instead: str
    care: Care


@dataclass(slots=True)
class Discretion:
    """What must not appear in the texts of one paper."""

    stems: dict[str, Care] = field(default_factory=dict)
    inside: dict[str, Care] = field(default_factory=dict)
    short: dict[str, Care] = field(default_factory=dict)
    """Names of two letters (Ли, Ан): told from other words only by their capital."""
    replaced: list[tuple[re.Pattern[str], str]] = field(default_factory=list)
    unsaid: list[str] = field(default_factory=list)
    strangers: dict[Pair, Care] = field(default_factory=dict)
    """Full names, as texts have them, of people no record of the paper links; set before anything is said."""
    _telling: dict[Care, tuple[frozenset[Pair], frozenset[str]]] = field(default_factory=dict, init=False)

    def say(self, text: str, *, cited: bool) -> str | None:
        """The text with protected names replaced, or None if it must not be printed.

        `cited`: it stands on a public source, so only strictly kept names count.
        """
        text = clean(text)
        if not (self.stems or self.short or self.unsaid or self.strangers):
            return text
        for pattern, instead in self.replaced:
            text = pattern.sub(lambda _, word=instead: word, text)  # type: ignore[misc]
        return None if self.names_someone(text, cited=cited) else text

    def names_someone(self, text: str, *, cited: bool) -> bool:
        """Whether a text gives away a protected name."""
        least = Care.STRICT if cited else Care.UNCITED
        if self.strangers and self._names_stranger(text, least):
            return True
        if self.short and any(
            care >= least
            for found in _ONE_WORD.finditer(clean(text))
            if found.group()[0].isupper() and (care := self.short.get(fold(found.group()))) is not None
        ):
            return True
        if not self.stems:
            return False
        apart = _GLUED.sub(" ", text)
        if apart != text and any(self.is_name(token, least) for token in words(fold(apart))):
            return True
        folded = fold(text)
        if any(self.is_name(token, least) for token in words(folded)):
            return True
        squeezed = folded.replace(" ", "")
        return any(care >= least and name in squeezed for name, care in self.inside.items())

    def _names_stranger(self, text: str, least: Care) -> bool:
        if least not in self._telling:
            kept = frozenset(pair for pair, care in self.strangers.items() if care >= least)
            self._telling[least] = kept, frozenset(max(pair, key=len).rstrip(".") for pair in kept)
        kept, told_by = self._telling[least]
        plain = flowing(text)
        # Most texts hold no word of any of them.
        if not told_by.isdisjoint(single_words(plain)) and not kept.isdisjoint(pairs(plain)):
            return True
        return not kept.isdisjoint(apart(plain))

    def is_name(self, token: str, least: Care) -> bool:
        """Whether one folded word is a name that is kept out so carefully, with an ending at most."""
        for length in range(_SHORTEST - 1, len(token) + 1):
            care = self.stems.get(token[:length])
            if care is None or care < least:
                continue
            longest = _ENDING_OF_SHORT if length <= _SHORT_STEM else _LONGEST_ENDING
            if len(token) - length <= longest or _LONG_ENDING.fullmatch(token, length):
                return True
        return False

    def unsayable(self, text: str) -> bool:
        """Whether a text holds words of a list "do not say"."""
        if not self.unsaid:
            return False
        squeezed = fold(text).replace(" ", "")
        return any(phrase in squeezed for phrase in self.unsaid)


def discretion(
    hidden: Iterable[Hidden], shown: Iterable[tuple[str, ...]], unsaid: Iterable[str] = ()
) -> Discretion:
    """Make ready to keep some names out.

    `shown` are the names (as words) that the paper itself prints: a judge who
    bears the same surname as the person on the paper hides nobody's text.
    `unsaid` are texts of which each line is a phrase not to be said.
    """
    made = Discretion()
    allowed = {word for name in shown for part in name for word in words(fold(part))}
    for one in hidden:
        for name in one.names:
            _keep_out(made, one, name, allowed)
    made.replaced.sort(key=lambda pair: (-len(pair[0].pattern), pair[0].pattern))
    made.unsaid = sorted(
        {
            squeezed
            for text in unsaid
            for phrase in text.splitlines()
            if len(squeezed := fold(clean(phrase)).replace(" ", "")) >= _SHORTEST
        }
    )
    return made


def _keep_out(made: Discretion, one: Hidden, name: tuple[str, ...], allowed: set[str]) -> None:
    parts = [said for part in name if (said := clean(part))]
    if not parts:
        return
    if one.care is Care.STRICT and one.instead:
        for written in _written(parts):
            # What the paper itself calls somebody else is left to them.
            if not allowed.issuperset(words(fold(written))):
                made.replaced.append((_as_written(written), one.instead))
    # Of somebody nobody asked, the surname gives the name away; a given name alone does not.
    telling = parts if one.care is Care.STRICT else parts[:1]
    for part in telling:
        for word in words(fold(part)):
            if word in allowed:
                continue
            if len(word) < _SHORTEST:
                if len(word) == _VERY_SHORT:
                    _keep(made.short, word, one.care)
                continue
            # An ending may replace the vowels of a name or stand behind them.
            _keep(made.stems, _stem(word), one.care)
            _keep(made.stems, word, one.care)
            if len(word) >= _SHORTEST_INSIDE:
                _keep(made.inside, word, one.care)


def _keep(where: dict[str, Care], key: str, care: Care) -> None:
    where[key] = max(care, where.get(key, care))


def _stem(word: str) -> str:
    """The word without the vowels it ends in, which case endings replace."""
    bare = word.rstrip(_VOWELS)
    return bare if len(bare) >= _SHORTEST else word


def _written(parts: list[str]) -> list[str]:
    """The ways in which a name (surname, given name, patronymic) is written out."""
    family, given, *rest = [*parts, ""] if len(parts) < 2 else parts
    forms = {" ".join(parts), f"{given} {family}".strip(), f"{family} {given}".strip(), *parts}
    if rest:
        forms.add(" ".join((given, *rest, family)).strip())
        forms.add(" ".join((given, *rest)).strip())
    return sorted(form for form in forms if len(form) >= _SHORTEST)


def _as_written(name: str) -> re.Pattern[str]:
    spaced = r"\s+".join(re.escape(word) for word in name.split())
    return re.compile(rf"(?<!\w){spaced}(?!\w)", re.IGNORECASE)


def names_of(values: Iterable[Mapping[str, object]]) -> tuple[tuple[str, ...], ...]:
    """Name composites as tuples of surname, given name and patronymic."""
    return tuple(
        tuple(str(value.get(part) or "") for part in ("family", "given", "patronymic")) for value in values
    )
