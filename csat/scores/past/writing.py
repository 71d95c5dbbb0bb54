"""Writes past answers as rows that scores, trends and lists treat as answers of their day, without a mail."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid4, uuid5

from csat.customers.actions.storing import Changes
from csat.customers.models import PAST_ANSWERS, Capacity, Contact, ExternalKey
from csat.programs.models import Program, ProgramKind, ProgramState, Touchpoint, TouchpointPerson, Wave
from csat.programs.queries import standing
from csat.programs.queries.standing import Responsible
from csat.scores.past.planning import Past, Plan
from surveys.models import Batch, Brand, Invitation, Response, ResponseRevision, Source, SurveyVersion

HEADLINE_KINDS = ("periodic", "pulse")
IMPORTED = "imported"
MADE_CONTACT = {"made": "contact"}


def write(plan: Plan, changes: Changes, *, file_name: str) -> list[int]:
    """Collect the rows of every planned answer in `changes`; returns the ids of the responses."""
    program = _program(plan)
    waves = _waves(program, {past.day.replace(day=1) for past in plan.fresh if past.deal is None})
    batch = _batch(plan, file_name)
    _make_people(plan, changes)
    people = standing.responsible((past.account.pk, past.day, _manager(past)) for past in plan.fresh)
    count = len(plan.fresh)
    invitations, responses, touchpoints = (
        changes.next_ids(model, count) for model in (Invitation, Response, Touchpoint)
    )
    for place, past in enumerate(plan.fresh):
        manager = _manager(past)
        responsible = people[past.account.pk, past.day, manager.pk if manager else None]
        changes.create(_invitation(plan, past, batch, responsible, key=invitations[place]))
        _respond(plan, past, changes, response_id=responses[place], invitation_id=invitations[place])
        touchpoint = _touchpoint(past, program, waves, responsible)
        touchpoint.pk, touchpoint.invitation_id = touchpoints[place], invitations[place]
        changes.create(touchpoint)
        for person in _persons(touchpoint, responsible):
            changes.create(person)
    return responses


def program_of(version: SurveyVersion) -> Any:
    """The id of the rule under which a survey's past answers stand: one a survey, found again by it."""
    return uuid5(NAMESPACE_URL, f"past answers of {version.survey.uuid}")


def _program(plan: Plan) -> Program:
    survey = plan.version.survey
    is_headline = survey.kind in HEADLINE_KINDS
    program, _is_new = Program.objects.get_or_create(
        uuid=program_of(plan.version),
        defaults={
            "name": f"{survey.title}, imported"[:200],
            "kind": ProgramKind.PERIODIC if is_headline else ProgramKind.POST_SALE,
            "survey": survey,
            "state": ProgramState.ENDED,
            "starts_on": min(past.day for past in plan.fresh),
        },
    )
    return program


def _waves(program: Program, months: set[date]) -> dict[date, Wave]:
    Wave.objects.bulk_create((Wave(program=program, month=month) for month in months), ignore_conflicts=True)
    return {wave.month: wave for wave in Wave.objects.filter(program=program, month__in=months)}


def _batch(plan: Plan, file_name: str) -> Batch:
    """A batch that sends nothing: what is in it was never mailed by us."""
    brand = Brand.objects.first()
    return Batch.objects.create(
        name=file_name[:200],
        sender_name=brand.sender_name if brand else "",
        sender_address=brand.sender_address if brand else "",
        reply_to_address=brand.reply_to_address if brand else "",
        is_stopped=True,
        stopped_because="answers given before",
        created_at=plan.now,
    )


def _make_people(plan: Plan, changes: Changes) -> None:
    for key, contact in zip(changes.next_ids(Contact, len(plan.people)), plan.people, strict=True):
        contact.pk = key
        changes.create(contact)
        changes.note(contact.uuid, MADE_CONTACT)


def _invitation(plan: Plan, past: Past, batch: Batch, responsible: Responsible, *, key: int) -> Invitation:
    """Without an address: it counts in nobody's budget, and no mail can ever go out for it."""
    return Invitation(
        pk=key,
        batch=batch,
        version=plan.version,
        address="",
        language=past.language,
        kind=plan.version.survey.kind,
        facts=_facts(past, responsible, plan.ours),
        zone=plan.zone.key,
        not_before_at=past.submitted_at - timedelta(days=1),
        expires_at=past.submitted_at,
        created_at=past.submitted_at,
        answered_at=past.submitted_at,
    )


def _facts(past: Past, responsible: Responsible, ours: str) -> dict[str, Any]:
    facts = {
        "supplier": ours,
        "company": past.account.name,
        "contact_name": past.contact.name,
        "manager": responsible.manager.name if responsible.manager else "",
        "order": past.deal.reference if past.deal else "",
        "role": past.role,
        "segment": past.account.segment,
        "country": past.account.country,
        "is_key": "yes" if past.account.is_key else "no",
        "language": past.language,
    }
    return {name: value for name, value in facts.items() if value}


def _respond(plan: Plan, past: Past, changes: Changes, *, response_id: int, invitation_id: int) -> None:
    response = Response(
        pk=response_id,
        invitation_id=invitation_id,
        source=Source.IMPORT,
        version=plan.version,
        language=past.language,
        answers=past.answers,
        sequence=1,
        started_at=past.submitted_at,
        saved_at=past.submitted_at,
        submitted_at=past.submitted_at,
        submission_id=uuid4(),
        revision=1,
    )
    changes.create(response)
    changes.note(response.uuid, None)
    changes.add(
        ResponseRevision,
        response_id=response_id,
        revision=1,
        answers=past.answers,
        cause=IMPORTED,
        reason="",
        made_by_id=None,
        created_at=past.submitted_at,
    )
    changes.add(
        ExternalKey,
        source=plan.source,
        kind=PAST_ANSWERS,
        external_id=past.key,
        object_uuid=response.uuid,
        source_time=None,
    )


def _touchpoint(
    past: Past, program: Program, waves: dict[date, Wave], responsible: Responsible
) -> Touchpoint:
    return Touchpoint(
        program=program,
        survey_id=program.survey_id,
        contact=past.contact,
        account=past.account,
        deal=past.deal,
        wave=None if past.deal else waves[past.day.replace(day=1)],
        role=past.role,
        segment=past.account.segment,
        is_key=past.account.is_key,
        team=responsible.team,
        occurred_on=past.day,
        created_at=past.submitted_at,
    )


def _persons(touchpoint: Touchpoint, responsible: Responsible) -> Iterator[TouchpointPerson]:
    people = ((Capacity.MANAGER, responsible.manager), (Capacity.CARE_OWNER, responsible.care_owner))
    for capacity, employee in people:
        if employee:
            yield TouchpointPerson(touchpoint=touchpoint, employee=employee, capacity=capacity)


def _manager(past: Past) -> Any:
    """Who held the order, where the answer is about one; the account's manager is looked up by the day."""
    return past.deal.manager if past.deal else None
