"""Reads the language of templates: text, places to fill, and two kinds of block. No code is ever run.

    {{date}}                                    a place to fill
    {{#each persons}} ... {{/each}}             once for each of a list
    {{#if asks}} ... {{else}} ... {{/if}}       only if there is something

The words are a closed set (`kzcase.letters.placeholders`); a dot in one is a
letter of its name and looks nothing up. A line that holds nothing but the tags
of blocks leaves no line behind. What a place is filled with is never read
again, whatever stands in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from kzcase.errors import KzcaseError

DEEPEST = 4
"""How many blocks may stand inside each other."""
LONGEST = 50_000
"""Characters of a template."""
OPEN, CLOSE = "⟦", "⟧"
"""What stands around something missing: signs that no font of the papers has, so none is printed unseen."""

_TAG = re.compile(r"\{\{(.*?)\}\}")
_BRACES = re.compile(r"\{\{|\}\}")
_HEADING = re.compile(r"^# ", re.MULTILINE)
_BLOCK = re.compile(r"#(each|if)\s+(\S+)")
_ALIKE = 60.0


class TemplateRefused(KzcaseError):
    """A template that cannot be used: where the fault is (line and column from 1), and what it is."""

    def __init__(self, line: int, column: int, fault: str, remedy: str = "") -> None:
        self.line = line
        self.column = column
        self.fault = fault
        super().__init__(
            f"The template cannot be used: line {line}, column {column}: {fault}",
            safe="Nothing was changed.",
            remedy=remedy or "Correct the template.",
        )


@dataclass(frozen=True, slots=True)
class Text:
    """Text that stands as it is."""

    text: str


@dataclass(frozen=True, slots=True)
class Place:
    """A place to fill, by its word."""

    word: str


@dataclass(frozen=True, slots=True)
class Each:
    """A part that stands once for each of a list."""

    word: str
    body: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class If:
    """A part that stands if there is something, and one that stands if there is not."""

    word: str
    body: tuple[Node, ...]
    otherwise: tuple[Node, ...] = ()


Node = Text | Place | Each | If


@dataclass(frozen=True, slots=True)
class Grammar:
    """The words a template may use: where each may stand, and what is inside each list.

    `places` gives for each word the list inside which alone it may stand ("":
    anywhere); `lists` gives for each list the list it stands in ("": anywhere).
    """

    places: Mapping[str, str]
    lists: Mapping[str, str]

    def within(self, inside: Sequence[str]) -> frozenset[str]:
        """Every word that may be named inside some lists."""
        where = {"", *inside}
        return frozenset(
            word for known in (self.places, self.lists) for word, home in known.items() if home in where
        )


@dataclass(frozen=True, slots=True)
class _Token:
    """A stretch of text (`tag` is None) or a tag, with its place."""

    line: int
    column: int
    text: str
    tag: str | None = None


def parse(template: str, grammar: Grammar) -> tuple[Node, ...]:
    """The template taken apart.

    Raises `TemplateRefused` for an unknown word (with the nearest known one), a
    word that stands outside its list, a block left open or closed twice, blocks
    more than `DEEPEST` deep, braces that are no tag, and a template longer than
    `LONGEST` characters.
    """
    template = template.replace("\r\n", "\n").replace("\r", "\n")
    if len(template) > LONGEST:
        line = template.count("\n", 0, LONGEST) + 1
        raise TemplateRefused(line, 1, f"it is longer than {LONGEST:,} characters.", "Make it shorter.")
    return _Parser(grammar, list(_tokens(template))).whole()


def _tokens(template: str) -> Iterator[_Token]:
    """The template line by line; the end of a line that held only tags of blocks is left out."""
    lines = template.split("\n")
    for number, line in enumerate(lines, start=1):
        last = number == len(lines)
        found = list(_in_line(number, line))
        tags = [one for one in found if one.tag is not None]
        bare = not any(one.text.strip() for one in found if one.tag is None)
        if tags and bare and all(_is_block(one.tag or "") for one in tags):
            yield from tags
            continue
        yield from found
        if not last:
            yield _Token(number, len(line) + 1, "\n")


def _is_block(tag: str) -> bool:
    return tag.startswith(("#", "/")) or tag == "else"


def _in_line(number: int, line: str) -> Iterator[_Token]:
    at = 0
    for found in _TAG.finditer(line):
        yield from _plain(number, line, at, found.start())
        yield _Token(number, found.start() + 1, found.group(), found.group(1).strip())
        at = found.end()
    yield from _plain(number, line, at, len(line))


def _plain(number: int, line: str, start: int, end: int) -> Iterator[_Token]:
    if braces := _BRACES.search(line, start, end):
        opened = braces.group() == "{{"
        raise TemplateRefused(
            number,
            braces.start() + 1,
            "“{{” is not closed on its line." if opened else "“}}” closes nothing.",
            "Write a place to fill as {{date}}, on one line.",
        )
    if end > start:
        yield _Token(number, start + 1, line[start:end])


@dataclass(slots=True)
class _Parser:
    """Goes through the tokens once, knowing inside which blocks it is."""

    grammar: Grammar
    tokens: list[_Token]
    at: int = 0

    def whole(self) -> tuple[Node, ...]:
        nodes, end = self._nodes((), 0)
        if end is not None:
            raise TemplateRefused(end.line, end.column, f"“{end.text}” closes nothing.")
        return nodes

    def _nodes(self, inside: tuple[str, ...], depth: int) -> tuple[tuple[Node, ...], _Token | None]:
        """The nodes up to the tag that ends this part, which is returned too."""
        found: list[Node] = []
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            self.at += 1
            if token.tag is None:
                found.append(Text(token.text))
            elif token.tag.startswith("/") or token.tag == "else":
                return tuple(found), token
            elif token.tag.startswith("#"):
                found.append(self._block(token, inside, depth + 1))
            else:
                self._known(token, token.tag, self.grammar.places, inside)
                found.append(Place(token.tag))
        return tuple(found), None

    def _block(self, token: _Token, inside: tuple[str, ...], depth: int) -> Each | If:
        made = _BLOCK.fullmatch(token.tag or "")
        if made is None:
            raise TemplateRefused(
                token.line,
                token.column,
                f"“{token.text}” is no block.",
                "There are {{#each LIST}} ... {{/each}} and {{#if WORD}} ... {{/if}}.",
            )
        kind, word = made.groups()
        if depth > DEEPEST:
            raise TemplateRefused(
                token.line, token.column, f"more than {DEEPEST} blocks stand inside each other."
            )
        if kind == "each":
            self._known(token, word, self.grammar.lists, inside)
            if word in inside:
                raise TemplateRefused(token.line, token.column, f"“{word}” stands inside itself.")
            body, end = self._nodes((*inside, word), depth)
            self._closed(token, end, "/each")
            return Each(word, body)
        self._known(token, word, {**self.grammar.places, **self.grammar.lists}, inside)
        body, end = self._nodes(inside, depth)
        otherwise: tuple[Node, ...] = ()
        if end is not None and end.tag == "else":
            otherwise, end = self._nodes(inside, depth)
        self._closed(token, end, "/if")
        return If(word, body, otherwise)

    def _closed(self, start: _Token, end: _Token | None, by: str) -> None:
        if end is None:
            raise TemplateRefused(
                start.line, start.column, f"“{start.text}” is not closed.", f"Add {{{{{by}}}}} where it ends."
            )
        if end.tag != by:
            raise TemplateRefused(
                end.line,
                end.column,
                f"“{end.text}” stands where “{start.text}” of line {start.line} must be closed first.",
                f"Put {{{{{by}}}}} before it.",
            )

    def _known(self, token: _Token, word: str, among: Mapping[str, str], inside: tuple[str, ...]) -> None:
        if word in among:
            home = among[word]
            if home and home not in inside:
                raise TemplateRefused(
                    token.line,
                    token.column,
                    f"“{word}” stands outside its list.",
                    f"Put it between {{{{#each {home}}}}} and {{{{/each}}}}.",
                )
            return
        fault = f"“{word[:60]}” is no word of templates." if word else "a place to fill has no word."
        if word in self.grammar.lists:
            fault = f"“{word}” is a list."
            raise TemplateRefused(
                token.line, token.column, fault, f"Write {{{{#each {word}}}}} ... {{{{/each}}}}."
            )
        if word in self.grammar.places:
            raise TemplateRefused(token.line, token.column, f"“{word}” is no list.", f"Write {{{{{word}}}}}.")
        near = nearest(word, self.grammar.within(inside) & among.keys())
        raise TemplateRefused(
            token.line, token.column, fault, f"Did you mean “{near}”?" if near else "See the list of words."
        )


def nearest(word: str, known: frozenset[str]) -> str:
    """The known word most like a misspelled one; "" if none is."""
    found = process.extractOne(word, sorted(known), scorer=fuzz.ratio, score_cutoff=_ALIKE)
    return found[0] if found is not None else ""


# What a place may be filled with: words, something missing, or a list of scopes.


@dataclass(frozen=True, slots=True)
class Lack:
    """Something that is not in the vault, or not for this audience; and what could stand instead."""

    withheld: bool = False
    instead: str = ""


Value = str | Lack | tuple[Mapping[str, "Value"], ...]
Scope = Mapping[str, Value]


def fill(nodes: Sequence[Node], scope: Scope, mark: Mark) -> str:
    """The text of a template that was parsed, with what is missing as `mark` says it."""
    out: list[str] = []
    _fill(nodes, (scope,), mark, out)
    return "".join(out)


class Mark:
    """How something missing is shown where it is missing."""

    def say(self, word: str, lack: Lack) -> str:
        """The mark of a place that cannot be filled."""
        raise NotImplementedError


def _fill(nodes: Sequence[Node], scopes: tuple[Scope, ...], mark: Mark, out: list[str]) -> None:
    for node in nodes:
        match node:
            case Text(text):
                # An abbreviation at the end of what was put in has its full stop already.
                full = text.startswith(".") and not text.startswith("..") and _ends(out)
                out.append(text[1:] if full else text)
            case Place(word):
                value = _look(scopes, word)
                out.append(_said(word, value, mark))
            case Each(word, body):
                members = _look(scopes, word)
                if isinstance(members, Lack) and members.withheld:
                    out.append(mark.say(word, members) + "\n")
                for member in members if isinstance(members, tuple) else ():
                    _fill(body, (member, *scopes), mark, out)
            case If(word, body, otherwise):
                value = _look(scopes, word)
                # Something that may not be told is as good as not there; what is not known is asked for.
                given = bool(value) and not isinstance(value, Lack)
                _fill(body if given else otherwise, scopes, mark, out)


def _ends(out: Sequence[str]) -> bool:
    """Whether what was put in last ends with one full stop."""
    return bool(out) and out[-1].endswith(".") and not out[-1].endswith("..")


def _look(scopes: tuple[Scope, ...], word: str) -> Value:
    for scope in scopes:
        if word in scope:
            return scope[word]
    return Lack()


def _said(word: str, value: Value, mark: Mark) -> str:
    if isinstance(value, str) and value:
        return literal(value)
    return mark.say(word, value if isinstance(value, Lack) else Lack())


def literal(text: str) -> str:
    """A value as it is put in: nothing in it can pass for a mark of something missing, or for a heading."""
    return _HEADING.sub("#\u00a0", text.replace(OPEN, "[").replace(CLOSE, "]"))
