"""The register of letters: what was sent and received, by when a reply is due, what came and changed."""

from __future__ import annotations

from kzcase.services.letters.asks import asks_of, decide_ask, open_asks
from kzcase.services.letters.correspondence import correspondence
from kzcase.services.letters.due import due_of
from kzcase.services.letters.figures import figures
from kzcase.services.letters.loop import loop
from kzcase.services.letters.register import register
from kzcase.services.letters.shapes import (
    VIEWS,
    AskPage,
    AskRow,
    ChangeAfter,
    Correspondence,
    Due,
    Figures,
    LoopRow,
    Month,
    RegisterPage,
    RegisterRow,
    Reply,
    Share,
)
from kzcase.services.letters.steps import follow_up, next_number, next_numbers, record_reply, set_status

__all__ = [
    "VIEWS",
    "AskPage",
    "AskRow",
    "ChangeAfter",
    "Correspondence",
    "Due",
    "Figures",
    "LoopRow",
    "Month",
    "RegisterPage",
    "RegisterRow",
    "Reply",
    "Share",
    "asks_of",
    "correspondence",
    "decide_ask",
    "due_of",
    "figures",
    "follow_up",
    "loop",
    "next_number",
    "next_numbers",
    "open_asks",
    "record_reply",
    "register",
    "set_status",
]
