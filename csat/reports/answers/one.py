"""One answer as the client saw it: every question in the wording of its version, and what became of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from csat.alerts.models import SignalEvidence
from csat.alerts.said import Said, said
from csat.customers.models import Capacity
from csat.programs.models import Touchpoint
from csat.reports.answers import flagged
from csat.reports.answers.feed import AnswerRow, rows
from csat.reports.answers.flagged import Flag
from csat.reports.answers.given import Wording
from csat.reports.answers.sheet import Section, Sheet
from csat.scores.flags.reasons import Reason
from surveys.models import Brand, Response, ResponseRevision
from surveys.rendering import published

CHANGED, EXCLUDED, SET_ASIDE, DOUBTED = "changed", "excluded", "set_aside", "doubted"
FLAGS, BY_RULE = frozenset(Reason), "by_rule"


@dataclass(frozen=True)
class Event:
    """What the client sent or our people judged, and when; the first is the score. `by` none: the client.

    `set_aside`: a program had answered before the client did; `doubts` say why it was taken for one.
    """

    at: datetime
    cause: str
    by: str
    reason: str
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Doubt:
    """Why a program may have filled in the form. `seconds`: from opening the first page to submitting."""

    code: str
    seconds: int


@dataclass(frozen=True)
class Note:
    text: str
    by: str
    at: datetime


@dataclass(frozen=True)
class AnswerPage:
    """Everything said in one answer. `held_pressure`: a question that only some may read was left out.

    `first_given`: the answer that stands for the whole as it was first submitted, where it was changed.
    """

    row: AnswerRow
    title: str
    version: int
    sections: tuple[Section, ...]
    first_given: int | None
    is_changed: bool
    care_owner: str
    asked_at: datetime | None
    invitation_uuid: UUID | None
    events: tuple[Event, ...]
    doubts: tuple[Doubt, ...]
    flags: tuple[Flag, ...]
    notes: tuple[Note, ...]
    cases: tuple[UUID, ...]
    held_pressure: bool
    now: datetime


def build(response: Response, *, with_pressure: bool, now: datetime) -> AnswerPage:
    """An answer, begun or submitted. Being pressed or asked for a score is read `with_pressure` only."""
    questionnaire = published.questionnaire(response.version_id)
    wording = Wording(questionnaire, response, facts_of(response, _ours()))
    history = list(response.revisions.select_related("made_by").order_by("revision"))
    first = history[0].answers if history else response.answers
    sheet = Sheet(wording, response.answers, first, with_pressure=with_pressure)
    evidence = SignalEvidence.objects.filter(response=response, signal__case__isnull=False)
    [row] = rows([response], seen_at=None)
    flags = flagged.flags_of(response) if with_pressure else ()
    told = {flag.code for flag in flags}
    waits_for = doubts(response, with_flags=with_pressure)
    return AnswerPage(
        row=row,
        title=wording.text(questionnaire.title),
        version=response.version.number,
        sections=sheet.sections(),
        first_given=_other_at_first(row, said(questionnaire, first)),
        is_changed=any(one.cause == CHANGED for one in history),
        care_owner=_care_owner(response),
        asked_at=response.invitation.created_at if response.invitation else None,
        invitation_uuid=response.invitation.uuid if response.invitation else None,
        events=tuple(_event(one, with_flags=with_pressure) for one in history),
        doubts=tuple(doubt for doubt in waits_for if doubt.code not in told),
        flags=flags,
        notes=tuple(
            Note(one.text, _name(one.written_by), one.written_at)
            for one in response.notes.select_related("written_by")
        ),
        cases=tuple(evidence.order_by("-added_at").values_list("signal__uuid", flat=True)),
        held_pressure=sheet.held_pressure,
        now=now,
    )


def _other_at_first(row: AnswerRow, first: Said) -> int | None:
    return first.given if first.given != row.said.given else None


def _event(one: ResponseRevision, *, with_flags: bool) -> Event:
    if one.cause == DOUBTED:
        codes = named(one.reason.split(", "), with_flags=with_flags)
        return Event(one.created_at, DOUBTED, "", "", codes)
    if one.cause == EXCLUDED and one.made_by_id is None:
        return Event(one.created_at, SET_ASIDE, "", "", tuple(filter(None, one.reason.split(", "))))
    return Event(one.created_at, one.cause, _name(one.made_by), one.reason)


def doubts(response: Response, *, with_flags: bool = True) -> tuple[Doubt, ...]:
    """The reasons for which an answer looks doubtful, with how long it took.

    Which of our people a flag points at is told `with_flags` only.
    """
    seconds = int(((response.submitted_at or response.saved_at) - response.started_at).total_seconds())
    codes = named(response.doubts, with_flags=with_flags)
    return tuple(Doubt(code, max(seconds, 0)) for code in codes)


def named(codes: Iterable[str], *, with_flags: bool) -> tuple[str, ...]:
    """Doubts as this reader may know them: without flags all of these are one rule."""
    told = [code if with_flags or code not in FLAGS else BY_RULE for code in codes]
    return tuple(dict.fromkeys(told))


def facts_of(response: Response, ours: str) -> Mapping[str, Any]:
    """What was known of a client when they were asked: fills texts and decides which questions are shown.

    `ours` is our name, which a shared link does not carry.
    """
    if response.invitation:
        return response.invitation.facts
    return {"supplier": ours, **(response.collector.facts if response.collector else {})}


def _ours() -> str:
    return Brand.objects.values_list("name", flat=True).first() or ""


def _care_owner(response: Response) -> str:
    about = Touchpoint.objects.filter(
        invitation=response.invitation_id or 0, people__capacity=Capacity.CARE_OWNER
    )
    return about.values_list("people__employee__name", flat=True).order_by("people__id").first() or ""


def _name(user: Any) -> str:
    return (user.get_full_name() or user.get_username()) if user else ""
