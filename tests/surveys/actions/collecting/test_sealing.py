"""Answers without names against somebody who holds a copy of the whole database.

The attacker sees every row with what PostgreSQL knows of it: ids, places (ctid) and transactions (xmin).
"""

from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.utils import timezone

from surveys import tasks
from surveys.actions.collecting import nameless, sealing
from surveys.models import AnonymousAnswer, Invitation, Response, SurveyVersion, UnsealedAnswer
from tests.surveys import asked

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE, FEW = 300, 60


@pytest.fixture
def version(now: datetime) -> SurveyVersion:
    return asked.nameless(now=now)


@pytest.fixture
def invitations(version: SurveyVersion, now: datetime) -> list[Invitation]:
    """300 people of one group, in an order of their own."""
    first = asked.invitation(version, now=now, department="Logistics")
    rest = [
        Invitation(**{**fields_of(first), "uuid": uuid4(), "address": f"p{number}@ours.example"})
        for number in range(1, PEOPLE)
    ]
    return [first, *Invitation.objects.bulk_create(rest)]


def fields_of(invitation: Invitation) -> dict[str, Any]:
    names = [field.attname for field in Invitation._meta.concrete_fields if not field.primary_key]
    return {name: getattr(invitation, name) for name in names}


def answer(invitation: Invitation, words: str, now: datetime, **different: Any) -> None:
    given: dict[str, Any] = {
        "submission_id": uuid4(),
        "answers": {"mood": 4, "words": words},
        "group": "Logistics",
        "language": "en",
    }
    nameless.answer_invitation(invitation=invitation, now=now, **(given | different))


def everybody_answers(invitations: list[Invitation], now: datetime, *, sealed_after: int) -> None:
    """In an order of chance; the words are the invitation's id, which the test alone may know.

    The pages' ids rise with time, as a program that fills in forms might choose them.
    """
    Random(7).shuffle(invitations)
    for number, invitation in enumerate(invitations, 1):
        answer(invitation, str(invitation.pk), now, submission_id=UUID(int=number))
        if number % sealed_after == 0:
            sealing.seal(version_id=invitation.version_id, today=now.date())
    sealing.seal(version_id=invitations[0].version_id, today=now.date())


def rows(sql: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


ANSWERS = {
    "xmin": "SELECT answers->>'words' FROM surveys_anonymousanswer ORDER BY xmin::text::bigint, ctid",
    "place": "SELECT answers->>'words' FROM surveys_anonymousanswer ORDER BY ctid",
    "place backwards": "SELECT answers->>'words' FROM surveys_anonymousanswer ORDER BY ctid DESC",
    "id": "SELECT answers->>'words' FROM surveys_anonymousanswer ORDER BY id",
    "day": "SELECT answers->>'words' FROM surveys_anonymousanswer ORDER BY answered_on, ctid",
}
MARKS = {
    "xmin": "SELECT id::text FROM surveys_invitation ORDER BY xmin::text::bigint, ctid",
    "place": "SELECT id::text FROM surveys_invitation ORDER BY ctid",
    "id": "SELECT id::text FROM surveys_invitation ORDER BY id",
    "day": "SELECT id::text FROM surveys_invitation ORDER BY answered_at, ctid",
}


@pytest.mark.parametrize("sealed_after", [PEOPLE, 60])
def test_order_and_age_of_rows_link_nobody(
    invitations: list[Invitation], now: datetime, sealed_after: int
) -> None:
    everybody_answers(invitations, now, sealed_after=sealed_after)

    assert AnonymousAnswer.objects.count() == PEOPLE
    hits = {
        (a, m): sum(x == y for x, y in zip(rows(ANSWERS[a]), rows(MARKS[m]), strict=True))
        for a in ANSWERS
        for m in MARKS
    }
    # Matching two random orders of any length hits once on average; more than eight is one in a million.
    assert max(hits.values()) <= 8, hits


def test_the_same_attack_finds_everybody_where_the_answers_are_not_shuffled(
    invitations: list[Invitation], now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: with the shuffle and the waiting taken away, all are linked."""
    monkeypatch.setattr(sealing, "_shuffle_in", in_their_order)
    monkeypatch.setattr("surveys.actions.collecting.batches.LEAST", 1)

    everybody_answers(invitations[:FEW], now, sealed_after=1)

    assert rows(ANSWERS["xmin"]) == rows(MARKS["xmin"])[-FEW:]


def in_their_order(version_id: int, batch: list[Any]) -> None:
    for one in batch:
        AnonymousAnswer.objects.create(
            id=uuid4(), version_id=version_id, group="", language="", answers=one.answers, answered_on=one.day
        )


def test_no_value_of_a_row_leads_to_an_invitation(invitations: list[Invitation], now: datetime) -> None:
    """No column of the one table stands in the other; and time is known to the day alone."""
    everybody_answers(invitations, now, sealed_after=PEOPLE)

    answers = rows('SELECT id::text, version_id, "group", language, answered_on FROM surveys_anonymousanswer')
    assert len({row[1:] for row in answers}) == 1
    known = {value for row in rows("SELECT id::text, uuid::text FROM surveys_invitation") for value in row}
    assert not known & {row[0] for row in answers}
    marks = {mark for (mark,) in rows("SELECT answered_at FROM surveys_invitation")}
    assert {mark.time() for mark in marks} == {datetime.min.time()}
    assert Response.objects.count() == 0


def test_who_waits_cannot_be_read(invitations: list[Invitation], now: datetime) -> None:
    for invitation in invitations[:4]:
        answer(invitation, "a trace of mine", now)

    assert sealing.seal(version_id=invitations[0].version_id, today=now.date()) == 0
    waiting = rows("SELECT row_to_json(w)::text FROM surveys_unsealedanswer w")
    assert len(waiting) == 4
    for (row,) in waiting:
        assert not any(trace in row for trace in ("trace", "Logistics", now.date().isoformat()))
    lengths = {len(one.secret) for one in UnsealedAnswer.objects.all()}
    assert len(lengths) == 1


def test_a_fifth_one_moves_all_on(invitations: list[Invitation], now: datetime) -> None:
    for number, invitation in enumerate(invitations[:5]):
        answer(invitation, str(number), now - timedelta(days=4 - number))

    assert tasks.sweep(now) == 5
    assert tasks.sweep(now) == 0
    assert UnsealedAnswer.objects.count() == 0
    assert {answer.answered_on for answer in AnonymousAnswer.objects.all()} == {now.date()}


def test_a_lost_key_keeps_an_answer_waiting(
    invitations: list[Invitation], now: datetime, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    for invitation in invitations[:5]:
        answer(invitation, "words", now)
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another" * 10

    assert sealing.seal(version_id=invitations[0].version_id, today=now.date()) == 0
    assert "cannot be read" in caplog.text
    settings.SECRET_KEY_FALLBACKS = [old]
    assert sealing.seal(version_id=invitations[0].version_id, today=now.date()) == 5


def test_a_killed_process_neither_loses_nor_repeats(
    invitations: list[Invitation], now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed between answer and mark: the same page once more finds its answer, and sets the mark."""
    person, page = invitations[0], uuid4()
    with monkeypatch.context() as broken:
        broken.setattr(nameless, "_mark", killed)
        with pytest.raises(KeyboardInterrupt):
            answer(person, "once", now, submission_id=page)
    assert not Invitation.objects.get(pk=person.pk).answered_at

    for _ in range(3):
        answer(person, "once", timezone.now(), submission_id=page)
    answer(person, "twice", now)

    assert UnsealedAnswer.objects.count() == 1
    assert Invitation.objects.get(pk=person.pk).answered_at


def killed(*args: object) -> None:
    raise KeyboardInterrupt
