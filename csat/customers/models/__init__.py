"""Whom we serve, who is responsible, what they bring."""

from csat.customers.models.accounts import Account, Contact, ContactRole, LegalBasis
from csat.customers.models.company import Company
from csat.customers.models.deals import Deal, DealContact, DealStage, DealStageChange
from csat.customers.models.events import (
    DEAL_LOST,
    HANDOVER,
    TICKET_CLOSED,
    ContactAddress,
    Event,
)
from csat.customers.models.intake import (
    PAST_ANSWERS,
    ExternalKey,
    ImportBatch,
    ImportChange,
    ImportJob,
    ImportState,
    RecordKind,
)
from csat.customers.models.people import Assignment, Capacity, Employee, Team, TeamMembership
from csat.customers.models.revenue import Rate, Revenue, RevenueKind

__all__ = [
    "DEAL_LOST",
    "HANDOVER",
    "PAST_ANSWERS",
    "TICKET_CLOSED",
    "Account",
    "Assignment",
    "Capacity",
    "Company",
    "Contact",
    "ContactAddress",
    "ContactRole",
    "Deal",
    "DealContact",
    "DealStage",
    "DealStageChange",
    "Employee",
    "Event",
    "ExternalKey",
    "ImportBatch",
    "ImportChange",
    "ImportJob",
    "ImportState",
    "LegalBasis",
    "Rate",
    "RecordKind",
    "Revenue",
    "RevenueKind",
    "Team",
    "TeamMembership",
]
