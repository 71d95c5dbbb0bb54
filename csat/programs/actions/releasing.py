"""Decides about contacts under a lock, invites those who may be asked, and writes down why or why not."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from csat.programs import deciding
from csat.programs.actions import freezing
from csat.programs.actions.freezing import Ground
from csat.programs.deciding import Decided
from csat.programs.models import Decision, Program
from csat.programs.queries import foreseen, standing
from csat.programs.queries.due import Ask
from csat.programs.queries.standing import Standing
from surveys.jobs import copying

COLUMNS = (
    *("program_id", "contact_id", "deal_id", "wave_id", "event_id", "after_days"),
    *("outcome", "reason", "words", "next_possible_on", "decided_at"),
)


@transaction.atomic
def release(*, program: Program, ground: Ground, asks: Sequence[Ask], now: datetime) -> Counter[str]:
    """Decide about each ask and invite where nothing stands against it; returns how many of each outcome.

    All open asks about one occasion of one account come in one call, in a constant number of statements per
    call. Asked twice changes nothing; a rule or round stopped since the asks were found asks nobody. Raises
    CannotInvite where an address cannot be written to.
    """
    asks = standing.still_wanted(program, asks)
    contacts = standing.locked_contacts(asks)
    asks = [ask for ask in asks if ask.contact_id in contacts]
    facts = standing.standing(program, asks, contacts, now=now)
    facts = foreseen.with_foreseen(program, facts, company=ground.company, now=now)
    decided = deciding.decide_all(program, facts, asks, company=ground.company, now=now)
    freezing.freeze(program=program, ground=ground, facts=facts, decided=decided, now=now)
    _record(program, facts, decided, now)
    return Counter(one.verdict.outcome for one in decided)


def _record(program: Program, facts: Standing, decided: Sequence[Decided], now: datetime) -> None:
    """Write what is new; a decision that stands keeps its row and its date."""
    fresh = [one for one in decided if not _stands(facts, one)]
    Decision.objects.filter(
        id__in=[
            old.pk for one in fresh if (old := facts.decisions.get((one.ask.contact_id, one.ask.subject)))
        ]
    ).delete()
    copying.copy(Decision, COLUMNS, [_columns(program, one, now) for one in fresh])


def _columns(program: Program, one: Decided, now: datetime) -> tuple[Any, ...]:
    ask, verdict = one.ask, one.verdict
    about = (program.pk, ask.contact_id, ask.deal_id, ask.wave_id, ask.event_id, ask.after_days)
    return (*about, verdict.outcome, verdict.reason, verdict.words, verdict.next_possible_on, now)


def _stands(facts: Standing, one: Decided) -> bool:
    old = facts.decisions.get((one.ask.contact_id, one.ask.subject))
    return old is not None and (old.outcome, old.reason, old.next_possible_on) == (
        one.verdict.outcome,
        one.verdict.reason,
        one.verdict.next_possible_on,
    )
