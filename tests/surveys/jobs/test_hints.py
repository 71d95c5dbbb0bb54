import socket
import time
from collections.abc import Iterator

import pytest
from celery import Celery, Task

from surveys.jobs.hints import hint


def noted(*ids: int) -> None:
    """Nobody runs it."""


def task_on(broker_url: str) -> Task:
    app = Celery("hints", broker=broker_url, set_as_current=False)
    return app.task(noted, name="noted")


@pytest.fixture
def mute() -> Iterator[str]:
    """Something that takes connections and never says a word."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield f"redis://127.0.0.1:{listening.getsockname()[1]}/0"


def test_a_broker_that_answers_takes_the_hint() -> None:
    assert hint(task_on("memory://"), 1, 2) is True


@pytest.mark.parametrize("broker", ["redis://127.0.0.1:9/0", "redis://name.invalid/0", "mute"])
def test_a_broker_that_does_not_costs_a_moment_and_no_error(broker: str, mute: str) -> None:
    task = task_on(mute if broker == "mute" else broker)
    begun = time.monotonic()
    assert hint(task, 1) is False
    assert hint(task, 2) is False
    assert time.monotonic() - begun < 5
