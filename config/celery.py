"""The Celery application: workers that hurry; the rows in PostgreSQL stay the queue."""

import os

from celery import Celery

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
