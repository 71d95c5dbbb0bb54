"""What rules that go first will ask the same people soon: it counts before it is planned.

The rule of precedence: where two rules want the same person and a budget has room for one, the rule with the
lower number goes first, also if its day is the later one, as long as its occasion is known by now and its day
lies within the longest "at least so many days between two". The other is put off until after it.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef
from django.db.models.functions import Lower

from csat.customers.models import Company, Contact
from csat.programs import deciding
from csat.programs.budgets import Budget
from csat.programs.models import Program, ProgramState
from csat.programs.queries import due, standing
from csat.programs.queries.standing import Spent, Standing
from surveys.calendar import business_days
from surveys.models import SurveyVersion

FARTHEST_DAYS = 92


def going_first(program: Program) -> list[Program]:
    """Running rules that can send and go before this one, the first of them first."""
    published = SurveyVersion.objects.filter(survey=OuterRef("survey"))
    rules = Program.objects.filter(
        Exists(published),
        state=ProgramState.RUNNING,
        priority__lt=program.priority,
        survey__archived_at=None,
    )
    return list(rules.exclude(pk=program.pk).select_related("survey").order_by("priority", "id"))


def look_ahead_days(budgets: Sequence[Budget]) -> int:
    """How far a survey reaches that only one in so many days may be: what lies beyond is in nobody's way."""
    return min(FARTHEST_DAYS, max((budget.days for budget in budgets if budget.most == 1), default=0))


def with_foreseen(program: Program, facts: Standing, *, company: Company, now: datetime) -> Standing:
    """How the contacts stand, and what rules that go first are to send them in the coming weeks."""
    days = look_ahead_days(facts.budgets)
    rules = going_first(program) if days else []
    if not rules:
        return facts
    today = now.astimezone(ZoneInfo(company.zone)).date()
    horizon = business_days.add(today, 1, company.country) + timedelta(days=days)
    accounts, ahead = _accounts(facts), Spent()
    for rule in rules:
        asks = due.asks(rule, company=company, today=today, horizon=horizon, accounts=accounts)
        contacts = standing.contacts_of(asks)
        stands = standing.standing(rule, asks, contacts, now=now)
        stands = stands.having_spent(stands.spent.with_all_of(ahead))
        decided = deciding.decide_all(rule, stands, asks, company=company, now=now)
        deciding.spend(ahead, rule, stands, decided, first=rule.name)
    return facts.having_spent(facts.spent.with_all_of(ahead))


def _accounts(facts: Standing) -> set[int]:
    """The accounts of all who share a mailbox with one of the contacts."""
    mailboxes = {mailbox for reach in facts.reaches.values() for mailbox in reach.mailboxes}
    sharing = Contact.objects.alias(mailbox=Lower("email")).filter(mailbox__in=mailboxes)
    return {
        *(contact.account_id for contact in facts.contacts.values()),
        *sharing.values_list("account_id", flat=True),
    }
