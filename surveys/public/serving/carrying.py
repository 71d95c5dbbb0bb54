"""An anonymous survey's pages carry the answers so far: nothing is stored before the end (D17).

What comes back is judged like everything that is posted; only its beginning is signed, as nonces are.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.utils.html import format_html

from surveys.definition import answers as judge
from surveys.public.humans import nonce
from surveys.public.visits import Begun, Visit

NAME = "_carried"
WHOLE = -1  # stands for the page's number where a nonce says when the first page was opened


def field(visit: Visit, number: int) -> str:
    """The hidden field for the answers of all pages but this one; nothing where answers are stored."""
    if visit.door.keeps_pages:
        return ""
    here = {question.key for question in visit.questionnaire.pages[number].questions}
    others = {key: value for key, value in visit.answers.items() if key not in here}
    begun = visit.response
    since = nonce.make(visit.door.subject, WHOLE, begun.started_at) if begun else ""
    value = json.dumps({"answers": others, "since": since}, ensure_ascii=False)
    return format_html('<input type="hidden" name="{}" value="{}">\n', NAME, value)


def taken_up(visit: Visit, number: int, post: QueryDict, now: datetime) -> Visit:
    """The visit with the answers that its page brought back; as it is where answers are stored."""
    if visit.door.keeps_pages:
        return visit
    carried, subject = _carried(post), visit.door.subject
    judged = judge.check_all(visit.questionnaire, _mapping(carried.get("answers")), visit.door.facts)
    since = nonce.opened_at(str(carried.get("since", "")), subject, WHOLE)
    opened_at = nonce.opened_at(post.get("_nonce", ""), subject, number)
    begun = Begun(
        language=post.get("_lang", ""),
        answers=dict(judged.answers),
        sequence=0,
        started_at=since or opened_at or now,
        submitted_at=None,
    )
    return replace(visit, response=begun)


def with_answers(visit: Visit, answers: Mapping[str, Any]) -> Visit:
    """The visit after a page: what is carried on to the next one."""
    assert visit.response is not None  # it was taken up before
    return replace(visit, response=replace(visit.response, answers=dict(answers)))


def _carried(post: QueryDict) -> Mapping[str, Any]:
    try:
        return _mapping(json.loads(post.get(NAME, "{}")))
    except (ValueError, RecursionError):
        return {}


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
