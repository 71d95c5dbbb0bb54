"""The answers: submitted responses with their first revision, as the form would have stored them."""

from datetime import timedelta
from typing import Any

import numpy as np

from config.demo.rows.made import CHUNK, Made, Story, moment, submitted, with_ids
from config.demo.rows.occasions import POST_SALE
from config.demo.story import answers, chance, clients, staff
from surveys.definition import document
from surveys.definition.questionnaire import Questionnaire
from surveys.models import Response, ResponseRevision, Verdict

DOUBTFUL, DOUBTFUL_SINCE_DAYS = 3, 25
HASTE = timedelta(seconds=2)
OWN_TASTE, MANAGERS_TOUCH = 0.4, 0.45
MANAGERS_ATTRIBUTES = ("competence", "reply_speed")


def write(story: Story, made: Made) -> None:
    """One response and its revision for every invitation that was answered."""
    asked, rng = story.asked, chance.stream(story.seed, "answers")
    answered = [int(i) for i in np.flatnonzero(~np.isnat(asked.answered_at))]
    questionnaires = {kind: document.parse(v.document) for kind, v in made.versions.items()}
    leans = _leans(story, rng)
    doubtful = _doubtful(story, answered)
    rows = []
    for i, submission in zip(answered, chance.ids(story.seed, "submissions", len(answered)), strict=True):
        lean = leans[int(asked.contact[i])]
        row = _response(
            story, made, i, given=_given(story, made, i, questionnaires=questionnaires, lean=lean, rng=rng)
        )
        row.submission_id = submission
        if i in doubtful:
            row.verdict, row.doubts = Verdict.DOUBTFUL, ["too_fast"]
            row.started_at = row.saved_at - HASTE
        rows.append(row)
    with_ids(rows, story.seed, "responses")
    Response.objects.bulk_create(rows, batch_size=CHUNK)
    ResponseRevision.objects.bulk_create([_revision(row) for row in rows], batch_size=CHUNK)
    made.responses = dict(zip(answered, rows, strict=True))


def _given(
    story: Story,
    made: Made,
    i: int,
    *,
    questionnaires: dict[str, Questionnaire],
    lean: dict[str, float],
    rng: np.random.Generator,
) -> dict[str, Any]:
    invitation = made.invitations[i]
    return answers.give(questionnaires[invitation.kind], _person(story, i, lean), invitation.facts, rng)


def _person(story: Story, i: int, lean: dict[str, float]) -> answers.Person:
    contact = int(story.asked.contact[i])
    account = int(story.contacts.account[contact])
    tale = {story.clients.fading: "fading", story.clients.dropped: "dropped"}.get(account, "")
    felt = story.world.felt[account]
    usual = felt[:12].mean() if tale else felt.mean()
    return answers.Person(
        felt=float(story.asked.felt[i]),
        usual=float(usual - story.contacts.severity[contact]),
        language=story.contacts.language[contact],
        phone=story.contacts.phone[contact],
        story=tale,
        lean=lean,
    )


def _leans(story: Story, rng: np.random.Generator) -> list[dict[str, float]]:
    """By contact: what they rate higher or lower than others, their manager's touch included."""
    own = rng.normal(0, OWN_TASTE, (len(story.contacts.name), len(answers.STRENGTHS)))
    touch = rng.normal(0, MANAGERS_TOUCH, len(staff.PEOPLE))
    found = []
    for contact, account in enumerate(story.contacts.account):
        manager = clients.holder_on(story.held, int(account), "manager", story.timeline.anchor)
        lean = dict(zip(answers.STRENGTHS, map(float, own[contact]), strict=True))
        for attribute in MANAGERS_ATTRIBUTES:
            lean[attribute] += float(touch[manager])
        found.append(lean)
    return found


def _doubtful(story: Story, answered: list[int]) -> set[int]:
    """A few recent answers that came too fast to be read, for a person to judge; none of a story."""
    since = np.datetime64(story.timeline.anchor) - np.timedelta64(DOUBTFUL_SINCE_DAYS, "D")
    has_story = (story.clients.dropped, story.clients.fading)
    recent = [
        i
        for i in answered
        if story.asked.answered_at[i] >= since
        and story.contacts.account[story.asked.contact[i]] not in has_story
    ]
    return set(recent[:: max(1, len(recent) // DOUBTFUL)][:DOUBTFUL])


def _response(story: Story, made: Made, i: int, *, given: dict[str, Any]) -> Response:
    invitation, submitted_at = made.invitations[i], moment(story.asked.answered_at[i])
    pages = 2 if invitation.kind == POST_SALE else 3
    started_at = max(invitation.not_before_at, submitted_at - timedelta(seconds=70 + 37 * (i % 5)))
    return Response(
        invitation=invitation,
        version=invitation.version,
        language=invitation.language,
        answers=given,
        sequence=pages,
        started_at=started_at,
        saved_at=submitted_at,
        submitted_at=submitted_at,
        revision=1,
    )


def _revision(row: Response) -> ResponseRevision:
    return ResponseRevision(
        response=row, revision=1, answers=row.answers, cause="submitted", created_at=submitted(row)
    )
