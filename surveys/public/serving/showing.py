"""Shows a page of the form: the one asked for, as far as one has come, or the one where to go on."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse

from surveys.definition import answers as judge
from surveys.public import taking
from surveys.public.humans import doubts, hits, nonce
from surveys.public.serving import carrying
from surveys.public.visits import Visit
from surveys.rendering import pages


def show(request: HttpRequest, visit: Visit, now: datetime) -> HttpResponse:
    """The page of the query, or the first that lacks something."""
    wanted, number = request.GET.get("page", ""), visit.first_unanswered()
    if visit.is_changing and not wanted:
        wanted = "1"
    if wanted.isascii() and wanted.isdigit() and len(wanted) < 3:
        reachable = judge.shown_pages(visit.questionnaire, visit.answers, visit.door.facts)
        number = max(
            (page for page in reachable if page < min(int(wanted), number + 1)), default=reachable[0]
        )
    given, preselected = dict(visit.answers), _preselected(request, visit, now)
    if preselected is not None:
        key, value = preselected
        number = number if given.get(key) == value else 0
        given[key] = value
    language = visit.language(request.GET.get("lang", ""))
    return HttpResponse(page(visit, language=language, number=number, given=given, now=now))


def _preselected(request: HttpRequest, visit: Visit, now: datetime) -> tuple[str, int] | None:
    """The score whose link in the mail was followed: it is marked on the page, and stored nowhere (D11)."""
    question, wanted = visit.questionnaire.first_scale, request.GET.get("a", "")
    is_number = wanted.isascii() and wanted.isdigit() and len(wanted) < 3
    if (
        not is_number
        or question is None
        or question.scale is None
        or int(wanted) not in question.scale.points
        or not visit.door.keeps_pages
    ):
        return None
    if hits.kind_of(request) is None:
        doubts.remember_link(visit, int(wanted), now, agent=doubts.agent_of(request))
    return question.key, int(wanted)


def page(
    visit: Visit,
    *,
    language: str,
    number: int,
    given: Mapping[str, Any],
    now: datetime,
    refused: taking.Refused | None = None,
) -> str:
    """A page of the form as HTML, ready to be sent back."""
    state = pages.State(
        version_id=visit.door.version_id,
        language=language,
        number=number,
        given=given,
        submission_id=str(refused.submission_id if refused else uuid4()),
        mistakes=refused.mistakes if refused else (),
        notice=refused.notice if refused else "",
        **_at_this_moment(visit, number, now),
    )
    return pages.render(visit.visitor, state)


def _at_this_moment(visit: Visit, number: int, now: datetime) -> dict[str, Any]:
    """What differs from one showing of a page to the next."""
    saved_at = visit.response.saved_at if visit.response else None
    return {
        "nonce": nonce.make(visit.door.subject, number, now),
        "sequence": visit.sequence + 1,
        "seed": visit.door.subject,
        "today": now.astimezone(ZoneInfo(visit.door.zone)).date(),
        "opened_at": _milliseconds(now),
        "saved_at": _milliseconds(saved_at) if saved_at else 0,
        "carried": carrying.field(visit, number),
    }


def _milliseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)
