"""Reads what a look ahead, or back, rests on: whom rules would ask in a span of days, and how these stand."""

from collections.abc import Collection, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef

from csat.customers.models import Company
from csat.programs.models import Program, ProgramState, Touchpoint
from csat.programs.queries import due, foreseen, standing
from csat.programs.queries.due import Ask
from csat.programs.queries.standing import Standing, sends
from surveys.models import SurveyVersion

AS_IF = (ProgramState.DRAFT, ProgramState.TRIAL, ProgramState.PAUSED)
NOBODY = -1  # the id of a rule, and of its survey, that has never asked anybody


@dataclass(frozen=True)
class Look:
    """A survey rule, the contacts whose day comes up to the last one, and how they stand."""

    program: Program
    last: date
    asks: Sequence[Ask]
    facts: Standing


def rules_ahead(*, as_if: bool) -> list[Program]:
    """Running rules that can send; with `as_if` drafts, trials and paused ones too. By priority."""
    published = SurveyVersion.objects.filter(survey=OuterRef("survey"))
    states = [ProgramState.RUNNING, *(AS_IF if as_if else ())]
    rules = Program.objects.filter(Exists(published), state__in=states, survey__archived_at=None)
    return list(rules.select_related("survey", "owner").order_by("priority", "id"))


def look(
    program: Program,
    *,
    company: Company,
    today: date,
    last: date,
    now: datetime,
    accounts: Collection[int] | None = None,
) -> Look:
    """Whom the rule would ask from today to the last day: a constant number of queries, however many.

    `accounts` (ids) narrows it to some clients.
    """
    asks = due.asks(program, company=company, today=today, horizon=last, accounts=accounts)
    contacts = standing.contacts_of(asks)
    known = [ask for ask in asks if ask.contact_id in contacts]
    return Look(program, last, known, standing.standing(program, known, contacts, now=now))


def looks_ahead(
    programs: Sequence[Program],
    *,
    company: Company,
    today: date,
    last: date,
    now: datetime,
    accounts: Collection[int] | None = None,
) -> list[Look]:
    """A look for each rule; one that goes before others is looked at as far ahead as it is in their way."""
    found = []
    lowest = max((program.priority for program in programs), default=0)
    for program in programs:
        # Budgets are the same for all; a rule that nobody goes after need not be seen beyond the span.
        beyond = foreseen.look_ahead_days(sends.budgets_in_force()) if program.priority < lowest else 0
        until = last + timedelta(days=beyond)
        found.append(look(program, company=company, today=today, last=until, now=now, accounts=accounts))
    return found


def look_back(program: Program, *, company: Company, first: date, last: date, at: datetime) -> Look:
    """Whom the rule would have asked from the first to the last day, had it been new on the first.

    What it really asked is forgotten; what other rules sent counts. Opt-outs, addresses and people are those
    of today, legal bases, exclusions, and who had left by then those of the day.
    """
    never = as_never_run(program, first)
    found = look(never, company=company, today=first, last=last, now=at)
    own = Touchpoint.objects.filter(program=program).values_list("invitation_id", flat=True)
    spent = found.facts.spent.without(frozenset(own))
    return Look(never, last, found.asks, found.facts.having_spent(spent))


def as_never_run(program: Program, starts_on: date) -> Program:
    """A copy, never saved, that runs from the day on and of which no row knows anything."""
    never, survey = copy(program), copy(program.survey)
    survey.pk = NOBODY
    never.pk, never.survey = NOBODY, survey
    never.state, never.starts_on, never.ends_on = ProgramState.RUNNING, starts_on, None
    return never
