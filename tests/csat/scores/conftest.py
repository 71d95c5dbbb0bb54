"""A published library and a company in Berlin."""

from datetime import datetime

import pytest

from csat.customers.models import Company
from surveys.actions import library


@pytest.fixture
def ready(db: None, now: datetime) -> None:
    library.load(now=now)
    Company.objects.create(id=1, base_currency="EUR", zone="Europe/Berlin", country="DE")
