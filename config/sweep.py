"""The sweep: every few seconds it looks for rows that are due, without broker or beat. Any number may run.

Each feature answers for its own rows: `sweep(now) -> int` in its tasks.py finds what is due, gives Celery a
hint for it, works it off itself (a bounded piece) where the hint cannot be given, and returns how many rows
it has seen to. Two sweeps at once are safe because tasks claim rows.
"""

import logging
import threading
from collections.abc import Callable, Mapping
from datetime import datetime

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone
from django.utils.module_loading import import_string

from surveys.models import Heartbeat

NAME = "sweep"
logger = logging.getLogger(__name__)

Feature = Callable[[datetime], int]
# In the order in which one's work makes the next one's due.
SWEPT = (
    "surveys",
    "csat.customers",
    "csat.programs",
    "csat.scores.past",
    "csat.scores",
    "csat.scores.flags",
    "csat.findings",
    "csat.alerts",
    "csat.cases",
    "csat.reports.exporting",
)


def features() -> dict[str, Feature]:
    """Feature name -> its sweep. Loaded late: the web server, which only asks for the age, needs none."""
    return {name: import_string(f"{name}.tasks.sweep") for name in SWEPT}


def run(features: Mapping[str, Feature], *, every_seconds: float, ended: threading.Event) -> None:
    """Sweep until `ended` is set; a database or broker that goes away costs only the rounds meanwhile."""
    while not ended.is_set():
        run_once(features, now=timezone.now(), ended=ended)
        ended.wait(every_seconds)


def run_once(
    features: Mapping[str, Feature], *, now: datetime, ended: threading.Event | None = None
) -> dict[str, int]:
    """One round over all features; one that fails is logged and keeps no other from its turn."""
    seen_to: dict[str, int] = {}
    for name, sweep in features.items():
        if ended is not None and ended.is_set():
            break
        try:
            seen_to[name] = sweep(now)
        except Exception:
            logger.exception("the sweep of %s failed; its rows wait for the next round", name)
            _let_go()
            if not is_database_there():
                return seen_to
    if is_database_there():
        Heartbeat.objects.update_or_create(name=NAME, defaults={"beaten_at": timezone.now()})
    return seen_to


def is_database_there() -> bool:
    try:
        connection.ensure_connection()
    except (OperationalError, InterfaceError) as error:
        logger.warning("the database does not answer, the next round tries again: %s", error)
        return False
    return True


def seconds_since_last_round(*, now: datetime) -> float | None:
    """Age of the last round of any sweep; None where none has ever run."""
    beat = Heartbeat.objects.filter(name=NAME).values_list("beaten_at", flat=True).first()
    return None if beat is None else (now - beat).total_seconds()


def longest_silence_seconds() -> float:
    """How old the last round may be before something is wrong."""
    return max(30, 5 * settings.SWEEP_SECONDS)


def _let_go() -> None:
    """Give the connection back, which may be broken, so that the next statement gets a checked one."""
    if not connection.in_atomic_block:
        connection.close()
