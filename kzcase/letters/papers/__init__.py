"""Papers of the register: its lines as PDF, spreadsheet and calendar; figures of a period on a page.

Each is loaded when it is first asked for: ReportLab and openpyxl take their time.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kzcase.letters.papers.calendar import register_ics
    from kzcase.letters.papers.figurespage import figures_pdf
    from kzcase.letters.papers.registerpdf import register_pdf
    from kzcase.letters.papers.registersheet import register_xlsx

__all__ = ["figures_pdf", "register_ics", "register_pdf", "register_xlsx"]

_WHERE = {
    "figures_pdf": "figurespage",
    "register_ics": "calendar",
    "register_pdf": "registerpdf",
    "register_xlsx": "registersheet",
}


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_WHERE[name]}"), name)
