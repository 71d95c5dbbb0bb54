"""Tells a worker that a row is due. A hint may get lost: the sweep finds every due row."""

import logging
import time

from celery import Celery, Task
from kombu import pools
from kombu.exceptions import LimitExceeded, OperationalError

logger = logging.getLogger(__name__)

# A request may wait for the publishing: it is tried once, and nothing of it takes longer than a second.
AT_ONCE = {"socket_connect_timeout": 1, "socket_timeout": 1, "max_retries": 0}


class Pace:
    """Lets a hint through once in so many seconds, for each process: publishing costs a millisecond of CPU,
    more than storing the row does, and one hint wakes a worker for many rows as well as for one.
    """

    def __init__(self, *, seconds: float) -> None:
        self.seconds = seconds
        self._next = 0.0

    def is_time(self) -> bool:
        now = time.monotonic()
        if now < self._next:
            return False
        # Two threads at the same moment give two hints, which harm nobody.
        self._next = now + self.seconds
        return True


def hint(task: Task, *arguments: int) -> bool:
    """Publish `task` with ids; False where the broker does not take it within a second."""
    try:
        with _producers(task.app).acquire(block=True, timeout=1) as producer:
            task.apply_async(args=arguments, producer=producer, retry=False)
    except (OperationalError, LimitExceeded, OSError) as error:
        logger.warning("broker does not answer, the sweep will find the rows of %s: %s", task.name, error)
        return False
    return True


def _producers(app: Celery) -> pools.ProducerPool:
    return pools.producers[app.connection_for_write(transport_options=AT_ONCE)]
