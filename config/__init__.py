"""The roof: settings, addresses, workers, sweep, embedded servers, demo company. Nothing imports it."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
