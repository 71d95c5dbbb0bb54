"""What a survey rule of any kind would ask by a day: read only, for planning and for foresight alike."""

from collections.abc import Callable, Collection
from datetime import date

from csat.customers.models import Company
from csat.programs.models import Program, ProgramKind
from csat.programs.queries.due.asking import Ask
from csat.programs.queries.due.events import event_asks
from csat.programs.queries.due.lists import list_asks
from csat.programs.queries.due.orders import order_asks
from csat.programs.queries.due.rounds import round_asks

BY_KIND: dict[str, Callable[..., list[Ask]]] = {
    ProgramKind.POST_SALE: order_asks,
    ProgramKind.PERIODIC: round_asks,
    ProgramKind.EVENT: event_asks,
    ProgramKind.ONE_OFF: list_asks,
}


def asks(
    program: Program,
    *,
    company: Company,
    today: date,
    horizon: date,
    accounts: Collection[int] | None = None,
) -> list[Ask]:
    """Contacts to be decided about, each on its day from `today` to `horizon`, sorted by account.

    Only what has happened already is known: orders delivered, events told, slots given. `accounts` (ids)
    narrows the question to some clients.
    """
    return BY_KIND[program.kind](program, company=company, today=today, horizon=horizon, accounts=accounts)
