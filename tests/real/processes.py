"""Real worker and sweep processes on the test database, to be killed and started again."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import connection
from pytest_django import Settings

from config.celery import app
from config.stack import demo, home
from config.stack.mail.server import Server
from config.stack.tree import Program, Running, end_group, spawn, tail


class Process:
    """A program in a process group of its own. Change `environment` before `start`."""

    def __init__(self, name: str, environment: dict[str, str], log: Path, ready_words: str) -> None:
        self.name = name
        self.environment = environment
        self.log = log
        self.ready_words = ready_words
        self._running: Running | None = None

    def start(self) -> None:
        """Return once it says that it is ready."""
        command = demo.programs(0)[self.name]
        seen = self.said(self.ready_words)
        program = Program(
            self.name, command, self.log, stage=1, environment=self.environment, folder=home.ROOT
        )
        running = self._running = Running(program, spawn(program))
        wait_until(
            lambda: running.has_ended or self.said(self.ready_words) > seen,
            f"{self.name} is ready",
            log=self.log,
        )
        assert not running.has_ended, f"{self.name} ended at once\n{tail(self.log)}"

    def kill(self) -> None:
        """SIGKILL to the whole group: nothing of it gets to say goodbye."""
        if self._running:
            end_group(self._running.process)
        self._running = None

    def stop(self) -> None:
        if self._running:
            self._running.process.send_signal(signal.SIGTERM)
            self._running.process.wait(30)
        self.kill()

    @property
    def pid(self) -> int:
        assert self._running, f"{self.name} does not run"
        return self._running.process.pid

    @property
    def is_running(self) -> bool:
        """As it was started: a worker that ended is not started again by anybody."""
        return self._running is not None and not self._running.has_ended

    def said(self, words: str) -> int:
        """How often its log holds the words."""
        return self.log.read_text(errors="replace").count(words) if self.log.exists() else 0


@pytest.fixture
def process_environment(transactional_db: None, settings: Settings) -> dict[str, str]:
    """What this test's processes get: its database, its mail server, its addresses."""
    url = urlsplit(os.environ["DATABASE_URL"])
    path = url.path.rpartition("/")[0] + "/" + str(connection.settings_dict["NAME"])
    return os.environ | {
        "DATABASE_URL": url._replace(path=path).geturl(),
        "BASE_URL": settings.BASE_URL,
        "EMAIL_URL": f"smtp://{settings.EMAIL_HOST}:{settings.EMAIL_PORT}",
        "MAIL_LOOKUP_URL": settings.MAIL_LOOKUP_URL,
        "MAIL_SETTLE_SECONDS": str(settings.MAIL_SETTLE_SECONDS),
        "SEND_LEASE_SECONDS": str(settings.SEND_LEASE_SECONDS),
        "SWEEP_SECONDS": "1",
        "PYTHONUNBUFFERED": "1",
    }


@pytest.fixture
def worker(mail_server: Server, process_environment: dict[str, str], tmp_path: Path) -> Iterator[Process]:
    """A Celery worker, not yet started, on an emptied queue."""
    app.control.purge()
    process = Process("worker", process_environment, tmp_path / "worker.log", "ready.")
    yield process
    process.stop()


@pytest.fixture
def sweeper(mail_server: Server, process_environment: dict[str, str], tmp_path: Path) -> Iterator[Process]:
    """`manage.py sweep`, not yet started."""
    process = Process("sweep", process_environment, tmp_path / "sweep.log", "sweeping every")
    yield process
    process.stop()


def wait_until(
    is_so: Callable[[], object], what: str, *, seconds: float = 60, log: Path | None = None
) -> None:
    """Return as soon as `is_so`; fails with the end of the log where that takes too long."""
    until = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > until:
            pytest.fail(f"waited {seconds:.0f} s in vain until {what}\n{tail(log) if log else ''}")
        time.sleep(0.1)
