"""The chosen contacts of a one-off rule, whose list is one round."""

from collections.abc import Collection
from datetime import date

from csat.customers.models import Company, Contact
from csat.programs.models import Program, ProgramContact, Wave
from csat.programs.queries.due import rounds
from csat.programs.queries.due.asking import Ask
from surveys.calendar import business_days


def list_asks(
    program: Program,
    *,
    company: Company,
    today: date,
    horizon: date,
    accounts: Collection[int] | None = None,
) -> list[Ask]:
    """The contacts on the list that are not settled yet, once the rule has begun; by account."""
    day = business_days.on_or_after(max(program.starts_on, today), company.country)
    if day > horizon:
        return []
    wave = round_of(program)
    if wave and (wave.held_at or wave.ended_at):
        return []
    chosen = Contact.objects.filter(id__in=ProgramContact.objects.filter(program=program).values("contact"))
    if accounts is not None:
        chosen = chosen.filter(account_id__in=list(accounts))
    month = month_of(program)
    return rounds.asks_of(chosen, wave, month, day_of=lambda _: day, today=today, horizon=horizon)


def round_of(program: Program) -> Wave | None:
    """The one round of a one-off rule, once it has begun; it stays when the rule's start is changed."""
    return Wave.objects.filter(program=program).order_by("id").first()


def month_of(program: Program) -> date:
    return program.starts_on.replace(day=1)
