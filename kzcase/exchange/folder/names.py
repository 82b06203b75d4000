"""Tells by its name alone what a file in a folder is: one of ours to look at, or another program's affair."""

from __future__ import annotations

import re
from enum import StrEnum

_STEM = r"kz-[0-9a-f]{32}"
_CASE_FILE = re.compile(r"kz-([0-9a-f]{32})\.kzcase")
_PART = re.compile(r"\.kzcase-([0-9a-f]{32})\.part")
_UNFINISHED = re.compile(
    r"""  ~.*                                       # ~syncthing~NAME.tmp, ~$NAME, ~NAME.tmp
        | \.syncthing\..*                         # Syncthing on Unix
        | \..*\.~[0-9a-f]+                        # Nextcloud, ownCloud
        | \.kz-[0-9a-f]{32}\.kzcase\.\w{6}        # rsync
        | .*\.(?:tmp|temp|part|partial|filepart|crdownload|download|swp)
    """,
    re.X | re.I,
)
_COPY = re.compile(rf"{_STEM}.+", re.I)
_WHOLE_COPY = re.compile(r"kz-([0-9a-f]{32}).*\.kzcase", re.I | re.S)
_SYSTEM = re.compile(
    r"""  \.st(?:folder|ignore|versions).*          # Syncthing
        | \.(?:nextcloud|owncloud)sync\.log.* | \._?sync_[0-9a-f]+\.db.* | \.sync_[0-9a-f]+\.db.*
        | \.dropbox.* | desktop\.ini | thumbs\.db | \.ds_store | \._.*
        | \.trash.* | \.fseventsd | \.spotlight-v100 | \.directory | lost\+found
        | system\ volume\ information | \$recycle\.bin
    """,
    re.X | re.I,
)


class Sort(StrEnum):
    """What a name says of a file; only a `CASE_FILE` is opened, and a `COPY` where that is missing.

    `UNFINISHED`: it is still being copied; `COPY`: a second copy that a program
    made of one of our files when it could not decide; `SYSTEM`: it belongs to
    the replicating program or the system; `FOREIGN`: anything else.
    """

    CASE_FILE = "case_file"
    UNFINISHED = "unfinished"
    COPY = "copy"
    SYSTEM = "system"
    FOREIGN = "foreign"


def name_of(export: str) -> str:
    """What a case file is called in a folder: by its random id, which tells nothing."""
    return f"kz-{export}.kzcase"


def export_of(name: str) -> str | None:
    """The export id by which a file of a folder is called, if it is one."""
    found = _CASE_FILE.fullmatch(name)
    return found[1] if found else None


def copied_export(name: str) -> str | None:
    """The export id of a case file of which this, by its name, is a second copy, if it is one."""
    found = _WHOLE_COPY.fullmatch(name)
    return found[1].lower() if found and sort_of(name) is Sort.COPY else None


def part_export(name: str) -> str | None:
    """The export id of a file that was being written when something stopped it."""
    found = _PART.fullmatch(name)
    return found[1] if found else None


def sort_of(name: str) -> Sort:
    """What a name says of a file."""
    if export_of(name):
        return Sort.CASE_FILE
    if _SYSTEM.fullmatch(name):
        return Sort.SYSTEM
    if _UNFINISHED.fullmatch(name):
        return Sort.UNFINISHED
    return Sort.COPY if _COPY.fullmatch(name) else Sort.FOREIGN
