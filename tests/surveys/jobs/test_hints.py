import time

import pytest
from celery import Celery, Task

from surveys.jobs.hints import hint

OPTIONS = {"socket_timeout": 1, "socket_connect_timeout": 1}


def noted(*ids: int) -> None:
    """Nobody runs it."""


def task_on(broker_url: str) -> Task:
    app = Celery("hints", broker=broker_url, broker_transport_options=OPTIONS, set_as_current=False)
    return app.task(noted, name="noted")


def test_a_broker_that_answers_takes_the_hint() -> None:
    assert hint(task_on("memory://"), 1, 2) is True


@pytest.mark.parametrize("broker", ["redis://127.0.0.1:9/0", "redis://name.invalid/0"])
def test_a_broker_that_does_not_costs_a_moment_and_no_error(broker: str) -> None:
    begun = time.monotonic()
    assert hint(task_on(broker), 1) is False
    assert time.monotonic() - begun < 3
