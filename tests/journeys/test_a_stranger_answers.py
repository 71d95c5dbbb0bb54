"""Somebody answers through a shared link: no client is known, so it counts for none and nothing waits."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from csat.alerts import queries as alerts
from csat.alerts import tasks as alert_tasks
from csat.alerts.models import Signal
from csat.scores import queries as scores
from csat.scores import tasks as score_tasks
from csat.scores.actions import rebuilding
from csat.scores.models import Assessment, DirtyMonth, Score
from surveys.models import Response
from tests.surveys import asked
from tests.surveys.public.collectors.test_shared import answer_all

pytestmark = pytest.mark.django_db


def test_it_is_looked_at_once_and_counts_for_no_client(client: Client) -> None:
    now = timezone.now()
    collector = asked.collector(asked.published("periodic-csi", now=now), now=now)
    answer_all(client, collector, contact_wish="yes")
    cache.clear()
    response = Response.objects.get()
    Response.objects.update(verdict="counts", doubts=[])

    score_tasks.work_off()
    alert_tasks.work_off()

    assert Assessment.objects.get().response_id == response.pk
    assert not Score.objects.exists() and not Signal.objects.exists() and not DirtyMonth.objects.exists()
    assert scores.responses_to_score(limit=9) == [] and alerts.responses_to_assess(limit=9) == []
    assert score_tasks.sweep(now) == 0 and alert_tasks.sweep(now) == 0
    assert rebuilding.differences() == []
    score_tasks.record(response.pk)
    alert_tasks.assess(response.pk)
    assert Assessment.objects.count() == 1
