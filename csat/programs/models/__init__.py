"""Who is asked which survey, when and why; and what each invitation was about, frozen."""

from csat.programs.models.decisions import (
    Decision,
    Exclusion,
    ExclusionReason,
    ExclusionState,
    Outcome,
)
from csat.programs.models.programs import (
    Budget,
    BudgetScope,
    CountsFrom,
    Program,
    ProgramContact,
    ProgramDay,
    ProgramKind,
    ProgramState,
    Sender,
    Slot,
    Wave,
)
from csat.programs.models.rounds import Announcement, RoundDraw
from csat.programs.models.touchpoints import (
    Touchpoint,
    TouchpointPerson,
)

__all__ = [
    "Announcement",
    "Budget",
    "BudgetScope",
    "CountsFrom",
    "Decision",
    "Exclusion",
    "ExclusionReason",
    "ExclusionState",
    "Outcome",
    "Program",
    "ProgramContact",
    "ProgramDay",
    "ProgramKind",
    "ProgramState",
    "RoundDraw",
    "Sender",
    "Slot",
    "Touchpoint",
    "TouchpointPerson",
    "Wave",
]
