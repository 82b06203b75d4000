"""How the window looks and in which language it speaks; known before any vault is open."""

from __future__ import annotations

from dataclasses import dataclass

from kzcase.settings import Settings
from kzcase.ui.theme import Theme


@dataclass(frozen=True, slots=True)
class Look:
    """How things are drawn and in which language they are said."""

    settings: Settings
    theme: Theme

    @property
    def language(self) -> str:
        """The window's language: `en`, `ru` or `kk`."""
        return self.settings.language
