"""A small fictional world of letters: people, embassies with desk officers, a letterhead, letters."""

from __future__ import annotations

from dataclasses import dataclass

from kzcase.history.ledger import Change
from kzcase.services import records
from kzcase.services.office import Office

EMBASSIES = (
    ("Embassy of Exampleland", "Anna Sample", "en", "Dear Ms Sample"),
    ("Embassy of Modelia", "Jan Muster", "en", "Dear Mr Muster"),
    ("Посольство Образцовии", "Иван Образцов", "ru", "Уважаемый господин Образцов"),
    ("Посольство Примерии", "Ольга Примерова", "ru", "Уважаемая госпожа Примерова"),
    ("Үлгістан елшілігі", "Айша Үлгі", "kk", "Құрметті Айша ханым"),
)
"""Fictional embassies, whom one writes to there, in which language, and how they are addressed."""
FIELD = {"en": "salutation", "ru": "salutation_ru", "kk": "salutation_kk"}


@dataclass(frozen=True, slots=True)
class World:
    """The ids of what was made."""

    people: tuple[str, ...]
    contacts: tuple[str, ...]
    organisations: tuple[str, ...]
    letterhead: str


def person(office: Office, family: str, given: str, *, told: bool = True) -> str:
    """Somebody under a restriction, who agreed that embassies hear of the case if `told`."""
    one = records.new_id()
    latin = {"family": family, "given": given}
    changes = [
        Change("person", one, {"occupation": "blogger", "locality": "Sampleville"}),
        Change("name", records.new_id(), {"person": one, "parts": latin, "language": "en", "use": "birth"}),
        Change(
            "restriction",
            records.new_id(),
            {"person": one, "kind": "restriction_of_freedom", "in_force": "2025-12-02", "term": {"years": 2}},
        ),
    ]
    if told:
        consent = {
            "person": one,
            "scope": "case",
            "audiences": frozenset({"diplomatic", "un"}),
            "answer": "given",
            "date": "2026-01-10",
        }
        changes.append(Change("consent", records.new_id(), consent))
    office.record(changes)
    return one


def world(office: Office) -> World:
    """Two people, five embassies with a desk officer each, a letterhead."""
    people = (person(office, "Sampleuly", "Almas"), person(office, "Modelova", "Aigul"))
    organisations, contacts, changes = [], [], []
    for name, officer, language, salutation in EMBASSIES:
        organisation, contact = records.new_id(), records.new_id()
        organisations.append(organisation)
        contacts.append(contact)
        changes += [
            Change("organisation", organisation, {"name": name, "kind": "embassy"}),
            Change(
                "contact",
                contact,
                {
                    "name": officer,
                    "organisation": organisation,
                    "position": "Political officer",
                    "language": language,
                    "languages": frozenset({language}),
                    FIELD[language]: salutation,
                },
            ),
        ]
    head = records.new_id()
    changes.append(
        Change(
            "letterhead",
            head,
            {
                "name": "Office for Fictional Cases",
                "address": "1 Sample Street, Sampleville",
                "contact": "office@example.org",
                "signatory": "A. Caseworker",
                "signatory_post": "Coordinator",
                "preferred": True,
            },
        )
    )
    office.record(changes)
    return World(people, tuple(contacts), tuple(organisations), head)


def letter(office: Office, world: World, **fields: object) -> str:
    """A letter to the first embassy about the first person, as it stands in the register."""
    one = records.new_id()
    values = {
        "direction": "out",
        "kind": "letter",
        "status": "sent",
        "subject": "The case of A. Sampleuly",
        "addressees": frozenset({world.contacts[0]}),
        "persons": frozenset({world.people[0]}),
        "sent": "2026-10-01",
        **fields,
    }
    office.record([Change("letter", one, {key: value for key, value in values.items() if value is not None})])
    return one
