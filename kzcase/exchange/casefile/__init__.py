"""Case files: what colleagues hand each other (`docs/case-file-format.md`).

Out: `look` says what a selection holds and leaves out, `write` writes it. In:
`Incoming.open` opens, verifies and plans a file, `plan_records` and `plan_fields`
open the plan, `take` takes it in. Only `take` and `write` change the vault.
"""

from __future__ import annotations

from kzcase.exchange.casefile.details import ATTENTION, plan_fields, plan_records
from kzcase.exchange.casefile.failures import (
    CaseFileError,
    DamagedFile,
    FileTooLarge,
    NewerFile,
    NotACaseFile,
    NotAsPlanned,
    NotForYou,
    PassphraseNeeded,
    PlanOutdated,
    Stopped,
    TooMuch,
    TooMuchWork,
    Unverified,
    WrongFilePassphrase,
)
from kzcase.exchange.casefile.planning import Incoming
from kzcase.exchange.casefile.reading import is_case_file
from kzcase.exchange.casefile.shapes import (
    Choice,
    Contents,
    LeftOut,
    Outcome,
    Plan,
    PlanField,
    PlanRecord,
    Proposal,
    Recipients,
    Selection,
    SenderView,
    Status,
    Trust,
    Written,
)
from kzcase.exchange.casefile.taking import take
from kzcase.exchange.casefile.tombstones import had_by
from kzcase.exchange.casefile.writing import chosen, file_name, look, part_of, write

__all__ = [
    "ATTENTION",
    "CaseFileError",
    "Choice",
    "Contents",
    "DamagedFile",
    "FileTooLarge",
    "Incoming",
    "LeftOut",
    "NewerFile",
    "NotACaseFile",
    "NotAsPlanned",
    "NotForYou",
    "Outcome",
    "PassphraseNeeded",
    "Plan",
    "PlanField",
    "PlanOutdated",
    "PlanRecord",
    "Proposal",
    "Recipients",
    "Selection",
    "SenderView",
    "Status",
    "Stopped",
    "TooMuch",
    "TooMuchWork",
    "Trust",
    "Unverified",
    "Written",
    "WrongFilePassphrase",
    "chosen",
    "file_name",
    "had_by",
    "is_case_file",
    "look",
    "part_of",
    "plan_fields",
    "plan_records",
    "take",
    "write",
]
