"""Tells a worker that a row is due. A hint may get lost: the sweep finds every due row."""

import logging

from celery import Task
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)


def hint(task: Task, *arguments: int) -> bool:
    """Publish `task` with ids; False where the broker does not take it within a second."""
    try:
        task.apply_async(args=arguments, retry=False)
    except (OperationalError, OSError) as error:
        logger.warning("broker does not answer, the sweep will find the rows of %s: %s", task.name, error)
        return False
    return True
