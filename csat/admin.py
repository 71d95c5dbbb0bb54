"""The back office of last resort: every table of the upper floor, for superusers only."""

from django.contrib import admin
from django.db.models import BinaryField, ForeignKey, ManyToManyField, Model
from django.http import HttpRequest

from csat.customers.models import (
    Account,
    Assignment,
    Company,
    Contact,
    Deal,
    Employee,
    ExternalKey,
    ImportBatch,
    LegalBasis,
    Rate,
    Revenue,
    Team,
    TeamMembership,
)
from csat.findings.models import RegisteredChange
from csat.programs.models import Program
from csat.scores.models import WeightSet


class ReadOnly(admin.ModelAdmin):
    """Where rows came from is history: to be looked at."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


SHOWN: dict[type[Model], tuple[str, ...]] = {
    Company: ("base_currency", "zone", "country"),
    Team: ("name",),
    Employee: ("name", "email", "title", "head", "left_on"),
    TeamMembership: ("employee", "team", "during"),
    Account: ("name", "is_key", "segment", "country", "parent", "closed_on"),
    Contact: ("name", "account", "email", "role", "language", "left_on"),
    LegalBasis: ("contact", "purpose", "kind", "during"),
    Assignment: ("account", "employee", "capacity", "during"),
    Deal: ("reference", "account", "manager", "amount", "currency", "stage", "delivered_on"),
    Revenue: ("account", "month", "kind", "amount", "currency", "source"),
    Rate: ("currency", "month", "rate"),
    Program: ("name", "kind", "state", "starts_on"),
    WeightSet: ("year", "agreed_on"),
    RegisteredChange: ("name", "department", "measure", "began_on"),
}
HISTORY: dict[type[Model], tuple[str, ...]] = {
    ExternalKey: ("source", "kind", "external_id", "source_time"),
    ImportBatch: ("kind", "source", "file_name", "rows", "created", "changed", "applied_at"),
}
SEARCHED = ("name", "email", "reference", "external_id")


def _register(model: type[Model], shown: tuple[str, ...], base: type[admin.ModelAdmin]) -> None:
    fields = [field for field in model._meta.get_fields() if not isinstance(field, BinaryField)]
    keys = [field.name for field in fields if isinstance(field, ForeignKey)]
    many = [field.name for field in fields if isinstance(field, ManyToManyField)]
    names = {field.name for field in fields}
    options = {
        "list_display": shown,
        "list_select_related": [key for key in keys if key in shown],
        "raw_id_fields": [*keys, *many],
        "search_fields": [name for name in SEARCHED if name in names],
    }
    admin.site.register(model, type(f"{model.__name__}Admin", (base,), options))


for model, shown in SHOWN.items():
    _register(model, shown, admin.ModelAdmin)
for model, shown in HISTORY.items():
    _register(model, shown, ReadOnly)
