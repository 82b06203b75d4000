"""Keeps what a caseworker chose about the program itself, each setting declared once.

A setting is one of a few fixed choices or a number within bounds, so that
nothing anyone types can ever come to stand in the file: no name, no path of a
vault, no search. Whatever would tell about people lives in the vault.

To add a setting: one line in `Settings`. The settings form reads `declared()`.
"""

from __future__ import annotations

import json
from dataclasses import MISSING, Field, dataclass, field, fields
from pathlib import Path
from typing import Any, Self

import platformdirs

from kzcase import wholefile
from kzcase.errors import KzcaseError, Unwritable

_DECLARATION = "kzcase"
_MOST_BYTES = 64 * 1024


class BadSetting(KzcaseError):
    """A value that a setting cannot have."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A setting that is one of a few named values.

    `options` are (value, label) pairs in the order they are offered.
    """

    label: str
    options: tuple[tuple[str | int, str], ...]
    help: str = ""

    def accepts(self, value: object) -> bool:
        """Whether a value, read from a file or given by code, may be kept."""
        return any(value == option and type(value) is type(option) for option, _ in self.options)


@dataclass(frozen=True, slots=True)
class Number:
    """A setting that is a whole number from `least` to `most`, in `unit`."""

    label: str
    least: int
    most: int
    unit: str
    help: str = ""

    def accepts(self, value: object) -> bool:
        """Whether a value, read from a file or given by code, may be kept."""
        return type(value) is int and self.least <= value <= self.most


_LANGUAGES = (("en", "English"), ("ru", "Русский"), ("kk", "Қазақша"))


def _setting(default: Any, declaration: Choice | Number) -> Any:
    return field(default=default, metadata={_DECLARATION: declaration})


@dataclass(slots=True)
class Settings:
    """What was chosen on this laptop; a new one holds the defaults.

    Reading never fails: a file that is missing or damaged, or a value that
    is no longer offered, gives the default. Giving a setting a value that it
    cannot have raises `BadSetting` when it is saved.
    """

    theme: str = _setting(
        "system",
        Choice("Colours", (("system", "As the system"), ("light", "Light"), ("dark", "Dark"))),
    )
    text_scale: int = _setting(
        100, Choice("Size of text", ((100, "Normal"), (125, "Larger"), (150, "Largest")))
    )
    language: str = _setting("en", Choice("Language of the program", _LANGUAGES))
    paper_language: str = _setting(
        "en", Choice("Language of papers", _LANGUAGES, "Offered first when a paper is made.")
    )
    lock_after_minutes: int = _setting(
        10,
        Number("Lock when nobody has touched it for", 1, 240, "minutes", "Nothing typed is lost by locking."),
    )
    backup_every: str = _setting(
        "daily",
        Choice(
            "Back up by itself",
            (("daily", "Once a day"), ("weekly", "Once a week"), ("off", "Never")),
            "A while after unlocking, if anything was changed since the last one.",
        ),
    )

    @classmethod
    def load(cls, path: Path | None = None) -> Self:
        """Read the settings of this user, or those in `path`."""
        given = _read(path or default_path())
        settings = cls()
        for name, kind in declared().items():
            if kind.accepts(given.get(name)):
                setattr(settings, name, given[name])
        return settings

    def save(self, path: Path | None = None) -> None:
        """Write the settings in one step, readable by this user alone.

        Raises `BadSetting` or `Unwritable`; the old file is then still whole.
        """
        values: dict[str, object] = {name: getattr(self, name) for name in declared()}
        for name, kind in declared().items():
            if not kind.accepts(values[name]):
                raise BadSetting(
                    f"“{kind.label}” cannot have that value.",
                    safe="The settings were not changed.",
                    remedy="Choose one of the values offered.",
                )
        try:
            _replace(path or default_path(), json.dumps(values, indent=2, sort_keys=True) + "\n")
        except OSError as error:
            raise Unwritable.from_os(error, "the settings", safe="The settings were not changed.") from error


def declared() -> dict[str, Choice | Number]:
    """Every setting by its key, in the order in which a form shows them."""
    return {item.name: item.metadata[_DECLARATION] for item in fields(Settings)}


def defaults() -> dict[str, str | int]:
    """The value each setting has until it is changed."""
    return {item.name: _default(item) for item in fields(Settings)}


def default_path() -> Path:
    """Where this user's settings are kept on this machine."""
    return platformdirs.user_config_path("kzcase", appauthor=False) / "settings.json"


def _default(item: Field[Any]) -> str | int:
    assert item.default is not MISSING
    value: str | int = item.default
    return value


def _read(path: Path) -> dict[str, object]:
    try:
        with path.open("rb") as file:
            value = json.loads(file.read(_MOST_BYTES))
    except (OSError, ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _replace(path: Path, text: str) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with wholefile.writing(path) as file:
        file.write(text.encode())
