"""Erases a person everywhere: their own rows by rule, and what others wrote about them by looking for it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Model, QuerySet

from csat.alerts.models import Notification, Signal
from csat.cases.models import Case, CaseEvent
from csat.client.erasing.traces import Traces
from csat.client.person import Person
from csat.customers import queries as customers
from csat.customers.models import (
    Contact,
    DealContact,
    ExternalKey,
    ImportChange,
    ImportJob,
    ImportState,
    LegalBasis,
    RecordKind,
)
from csat.findings.actions import forgetting
from csat.findings.models import RegisteredChange
from csat.programs.models import Decision
from csat.reports.exporting.models import ExportPart
from surveys.actions.afterwards import erasing

NOBODY = "—"  # a contact needs a name
NOT_APPLIED = (ImportState.DRAFT, ImportState.CHECKED, ImportState.FAILED)
PACKED = b"PK"


@dataclass(frozen=True)
class Erasure:
    """What was made nobody's."""

    contacts: int
    invitations: int
    answers: int


@transaction.atomic
def erase(*, person: Person, by: User | None, now: datetime) -> Erasure:
    """Erase a person's name, addresses, words and files; scores, sums and counts stay what they were.

    They are never asked again: their addresses stay suppressed by HMAC. `by` is None where they did it
    themselves. A second call finds nothing. Raises nothing.
    """
    contacts = list(Contact.objects.select_for_update().filter(id__in=[one.pk for one in person.contacts]))
    erased = erasing.erase(invitations=person.invitations, addresses=person.addresses, by=by, now=now)
    traces = Traces(
        names=[one.name for one in contacts if one.name != NOBODY],
        addresses=[*person.addresses, *(one.phone for one in contacts)],
        words=erased.words,
    )
    _erase_origins(contacts)
    _erase_uploads(person)
    _erase_quotes(contacts, traces)
    for one in contacts:
        _erase_contact(one, now)
    if erased.words:
        forgetting.forget_words(now=now)
    if erased.invitations or contacts:
        # Files of answers live a day; nobody can say what stands in one.
        ExportPart.objects.all().delete()
    return Erasure(contacts=len(contacts), invitations=erased.invitations, answers=erased.answers)


def _erase_contact(contact: Contact, now: datetime) -> None:
    contact.name, contact.email, contact.phone, contact.title = NOBODY, None, "", ""
    contact.left_on = contact.left_on or customers.local_day(now)
    contact.save(update_fields=["name", "email", "phone", "title", "left_on"])


def _erase_origins(contacts: Iterable[Contact]) -> None:
    """Where the person came from, on what ground, and what an import would put back."""
    uuids = [one.uuid for one in contacts]
    ExternalKey.objects.filter(kind=RecordKind.CONTACTS, object_uuid__in=uuids).delete()
    # Empty, not null: null would mean that the import made the row, and undoing it would delete the row.
    ImportChange.objects.filter(object_uuid__in=uuids, before__isnull=False).update(before={})
    LegalBasis.objects.filter(contact__in=contacts).delete()
    DealContact.objects.filter(contact__in=contacts).delete()


def _erase_uploads(person: Person) -> None:
    """Files of contacts that were uploaded and never applied; what is being read now is let alone."""
    waiting = ImportJob.objects.filter(kind=RecordKind.CONTACTS, state__in=NOT_APPLIED)
    for job in waiting.iterator(chunk_size=10):
        content = bytes(job.content)
        text = content.decode(errors="ignore").casefold()
        # What is packed cannot be searched: it goes, and may be uploaded again.
        if content.startswith(PACKED) or any(address in text for address in person.addresses):
            job.delete()


def _erase_quotes(contacts: Iterable[Contact], traces: Traces) -> None:
    """What our people and programs wrote beside the answers of these clients."""
    accounts = {one.account_id for one in contacts}
    cases = Case.objects.filter(account__in=accounts)
    _scrub(cases, ("next_step", "action"), traces)
    _scrub(CaseEvent.objects.filter(case__in=cases), ("note", "details"), traces)
    _scrub(Signal.objects.filter(account__in=accounts), ("facts",), traces)
    _scrub(Notification.objects.filter(signal__account__in=accounts), ("problem",), traces)
    _scrub(Decision.objects.filter(contact__in=contacts), ("words",), traces)
    _scrub(RegisteredChange.objects.all(), ("name", "description"), traces)
    _scrub(ImportJob.objects.filter(kind=RecordKind.CONTACTS).defer("content"), ("report",), traces)


def _scrub(rows: QuerySet[Any], fields: tuple[str, ...], traces: Traces) -> None:
    changed: list[Model] = []
    for row in rows.iterator(chunk_size=500):
        before = {field: getattr(row, field) for field in fields}
        after = {field: traces.without(value) for field, value in before.items()}
        if after != before:
            for field, value in after.items():
                setattr(row, field, value)
            changed.append(row)
    rows.model._default_manager.bulk_update(changed, fields, batch_size=500)
