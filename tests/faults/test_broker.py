"""A broker is flushed, stopped and replaced by an empty one while a wave is sent; no worker is restarted."""

import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

from config.stack import valkey
from config.stack.mail.server import Server
from surveys.models import Attempt
from tests.faults.wave import Scale, Wave, status
from tests.real.processes import wait_until

pytestmark = [pytest.mark.long, pytest.mark.stack, pytest.mark.django_db(transaction=True)]

FLUSHES = (0.1, 0.2, 0.3, 0.4, 0.5)


class Broker:
    """A Valkey of this test's own, on one port all the time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = valkey.free_port()
        self.client = redis.Redis(port=self.port)
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.folder.mkdir()
        command = valkey.command(self.folder, self.port)
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        wait_until(lambda: valkey.is_answering(self.port), "the broker answers")

    def stop(self) -> None:
        """At once, with all that it held."""
        if self._process:
            self._process.kill()
            self._process.wait()
            shutil.rmtree(self.folder)
        self._process = None


@pytest.fixture
def own_broker(mail_server: Server, tmp_path: Path, process_environment: dict[str, str]) -> Iterator[Broker]:
    broker = Broker(tmp_path / "valkey")
    broker.start()
    process_environment["BROKER_URL"] = valkey.url(broker.port)
    yield broker
    broker.stop()


@pytest.fixture
def scale(request: pytest.FixtureRequest) -> Scale:
    is_full = request.config.getoption("--full", default=False)
    return Scale(mails=5000 if is_full else 100, kills=1, lease_seconds=6, settle_seconds=3)


@pytest.fixture
def away_seconds(request: pytest.FixtureRequest) -> float:
    return 60 if request.config.getoption("--full", default=False) else 4


def test_whatever_becomes_of_the_broker_everybody_gets_one_mail(
    own_broker: Broker, away_seconds: float, wave: Wave
) -> None:
    wave.start()
    for share in FLUSHES:
        wave.wait_until_taken(share)
        own_broker.client.flushall()
    wave.wait_until_taken(0.6)
    own_broker.stop()
    time.sleep(away_seconds)
    own_broker.start()
    wave.drain()
    assert not wave.lost()
    assert not wave.repeated()
    assert status()["possible_duplicates"] == []
    assert wave.worker.is_running

    before = set(Attempt.objects.values_list("id", flat=True))
    sweeper = wave.sweeper.pid
    wait_until(lambda: wave.worker.said("Connected to redis") > 1, "the worker is back", log=wave.worker.log)
    assert not wave.worker.said("Unrecoverable"), "nor may a supervisor have to start it again"
    wave.plan()
    wave.drain()
    owners = set(Attempt.objects.exclude(id__in=before).values_list("owner", flat=True))
    assert any(not owner.endswith(f":{sweeper}") for owner in owners), "the worker sends as before"
