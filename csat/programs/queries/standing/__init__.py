"""How contacts stand when they are decided about: locks, mailboxes, what they got, and who is responsible."""

from csat.programs.queries.standing.facts import Standing, standing
from csat.programs.queries.standing.going import still_wanted
from csat.programs.queries.standing.people import Responsible, responsible
from csat.programs.queries.standing.reaching import Reach
from csat.programs.queries.standing.rows import contacts_of, locked_contacts
from csat.programs.queries.standing.sends import Spent, recent_sends

__all__ = [
    "Reach",
    "Responsible",
    "Spent",
    "Standing",
    "contacts_of",
    "locked_contacts",
    "recent_sends",
    "responsible",
    "standing",
    "still_wanted",
]
