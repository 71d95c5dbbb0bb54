"""A cheap sign of whether the data behind a stored result have changed since."""

from hashlib import sha256

from csat.customers.models import Account, Assignment, Company, Contact, Rate, Revenue, TeamMembership
from csat.programs.models import Touchpoint
from csat.scores.columns import statements
from csat.scores.models import AccountMonth, Score, ScoreCell
from surveys.models import Message

DATA = (
    Account, Contact, Assignment, TeamMembership, Company, Revenue, Rate, Score, ScoreCell, AccountMonth,
)  # fmt: skip
ASKING = (Touchpoint, Message)


def data_mark(*, with_asking: bool = False) -> str:
    """A short text that changes whenever answers, revenue, rates, accounts or holders may have. One query.

    It reads the server's own counters of writes and scans nothing: any way of writing is seen, also one that
    was rolled back or changed nothing; the counters begin anew after a crash. Hence: equal marks mean equal
    data, different marks mean "look again". Other connections' writes show after some seconds, so read the
    mark before the data, never after. `with_asking` adds invitations and their mails, which change all day
    long while surveys are sent.
    """
    models = (*DATA, *ASKING) if with_asking else DATA
    found = statements.rows("data_mark", tables=[model._meta.db_table for model in models])
    told = " ".join(f"{name}={writes}" for name, writes in found)
    return sha256(told.encode()).hexdigest()[:16]
