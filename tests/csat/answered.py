"""Answers of clients as rows: asked, answered and scored, for tests of what comes after."""

import json
import uuid
from datetime import datetime, timedelta
from typing import Any

from csat.customers.models import Capacity, Contact, Deal, Employee
from csat.programs.models import Program, Touchpoint, TouchpointPerson, Wave
from csat.scores import actions as scoring
from surveys.models import Batch, Invitation, Response, Survey, SurveyVersion, Verdict
from tests import house

LIBRARY = house.ROOT / "surveys" / "definition" / "library"
SIDES = ("quality", "delivery_dates", "completeness", "competence", "reply_speed", "problem_handling")


def version(key: str = "periodic-csi") -> SurveyVersion:
    """The library's survey, published once."""
    found = SurveyVersion.objects.filter(survey__key=key).first()
    if found:
        return found
    document = json.loads((LIBRARY / f"{key}.json").read_text())
    survey = Survey.objects.create(key=key, title=document["name"]["en"], kind=document["kind"])
    return SurveyVersion.objects.create(
        survey=survey,
        number=1,
        document=document,
        languages=document["languages"],
        published_at=datetime.fromisoformat("2020-01-01T00:00:00Z"),
    )


def periodic(overall: int, *, words: str = "", wish: str = "", **more: Any) -> dict[str, Any]:
    """Answers to the periodic survey; every side gets the overall number unless named."""
    answers: dict[str, Any] = {"overall": overall, "trend": 3, "intention": 3}
    answers |= {side: more.pop(side, overall) for side in SIDES}
    if words:
        answers["change_first"] = words
    if wish:
        answers["contact_wish"] = {"choice": wish, **more}
    return answers


def touchpoint(contact: Contact, *, at: datetime, key: str = "periodic-csi") -> Touchpoint:
    """The contact asked at a moment, people frozen as they were."""
    published = version(key)
    kind = "post_sale" if key == "post-sale" else "periodic"
    program, _ = Program.objects.get_or_create(
        name=key, kind=kind, survey=published.survey, defaults={"starts_on": "2020-01-01"}
    )
    batch = Batch.objects.create(
        name=key, sender_name="Ours", sender_address="a@ours.example", reply_to_address="b@ours.example",
        created_at=at,
    )  # fmt: skip
    invitation = Invitation.objects.create(
        batch=batch,
        version=published,
        address=contact.email,
        language=contact.language,
        kind=published.survey.kind,
        facts={"supplier": "Ours", "manager": "Anna Manager"},
        not_before_at=at,
        expires_at=at + timedelta(days=14),
        created_at=at,
    )
    row = Touchpoint.objects.create(
        program=program,
        survey=published.survey,
        invitation=invitation,
        contact=contact,
        account=contact.account,
        role=contact.role,
        segment=contact.account.segment,
        is_key=contact.account.is_key,
        occurred_on=at.date(),
        created_at=at,
        **_subject(program, contact, at),
    )
    for held in contact.account.assignments.filter(during__contains=at.date()):
        TouchpointPerson.objects.create(touchpoint=row, employee=held.employee, capacity=held.capacity)
    return row


def _subject(program: Program, contact: Contact, at: datetime) -> dict[str, Any]:
    if program.kind == "post_sale":
        manager = Employee.objects.filter(
            assignments__account=contact.account, assignments__capacity=Capacity.MANAGER
        ).first()
        deal = Deal.objects.create(
            account=contact.account,
            manager=manager,
            reference=f"SO-{uuid.uuid4().hex[:6]}",
            amount=1000,
            currency="EUR",
        )
        return {"deal": deal}
    wave, _ = Wave.objects.get_or_create(program=program, month=at.date().replace(day=1))
    if Touchpoint.objects.filter(wave=wave, contact=contact).exists():
        # A person is asked once a round: a second answer in a month comes from another rule's round.
        other, _ = Program.objects.get_or_create(
            name=f"{program.name}, again", kind=program.kind, survey=program.survey,
            defaults={"starts_on": "2020-01-01"},
        )  # fmt: skip
        wave, _ = Wave.objects.get_or_create(program=other, month=wave.month)
    return {"wave": wave}


def answer(
    contact: Contact,
    answers: dict[str, Any],
    *,
    at: datetime,
    key: str = "periodic-csi",
    verdict: str = Verdict.COUNTS,
) -> Response:
    """A submitted answer, not scored yet."""
    row = touchpoint(contact, at=at - timedelta(days=1), key=key)
    response = Response.objects.create(
        invitation=row.invitation,
        version=row.invitation.version,
        language="en",
        answers=answers,
        sequence=1,
        started_at=at,
        saved_at=at,
        submitted_at=at,
        submission_id=uuid.uuid4(),
        revision=1,
        verdict=verdict,
    )
    response.revisions.create(revision=1, answers=answers, cause="submitted", created_at=at)
    return response


def score(response: Response) -> None:
    """Scored as it would be by a worker."""
    scoring.record(response_id=response.id, now=response.submitted_at)


def heard(contact: Contact, overall: int, *, at: datetime, **more: Any) -> Response:
    """A periodic answer, scored."""
    response = answer(contact, periodic(overall, **more), at=at)
    score(response)
    return response
