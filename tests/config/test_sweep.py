import threading
from datetime import datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection
from django.utils import timezone

from config import sweep
from surveys.models import Heartbeat
from tests.real.processes import Process, wait_until

pytestmark = pytest.mark.django_db


def test_every_feature_gets_its_turn_also_after_one_has_failed(
    now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(now: datetime) -> int:
        raise RuntimeError("no")

    done = sweep.run_once({"a": lambda now: 2, "b": broken, "c": lambda now: 0}, now=now)
    assert done == {"a": 2, "c": 0}
    assert "the sweep of b failed" in caplog.text


def test_a_database_that_is_away_ends_the_round(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(now: datetime) -> int:
        raise OperationalError("server closed the connection")

    monkeypatch.setattr(sweep, "is_database_there", lambda: False)
    assert sweep.run_once({"a": away, "b": lambda now: 1}, now=now) == {}
    assert not Heartbeat.objects.exists()


def test_a_round_leaves_its_mark(now: datetime) -> None:
    assert sweep.seconds_since_last_round(now=now) is None
    sweep.run_once({}, now=now)
    sweep.run_once({}, now=now)
    assert Heartbeat.objects.count() == 1
    age = sweep.seconds_since_last_round(now=timezone.now() + timedelta(seconds=40))
    assert age == pytest.approx(40, abs=5)


def test_it_ends_between_two_features(now: datetime) -> None:
    ended = threading.Event()

    def last(now: datetime) -> int:
        ended.set()
        return 1

    assert sweep.run_once({"a": last, "b": lambda now: 1}, now=now, ended=ended) == {"a": 1}


def test_the_features_that_have_due_rows_take_part() -> None:
    assert {"surveys", "csat.programs", "csat.scores", "csat.alerts", "csat.cases"} <= set(sweep.features())


def test_the_command_can_do_one_round(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("sweep", "--once")
    assert "surveys: 0" in capsys.readouterr().out


@pytest.mark.stack
@pytest.mark.django_db(transaction=True)
def test_it_survives_a_lost_connection_and_stops_when_told(sweeper: Process) -> None:
    sweeper.start()
    wait_until(lambda: Heartbeat.objects.exists(), "the first round is over", log=sweeper.log)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    Heartbeat.objects.update(beaten_at=timezone.now() - timedelta(hours=1))
    wait_until(lambda: (sweep.seconds_since_last_round(now=timezone.now()) or 99) < 5, "it sweeps again")
    began = timezone.now()
    sweeper.stop()
    assert timezone.now() - began < timedelta(seconds=5)
