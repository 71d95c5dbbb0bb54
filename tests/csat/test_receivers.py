import time
from typing import Any

import pytest
from kombu.exceptions import OperationalError

from csat import receivers
from csat.alerts import tasks as alerts
from csat.scores import tasks as scores
from surveys.jobs.hints import Pace
from surveys.models import Response
from surveys.signals import response_submitted


@pytest.fixture(autouse=True)
def rested(monkeypatch: pytest.MonkeyPatch) -> None:
    """No other test gave a hint a moment ago."""
    monkeypatch.setattr(receivers, "pace", Pace(seconds=0.2))


@pytest.fixture
def published(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Any]]:
    sent: list[tuple[str, Any]] = []
    for task in (scores.record, alerts.assess):
        monkeypatch.setattr(task, "apply_async", lambda args, name=task.name, **_: sent.append((name, args)))
    return sent


def test_an_answer_is_scored_then_looked_at(published: list[tuple[str, Any]]) -> None:
    response_submitted.send(sender=Response, response_id=7)
    assert published == [("csat.scores.record", (7,)), ("csat.alerts.assess", (7,))]


def test_many_answers_at_once_give_one_hint_and_a_later_one_gives_the_next(
    published: list[tuple[str, Any]],
) -> None:
    for response_id in range(50):
        response_submitted.send(sender=Response, response_id=response_id)
    time.sleep(0.3)
    response_submitted.send(sender=Response, response_id=99)
    assert [ids for name, ids in published if name == "csat.scores.record"] == [(0,), (99,)]


def test_a_silent_broker_does_not_touch_the_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def refuse(**kwargs: Any) -> None:
        asked.append(kwargs)
        raise OperationalError("no broker")

    monkeypatch.setattr(scores.record, "apply_async", refuse)
    monkeypatch.setattr(alerts.assess, "apply_async", refuse)
    response_submitted.send(sender=Response, response_id=7)
    assert len(asked) == 1
