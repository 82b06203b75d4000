"""Who one is to colleagues, and who they are: contact cards, the words of a key, keys that changed.

A card is one line of canonical JSON that its owner signed: a name, the key that
signs and the key that case files are encrypted to. What makes a key trusted is
only that somebody here compared its twelve words with its owner, face to face or
by voice; nothing that arrives in a file ever does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from sqlalchemy import select
from sqlalchemy.orm import Session

from kzcase import wholefile
from kzcase.errors import KzcaseError, NotFound, Unwritable
from kzcase.history.canonical import NotPlain, encode, parse, plain_text
from kzcase.history.sign import key_id
from kzcase.models.ledger import KnownKeyRow, WriterRow
from kzcase.names.folding import fold
from kzcase.services import cardtext, lostkeys
from kzcase.services.lostkeys import KeyLost
from kzcase.services.office import Office

CARD = "kzcase contact card"
VERSION = 1
SUFFIX = ".kzcard"
LARGEST_CARD = 1 << 14
LONGEST_NAME = 200
NAMELESS = frozenset({"caseworker"})
"""What a writer is called of whom nobody said a name: nobody can be mistaken for them by that."""

_DOMAIN = b"kzcase-card-v1\0"
_WORDS_DOMAIN = b"kzcase-fingerprint-v1\0"
_WORD_BYTES = 16  # twelve words


class BadCard(KzcaseError):
    """A file is no contact card, or was changed."""

    def __init__(self, what: str) -> None:
        super().__init__(what, safe="Nothing was changed.", remedy="Ask your colleague for the card again.")


class KeyChanged(KzcaseError):
    """A key is given out as a known colleague's, and it is not the one that is known."""

    def __init__(self, name: str, old: str, new: str) -> None:
        self.old = old
        self.new = new
        super().__init__(
            f"STOP. This is not the key that is known as {name}'s. Known: {old}. Now: {new}.",
            safe="Nothing was changed.",
            remedy=f"Ask {name} by voice or face to face whether they have a new key, and compare the new "
            "words. If they have not, somebody gives themself out as them.",
        )


class WordsDiffer(KzcaseError):
    """The words somebody read out are not those of the key."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"These are not the words of the key that is here for {name}.",
            safe="The key is not marked as compared.",
            remedy="Compare once more, word by word. If they differ, the card is not theirs: remove it.",
        )


@dataclass(frozen=True, slots=True)
class OwnKeys:
    """The keys of the writer who is at work."""

    id: str
    name: str
    sign_public: bytes
    age_public: str
    sign_secret: bytes = field(repr=False)
    age_secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Identity:
    """Who one is to colleagues: key id, name, the words that they compare, and the card."""

    key: str
    name: str
    fingerprint: str
    card: bytes

    @property
    def text(self) -> str:
        """The card as text, which is what its QR picture says."""
        return cardtext.text_of(self.card)


@dataclass(frozen=True, slots=True)
class Card:
    """A contact card that was read and whose signature fits."""

    key: str
    name: str
    sign_public: bytes
    age: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Contact:
    """A colleague: key id, name here, words of the key, when it was added, compared, and by what replaced.

    `lost` is when the key was marked as lost (`kzcase.services.lostkeys`).
    """

    key: str
    name: str
    fingerprint: str
    age: str
    added: str
    verified: str | None
    replaced: str | None
    lost: str | None = None


@dataclass(frozen=True, slots=True)
class CardView:
    """What adding a card would mean: `new`, `same` (known already), `own`, or `changed`.

    `known` is the contact whose name or key it shares; of a `changed` one the words differ.
    """

    card: Card
    state: str
    known: Contact | None = None


def fingerprint(sign_public: bytes, age: str) -> str:
    """The twelve words (BIP-39, English) by which two people compare a pair of public keys."""
    digest = sha256(_WORDS_DOMAIN + sign_public + age.encode()).digest()
    words: str = _mnemonic().to_mnemonic(digest[:_WORD_BYTES])
    return words


@cache
def _mnemonic() -> Any:
    from mnemonic import Mnemonic

    return Mnemonic("english")


# --- oneself --------------------------------------------------------------------------------------


def own_keys(session: Session) -> OwnKeys:
    """The keys of the writer who is at work; raises `NotFound` in a vault without one."""
    row = session.scalar(select(WriterRow).where(WriterRow.active))
    if row is None:
        raise NotFound("This vault does not know who is writing.", remedy="Add a writer or choose one.")
    return OwnKeys(row.id, row.name, row.sign_public, row.age_public, row.sign_secret, row.age_secret)


def identities(session: Session) -> tuple[str, ...]:
    """The age secret keys of all who write in this vault."""
    return tuple(session.scalars(select(WriterRow.age_secret).order_by(WriterRow.id)))


def identity(office: Office) -> Identity:
    """The active writer's words and card."""
    with office.read() as session:
        mine = own_keys(session)
    return Identity(mine.id, mine.name, fingerprint(mine.sign_public, mine.age_public), _card(mine))


def write_card(office: Office, path: Path) -> Path:
    """Write the active writer's contact card; raises `Unwritable`."""
    path = Path(path).expanduser()
    me = identity(office)
    if path.is_dir():
        path /= f"{me.key[:8]}{SUFFIX}"
    try:
        with wholefile.writing(path) as file:
            file.write(me.card)
    except OSError as error:
        raise Unwritable.from_os(error, str(path)) from error
    return path


def _card(mine: OwnKeys) -> bytes:
    said = {
        "age": mine.age_public,
        "card": CARD,
        "name": mine.name,
        "sign": mine.sign_public.hex(),
        "version": VERSION,
    }
    word = Ed25519PrivateKey.from_private_bytes(mine.sign_secret).sign(_DOMAIN + encode(said))
    return encode({**said, "signature": word.hex()}) + b"\n"


# --- cards ----------------------------------------------------------------------------------------


def read_card(source: Path | bytes | str) -> Card:
    """Read a card from a file, its bytes, or the text of its QR picture; raises `BadCard`."""
    match source:
        case bytes():
            data = source
        case str():
            data = _from_text(source)
        case _:
            data = _content(source)
    try:
        value = parse(data.rstrip(b"\r\n"))
        if value["card"] != CARD or type(value["version"]) is not int:
            raise BadCard("This is no contact card of kzcase.")
        if value["version"] > VERSION:
            raise BadCard("This contact card was made by a newer kzcase.")
        word = bytes.fromhex(value.pop("signature"))
        public, age, name = bytes.fromhex(value["sign"]), value["age"], value["name"]
        Ed25519PublicKey.from_public_bytes(public).verify(word, _DOMAIN + encode(value))
        _check(age, name)
    except (InvalidSignature, NotPlain, KeyError, TypeError, ValueError, AttributeError):
        raise BadCard("This is no contact card of kzcase, or it was changed.") from None
    return Card(key_id(public), name, public, age, fingerprint(public, age))


def _from_text(text: str) -> bytes:
    """The bytes of a card that was pasted: as its QR picture gives it, or the line of its file."""
    try:
        return text.strip().encode() if text.strip().startswith("{") else cardtext.bytes_of(text)
    except ValueError:  # half a character, as a clipboard may hold it, cannot be encoded
        raise BadCard("This text is no contact card of kzcase, or a part of it is missing.") from None


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_CARD + 1)
    except OSError as error:
        raise NotFound(f"The card cannot be read: {path}.", safe="Nothing was changed.") from error
    if len(data) > LARGEST_CARD:
        raise BadCard("This is no contact card of kzcase.")
    return data


def _check(age: Any, name: Any) -> None:
    import pyrage

    if type(name) is not str or not name.strip() or len(name) > LONGEST_NAME or "\n" in plain_text(name):
        raise ValueError
    if type(age) is not str or not age.startswith("age1"):
        raise ValueError
    try:
        pyrage.x25519.Recipient.from_str(age)
    except pyrage.RecipientError:
        raise ValueError from None


# --- colleagues -----------------------------------------------------------------------------------


def contacts(office: Office) -> tuple[Contact, ...]:
    """Everyone whose card was added and is still used, by name."""
    with office.read() as session:
        return _contacts(session)


def known(session: Session, name: str) -> Contact:
    """A contact by key id, an unambiguous beginning of it, or name; raises `NotFound`, `KeyLost`."""
    found = named(_contacts(session), name)
    if not found and (gone := named([one for one in added(session) if one.lost], name)):
        raise KeyLost(gone[0].name, gone[0].lost or "")
    if len(found) != 1:
        what = "Several contacts are called" if found else "There is no contact"
        raise NotFound(
            f"{what} “{name}”.", safe="Nothing was changed.", remedy="See `kzcase contact VAULT list`."
        )
    return found[0]


def named(everyone: Sequence[Contact], name: str) -> list[Contact]:
    """Whom somebody may mean who typed a key id, a beginning of it, or a name."""
    found = [one for one in everyone if one.key == name]
    if not found and len(name) >= 4:
        found = [one for one in everyone if one.key.startswith(name.lower())]
    return found or [one for one in everyone if fold(one.name) == fold(name) and fold(name)]


def contact(session: Session, key: str) -> Contact | None:
    """The contact of a key id, also one whose key was replaced or lost."""
    row = session.get(KnownKeyRow, key)
    if row is None or row.added is None:
        return None
    return _contact(row, lostkeys.lost_since(session, key))


def namesake(session: Session, name: str, key: str) -> Contact | None:
    """A contact of that name with another key."""
    folded = "" if name in NAMELESS else fold(name)
    alike = [one for one in _contacts(session) if folded and fold(one.name) == folded and one.key != key]
    return alike[0] if alike else None


def look(office: Office, card: Card) -> CardView:
    """What adding a card would mean; changes nothing."""
    with office.read() as session:
        return _look(session, card)


def add(office: Office, card: Card, *, name: str | None = None, replaces: str | None = None) -> Contact:
    """Add a colleague by their card, not yet compared.

    `name` is how the office calls them (default: as the card says). Raises `KeyChanged` for a known
    colleague's other key unless `replaces` is that contact's key id: then the old key is never taken for
    theirs again. Raises `KzcaseError` for one's own card, `KeyLost` for a key that was marked as lost.
    """
    called = plain_text((name or card.name).strip())
    if not called or len(called) > LONGEST_NAME or "\n" in called:
        raise KzcaseError("A contact needs a name of one line.", safe="Nothing was changed.")
    with office.vault.write() as session:
        seen = _look(session, Card(card.key, called, card.sign_public, card.age, card.fingerprint))
        if seen.state == "own":
            raise KzcaseError("This is your own card.", safe="Nothing was changed.")
        if seen.state == "changed" and seen.known is not None and seen.known.key != replaces:
            raise KeyChanged(seen.known.name, seen.known.fingerprint, card.fingerprint)
        row = session.get(KnownKeyRow, card.key)
        if row is None:
            row = KnownKeyRow(id=card.key, name=called, sign_public=card.sign_public)
            session.add(row)
        if row.age_public != card.age or seen.state == "changed":
            row.verified = None
        row.name, row.age_public = called, card.age
        row.added = row.added or office.ledger.time()
        row.replaced = None
        if replaces is not None and replaces != card.key:
            old = session.get(KnownKeyRow, replaces)
            if old is None or old.added is None:
                raise NotFound("There is no such contact.", safe="Nothing was changed.")
            old.replaced = card.key
        session.flush()
        return _contact(row)


def verify(office: Office, key: str, words: str) -> Contact:
    """Mark a contact's key as compared by the words its owner reads out; raises `WordsDiffer`, `NotFound`."""
    with office.vault.write() as session:
        found = known(session, key)
        if _tidy(words) != _tidy(found.fingerprint):
            raise WordsDiffer(found.name)
        row = session.get(KnownKeyRow, found.key)
        assert row is not None
        row.verified = row.verified or office.ledger.time()
        session.flush()
        return _contact(row)


def remove(office: Office, key: str) -> None:
    """Let a contact be one no more: their files are an unknown sender's again. Raises `NotFound`."""
    with office.vault.write() as session:
        row = session.get(KnownKeyRow, known(session, key).key)
        assert row is not None
        row.added = row.verified = row.age_public = None


def _look(session: Session, card: Card) -> CardView:
    if session.get(WriterRow, card.key) is not None:
        return CardView(card, "own")
    if (since := lostkeys.lost_since(session, card.key)) is not None:
        raise KeyLost(card.name, since)
    found = contact(session, card.key)
    if found is not None and found.replaced is not None:
        successor = contact(session, found.replaced)
        return CardView(card, "changed", successor or found)
    if found is not None:
        return CardView(card, "same" if found.age == card.age else "changed", found)
    other = namesake(session, card.name, card.key)
    return CardView(card, "changed" if other else "new", other)


def _contacts(session: Session) -> tuple[Contact, ...]:
    """Whom one writes to and takes from: everyone whose key is neither replaced nor lost."""
    return tuple(one for one in added(session) if one.lost is None)


def added(session: Session) -> tuple[Contact, ...]:
    """Everyone whose card was added, also those whose key was lost since."""
    rows = session.scalars(
        select(KnownKeyRow)
        .where(KnownKeyRow.added.is_not(None), KnownKeyRow.replaced.is_(None))
        .order_by(KnownKeyRow.name, KnownKeyRow.id)
    )
    gone = lostkeys.lost(session)
    return tuple(_contact(row, gone.get(row.id)) for row in rows)


def _contact(row: KnownKeyRow, lost: str | None = None) -> Contact:
    age = row.age_public or ""
    words = fingerprint(row.sign_public, age)
    return Contact(row.id, row.name, words, age, row.added or "", row.verified, row.replaced, lost)


def _tidy(words: str) -> Sequence[str]:
    return words.replace("-", " ").replace(",", " ").lower().split()
