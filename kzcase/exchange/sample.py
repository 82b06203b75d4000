"""Makes a vault with the shipped sample in it: six public cases and twenty invented people."""

from __future__ import annotations

from pathlib import Path

from kzcase import resources
from kzcase.exchange import recordsfile
from kzcase.progress import Progress
from kzcase.services import backups
from kzcase.services.office import Office

WRITER = "Sample office"


def files() -> tuple[Path, ...]:
    """The records files of the sample."""
    return tuple(sorted(resources.path("sample").glob("*.jsonl")))


def make(path: Path, passphrase: str, progress: Progress) -> Office:
    """Make the sample's vault at a free place and leave it open; raises as making a vault does.

    Whatever goes wrong, no half a sample stays.
    """
    office = Office.create(path, passphrase, WRITER, progress=progress)
    try:
        recordsfile.apply(office, recordsfile.plan(office, files(), progress=progress), progress=progress)
        backups.spare(office)
    except BaseException:
        office.close()
        path.unlink(missing_ok=True)
        raise
    return office
