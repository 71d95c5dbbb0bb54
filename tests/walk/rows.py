"""One row of every kind for an account, so that a leak has something to leak."""

from datetime import date, datetime, timedelta

from csat.alerts.models import Rule, RuleKey, Signal
from csat.cases.models import Case
from csat.customers.models import Account, Contact, Employee, Event, Revenue
from csat.programs.models import Exclusion, ExclusionReason, Program, Touchpoint, Wave
from surveys.models import Blob, Message, MessageState, Response, Upload
from tests import factories
from tests.csat import answered


def rows_of(account: Account, holder: Employee, *, now: datetime) -> dict[str, object]:
    """Kind -> uuid, all of one account."""
    contact = factories.ContactFactory(account=account, name=f"Person of {account.name}")
    response = answered.heard(contact, 3, at=now - timedelta(days=2), words=f"Words of {account.name}")
    _mailed(response, now=now)
    deal = factories.DealFactory(account=account, manager=holder, reference=f"Order of {account.name}")
    revenue = Revenue.objects.create(
        account=account, month=date(2026, 10, 1), amount=100, currency="EUR", source="walk"
    )
    rule, _ = Rule.objects.get_or_create(key=RuleKey.LOW_ANSWER)
    facts = {"given": 3, "out_of": 10, "wish": "", "criticises": ""}
    signal = Signal.objects.create(account=account, rule=rule, facts=facts, opened_at=now)
    signal.evidence.create(response=response, contact=contact, added_at=now)
    case = Case.objects.create(
        signal=signal,
        account=account,
        owner=holder,
        opened_at=now,
        acknowledge_due_at=now + timedelta(hours=4),
        due_at=now + timedelta(days=1),
    )
    exclusion = Exclusion.objects.create(
        contact=contact,
        reason=ExclusionReason.NOT_NOW,
        words=f"Exclusion of {account.name}",
        starts_on=now.date(),
        ends_on=now.date() + timedelta(days=30),
        asked_at=now,
    )
    event = Event.objects.create(
        name="ticket_closed",
        account=account,
        contact=contact,
        source="walk",
        external_id=f"Ticket of {account.name}",
        occurred_at=now - timedelta(days=1),
        received_at=now,
    )
    found = {
        "event": event,
        "wave": _round(contact, now=now),
        "exclusion": exclusion,
        "account": account,
        "employee": holder,
        "contact": contact,
        "response": response,
        "invitation": response.invitation,
        "deal": deal,
        "revenue": revenue,
        "assignment": account.assignments.get(employee=holder),
        "signal": signal,
        "case": case,
        "upload": _upload(response, now=now),
    }
    return {kind: row.uuid for kind, row in found.items()}


def _mailed(response: Response, *, now: datetime) -> None:
    assert response.invitation
    at = now - timedelta(days=3)
    Message.objects.create(
        invitation=response.invitation,
        number=0,
        state=MessageState.ACCEPTED,
        due_at=at,
        accepted_at=at,
        changed_at=at,
    )


def _round(contact: Contact, *, now: datetime) -> Wave:
    """A round in which nobody else is asked."""
    asked = answered.touchpoint(contact, at=now - timedelta(days=60))
    program = Program.objects.create(
        name="Rounds of one client", kind="periodic", survey=asked.survey, starts_on="2020-01-01"
    )
    wave = Wave.objects.create(program=program, month=asked.created_at.date().replace(day=1))
    Touchpoint.objects.filter(pk=asked.pk).update(program=program, wave=wave)
    return wave


def _upload(response: Response, *, now: datetime) -> Upload:
    content = f"A file of {response.uuid}".encode()
    blob = Blob.objects.create(
        sha256=response.uuid.hex * 2, size_bytes=len(content), content=content, created_at=now
    )
    return Upload.objects.create(
        survey=response.version.survey,
        invitation=response.invitation,
        question_key="photo",
        name="file.txt",
        content_type="text/plain",
        blob=blob,
        created_at=now,
    )
