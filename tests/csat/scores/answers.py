"""Builders for answers that came in: an invitation with its touchpoint, and what was submitted."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from csat.customers.models import Capacity, Contact, Employee
from csat.programs.models import Program, ProgramKind, ProgramState, Touchpoint, TouchpointPerson, Wave
from surveys.actions import inviting
from surveys.models import Batch, Invitation, Response, ResponseRevision, Survey, SurveyVersion, Verdict
from tests import factories

GOOD = dict.fromkeys(
    ("overall", "quality", "delivery_dates", "completeness", "competence", "reply_speed", "problem_handling"),
    9,
)


def program(key: str = "periodic-csi", kind: str = ProgramKind.PERIODIC) -> Program:
    return Program.objects.get_or_create(
        name=key,
        defaults={
            "kind": kind,
            "survey": Survey.objects.get(key=key),
            "state": ProgramState.RUNNING,
            "starts_on": date(2020, 1, 1),
        },
    )[0]


def touchpoint(
    contact: Contact, *, at: datetime, rule: Program | None = None, manager: Employee | None = None
) -> Touchpoint:
    """A contact asked at a moment, about a round or an order as the rule wants it."""
    rule = rule or program()
    batch = Batch.objects.first() or inviting.open_batch(
        name="b", sender_name="Dora", sender_title="", sender_address="d@o.example",
        reply_to_address="r@o.example", now=at,
    )  # fmt: skip
    invitation = inviting.invite(
        batch=batch,
        version=SurveyVersion.objects.filter(survey=rule.survey).latest("number"),
        address=contact.email,
        language="en",
        kind=rule.survey.kind,
        facts={},
        zone="UTC",
        not_before_at=at,
        expires_at=at + timedelta(days=30),
        remind_after_days=0,
        now=at,
    )
    is_round = rule.kind == ProgramKind.PERIODIC
    wave = Wave.objects.get_or_create(program=rule, month=at.date().replace(day=1))[0] if is_round else None
    made = Touchpoint.objects.create(
        program=rule,
        survey=rule.survey,
        invitation=invitation,
        contact=contact,
        account=contact.account,
        wave=wave,
        deal=None if is_round else factories.DealFactory(account=contact.account),
        role=contact.role,
        is_key=contact.account.is_key,
        occurred_on=at.date(),
        created_at=at,
    )
    if manager:
        TouchpointPerson.objects.create(touchpoint=made, employee=manager, capacity=Capacity.MANAGER)
    return made


def submitted(
    invitation: Invitation,
    *,
    at: datetime,
    answers: dict[str, Any] | None = None,
    verdict: str = Verdict.COUNTS,
) -> Response:
    """The response as the public form stores it, with its first revision."""
    given = GOOD if answers is None else answers
    response = Response.objects.create(
        invitation=invitation,
        version=invitation.version,
        language="en",
        answers=given,
        started_at=at,
        saved_at=at,
        submitted_at=at,
        submission_id=uuid4(),
        revision=1,
        verdict=verdict,
    )
    ResponseRevision.objects.create(
        response=response, revision=1, answers=given, cause="submitted", created_at=at
    )
    return response


def revised(response: Response, *, at: datetime, cause: str, **changes: Any) -> None:
    """A later change, confirmation, exclusion or erasure: revision raised, history kept."""
    for name, value in changes.items():
        setattr(response, name, value)
    response.revision += 1
    response.save()
    ResponseRevision.objects.create(
        response=response, revision=response.revision, answers=response.answers, cause=cause, created_at=at
    )
