"""A published library, a sender, and running survey rules."""

from datetime import date, datetime

import pytest

from csat.programs.models import Program, ProgramKind, ProgramState
from surveys.models import Survey
from tests.csat import asking


@pytest.fixture
def ready(db: None, now: datetime) -> None:
    """The library is published, a person is named as the sender, our company works in Germany."""
    asking.set_up(now)


@pytest.fixture
def post_sale(ready: None) -> Program:
    return Program.objects.create(
        name="After delivery",
        kind=ProgramKind.POST_SALE,
        survey=Survey.objects.get(key="post-sale"),
        state=ProgramState.RUNNING,
        starts_on=date(2026, 1, 1),
    )


@pytest.fixture
def periodic(ready: None) -> Program:
    return Program.objects.create(
        name="Half-yearly",
        kind=ProgramKind.PERIODIC,
        survey=Survey.objects.get(key="periodic-csi"),
        state=ProgramState.RUNNING,
        starts_on=date(2026, 1, 1),
    )
