"""What lists about asking can be narrowed by."""

from typing import Any

import django_filters as filters
from django.db.models import Q, QuerySet

from csat.api.filters import Base, MomentFilter
from csat.customers.models import Event
from csat.programs.models import (
    Exclusion,
    ExclusionReason,
    ExclusionState,
    Program,
    ProgramKind,
    ProgramState,
    Wave,
)
from surveys.actions.suppressing import REASONS
from surveys.models import Suppression


class ProgramFilters(Base):
    name = filters.CharFilter(lookup_expr="icontains", max_length=200)
    kind = filters.ChoiceFilter(choices=ProgramKind.choices)
    state = filters.ChoiceFilter(choices=ProgramState.choices)
    survey = filters.CharFilter(field_name="survey__key", max_length=60)

    class Meta:
        model = Program
        fields: tuple[str, ...] = ()


class WaveFilters(Base):
    program = filters.UUIDFilter(field_name="program__uuid")
    month_from = filters.DateFilter(field_name="month", lookup_expr="gte")
    month_until = filters.DateFilter(field_name="month", lookup_expr="lt", label="without this day")
    is_held = filters.BooleanFilter(field_name="held_at", lookup_expr="isnull", exclude=True)
    is_ended = filters.BooleanFilter(field_name="ended_at", lookup_expr="isnull", exclude=True)

    class Meta:
        model = Wave
        fields: tuple[str, ...] = ()


class EventFilters(Base):
    name = filters.CharFilter(max_length=60)
    source = filters.CharFilter(max_length=60)
    external_id = filters.CharFilter(max_length=200)
    account = filters.UUIDFilter(field_name="account__uuid")
    contact = filters.UUIDFilter(field_name="contact__uuid")
    occurred_from = MomentFilter(field_name="occurred_at", lookup_expr="gte")
    occurred_until = MomentFilter(field_name="occurred_at", lookup_expr="lt")

    class Meta:
        model = Event
        fields: tuple[str, ...] = ()


class ExclusionFilters(Base):
    account = filters.UUIDFilter(method="of_account", label="the client, or a contact there")
    contact = filters.UUIDFilter(field_name="contact__uuid")
    state = filters.ChoiceFilter(choices=ExclusionState.choices)
    reason = filters.ChoiceFilter(choices=ExclusionReason.choices)
    manager = filters.UUIDFilter(field_name="manager__uuid", label="who held the client")
    on = filters.DateFilter(method="in_force", label="keeps somebody from being asked on this day")

    class Meta:
        model = Exclusion
        fields: tuple[str, ...] = ()

    def of_account(self, rows: QuerySet[Exclusion], _name: str, value: Any) -> QuerySet[Exclusion]:
        return rows.filter(Q(account__uuid=value) | Q(contact__account__uuid=value))

    def in_force(self, rows: QuerySet[Exclusion], _name: str, value: Any) -> QuerySet[Exclusion]:
        return rows.filter(state=ExclusionState.ACTIVE, starts_on__lte=value, ends_on__gt=value)


class SuppressionFilters(Base):
    kind = filters.CharFilter(max_length=40)
    reason = filters.ChoiceFilter(choices=[(reason, reason) for reason in REASONS])
    is_lifted = filters.BooleanFilter(field_name="lifted_at", lookup_expr="isnull", exclude=True)
    since = MomentFilter(field_name="created_at", lookup_expr="gte")

    class Meta:
        model = Suppression
        fields: tuple[str, ...] = ()
