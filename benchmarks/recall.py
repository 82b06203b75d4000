"""How surely a person is found: every spelling one may meet, typed into the search.

Each person's name is written by every standard, in both scripts, with and
without patronymic, in the other order and with one typing error; counted is
whether the person stands among the first ten found.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

import orjson

from benchmarks.doubles import slip
from kzcase.names.folding import fold
from kzcase.names.tables import STANDARDS
from kzcase.names.translit import russian_form, transliterate
from kzcase.services import searching
from kzcase.services.office import Office

FIRST = 10
INITIAL = "an initial"
PREFERRED = "SELECT person, parts, language FROM name WHERE use = 'preferred' ORDER BY person"
EVERY = "SELECT person, parts FROM name"


@dataclass(slots=True)
class Tally:
    """What came of one way of writing: how many were typed and found, how many strangers came along.

    A stranger shares neither name; `most` is how many one query brought.
    `missed` are some of those not found: the name, and what was typed.
    `possible` is how many any order could find: of thirty whom an initial and a
    surname mean, ten stand among the first ten.
    """

    queries: list[str] = field(default_factory=list)
    found: int = 0
    strangers: int = 0
    most: int = 0
    missed: list[tuple[str, str]] = field(default_factory=list)
    possible: float = 0.0

    @property
    def typed(self) -> int:
        """How many names were typed."""
        return len(self.queries)

    @property
    def share(self) -> float:
        """The share of names that found their person."""
        return self.found / self.typed if self.typed else 1.0

    @property
    def best(self) -> float:
        """The share that any order could find."""
        return self.possible / self.typed if self.typed else 1.0


def measure(
    office: Office, people: int, seed: int = 1, among: Collection[str] | None = None
) -> dict[str, Tally]:
    """Type every variant of so many people's names whose folded full name nobody else bears.

    `among` are the ids of those who are asked for; everybody else stands beside them.
    """
    chance = random.Random(seed)
    with office.read() as session:
        rows = session.connection().exec_driver_sql(PREFERRED).all()
        every = session.connection().exec_driver_sql(EVERY).all()
    known = {one.language for one in STANDARDS.values()}
    names = [
        (person, {"patronymic": "", **parts}, language)
        for person, stored, language in rows
        if language in known and {"family", "given"} <= (parts := orjson.loads(stored)).keys()
    ]
    bearers: dict[str, int] = defaultdict(int)
    meant: dict[str, int] = defaultdict(int)
    words: dict[str, set[str]] = defaultdict(set)
    for _, parts, _ in names:
        bearers[_short(parts)] += 1
        meant[_initial(parts)] += 1
    for person, stored in every:
        words[person].update(_short(orjson.loads(stored)).split())
    alone = [one for one in names if bearers[_short(one[1])] == 1 and (among is None or one[0] in among)]
    tallies: dict[str, Tally] = defaultdict(Tally)
    for person, parts, language in chance.sample(alone, min(people, len(alone))):
        for how, typed in variants(parts, language, chance):
            hits = searching.find(office, typed, kinds=("person",), limit=FIRST)
            tally = tallies[how]
            tally.queries.append(typed)
            tally.possible += min(1.0, FIRST / meant[_initial(parts)]) if how == INITIAL else 1.0
            if any(hit.id == person for hit in hits):
                tally.found += 1
            elif len(tally.missed) < 5:
                tally.missed.append((" ".join(parts.values()), typed))
            strangers = sum(not words[hit.id] & words[person] for hit in hits)
            tally.strangers += strangers
            tally.most = max(tally.most, strangers)
    return dict(tallies)


def variants(parts: dict[str, str], language: str, chance: random.Random) -> Iterator[tuple[str, str]]:
    """The name as one may come to type it, each with what was done to it."""
    russian = {key: russian_form(value).text for key, value in parts.items()}
    written = {"Cyrillic as recorded": parts, "Cyrillic, Russian spelling": russian}
    for standard in STANDARDS.values():
        if standard.language == language:
            written[standard.title] = {k: transliterate(v, standard) for k, v in parts.items()}
    for how, said in written.items():
        family, given, patronymic = said["family"], said["given"], said["patronymic"]
        yield how, f"{family} {given}"
        yield f"{how}, swapped", f"{given} {family}"
        if patronymic:
            yield f"{how}, patronymic", f"{family} {given} {patronymic}"
    family, given = parts["family"], parts["given"]
    latin = [one for how, one in written.items() if one not in (parts, russian)]
    plain = latin[1] if language == "kk" else latin[0]
    yield "a slip in the surname", f"{slip(family, chance)} {given}"
    yield "a slip in the given name", f"{family} {slip(given, chance)}"
    yield "a slip, Latin", f"{slip(plain['family'], chance)} {plain['given']}"
    yield "a slip, swapped", f"{given} {slip(family, chance)}"
    if parts["patronymic"]:
        yield "a slip, patronymic", f"{slip(family, chance)} {given} {parts['patronymic']}"
    yield INITIAL, f"{given[0]}. {family}"


def _initial(parts: dict[str, str]) -> str:
    return fold(f"{parts.get('given', '')[:1]} {parts.get('family', '')}")


def _short(parts: dict[str, str]) -> str:
    return fold(f"{parts.get('family', '')} {parts.get('given', '')}")
