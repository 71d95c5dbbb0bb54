"""What lists can be narrowed by; every filter is typed, so a wrong value is told by name."""

from datetime import UTC, datetime
from typing import Any

import django_filters as filters
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from csat.alerts.models import RuleKey, Signal
from csat.cases.models import CaseState
from csat.customers.models import (
    Account,
    Assignment,
    Capacity,
    Contact,
    ContactRole,
    Deal,
    DealStage,
    Employee,
    Revenue,
    RevenueKind,
)
from csat.programs.models import ProgramKind, Touchpoint
from csat.scores.models import Score
from surveys.models import MessageState


class MomentField(filters.fields.IsoDateTimeField):
    """In UTC: PostgreSQL refuses offsets of more than 16 hours, which ISO allows."""

    def to_python(self, value: Any) -> datetime | None:
        moment = super().to_python(value)
        try:
            return moment and moment.astimezone(UTC)
        except OverflowError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error


class MomentFilter(filters.IsoDateTimeFilter):
    field_class = MomentField


class Base(filters.FilterSet):
    """No filter is made from a model by itself."""


def _from_until(column: str) -> dict[str, filters.Filter]:
    return {
        "from": filters.DateFilter(field_name=column, lookup_expr="gte"),
        "until": filters.DateFilter(field_name=column, lookup_expr="lt", label="without this day"),
    }


class AccountFilters(Base):
    name = filters.CharFilter(lookup_expr="icontains", max_length=300)
    is_key = filters.BooleanFilter()
    segment = filters.CharFilter(max_length=100)
    region = filters.CharFilter(max_length=100)
    country = filters.CharFilter(max_length=2)
    parent = filters.UUIDFilter(field_name="parent__uuid")

    class Meta:
        model = Account
        fields: tuple[str, ...] = ()


class ContactFilters(Base):
    account = filters.UUIDFilter(field_name="account__uuid")
    role = filters.ChoiceFilter(choices=ContactRole.choices)
    language = filters.CharFilter(max_length=35)

    class Meta:
        model = Contact
        fields: tuple[str, ...] = ()


class DealFilters(Base):
    account = filters.UUIDFilter(field_name="account__uuid")
    manager = filters.UUIDFilter(field_name="manager__uuid")
    stage = filters.ChoiceFilter(choices=DealStage.choices)
    reference = filters.CharFilter(max_length=100)
    closed_from = _from_until("closed_on")["from"]
    closed_until = _from_until("closed_on")["until"]
    delivered_from = _from_until("delivered_on")["from"]
    delivered_until = _from_until("delivered_on")["until"]

    class Meta:
        model = Deal
        fields: tuple[str, ...] = ()


class RevenueFilters(Base):
    account = filters.UUIDFilter(field_name="account__uuid")
    kind = filters.ChoiceFilter(choices=RevenueKind.choices)
    currency = filters.CharFilter(max_length=3)
    month_from = _from_until("month")["from"]
    month_until = _from_until("month")["until"]

    class Meta:
        model = Revenue
        fields: tuple[str, ...] = ()


class EmployeeFilters(Base):
    head = filters.UUIDFilter(field_name="head__uuid")

    class Meta:
        model = Employee
        fields: tuple[str, ...] = ()


class AssignmentFilters(Base):
    account = filters.UUIDFilter(field_name="account__uuid")
    employee = filters.UUIDFilter(field_name="employee__uuid")
    capacity = filters.ChoiceFilter(choices=Capacity.choices)
    on = filters.DateFilter(field_name="during", lookup_expr="contains", label="in force on this day")

    class Meta:
        model = Assignment
        fields: tuple[str, ...] = ()


class TouchpointFilters(Base):
    account = filters.UUIDFilter(field_name="account__uuid")
    contact = filters.UUIDFilter(field_name="contact__uuid")
    program = filters.UUIDFilter(field_name="program__uuid")
    program_kind = filters.ChoiceFilter(field_name="program__kind", choices=ProgramKind.choices)
    role = filters.ChoiceFilter(choices=ContactRole.choices)
    employee = filters.UUIDFilter(method="held_by", label="whoever was responsible at the time")

    def held_by(self, rows: QuerySet[Touchpoint], _name: str, value: Any) -> QuerySet[Touchpoint]:
        return rows.filter(people__employee__uuid=value).distinct()


class InvitationFilters(TouchpointFilters):
    state = filters.ChoiceFilter(choices=MessageState.choices, method="in_state", label="of its first mail")
    is_answered = filters.BooleanFilter(
        field_name="invitation__answered_at", lookup_expr="isnull", exclude=True
    )
    sent_from = MomentFilter(field_name="invitation__not_before_at", lookup_expr="gte")
    sent_until = MomentFilter(field_name="invitation__not_before_at", lookup_expr="lt")

    class Meta:
        model = Touchpoint
        fields: tuple[str, ...] = ()

    def in_state(self, rows: QuerySet[Touchpoint], _name: str, value: str) -> QuerySet[Touchpoint]:
        return rows.filter(invitation__messages__number=0, invitation__messages__state=value)


class ScoreFilters(Base):
    account = filters.UUIDFilter(field_name="account__uuid")
    contact = filters.UUIDFilter(field_name="contact__uuid")
    response = filters.UUIDFilter(field_name="response__uuid")
    measure = filters.CharFilter(max_length=60)
    is_headline = filters.BooleanFilter()
    role = filters.ChoiceFilter(choices=ContactRole.choices)
    occurred_from = _from_until("occurred_on")["from"]
    occurred_until = _from_until("occurred_on")["until"]

    class Meta:
        model = Score
        fields: tuple[str, ...] = ()


class SignalFilters(Base):
    account = filters.UUIDFilter(field_name="account__uuid")
    rule = filters.ChoiceFilter(field_name="rule__key", choices=RuleKey.choices)
    is_open = filters.BooleanFilter(field_name="closed_at", lookup_expr="isnull")
    case_state = filters.ChoiceFilter(field_name="case__state", choices=CaseState.choices)
    owner = filters.UUIDFilter(field_name="case__owner__uuid")

    class Meta:
        model = Signal
        fields: tuple[str, ...] = ()
