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
from csat.programs.models.touchpoints import (
    Touchpoint,
    TouchpointPerson,
)

__all__ = [
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
    "Sender",
    "Slot",
    "Touchpoint",
    "TouchpointPerson",
    "Wave",
]
