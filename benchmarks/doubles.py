"""People recorded twice, as it happens in life: by another hand, from another paper, in another script."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import orjson

from kzcase.history.ledger import Change
from kzcase.names.tables import STANDARDS
from kzcase.names.translit import russian_form, transliterate
from kzcase.services import records
from kzcase.services.office import Office

PREFERRED = (
    "SELECT n.person, n.parts, n.language, p.born, p.gender, p.region FROM name AS n "
    "JOIN person AS p ON p.id = n.person WHERE n.use = 'preferred' ORDER BY n.person"
)


@dataclass(frozen=True, slots=True)
class Double:
    """A second record of somebody, and what was changed in it."""

    first: str
    second: str
    how: str


def record_twice(office: Office, number: int, seed: int = 1) -> tuple[Double, ...]:
    """Give so many people of the office a second record."""
    chance = random.Random(seed)
    with office.read() as session:
        people = session.connection().exec_driver_sql(PREFERRED).all()
    made: list[Double] = []
    changes: list[Change] = []
    for person, stored, language, born, gender, region in chance.sample(people, number):
        second = records.new_id()
        how, parts = respelled(orjson.loads(stored), language, chance)
        values, more = _said_otherwise({"born": born, "gender": gender, "region": region}, chance)
        changes.append(Change("person", second, {**values, "tags": frozenset({"fictional"})}))
        changes.append(Change("name", records.new_id(), {"person": second, "parts": parts}))
        made.append(Double(person, second, ", ".join((how, *more))))
    office.record(changes)
    return tuple(made)


def respelled(parts: dict[str, str], language: str, chance: random.Random) -> tuple[str, dict[str, str]]:
    """The name as another paper has it."""
    if chance.random() < 0.5:
        parts = {key: value for key, value in parts.items() if key != "patronymic"}
    match chance.randrange(4):
        case 0:
            return "the same spelling", parts
        case 1:
            standard = chance.choice([one for one in STANDARDS.values() if one.language == language])
            return standard.title, {key: transliterate(value, standard) for key, value in parts.items()}
        case 2:
            return "Russian spelling", {key: russian_form(value).text for key, value in parts.items()}
        case _:
            slipped = chance.choice(("family", "given"))
            return "a slip", {**parts, slipped: slip(parts[slipped], chance)}


def _said_otherwise(values: dict[str, Any], chance: random.Random) -> tuple[dict[str, Any], list[str]]:
    """Birth, gender and region as another paper has them, or has not."""
    said = {key: value for key, value in values.items() if value and chance.random() < 0.8}
    how = [f"no {key}" for key in values if key not in said]
    if "born" in said and chance.random() < 0.2:
        said["born"] = str(int(said["born"]) + chance.choice((-1, 1)))
        how.append("another year")
    return said, how


def slip(word: str, chance: random.Random) -> str:
    """The word with one typing error: a letter left out, put in, replaced, or two swapped."""
    return chance.choice(list(slips(word, chance)))


def slips(word: str, chance: random.Random) -> Iterator[str]:
    """One of each sort of typing error, somewhere after the first letter."""
    at = chance.randrange(1, max(2, len(word) - 1))
    letters = "абвгдеклмнорст" if word[0] > "z" else "abcdeklmnorst"
    other = chance.choice(letters)
    yield word[:at] + word[at + 1 :]
    yield word[:at] + other + word[at:]
    yield word[:at] + other + word[at + 1 :]
    yield word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :]
