"""Takes a posted page: saves it, or submits with the last one; says what the person sees next."""

import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django.http import QueryDict

from surveys.actions import answering
from surveys.actions.answering.discarding import Kind
from surveys.definition import answers as judge
from surveys.definition.answers import Judged, Mistake
from surveys.definition.questionnaire import QuestionType
from surveys.public.attached import Attached, attach
from surveys.public.doors.door import Handed, TurnedAway
from surveys.public.humans import doubts, hits, nonce
from surveys.public.visits import Visit
from surveys.rendering import posted


@dataclass(frozen=True)
class Taken:
    """The page was taken: go on with the survey's page `number`, or with the thanks where that is None.

    `answers` is all that has been answered so far.
    """

    number: int | None
    answers: Mapping[str, Any]


@dataclass(frozen=True)
class Refused:
    """The page stays as it was posted, with the reasons."""

    number: int
    given: dict[str, Any]
    submission_id: UUID
    mistakes: Sequence[Mistake] = field(default=())
    notice: str = ""
    status: int = 422


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
    post: QueryDict
    attached: Attached = field(default_factory=Attached)
    agent: str = ""
    whence: answering.Whence = answering.NOWHERE

    @property
    def others(self) -> dict[str, Any]:
        """Stored answers of all other pages."""
        here = {question.key for question in self.visit.questionnaire.pages[self.number].questions}
        return {key: value for key, value in self.visit.answers.items() if key not in here}

    def refused(self, *, mistakes: Sequence[Mistake] = (), notice: str = "", status: int = 422) -> Refused:
        given = self.others | self.given
        return Refused(self.number, given, self.submission_id, mistakes, notice, status)

    def handed(
        self, answers: Mapping[str, Any], doubts: Sequence[str], opened_at: datetime, now: datetime
    ) -> Handed:
        return Handed(
            page=self.number,
            answers=answers,
            earlier=self.visit.answers,
            sequence=self.sequence,
            submission_id=self.submission_id,
            language=self.language,
            doubts=doubts,
            opened_at=opened_at,
            now=now,
            whence=self.whence,
        )


def read(visit: Visit, post: QueryDict, attached: Attached | None = None) -> Posting:
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
        post=post,
        attached=attached or Attached(),
    )


def take(posting: Posting, sent_nonce: str, now: datetime) -> Taken | Refused:
    """Save the page, or submit the answer where this is the last page."""
    visit = posting.visit
    opened_at = nonce.opened_at(sent_nonce, visit.door.subject, posting.number)
    if opened_at is None:
        hits.count(visit, Kind.FORGED, now)
        return posting.refused(notice="old_page")
    posting, mistakes = _with_files(posting, now)
    judged = _judged(posting, now)
    if mistakes or not judged.is_good:
        refused = {mistake.key for mistake in mistakes}
        others = (mistake for mistake in judged.mistakes if mistake.key not in refused)
        return posting.refused(mistakes=(*mistakes, *others))
    if visit.response and not visit.is_instead:
        opened_at = visit.response.started_at
    try:
        return _keep(posting, judged.answers, opened_at, now)
    except answering.StalePage:
        return _stale(posting, judged.answers)
    except answering.TooLate:
        return posting.refused(notice="too_late")
    except answering.WrongAnswers as wrong:
        return posting.refused(mistakes=wrong.mistakes)
    except TurnedAway as away:
        return posting.refused(notice=away.notice, status=away.status)


def _judged(posting: Posting, now: datetime) -> Judged:
    visit = posting.visit
    return judge.check_page(
        visit.questionnaire,
        posting.number,
        posting.given,
        earlier=visit.answers,
        facts=visit.door.facts,
        today=now.astimezone(ZoneInfo(visit.door.zone)).date(),
    )


def _with_files(posting: Posting, now: datetime) -> tuple[Posting, list[Mistake]]:
    """The posting with its files stored and named, and what is wrong with those that were not taken."""
    visit = posting.visit
    page = visit.questionnaire.pages[posting.number]
    files, mistakes = attach(page, visit.door, posting.post, posting.attached, stored=visit.answers, now=now)
    asked = {question.key for question in page.questions if question.type == QuestionType.FILE}
    others = {key: value for key, value in posting.given.items() if key not in asked}
    return replace(posting, given=others | files), mistakes


def _keep(posting: Posting, good: Mapping[str, Any], opened_at: datetime, now: datetime) -> Taken:
    visit = posting.visit
    everything, facts = posting.others | dict(good), visit.door.facts
    is_last = judge.shown_pages(visit.questionnaire, everything, facts)[-1] == posting.number
    if is_last and not judge.missing(visit.questionnaire, everything, facts):
        return _submit(posting, everything, opened_at, now)
    return _save(posting, good, opened_at, now)


def _submit(posting: Posting, answers: dict[str, Any], opened_at: datetime, now: datetime) -> Taken:
    visit = posting.visit
    # A person who corrects one answer is as quick as a program: of a change only the trap tells.
    # One who answers instead of a program is timed on the last page alone: the first was the program's.
    timed = posting.given if visit.is_instead else answers
    noticed = (
        []
        if visit.is_changing
        else doubts.of_submission(visit, len(timed), opened_at, now, agent=posting.agent)
    )
    visit.door.submit(posting.handed(answers, posting.doubts + noticed, opened_at, now))
    return Taken(None, answers)


def _save(posting: Posting, answers: Mapping[str, Any], opened_at: datetime, now: datetime) -> Taken:
    stored = posting.visit.door.save(posting.handed(answers, posting.doubts, opened_at, now))
    return Taken(_next(posting, stored), stored)


def _next(posting: Posting, stored: Any) -> int:
    """The following shown page, unless an earlier one lacks something."""
    questionnaire, facts = posting.visit.questionnaire, posting.visit.door.facts
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
        return Taken(_next(posting, visit.answers), visit.answers)
    return posting.refused(notice="stale")


def _whole(value: str | None, default: int) -> int:
    is_number = value is not None and value.isascii() and value.isdigit() and len(value) < 7
    return int(value or 0) if is_number else default
