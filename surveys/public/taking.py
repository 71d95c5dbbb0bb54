"""Takes a posted page: saves it, or submits with the last one; says what the person sees next."""

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.http import QueryDict

from surveys.actions import answering
from surveys.definition import answers as judge
from surveys.definition.answers import Mistake
from surveys.public import posted
from surveys.public.humans import doubts, nonce
from surveys.public.visits import Visit


@dataclass(frozen=True)
class Taken:
    """The page was taken: go on with the survey's page `number`, or with the thanks where that is None."""

    number: int | None


@dataclass(frozen=True)
class Refused:
    """The page stays as it was posted, with the reasons."""

    number: int
    given: dict[str, Any]
    submission_id: UUID
    mistakes: Sequence[Mistake] = field(default=())
    notice: str = ""


@dataclass(frozen=True)
class Posting:
    """A posted page as read, before anybody judged it."""

    visit: Visit
    number: int
    given: dict[str, Any]
    language: str
    sequence: int
    submission_id: UUID
    doubts: list[str]

    @property
    def others(self) -> dict[str, Any]:
        """Stored answers of all other pages."""
        here = {question.key for question in self.visit.questionnaire.pages[self.number].questions}
        return {key: value for key, value in self.visit.answers.items() if key not in here}

    def refused(self, *, mistakes: Sequence[Mistake] = (), notice: str = "") -> Refused:
        return Refused(self.number, self.others | self.given, self.submission_id, mistakes, notice)


def read(visit: Visit, post: QueryDict) -> Posting:
    """What was posted; numbers that are none count as the first page and as nothing saved."""
    number = min(_whole(post.get("_page"), 1) - 1, len(visit.questionnaire.pages) - 1)
    number = max(number, 0)
    submission_id = uuid4()
    with contextlib.suppress(ValueError):
        submission_id = UUID(post.get("_submission", ""))
    return Posting(
        visit=visit,
        number=number,
        given=posted.answers(visit.questionnaire.pages[number], post),
        language=visit.language(post.get("_lang", "")),
        sequence=_whole(post.get("_sequence"), 0),
        submission_id=submission_id,
        doubts=doubts.of_page(post),
    )


def take(posting: Posting, sent_nonce: str, now: datetime) -> Taken | Refused:
    """Save the page, or submit the answer where this is the last page."""
    visit = posting.visit
    opened_at = nonce.opened_at(sent_nonce, visit.invitation, posting.number)
    if opened_at is None:
        return posting.refused(notice="old_page")
    facts = visit.invitation.facts
    judged = judge.check_page(
        visit.questionnaire, posting.number, posting.given, earlier=visit.answers, facts=facts
    )
    if not judged.is_good:
        return posting.refused(mistakes=judged.mistakes)
    everything = posting.others | dict(judged.answers)
    is_last = judge.shown_pages(visit.questionnaire, everything, facts)[-1] == posting.number
    if visit.response:
        opened_at = visit.response.started_at
    try:
        if is_last and not judge.missing(visit.questionnaire, everything, facts):
            return _submit(posting, everything, opened_at, now)
        return _save(posting, judged.answers, opened_at, now)
    except answering.StalePage:
        return _stale(posting, judged.answers)
    except answering.WrongAnswers as wrong:
        return posting.refused(mistakes=wrong.mistakes)


def _submit(posting: Posting, answers: dict[str, Any], opened_at: datetime, now: datetime) -> Taken:
    visit = posting.visit
    answering.submit(
        invitation=visit.invitation,
        submission_id=posting.submission_id,
        answers=answers,
        sequence=posting.sequence,
        language=posting.language,
        doubts=posting.doubts + doubts.of_submission(visit, len(answers), opened_at, now),
        opened_at=opened_at,
        now=now,
    )
    return Taken(None)


def _save(posting: Posting, answers: Any, opened_at: datetime, now: datetime) -> Taken:
    visit = posting.visit
    stored = answering.save_page(
        invitation=visit.invitation,
        page=posting.number,
        answers=answers,
        earlier=visit.answers,
        sequence=posting.sequence,
        language=posting.language,
        doubts=posting.doubts,
        opened_at=opened_at,
        now=now,
    )
    return Taken(_next(posting, stored))


def _next(posting: Posting, stored: Any) -> int:
    """The following shown page, unless an earlier one lacks something."""
    questionnaire, facts = posting.visit.questionnaire, posting.visit.invitation.facts
    pages = judge.shown_pages(questionnaire, stored, facts)
    lacking = [questionnaire.page_of[key] for key in judge.missing(questionnaire, stored, facts)]
    following = next((page for page in pages if page > posting.number), pages[-1])
    return min([following, *lacking])


def _stale(posting: Posting, answers: Any) -> Taken | Refused:
    """A double click's second half goes on like the first; real differences are shown to the person."""
    visit = posting.visit
    keys = {question.key for question in visit.questionnaire.pages[posting.number].questions}
    stored = {key: value for key, value in visit.answers.items() if key in keys}
    if stored == dict(answers):
        return Taken(_next(posting, visit.answers))
    return posting.refused(notice="stale")


def _whole(value: str | None, default: int) -> int:
    is_number = value is not None and value.isascii() and value.isdigit() and len(value) < 7
    return int(value or 0) if is_number else default
