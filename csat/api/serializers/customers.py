"""Clients, contacts, orders, revenue, our people and who holds what, as the API tells them."""

from typing import Any

from rest_framework import serializers

from csat.api.serializers.rows import External, Row, personal
from csat.customers.models import Capacity, ContactRole, DealStage, RevenueKind


class AccountRow(Row):
    id = serializers.UUIDField(source="uuid")
    name = serializers.CharField()
    parent = serializers.UUIDField(  # type: ignore[assignment]
        source="parent.uuid", default=None, allow_null=True
    )
    is_key = serializers.BooleanField()
    segment = serializers.CharField()
    industry = serializers.CharField()
    region = serializers.CharField()
    country = serializers.CharField()
    zone = serializers.CharField(help_text="IANA name; empty: the company's")
    tax_number = serializers.CharField()
    opened_on = serializers.DateField(allow_null=True)
    closed_on = serializers.DateField(allow_null=True)
    external_ids = External(many=True)


class ContactRow(Row):
    hides = ("name", "email", "phone", "title")

    id = serializers.UUIDField(source="uuid")
    account = serializers.UUIDField(source="account.uuid")
    name = personal()
    email = personal()
    phone = personal()
    title = personal()
    role = serializers.ChoiceField(choices=ContactRole.choices)
    language = serializers.CharField()
    zone = serializers.CharField()
    left_on = serializers.DateField(allow_null=True)
    external_ids = External(many=True)


class DealRow(Row):
    id = serializers.UUIDField(source="uuid")
    account = serializers.UUIDField(source="account.uuid")
    manager = serializers.UUIDField(source="manager.uuid", default=None, allow_null=True)
    reference = serializers.CharField(help_text="the order number that the client knows")
    goods = serializers.CharField()
    amount = serializers.DecimalField(max_digits=18, decimal_places=4)
    currency = serializers.CharField(help_text="ISO 4217")
    stage = serializers.ChoiceField(choices=DealStage.choices)
    opened_on = serializers.DateField(allow_null=True)
    closed_on = serializers.DateField(allow_null=True)
    delivered_on = serializers.DateField(allow_null=True)
    contacts = serializers.SerializerMethodField(help_text="ids of the contacts who took part")
    external_ids = External(many=True)

    def get_contacts(self, deal: Any) -> list[str]:
        return [str(link.contact.uuid) for link in deal.deal_contacts.all()]


class RevenueRow(Row):
    id = serializers.UUIDField(source="uuid")
    account = serializers.UUIDField(source="account.uuid")
    month = serializers.DateField(help_text="its first day")
    kind = serializers.ChoiceField(choices=RevenueKind.choices)
    amount = serializers.DecimalField(max_digits=18, decimal_places=4)
    margin_amount = serializers.DecimalField(max_digits=18, decimal_places=4, allow_null=True)
    currency = serializers.CharField(help_text="ISO 4217")
    source = serializers.CharField()  # type: ignore[assignment]
    credits = serializers.UUIDField(
        source="credits.uuid", default=None, allow_null=True, help_text="a credit note names its original"
    )


class EmployeeRow(Row):
    hides = ("email", "phone")

    id = serializers.UUIDField(source="uuid")
    name = serializers.CharField()
    email = personal()
    phone = personal()
    title = serializers.CharField()
    language = serializers.CharField()
    head = serializers.UUIDField(source="head.uuid", default=None, allow_null=True)
    left_on = serializers.DateField(allow_null=True)
    external_ids = External(many=True)


class AssignmentRow(Row):
    id = serializers.UUIDField(source="uuid")
    account = serializers.UUIDField(source="account.uuid")
    employee = serializers.UUIDField(source="employee.uuid")
    capacity = serializers.ChoiceField(choices=Capacity.choices)
    since = serializers.DateField(source="during.lower", allow_null=True)
    until = serializers.DateField(source="during.upper", allow_null=True, help_text="the first day without")
