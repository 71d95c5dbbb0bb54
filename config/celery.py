"""The Celery application: workers that hurry; the rows in PostgreSQL stay the queue."""

import os

from celery import Celery
from kombu.transport import redis

# What a worker has in hand when the broker goes away would be given back over the connection that is lost;
# kombu stumbles over that, and the worker ends. Not given back it costs seconds: the sweep hints again.
redis.Channel.do_restore = False

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("barometer")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(
    [
        "surveys",
        "csat.customers",
        "csat.programs",
        "csat.scores",
        "csat.scores.past",
        "csat.findings",
        "csat.alerts",
        "csat.cases",
        "csat.reports.exporting",
    ]
)
