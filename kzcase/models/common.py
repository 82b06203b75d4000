"""Fields that many kinds declare in the same words."""

from __future__ import annotations

from typing import Any

from kzcase.models.fields import INTERNAL, Protect, choices_field, flag_field, note_field


def remarks_field() -> Any:
    """The office's own working notes on a record; they never reach a paper."""
    return note_field("Remarks", audiences=INTERNAL, help="Working notes of the office; never printed.")


def do_not_share_field() -> Any:
    """Keeps a whole record off every paper, whatever consent there is."""
    return flag_field(
        "Do not share",
        protect=Protect.TRUE,
        audiences=INTERNAL,
        seldom=True,
        help="Keep this record off every paper.",
    )


def tags_field() -> Any:
    """The office's own labels."""
    return choices_field("Tags", "tag", audiences=INTERNAL, seldom=True)
