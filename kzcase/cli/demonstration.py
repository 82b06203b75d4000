"""The sample vault and what can be shown from it without a window."""

from __future__ import annotations

from pathlib import Path

from kzcase.errors import Unwritable
from kzcase.progress import Progress
from kzcase.services import lists, records
from kzcase.services.declarations import Audience
from kzcase.services.office import Office

PASSPHRASE = "sample vault with public facts only"
VAULT = "sample.kzvault"
RECOMMENDATION = "R7"


def prepare(folder: Path, progress: Progress) -> Path:
    """The sample vault in `folder`, made if it is not there yet."""
    from kzcase.exchange import sample

    path = folder / VAULT
    if path.exists():
        return path
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Unwritable.from_os(error, str(folder)) from error
    sample.make(path, PASSPHRASE, progress).close()
    return path


def papers(folder: Path, vault: Path, progress: Progress) -> tuple[Path, ...]:
    """Write a briefing on the people the publication names, the records, and all as a case file."""
    from kzcase.briefing import papers as making
    from kzcase.exchange import casefile, recordsfile

    briefing, records = folder / "briefing.pdf", folder / "sample.records.jsonl"
    shared = folder / "sample.kzcase"
    office = Office.open(vault, PASSPHRASE, progress=progress)
    try:
        making.make(
            office,
            public_people(office),
            briefing,
            audience=Audience.DIPLOMATIC,
            language="en",
            as_of=office.today(),
            template="brief",
            progress=progress,
        )
        recordsfile.write(office, records, progress=progress)
        everything, opening = casefile.Selection(everything=True), casefile.Recipients(passphrase=PASSPHRASE)
        casefile.write(office, shared, everything, opening, progress=progress)
    finally:
        office.close()
    return (vault, briefing, records, shared)


def public_people(office: Office) -> tuple[str, ...]:
    """The people of the sample whom the publication names: those linked to its recommendation R7."""
    with office.read() as session:
        found = []
        page = lists.page_in(session, lists.ListQuery("benchmark_link", columns=("benchmark",), limit=500))
        for row in page.rows:
            view = records.view_in(session, row.id)
            person = view.fields.get("record")
            if view.fields.get("benchmark") != RECOMMENDATION or person is None:
                continue
            linked = records.view_in(session, person)
            if linked.kind == "person" and "fictional" not in (linked.fields.get("tags") or ()):
                found.append(person)
    return tuple(found)
