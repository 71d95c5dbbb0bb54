"""The only listener to the ground floor: an answer came in, so tell the workers. Must never fail.

A hint that gets lost, or is not given because another one just was, costs seconds: the sweep finds the answer
by its rows.
"""

from typing import Any

from django.dispatch import receiver

from csat.alerts import tasks as alerts
from csat.scores import tasks as scores
from surveys.jobs.hints import Pace, hint
from surveys.signals import response_submitted

pace = Pace(seconds=1)


@receiver(response_submitted, dispatch_uid="csat.receivers")
def hear(*, response_id: int, **_kwargs: Any) -> None:
    """Have the answer scored, then looked at. A broker that does not answer is asked once only."""
    if pace.is_time() and hint(scores.record, response_id):
        hint(alerts.assess, response_id)
