"""The photograph of a person on a paper: who agreed to it, and nothing of its file but the picture.

A photograph goes out only if the person is named on the paper and agreed to
it, and everybody else whom its document belongs to did so too. It is decoded
in a process of its own and written anew, small: no camera, place, day,
thumbnail or comment is left.
"""

from __future__ import annotations

from io import BytesIO

from sqlalchemy.orm import Session

from kzcase.briefing import gate
from kzcase.briefing.annexes.darkroom import Darkroom
from kzcase.briefing.content import Photo
from kzcase.briefing.gate import Decision, Ground, Reason, Scope
from kzcase.briefing.ground import Raw
from kzcase.briefing.reading import candidates, ids_in
from kzcase.briefing.remarks import Thin, Withheld
from kzcase.briefing.seen import Seen, View
from kzcase.errors import NotFound
from kzcase.models.base import kinds
from kzcase.models.fields import Audience
from kzcase.services import records
from kzcase.services.office import Office
from kzcase.vault import blobs

TEMPLATES = frozenset({"brief", "pack"})
"""The papers on which a photograph is printed."""
MOST_BYTES = 40 * 1024 * 1024
PIXELS = 260, 330
"""Of the printed picture at most: 300 to the inch in the place it has."""
_QUALITY = 88


def of(
    session: Session, view: View, person: str, darkroom: Darkroom
) -> tuple[Photo | None, tuple[Thin, ...]]:
    """The photograph that may be printed of a person, and a word to the caseworker if it cannot be.

    What is held back is listed in `View.withheld`.
    """
    for member in view.records.members(person):
        seen = view.one(member)
        if seen is None or "photo" not in seen:
            continue
        digest = _file(view, person, seen)
        if digest is None:
            return None, ()
        made = _read(session, digest, darkroom)
        if made is not None:
            return made, ()
        title = view.records.titles.get(person, "")
        return None, (
            Thin(person, title, "the photograph is not printed: its file is missing, or it is no picture"),
        )
    return None, ()


def in_window(office: Office, person: str) -> Photo | None:
    """The photograph of a person as the office itself sees it, small and never written to a disk.

    None if there is none, if it is no picture, or while colleagues disagree which it is.
    """
    try:
        seen = records.view(office, person)
        document = seen.fields.get("photo")
        if not isinstance(document, str) or "photo" in seen.conflicts:
            return None
        found = records.view(office, document)
    except NotFound:
        return None
    digest = found.fields.get("file")
    if not isinstance(digest, str) or "file" in found.conflicts:
        return None
    with office.read() as session, Darkroom() as darkroom:
        return _read(session, digest, darkroom)


def _file(view: View, person: str, seen: Seen) -> str | None:
    """The hash of the file of a photograph that this audience may see; None if it may not."""
    value = seen.values["photo"]
    document = view.records.raw.get(str(value.value))
    if document is None:
        return None
    if value.disputed or value.others:
        # Nobody decided which of several faces is theirs.
        _hold(view, seen, Reason.DISPUTED)
        return None
    if (reason := _reason(view, person, document)) is not None:
        _hold(view, seen, reason)
        return None
    file = view.see(document).values.get("file")
    if file is None:
        _hold(view, seen, Reason.DO_NOT_SHARE if kept_back(view, document) else Reason.NO_CONSENT)
        return None
    return None if file.disputed or file.others else str(file.value)


def _reason(view: View, person: str, document: Raw) -> Reason | None:
    """Why the picture of a document must not be printed; None if it may."""
    if view.left_out(document.id):
        return Reason.CHOSEN
    if view.audience is Audience.INTERNAL:
        return None
    if view.nameless:
        return Reason.RULE
    if not any("parts" in name for name in view.of(person, "name", "person")):
        return Reason.PSEUDONYM if view.person(person).pseudonym.strip() else Reason.NO_CONSENT
    owners = {one for value in candidates(document, "records") for one in ids_in(value)}
    if document.contested or not owners <= view.records.raw.keys():
        # Whom else it shows is not known here.
        return Reason.NO_CONSENT
    people = {one.id: one for one in view.ground(document.id).people}
    people[view.records.resolved(person)] = view.person(person)
    ground = Ground(tuple(people[one] for one in sorted(people)), kept_back(view, document))
    decision: Decision = gate.decide(kinds()["person"].fields["photo"], ground, view.audience, view.on)
    return None if decision.shown else decision.reason or Reason.NO_CONSENT


def kept_back(view: View, document: Raw) -> bool:
    """Whether a document, or any record that it belongs to, is marked "do not share"."""
    owners = {one for value in candidates(document, "records") for one in ids_in(value)}
    return view.ground(document.id).do_not_share or any(view.ground(one).do_not_share for one in owners)


def _hold(view: View, seen: Seen, reason: Reason) -> None:
    view.withheld.append(
        Withheld(
            seen.id,
            "photo",
            gate.sentence(reason, view.audience, Scope.PHOTO),
            seen.kind,
            view.records.titles.get(seen.id, ""),
        )
    )


def _read(session: Session, digest: str, darkroom: Darkroom) -> Photo | None:
    if not blobs.exists(session, digest) or blobs.size(session, digest) > MOST_BYTES:
        return None
    return plain(blobs.read(session, digest), darkroom)


def plain(data: bytes, darkroom: Darkroom) -> Photo | None:
    """The pixels of a picture as a small JPEG; None for a damaged file, a huge one, or another format."""
    made = darkroom.small(data, 2 * max(PIXELS))
    if made is None:
        return None
    # Pillow is only needed where there is a photograph; it is given pixels, never the file.
    from PIL import Image

    picture = Image.frombytes("RGB", (made.width, made.height), made.data, "raw", "BGR")
    picture.thumbnail(PIXELS)
    out = BytesIO()
    picture.save(out, "JPEG", quality=_QUALITY)
    return Photo(out.getvalue(), *picture.size)
