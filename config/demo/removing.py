"""Removes the demo company, all or nothing, and only where nothing else is in the database."""

from django.apps import apps
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.db.models import Model, QuerySet

from config.demo.rows.made import SOURCE
from config.demo.story import chance, staff
from csat.alerts.models import Rule
from csat.customers import queries
from csat.customers.models import (
    Account,
    Contact,
    Deal,
    Employee,
    ExternalKey,
    RecordKind,
    Revenue,
    Team,
)
from csat.findings.models import Theme
from csat.programs.models import Program
from csat.scores.models import WeightSet
from surveys.errors import DomainError
from surveys.models import Heartbeat, Invitation, Suppression, Survey, SurveyVersion

KEYED: dict[RecordKind, type[Model]] = {
    RecordKind.ACCOUNTS: Account,
    RecordKind.CONTACTS: Contact,
    RecordKind.EMPLOYEES: Employee,
    RecordKind.DEALS: Deal,
}
PROGRAMS = ("program periodic", "program post-sale", "program tickets", "program portal")
# What an installation keeps: the surveys, the settings of rules and weights, who may not be written to.
KEPT = {Survey, SurveyVersion, Heartbeat, Rule, WeightSet, Suppression, Theme}


class DemoRefused(DomainError):
    """The demo company cannot be made or removed beside other rows."""

    code = "demo_refused"


def strangers() -> dict[str, int]:
    """How many rows of what are not the demo's: what a person would miss. Empty: nothing else is here."""
    found: dict[str, QuerySet[Model]] = {
        kind.value: model.objects.exclude(  # type: ignore[attr-defined]
            uuid__in=ExternalKey.objects.filter(source=SOURCE, kind=kind).values("object_uuid")
        )
        for kind, model in KEYED.items()
    }
    found["revenue rows"] = Revenue.objects.exclude(source=SOURCE)
    found["teams"] = Team.objects.exclude(uuid__in=[chance.fixed_id(f"team {n}") for n in staff.TEAMS])
    found["survey rules"] = Program.objects.exclude(uuid__in=[chance.fixed_id(name) for name in PROGRAMS])
    counts = {what: rows.count() for what, rows in found.items()}
    return {what: count for what, count in counts.items() if count}


def in_words(counts: dict[str, int]) -> str:
    """'91 accounts, 830 deals'."""
    return ", ".join(f"{count} {what}" for what, count in counts.items())


@transaction.atomic
def remove() -> int:
    """Delete the demo company and all that came of it; returns how many rows. Surveys stay.

    Raises DemoRefused where none is loaded, or while rows exist that are not the demo's.
    """
    if not queries.company().is_demo:
        raise DemoRefused("No demo company is loaded.")
    others = strangers()
    if others:
        raise DemoRefused(
            f"Not removed: {in_words(others)} are not of the demo company.",
            mend="Remove them first; then nothing but the demo company is deleted.",
        )
    users = list(User.objects.filter(employee__isnull=False).values_list("id", flat=True))
    addresses = Invitation.objects.values("address_hmac").distinct()
    count, _ = Suppression.objects.filter(address_hmac__in=addresses).delete()
    count += sum(_emptied(model) for model in doomed())
    return count + User.objects.filter(id__in=users).delete()[0]


def doomed() -> list[type[Model]]:
    """Every table of both floors that holds the demo company, its settings rows included."""
    floors = (apps.get_app_config("csat"), apps.get_app_config("surveys"))
    return [
        model
        for floor in floors
        for model in floor.get_models(include_auto_created=True)
        if model not in KEPT
    ]


def _emptied(model: type[Model]) -> int:
    """Plain DELETE: keys between the tables are checked when the transaction ends, so any order will do."""
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table}")
        return cursor.rowcount
