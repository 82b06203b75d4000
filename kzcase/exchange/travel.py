"""Makes a vault to travel with, and brings home what was written in it.

A travel vault is a vault like any other, with a passphrase and an identity of
its own, that holds only chosen people, less what is left at home. It is filled
by a case file that the office writes to it, and comes home the same way: so
what may leave, what history says of who wrote what, and how two versions of one
field meet are the same as between colleagues. The two know each other's keys
from the beginning; nothing has to be compared by voice.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert

from kzcase.errors import KzcaseError
from kzcase.exchange import casefile
from kzcase.exchange.casefile import Choice, Contents, Incoming, Recipients, Selection, Written
from kzcase.models.ledger import LocalRow
from kzcase.names.folding import fold
from kzcase.progress import Progress, quiet
from kzcase.services import colleagues, losing
from kzcase.services.colleagues import Identity
from kzcase.services.office import Office
from kzcase.vault.keys import Profile
from kzcase.vault.vault import Vault

HOME = "travel: key of home"
"""In a travel vault: the key id of the office it came from. Kept inside it only."""
NAME = "travel vault of {name}, {day}"
AT_HOME = "home, {name}"


class NotTravelling(KzcaseError):
    """What only a travel vault can do was asked of another one."""

    def __init__(self) -> None:
        super().__init__(
            "This is not a travel vault.",
            safe="Nothing was changed.",
            remedy="Open the travel vault that was made with `kzcase travel`.",
        )


@dataclass(frozen=True, slots=True)
class Made:
    """A travel vault: where it is, its key id and its name at home, what is in it and what is not."""

    path: Path
    key: str
    name: str
    contents: Contents


def make(
    office: Office,
    path: Path,
    passphrase: str,
    persons: Sequence[str],
    *,
    without: Collection[str] = (),
    documents: bool = True,
    profile: Profile | None = None,
    progress: Progress | None = None,
) -> Made:
    """Make a travel vault at a free name, with these people and what belongs to them.

    `without` are compartments that stay at home; what is marked “do not share” stays there, too.
    Raises `KzcaseError` for nobody chosen, the failures of making a vault and of writing a case file,
    `Cancelled`; then no new vault is left, and the office knows of none.
    """
    watched = progress or quiet()
    if not persons:
        raise KzcaseError("Nobody was chosen for the travel vault.", safe="Nothing was made.")
    selection = Selection(
        records=tuple(persons),
        without_compartments=frozenset(without),
        without_marked=True,
        documents=documents,
    )
    me = colleagues.identity(office)
    name = _free_name(office, NAME.format(name=me.name, day=office.today().isoformat()))
    vault = Vault.create(path, passphrase, profile=profile, progress=watched)
    new = vault.path
    sealed = new.with_name(f".{vault.id}.travel.part")
    known: str | None = None
    try:
        travel = Office.begin(vault, me.name, office.clock)
        mine = colleagues.identity(travel)
        known = _introduce(office, mine, name)
        written = casefile.write(office, sealed, selection, Recipients((mine.key,)), progress=watched)
        _remember_home(travel, me)
        with Incoming.open(travel, sealed, progress=watched) as incoming:
            casefile.take(travel, [incoming], Choice(), backup=False, progress=watched)
        travel.close()
        return Made(new, mine.key, name, written.contents)
    except BaseException:
        vault.close()
        for suffix in ("", "-wal", "-shm"):
            new.with_name(new.name + suffix).unlink(missing_ok=True)
        if known is not None:
            colleagues.remove(office, known)
        raise
    finally:
        sealed.unlink(missing_ok=True)


def home(travel: Office, path: Path, *, progress: Progress | None = None) -> Written:
    """Write what is in a travel vault as a case file that only the office it came from can open.

    There it is taken in like a colleague's; only what was written on the way is new. Raises
    `NotTravelling`, and as writing a case file does.
    """
    key = home_of(travel)
    if key is None:
        raise NotTravelling
    return casefile.write(travel, path, Selection(everything=True), Recipients((key,)), progress=progress)


def home_of(travel: Office) -> str | None:
    """The key id of the office a travel vault came from; None for any other vault."""
    with travel.read() as session:
        kept: str | None = session.scalar(select(LocalRow.value).where(LocalRow.key == HOME))
    return kept


def _free_name(office: Office, name: str) -> str:
    """A name that no contact has: a second journey of a day is not the first one with another key."""
    taken = {fold(one.name) for one in (*colleagues.contacts(office), *losing.lost(office))}
    several = (name, *(f"{name}, no. {number}" for number in range(2, len(taken) + 3)))
    return next(one for one in several if fold(one) not in taken)


def _introduce(office: Office, other: Identity, name: str) -> str:
    """Know a vault of one's own by its key: the words are compared here, since both are at hand."""
    contact = colleagues.add(office, colleagues.read_card(other.card), name=name)
    return colleagues.verify(office, contact.key, other.fingerprint).key


def _remember_home(travel: Office, me: Identity) -> None:
    key = _introduce(travel, me, AT_HOME.format(name=me.name))
    with travel.vault.write() as session:
        session.execute(insert(LocalRow).values(key=HOME, value=key))
