"""How many people a survey rule would ask in the coming thirty days, kept or still being written."""

from copy import copy
from datetime import datetime, timedelta

from csat.customers import queries as customers
from csat.programs.foresight import looking, simulating
from csat.programs.models import Program, ProgramKind, ProgramState

DAYS = 30


def asked_ahead(rule: Program, *, now: datetime) -> int | None:
    """People asked from today on beside what all running rules ask; None for a list, which says it itself."""
    if rule.kind == ProgramKind.ONE_OFF:
        return None
    company, today = customers.company(), customers.local_day(now)
    last = today + timedelta(days=DAYS)
    draft = copy(rule)
    draft.pk = rule.pk or looking.NOBODY
    draft.state = ProgramState.RUNNING
    others = [one for one in looking.rules_ahead(as_if=False) if one.pk != rule.pk]
    rules = sorted([*others, draft], key=lambda one: (one.priority, one.pk))
    looks = looking.looks_ahead(rules, company=company, today=today, last=last, now=now)
    found = simulating.foresee(looks, company=company, last=last, now=now)
    return sum(one.program.pk == draft.pk and one.is_asked for one in found)
