"""Sampled rounds: what a choice is made from, whom it left out, and the same choice made again."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any

from django.db import connection
from django.db.models import Q

from csat.customers import queries as customers
from csat.customers.models import Account, Company, Contact
from csat.programs import deciding, eligibility, slots
from csat.programs.models import Program, RoundDraw, Wave
from csat.programs.queries import due, foreseen, standing
from csat.programs.queries.due import Ask
from csat.programs.queries.standing.conditions import revenue_of_year
from csat.programs.sampling import choosing, inputs, rates, words
from csat.programs.sampling.choosing import Choice, Why
from csat.programs.sampling.inputs import Candidate, Client, Inputs, Wanted

SQL = Path(__file__).parent.parent / "sql"
BATCH = 1000  # contacts a transaction: some seconds of locks at most
HABITS = timedelta(days=2 * 365)
TIME_TO_ANSWER = timedelta(days=7)  # later than that almost nobody answers


@dataclass(frozen=True)
class Habit:
    """How often a contact answered what reached them, and when they were last asked."""

    asked: int = 0
    answered: int = 0
    asked_on: date | None = None


def is_wanted(program: Program) -> bool:
    """Whether the rule asks fewer than everybody: without a goal there is nothing to choose by."""
    return program.is_sampled and (bool(program.role_coverage) or program.revenue_coverage is not None)


def replay(wave: Wave) -> Choice | None:
    """The round's choice made again from what was kept; None where the round was not sampled."""
    draw = RoundDraw.objects.filter(wave=wave).first()
    if draw is None or wave.seed is None:
        return None
    return choosing.choose(inputs.unpacked(bytes(draw.inputs)), seed=wave.seed)


def why(wave: Wave, contact: Contact) -> words.Words | None:
    """Why the round's choice asks the contact or not, in words; None where it was no candidate."""
    draw = RoundDraw.objects.filter(wave=wave, whys__has_key=str(contact.pk)).first()
    if draw is None:
        return None
    kept = inputs.unpacked(bytes(draw.inputs))
    one = next(one for one in kept.candidates if one.contact_id == contact.pk)
    client = next(client for client in kept.clients if client.account_id == one.account_id)
    return words.of_contact(Why(draw.whys[str(contact.pk)]), client=client, role=one.role, inputs=kept)


def inputs_of(wave: Wave, *, company: Company, now: datetime) -> Inputs:
    """All that a choice depends on, read now. Statements grow with the batches of contacts only."""
    program = wave.program
    asks = asks_of(wave, company=company, now=now)
    free = [ask for ask, is_free in _free(wave, asks, company, now) if is_free]
    accounts = sorted({ask.account_id for ask in asks})
    habits = _habits([ask.contact_id for ask in asks], now)
    usual = rates.overall(
        sum(habit.asked for habit in habits.values()), sum(habit.answered for habit in habits.values())
    )
    roles = dict(Contact.objects.filter(account_id__in=accounts).values_list("id", "role"))
    return Inputs(
        wanted=Wanted(
            roles={role: float(share) for role, share in program.role_coverage.items()},
            revenue=None if program.revenue_coverage is None else float(program.revenue_coverage),
            audit_share=float(program.audit_share),
            most_per_account=program.contacts_per_account,
        ),
        clients=_clients(wave, accounts, company, now),
        candidates=[
            Candidate(
                ask.contact_id,
                ask.account_id,
                roles[ask.contact_id],
                rates.expected(habit.asked, habit.answered, of_all=usual),
                habit.asked_on,
            )
            for ask in free
            for habit in (habits.get(ask.contact_id, Habit()),)
        ],
    )


def asks_of(wave: Wave, *, company: Company, now: datetime) -> list[Ask]:
    """Everybody whom the round would decide about from now to its end, by account."""
    today = customers.local_day(now)
    last = slots.months_after(wave.month, 1) - timedelta(days=1)
    asks = due.asks(wave.program, company=company, today=today, horizon=max(last, today))
    return [ask for ask in asks if ask.wave_id == wave.pk]


def batches(asks: Sequence[Ask]) -> Iterator[list[Ask]]:
    """About BATCH asks each; an account is never split, because its contacts share limits."""
    batch: list[Ask] = []
    for _, of_account in groupby(asks, key=lambda ask: ask.account_id):
        batch += of_account
        if len(batch) >= BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _free(wave: Wave, asks: Sequence[Ask], company: Company, now: datetime) -> Iterator[tuple[Ask, bool]]:
    """Each ask, and whether the rule would let the contact be asked before the round is over."""
    audience = deciding.audience_of(wave.program)
    end = slots.months_after(wave.month, 1)
    for batch in batches(asks):
        facts = standing.standing(wave.program, batch, standing.contacts_of(batch), now=now)
        facts = foreseen.with_foreseen(wave.program, facts, company=company, now=now)
        for ask in batch:
            contact = facts.contacts[ask.contact_id]
            send_at = deciding.sending_moment(contact, ask.send_on, company=company, now=now)
            candidate = deciding.candidate_of(wave.program, facts, ask, send_at=send_at, company=company)
            verdict = eligibility.decide(candidate, audience, facts.budgets)
            yield ask, verdict.next_possible_on is not None and verdict.next_possible_on < end


def _clients(wave: Wave, accounts: Sequence[int], company: Company, now: datetime) -> list[Client]:
    program, today = wave.program, customers.local_day(now)
    revenue = revenue_of_year(accounts, company, now)
    is_key = dict(Account.objects.filter(id__in=accounts).values_list("id", "is_key"))
    roles: dict[int, set[str]] = defaultdict(set)
    there = Contact.objects.filter(Q(left_on=None) | Q(left_on__gt=today), account_id__in=accounts)
    for account, role in there.values_list("account_id", "role"):
        roles[account].add(role)
    heard: dict[int, dict[str, date]] = defaultdict(dict)
    fresh: dict[int, set[str]] = defaultdict(set)
    for account, role, day, month in _rows("round_voices.sql", accounts=list(accounts), zone=company.zone):
        heard[account][role] = day
        cadence = program.key_cadence_months if is_key[account] else program.cadence_months
        if month > slots.months_after(wave.month, -cadence):
            fresh[account].add(role)
    return [
        Client(
            account,
            round(revenue.get(account, 0)),
            frozenset(roles[account] | fresh[account]),
            heard[account],
            frozenset(fresh[account]),
        )
        for account in accounts
    ]


def _habits(contacts: Sequence[int], now: datetime) -> dict[int, Habit]:
    rows = _rows("answer_habits.sql", contacts=list(contacts), since=now - HABITS, until=now - TIME_TO_ANSWER)
    return {
        contact: Habit(asked, answered, customers.local_day(asked_at) if asked_at else None)
        for contact, asked, answered, asked_at in rows
    }


def _rows(name: str, **parameters: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute((SQL / name).read_text(), parameters)
        return list(cursor.fetchall())
