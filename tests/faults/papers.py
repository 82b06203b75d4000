"""A paper that goes out of a vault, as small as one can be."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from kzcase import wholefile
from kzcase.services import exports
from kzcase.services.exports import Handed
from kzcase.services.office import Office

DAY = date(2026, 11, 23)
PERSON = "00000000-0000-4000-8000-000000000001"


def hand_out(office: Office, path: Path) -> None:
    """Write a paper at `path` and enter it into the register."""
    handed = Handed("brief", "diplomatic", "en", DAY, DAY, "0" * 64, persons=(PERSON,))
    exports.hand_out(office, handed, wholefile.finished(path, b"a new paper"), path)
