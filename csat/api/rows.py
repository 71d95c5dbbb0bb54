"""The querysets behind the endpoints: each with all that its serializer reads, in few statements."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, JSONObject

from csat.alerts.models import Signal
from csat.customers.models import (
    Account,
    Assignment,
    Contact,
    Deal,
    Employee,
    ExternalKey,
    RecordKind,
    Revenue,
)
from csat.programs.models import Decision, Touchpoint
from csat.scores.models import Score


def _external_ids(kind: RecordKind) -> ArraySubquery:
    keys = ExternalKey.objects.filter(kind=kind, object_uuid=OuterRef("uuid")).order_by(
        "source", "external_id"
    )
    return ArraySubquery(keys.values(told=JSONObject(source="source", external_id="external_id")))


def accounts() -> QuerySet[Account]:
    """A row is a client, with its ids elsewhere."""
    return Account.objects.select_related("parent").annotate(external_ids=_external_ids(RecordKind.ACCOUNTS))


def contacts() -> QuerySet[Contact]:
    """A row is a contact, with its ids elsewhere."""
    return Contact.objects.select_related("account").annotate(external_ids=_external_ids(RecordKind.CONTACTS))


def deals() -> QuerySet[Deal]:
    """A row is an order, with who took part and its ids elsewhere."""
    return (
        Deal.objects.select_related("account", "manager")
        .prefetch_related("deal_contacts__contact")
        .annotate(external_ids=_external_ids(RecordKind.DEALS))
    )


def revenue() -> QuerySet[Revenue]:
    """A row is an account's amount in a month, plan or fact, or a credit note."""
    return Revenue.objects.select_related("account", "credits")


def employees() -> QuerySet[Employee]:
    """A row is one of our people, with their ids elsewhere."""
    return Employee.objects.select_related("head").annotate(external_ids=_external_ids(RecordKind.EMPLOYEES))


def assignments() -> QuerySet[Assignment]:
    """A row says who held an account in a capacity, from when until when."""
    return Assignment.objects.select_related("account", "employee")


def invitations() -> QuerySet[Touchpoint]:
    """A row is a touchpoint with its invitation, mails, people and the words of the decision to ask."""
    return (
        Touchpoint.objects.select_related(
            "account", "contact", "program", "survey", "deal", "wave", "invitation"
        )
        .prefetch_related("people__employee", "invitation__messages")
        .annotate(reason=Coalesce(_words("deal"), _words("wave")))
    )


def _words(subject: str) -> Subquery:
    decided: Any = Decision.objects.filter(
        program=OuterRef("program"), contact=OuterRef("contact"), **{subject: OuterRef(subject)}
    )
    return Subquery(decided.values("words")[:1])


def scores() -> QuerySet[Score]:
    """A row is one measured value out of a response."""
    return Score.objects.select_related("account", "contact", "program").annotate(
        response_uuid=F("response__uuid")
    )


def signals() -> QuerySet[Signal]:
    """A row is a signal with the answers it rests on and its case."""
    return Signal.objects.select_related("account", "rule", "case__owner").prefetch_related(
        "evidence__response", "evidence__contact"
    )
