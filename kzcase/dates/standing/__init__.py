"""How a person stands on a day: liberty, custody, sentence, stage of proceedings; known and assumed apart.

Pure functions over what is recorded. What rests on a recorded day is "stated",
what is counted from one "computed", and what only follows from silence or from
a day that is not recorded "assumed": never to be shown as a fact.
"""

from __future__ import annotations

from kzcase.dates.standing.liberty import Liberty, Stated, liberty_on
from kzcase.dates.standing.presence import Custody, Presence, presence_on
from kzcase.dates.standing.serving import Penalty, Serving, serving_on
from kzcase.dates.standing.stages import Happened, Stage, stage_on

__all__ = [
    "Custody",
    "Happened",
    "Liberty",
    "Penalty",
    "Presence",
    "Serving",
    "Stage",
    "Stated",
    "liberty_on",
    "presence_on",
    "serving_on",
    "stage_on",
]
