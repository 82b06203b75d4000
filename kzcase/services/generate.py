"""Fills a vault with fictional people, for trials and benchmarks: never with anyone real.

Names come from `kzcase.names.stock` with a realistic skew, so that searching
and sorting meet what they meet in life.
Every person made here carries the tag `fictional` and says so in its remarks.
The same seed gives the same people.
"""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from typing import Any

from kzcase.history.ledger import Change
from kzcase.names import stock
from kzcase.names.tables import KAZAKH_BGN_PCGN_1979, KAZAKH_LATIN_2021, RUSSIAN_ICAO_9303
from kzcase.names.translit import transliterate
from kzcase.progress import Progress, quiet
from kzcase.reference import vocabularies
from kzcase.services.office import Office

BATCH = 2_500
"""People made in one unit: of fewer, each would touch nearly every page of every index again."""

REMARK = "Fictional: made for trials by kzcase."

FICTIONAL_PLACES = ("Үлгіқала", "Мысалово", "Sampleville", "Мысалтөбе")
TITLES = (
    "House searched",
    "Summoned by the police",
    "Dismissed from work",
    "Account blocked",
    "Followed in the street",
)


@dataclass(frozen=True, slots=True)
class Made:
    """How many people and records were made."""

    people: int
    records: int


def people(office: Office, number: int, seed: int = 1, *, progress: Progress | None = None) -> Made:
    """Make `number` fictional people with restrictions, prosecutions, events and letters.

    Each batch is one unit, so that a cancel keeps whole people only.
    """
    watched = progress or quiet()
    writer = _Fiction(random.Random(seed), uuid.UUID(int=seed % 2**128), office.today())
    records = 0
    for start in range(0, number, BATCH):
        watched.step("Making fictional people", start, number)
        batch = [change for _ in range(start, min(number, start + BATCH)) for change in writer.person()]
        office.record(batch)
        records += len(batch)
    office.vault.checkpoint()
    watched.step("Making fictional people", number, number)
    return Made(number, records)


class _Fiction:
    """Invents people one after the other from one source of chance."""

    def __init__(self, chance: random.Random, namespace: uuid.UUID, today: date) -> None:
        self.chance = chance
        self.namespace = namespace
        self.today = today
        self.made = 0
        self.regions = tuple(vocabularies.load("region").terms)
        self.surnames = Pool(stock.kazakh_surnames(), chance)
        self.russian = Pool(stock.russian_surnames(), chance)
        self.men = Pool(stock.kazakh_men(), chance)
        self.women = Pool(stock.kazakh_women(), chance)
        # The calendar's names come first and stay the common ones.
        self.russian_men = Pool(stock.russian_men(), chance, mixed=False)
        self.russian_women = Pool(stock.russian_women(), chance, mixed=False)

    def id(self) -> str:
        """The next record id; the same seed gives the same ids."""
        self.made += 1
        return str(uuid.uuid5(self.namespace, str(self.made)))

    def day(self, back: int, ahead: int = 0) -> date:
        """A day from `back` days ago to `ahead` days from now."""
        return self.today + timedelta(days=self.chance.randint(-back, ahead))

    def person(self) -> Iterator[Change]:
        """One person and everything that belongs to it."""
        person = self.id()
        woman = self.chance.random() < 0.4
        kazakh = self.chance.random() < 0.75
        detained = self.chance.random() < 0.15
        yield Change(
            "person",
            person,
            {
                "liberty": {
                    "status": "imprisoned" if detained else "at_liberty",
                    "since": str(self.day(1500)),
                },
                "roles": frozenset(self.chance.sample(("blogger", "journalist", "unionist", "lawyer"), 1)),
                "born": str(self.chance.randint(1945, 2004)),
                "gender": "female" if woman else "male",
                "region": self.chance.choice(self.regions),
                "locality": self.chance.choice(FICTIONAL_PLACES),
                "tags": frozenset({"fictional"}),
                "remarks": REMARK,
            },
        )
        yield from self.names(person, kazakh, woman)
        prosecution = self.id()
        opened = self.day(2000, -200)
        yield from self.prosecution(person, prosecution, opened)
        for _ in range(self.chance.choice((0, 1, 1, 1, 2))):
            yield self.restriction(person, opened + timedelta(days=self.chance.randint(60, 300)))
        for _ in range(2):
            yield Change(
                "event",
                self.id(),
                {
                    "title": self.chance.choice(TITLES),
                    "date": str(self.day(2000)),
                    "persons": frozenset({person}),
                    "locality": self.chance.choice(FICTIONAL_PLACES),
                },
            )
        if self.chance.random() < 0.5:
            yield self.letter(person)

    def names(self, person: str, kazakh: bool, woman: bool) -> Iterator[Change]:
        """The name in Cyrillic, its everyday Latin spelling, and sometimes a third."""
        chance = self.chance
        father = (self.men if kazakh else self.russian_men).draw()
        if kazakh:
            given = (self.women if woman else self.men).draw()
            family = stock.kazakh_family(self.surnames.draw(), woman=woman)
            patronymic = father + ("қызы" if woman else "ұлы")
            latin = KAZAKH_BGN_PCGN_1979
        else:
            given = (self.russian_women if woman else self.russian_men).draw()
            family = stock.russian_family(self.russian.draw(), woman=woman)
            patronymic = stock.russian_patronymic(father, woman=woman)
            latin = RUSSIAN_ICAO_9303
        parts = {"family": family, "given": given, "patronymic": patronymic}
        yield self.name(person, parts, "preferred", "kk" if kazakh else "ru")
        spelled = {
            key: _titled(transliterate(value, latin)) for key, value in parts.items() if key != "patronymic"
        }
        yield self.name(person, spelled, "passport", "latn_passport")
        if kazakh and chance.random() < 0.2:
            spelled = {
                key: _titled(transliterate(parts[key], KAZAKH_LATIN_2021)) for key in ("family", "given")
            }
            yield self.name(person, spelled, "alias", "kk_latn")

    def name(self, person: str, parts: dict[str, str], use: str, language: str) -> Change:
        return Change("name", self.id(), {"person": person, "parts": parts, "use": use, "language": language})

    def prosecution(self, person: str, prosecution: str, opened: date) -> Iterator[Change]:
        """A prosecution with one charge and, mostly, a hearing."""
        yield Change(
            "prosecution",
            prosecution,
            {
                "person": person,
                "kind": "criminal",
                "number": f"F-{self.made:08}",
                "opened": str(opened),
                "stage": {"status": "first_instance", "since": str(opened)},
            },
        )
        yield Change(
            "charge",
            self.id(),
            {
                "prosecution": prosecution,
                "article": self.chance.choice(ARTICLES),
                "part": "1",
                "brought": str(opened),
            },
        )
        if self.chance.random() < 0.6:
            yield Change(
                "hearing",
                self.id(),
                {"prosecution": prosecution, "kind": "trial", "date": str(self.day(600, 60)), "room": "4"},
            )

    def restriction(self, person: str, start: date) -> Change:
        """A restriction of freedom, a ban on an activity or supervision."""
        kind = self.chance.choice(
            ("restriction_of_freedom", "deprivation_of_right", "administrative_supervision")
        )
        values: dict[str, Any] = {
            "person": person,
            "kind": kind,
            "translation": "Fictional limit for trials",
            "decided": str(start - timedelta(days=30)),
            "in_force": str(start),
            "term": {"years": self.chance.randint(1, 5)},
        }
        return Change("restriction", self.id(), values)

    def letter(self, person: str) -> Change:
        """A letter about the person, some of them unanswered."""
        sent = self.day(400)
        values: dict[str, Any] = {
            "direction": "out",
            "subject": "Fictional appeal",
            "persons": frozenset({person}),
            "sent": str(sent),
            "due": str(sent + timedelta(days=30)),
        }
        if self.chance.random() < 0.4:
            values["answered"] = str(sent + timedelta(days=self.chance.randint(5, 60)))
        return Change("letter", self.id(), values)


class Pool:
    """Names of which a few are common and most are rare, as in life (the n-th by 1 / (n + 20)).

    Which are common is left to chance, unless they are given in that order (`mixed=False`).
    """

    def __init__(self, names: list[str], chance: random.Random, *, mixed: bool = True) -> None:
        self.names = list(dict.fromkeys(names))
        self._chance = chance
        if mixed:
            chance.shuffle(self.names)
        self._weights = list(accumulate(1 / (place + 20) for place in range(len(self.names))))

    def draw(self) -> str:
        """One of the names."""
        return self._chance.choices(self.names, cum_weights=self._weights)[0]


def _titled(text: str) -> str:
    return text[:1].upper() + text[1:].lower()


ARTICLES = ("cc-174", "cc-274", "cc-405", "cc-400", "cc-378")
