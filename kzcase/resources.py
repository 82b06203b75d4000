"""Finds what ships with the program: resources, migrations and the manual, wherever it runs from.

A wheel, and a frozen build made from one, carry these folders inside the
package as `_data`; a checkout has them beside the package. Nobody else asks
where the program is installed.
"""

from __future__ import annotations

from pathlib import Path

from kzcase.errors import KzcaseError

_PACKAGE = Path(__file__).resolve().parent


class Incomplete(KzcaseError):
    """A part of the program itself is missing from this installation."""

    def __init__(self, part: str) -> None:
        super().__init__(
            f"A part of kzcase is missing from this installation: {part}.",
            safe="No vault was touched.",
            remedy="Install kzcase again.",
        )


def path(*parts: str) -> Path:
    """The file or folder `resources/<parts>`; without parts, `resources/` itself.

    Raises `Incomplete` if it is not there. Parts are the program's own words,
    never a user's: one that leads out of the folder is a `ValueError`.
    """
    return _find("resources", parts)


def migrations() -> Path:
    """The folder of the vault's migrations, as Alembic's `script_location`.

    Raises `Incomplete` if it is not there.
    """
    return _find("migrations", ())


def manual() -> Path:
    """The folder of the manual: a Markdown file for each chapter, and their images.

    Raises `Incomplete` if it is not there.
    """
    return _find("manual", (), in_checkout="docs/manual")


def _find(folder: str, parts: tuple[str, ...], in_checkout: str = "") -> Path:
    root = _root(folder, in_checkout or folder)
    found = root.joinpath(*parts)
    if not found.resolve().is_relative_to(root.resolve()):
        raise ValueError(f"{'/'.join(parts)} is not inside {folder}")
    if not found.exists():
        raise Incomplete("/".join((folder, *parts)))
    return found


def _root(packaged: str, in_checkout: str) -> Path:
    data = _PACKAGE / "_data"
    return data / packaged if data.is_dir() else _PACKAGE.parent / in_checkout
