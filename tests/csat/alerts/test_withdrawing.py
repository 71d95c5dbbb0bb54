"""What people say of an answer reaches scores, roll-ups and signals, both ways."""

from datetime import datetime

import pytest

from csat.alerts import actions
from csat.alerts.models import Notification, Signal
from csat.cases import actions as cases
from csat.scores.actions import merge, rebuilding
from csat.scores.models import Score, ScoreCell
from surveys.actions import reviewing
from surveys.models import Response, Source, Verdict
from tests.csat.answered import answer, heard, periodic, score
from tests.factories import Cast, ContactFactory

pytestmark = pytest.mark.django_db


def settle(now: datetime, *responses: Response) -> None:
    """What workers do after an answer or a judgement."""
    for response in responses:
        score(response)
        actions.assess(response_id=response.id, now=now)
    merge(now=now)
    assert rebuilding.differences() == []


def open_rules() -> list[str]:
    return list(Signal.objects.filter(closed_at__isnull=True).values_list("rule__key", flat=True))


def test_a_confirmed_answer_enters_scores_and_alerts_and_leaves_them_when_excluded(
    cast: Cast, now: datetime
) -> None:
    maria = ContactFactory(account=cast.account)
    response = answer(maria, periodic(3), at=now, verdict=Verdict.DOUBTFUL)
    settle(now, response)
    assert not Score.objects.exists() and not ScoreCell.objects.exists() and open_rules() == []

    reviewing.confirm(responses=[response.id], reason="rang her", by=cast.boris.user, now=now)
    settle(now, response)
    assert Score.objects.get(measure="overall").given == 3 and ScoreCell.objects.exists()
    assert open_rules() == ["low_answer"] and Notification.objects.exists()

    reviewing.exclude(responses=[response.id], reason="a colleague's test", by=cast.boris.user, now=now)
    settle(now, response)
    assert not Score.objects.exists() and not ScoreCell.objects.exists()
    assert open_rules() == [] and not Notification.objects.exists()

    reviewing.restore(responses=[response.id], reason="hers after all", by=cast.boris.user, now=now)
    settle(now, response)
    assert Score.objects.get(measure="overall").given == 3 and open_rules() == ["low_answer"]


def test_a_signal_with_other_answers_behind_it_stays(cast: Cast, now: datetime) -> None:
    first, second = (
        heard(person, 4, at=now) for person in ContactFactory.create_batch(2, account=cast.account)
    )
    settle(now, first, second)
    reviewing.exclude(responses=[first.id], reason="a test", by=cast.boris.user, now=now)
    settle(now, first)
    assert [row.response for row in Signal.objects.get().evidence.all()] == [second]
    assert open_rules() == ["low_answer"]


def test_a_case_that_people_work_on_is_not_taken_from_them(cast: Cast, now: datetime) -> None:
    response = heard(ContactFactory(account=cast.account), 2, at=now)
    settle(now, response)
    [case] = cases.open_due(now=now)
    reviewing.exclude(responses=[response.id], reason="a test", by=cast.boris.user, now=now)
    settle(now, response)
    assert open_rules() == ["low_answer"]
    assert case.signal.evidence.count() == 1


def test_an_answer_of_a_past_wave_raises_nothing(cast: Cast, now: datetime) -> None:
    response = answer(ContactFactory(account=cast.account), periodic(1), at=now)
    Response.objects.filter(id=response.id).update(source=Source.IMPORT)
    settle(now, response)
    assert Score.objects.filter(measure="overall").exists() and not Signal.objects.exists()
