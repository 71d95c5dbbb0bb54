"""What may be done to a case in which state, and where it leads: the whole machine as one table. Pure."""

OPEN, ACKNOWLEDGED, CLOSED = "open", "acknowledged", "closed"

# (state, verb) -> next state. What is not in the table is refused. Working on an open case takes it up.
MOVES = {
    (OPEN, "acknowledge"): ACKNOWLEDGED,
    (OPEN, "assign"): OPEN,
    (OPEN, "plan_step"): ACKNOWLEDGED,
    (OPEN, "note"): OPEN,
    (OPEN, "close"): CLOSED,
    (ACKNOWLEDGED, "assign"): ACKNOWLEDGED,
    (ACKNOWLEDGED, "plan_step"): ACKNOWLEDGED,
    (ACKNOWLEDGED, "note"): ACKNOWLEDGED,
    (ACKNOWLEDGED, "close"): CLOSED,
}


def next_state(state: str, verb: str) -> str | None:
    """Where `verb` leads from `state`; None where it is refused."""
    return MOVES.get((state, verb))


def verbs_in(state: str) -> frozenset[str]:
    """What may be done in a state: which forms a page shows."""
    return frozenset(verb for from_state, verb in MOVES if from_state == state)
