"""Takes what can be read out of a damaged vault into a new one, and says what could not be.

The damaged file is only read. Every page that is whole gives its rows, so one
bad page costs the records that have a row on it and no others.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from kzcase.errors import NotFound, Unwritable
from kzcase.history import rescue as history
from kzcase.history.rescue import Lost
from kzcase.progress import Progress, quiet
from kzcase.services import upkeep
from kzcase.services.office import Office
from kzcase.vault import pages, recovery, salvage
from kzcase.vault.failures import Damaged, WrongPassphrase
from kzcase.vault.keys import Profile, Secret, derive
from kzcase.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class Rescued:
    """What came out: the new vault, what is in it, and what is known to be missing.

    `damaged` are the numbers of the damaged pages, `broken_rows` counts rows
    that went on in one of them; `changes_missing` counts saved changes that a
    signature names; `lost` names records that are gone or lack a change;
    `keys_missing` counts writers who signed and whose key is gone.
    """

    path: Path
    pages: int
    damaged: tuple[int, ...]
    broken_rows: int
    records: int
    revisions: int
    changes_missing: int
    documents: int
    documents_missing: int
    lost: tuple[Lost, ...]
    keys_missing: int

    @property
    def whole(self) -> bool:
        """Whether nothing at all is known to be missing."""
        return not (self.lost or self.changes_missing or self.documents_missing or self.keys_missing)


def rescue(
    damaged: Path,
    passphrase: str,
    new: Path,
    *,
    profile: Profile | None = None,
    progress: Progress | None = None,
) -> Rescued:
    """Make a new vault of what a damaged one still says; it opens with the same passphrase.

    If the first 16 bytes are damaged the passphrase cannot prove itself: use
    `rescue_with_sheet`. Raises `NotFound`, `WrongPassphrase`, `Unwritable` (also
    for a name that is taken), `Damaged` if nothing can be read; then nothing was made.
    """
    progress = progress or quiet()
    damaged = _there(damaged)
    progress.step("Deriving the key")
    secret = derive(passphrase, _salt(damaged))
    if not pages.fits_somewhere(damaged, secret):
        raise WrongPassphrase(changed_lately=False)
    return _rescue(damaged, secret, _maker(new, passphrase, profile, progress), progress)


def rescue_raw(damaged: Path, key: bytes, new: Path, *, progress: Progress | None = None) -> Rescued:
    """As `rescue`, by a key of 32 bytes that the new vault has too."""
    damaged = _there(damaged)
    secret = Secret(key, _salt(damaged))
    return _rescue(damaged, secret, partial(Vault.create_raw, new, key), progress or quiet())


def rescue_with_sheet(
    damaged: Path,
    words: str,
    salt_words: str,
    passphrase: str,
    new: Path,
    *,
    profile: Profile | None = None,
    progress: Progress | None = None,
) -> Rescued:
    """As `rescue`, by the words of the recovery sheet; the new vault gets a passphrase of its own."""
    damaged = _there(damaged)
    key, salt = recovery.read_words(words, salt_words)
    tried = [Secret(key, one) for one in (salt, _salt(damaged)) if one is not None]
    secret = next((one for one in tried if pages.fits_somewhere(damaged, one)), None)
    if secret is None:
        raise recovery.do_not_open(salt is None)
    progress = progress or quiet()
    return _rescue(damaged, secret, _maker(new, passphrase, profile, progress), progress)


def _maker(new: Path, passphrase: str, profile: Profile | None, progress: Progress) -> Callable[[], Vault]:
    return partial(Vault.create, new, passphrase, profile=profile, progress=progress)


def _rescue(damaged: Path, secret: Secret, make: Callable[[], Vault], progress: Progress) -> Rescued:
    vault = make()
    path = vault.path
    try:
        found = salvage.Found()
        office = Office(vault)
        with vault.write() as session:
            connection = session.connection()
            history.take(connection, salvage.rows(damaged, secret, found, progress))
            taken = history.finish(connection)
            if not taken.revisions:
                raise Damaged(
                    "No record can be read out of this file any more.",
                    remedy="Restore the latest backup under another name.",
                )
            progress.step("Painting the tables from history")
            records = office.ledger.rebuild(session, progress)
            upkeep.note(session)
        vault.close()
    except BaseException as error:
        vault.close()
        _take_away(path)
        if isinstance(error, OSError):
            raise Unwritable.from_os(error, str(damaged)) from error
        raise
    return Rescued(
        path,
        found.pages,
        tuple(found.damaged),
        found.broken_rows,
        records,
        taken.revisions,
        taken.changes_missing,
        taken.documents,
        taken.documents_missing,
        taken.lost,
        taken.keys_missing,
    )


def _there(path: Path) -> Path:
    path = Path(path).expanduser().resolve()
    if not path.is_file():
        raise NotFound(f"There is no file here: {path}.", remedy="Check the name and the folder.")
    if path.stat().st_size < pages.PAGE:
        raise Damaged("The file is too short to hold anything.", remedy="Restore the latest backup.")
    return path


def _salt(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(16)
    except OSError as error:
        raise Unwritable.from_os(error, str(path)) from error


def _take_away(path: Path) -> None:
    for suffix in ("", "-wal", "-shm", "-lock"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def told(done: Rescued) -> str:
    """What came out, in words for the person who waits for it."""
    said = [
        (
            f"Taken over into {done.path}: records {done.records}, saved changes {done.revisions}, "
            f"documents {done.documents}."
        ),
        f"Pages of the old file that are damaged: {len(done.damaged)} of {done.pages}.",
    ]
    if done.whole:
        said.append("Nothing is known to be missing.")
    gone = [one for one in done.lost if one.whole]
    if gone:
        said.append(f"Records that are gone: {len(gone)}")
        said += [f"  {one.kind}: {one.title or one.id}" for one in gone]
    short = [one for one in done.lost if not one.whole]
    if short:
        said.append(f"Records that lack their latest changes; look through them: {len(short)}")
        said += [f"  {one.kind}: {one.title or one.id}" for one in short]
    if done.changes_missing:
        said.append(f"Saved changes that are known by their signature and not here: {done.changes_missing}.")
    if done.documents_missing:
        said.append(f"Documents that are not whole; attach them again: {done.documents_missing}.")
    if done.keys_missing:
        said.append(
            f"The keys of {done.keys_missing} who signed are gone: what they wrote is here, but is not "
            "proven to be theirs any more. Say anew under Settings who writes in this vault."
        )
    said.append("Columns, folders, what was put off and settings of the old vault must be set again.")
    return "\n".join(said)
