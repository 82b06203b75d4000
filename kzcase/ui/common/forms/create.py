"""Makes a record from a typed name alone, so that a link can be created where it is needed."""

from __future__ import annotations

from kzcase.services import records
from kzcase.services.declarations import kinds
from kzcase.services.office import Office


def create_from_text(office: Office, kind: str, text: str, initiator: object | None = None) -> records.Saved:
    """Save a new record of that kind that has only the name typed; raises `InputRefused`."""
    record = records.new_id()
    if kind == "person":
        name = records.Draft("name", records.new_id(), {"person": record, "parts": split_name(text)})
        return records.save_all(office, (records.Draft("person", record, {}), name), initiator=initiator)[0]
    title = kinds()[kind].title[0]
    return records.save(office, records.Draft(kind, record, {title: text}), initiator=initiator)


def split_name(text: str) -> dict[str, str]:
    """A typed name in its parts, in the order people here write it: family, given, patronymic."""
    words = text.split()
    keys = ("family", "given", "patronymic")
    found = dict(zip(keys, words, strict=False))
    if len(words) > 3:
        found["patronymic"] = " ".join(words[2:])
    return found
