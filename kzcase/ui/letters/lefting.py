"""Says who no longer holds the post to which one writes."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from kzcase.services.letters.addressees import LeftPost


def left_words(one: LeftPost) -> str:
    """Who left, when, and who came after if that is known."""
    translate = QCoreApplication.translate
    said = translate("Letters", "No longer at the post: {0}, until {1}.").format(one.title, one.until)
    if not one.successor_title:
        return said
    return f"{said} " + translate("Letters", "Now: {0}.").format(one.successor_title)
