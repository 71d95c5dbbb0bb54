from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from config import sweep
from config.celery import app
from surveys.models import Heartbeat

pytestmark = pytest.mark.django_db(transaction=True)


def readyz(client: Client, **headers: str) -> Any:
    """Asked in a thread of its own, as servers do: browser tests leave an event loop in this one."""

    def ask() -> Any:
        try:
            return client.get("/readyz", headers=headers)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as threads:
        return threads.submit(ask).result()


def test_the_process_answers_whoever_asks(client: Client) -> None:
    answer = client.get("/healthz", headers={"host": "10.0.0.7:8000"})
    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_other_pages_answer_under_our_own_names_only(client: Client) -> None:
    assert client.get("/account/login/", headers={"host": "10.0.0.7:8000"}).status_code == 400


def test_probes_are_not_sent_to_https(client: Client, settings: Settings) -> None:
    settings.SECURE_SSL_REDIRECT = True
    assert Client().get("/healthz").status_code == 200
    assert Client().get("/account/login/").status_code == 301


def test_ready_when_everything_is_there(client: Client) -> None:
    sweep.run_once({}, now=timezone.now())
    answer = readyz(client, host="10.0.0.7:8000")
    assert answer.status_code == 200
    assert answer.json() == {
        "status": "ready",
        "checks": {"database": "ok", "broker": "ok", "sweep": "ok"},
    }


def test_not_ready_without_a_sweep(client: Client) -> None:
    answer = readyz(client)
    assert answer.status_code == 503
    assert "no sweep has run yet" in answer.json()["checks"]["sweep"]


def test_not_ready_when_the_sweep_is_silent(client: Client) -> None:
    Heartbeat.objects.create(name=sweep.NAME, beaten_at=timezone.now() - timedelta(minutes=5))
    assert "300 seconds ago" in readyz(client).json()["checks"]["sweep"]


def test_not_ready_without_a_broker(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    sweep.run_once({}, now=timezone.now())
    away = app.connection_for_write("redis://127.0.0.1:1/0", transport_options={"socket_connect_timeout": 1})
    monkeypatch.setattr(app, "connection_for_write", lambda: away)
    answer = readyz(client)
    assert answer.status_code == 503
    assert "the broker does not answer" in answer.json()["checks"]["broker"]
    assert answer.json()["checks"]["database"] == "ok"
