"""Judges whom a case file is from and whom it was written to, and what its sender proposes to erase."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlalchemy.orm import Session

from kzcase.exchange.casefile import manifest
from kzcase.exchange.casefile.reading import Opened, Tombstone
from kzcase.exchange.casefile.shapes import Proposal, SenderView, Trust
from kzcase.exchange.casefile.widening import HERE
from kzcase.history import erase
from kzcase.history.registry import registry
from kzcase.history.tables import run
from kzcase.services import colleagues, lostkeys, records
from kzcase.services.lostkeys import KeyLost

REWRAPPED = (
    "The sender did not address this file to you: somebody who received it passed it on. "
    "It was not changed, but the sender may not want you to have it."
)


def judge_sender(session: Session, opened: Opened) -> tuple[SenderView, list[str], list[str]]:
    """Who sent the file, what stops it, and what is to be chosen against knowingly."""
    said = opened.manifest
    who = said.sender
    words = colleagues.fingerprint(who.public, who.age)
    ours = dict(map(tuple, run(session.connection(), "SELECT id, name FROM writer")))
    found = colleagues.contact(session, who.key)
    stops: list[str] = []
    warnings: list[str] = []
    trust, name = Trust.UNKNOWN, who.name
    if (since := lostkeys.lost_since(session, who.key)) is not None:
        known = ours.get(who.key) or (found.name if found is not None else who.name)
        stops.append(KeyLost(known, since).what)
    if who.key in ours:
        trust, name = Trust.OURS, ours[who.key]
    elif found is not None:
        name = found.name
        trust = Trust.VERIFIED if found.verified else Trust.UNCOMPARED
        if found.replaced is not None:
            stops.append(f"{name} has another key now; this file was signed with the old one.")
        elif found.age != who.age:
            stops.append(_changed(found, words))
    elif (other := colleagues.namesake(session, who.name, who.key)) is not None:
        stops.append(_changed(other, words))
    if trust is Trust.UNKNOWN:
        warnings.append(
            f"The sender is not among your colleagues. They call themself “{who.name}”; "
            f"the words of their key are: {words}."
        )
    elif trust is Trust.UNCOMPARED:
        warnings.append(f"The words of {name}'s key were never compared: {words}.")
    warnings += _addressing(session, opened, who.key in ours)
    return SenderView(who.key, name, who.name, words, trust), stops, warnings


def _changed(known: colleagues.Contact, words: str) -> str:
    return colleagues.KeyChanged(known.name, known.fingerprint, words).sentence


def _addressing(session: Session, opened: Opened, from_us: bool) -> list[str]:
    said = opened.manifest
    if said.protection == manifest.PLAIN or not opened.sealed:
        told = ["This file is not encrypted: whoever had it could read it."]
        return told if said.protection == manifest.PLAIN else [*told, REWRAPPED]
    keys = [row[0] for row in run(session.connection(), "SELECT age_public FROM writer")]
    if opened.by_passphrase is not (said.protection == manifest.PASSPHRASE):
        return [REWRAPPED]
    if said.protection == manifest.RECIPIENTS and not said.addresses(keys) and not from_us:
        return [REWRAPPED]
    return []


def proposals(session: Session, stones: Iterable[Tombstone]) -> Iterator[Proposal]:
    """Those proposals to erase that concern what is here and are not known yet.

    What belongs to a record that is proposed itself is not told apart.
    """
    connection = session.connection()
    some = list(stones)
    known = registry(connection, [one.record for one in some])
    listed = {
        tuple(row) for row in run(connection, "SELECT record, compartment, author FROM tombstone").fetchall()
    }
    coming = [
        one
        for one in some
        if (entry := known.get(one.record)) is not None
        and entry.status in HERE
        and one.compartment in erase.KNOWN
        and (one.record, one.compartment, one.author) not in listed
    ]
    titles = records.titles(session, [one.record for one in coming])
    names = dict(
        map(tuple, run(connection, "SELECT id, name FROM known_key UNION ALL SELECT id, name FROM writer"))
    )
    covered: set[tuple[str, str]] = set()
    for one in sorted(coming, key=lambda stone: known[stone.record].kind != "person"):
        if (one.record, one.compartment) in covered:
            continue
        covered |= erase.scope(connection, one.record, one.compartment).covers
        by = names.get(one.author) or f"key {one.author[:8]}"
        yield Proposal(one.record, titles[one.record], one.compartment, by, one.time)
