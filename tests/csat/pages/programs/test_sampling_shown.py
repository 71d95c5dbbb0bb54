"""A sampled round says how many it chose and what coverage that leads to; to those who see all clients."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from csat.access import Role
from csat.customers.models import Company
from csat.programs.actions import planning
from csat.programs.models import Program, Slot, Wave
from surveys.actions import library
from surveys.models import Survey
from tests import factories
from tests.factories import Cast
from tests.surveys import asked

pytestmark = pytest.mark.django_db


@pytest.fixture
def wave(cast: Cast, now: datetime) -> Wave:
    library.load(now=now)
    asked.brand()
    Company.objects.create(id=1, zone="Europe/Berlin", country="DE")
    program = Program.objects.create(
        name="Half-yearly",
        kind="periodic",
        survey=Survey.objects.get(key="periodic-csi"),
        state="running",
        starts_on=date(2026, 11, 1),
        is_sampled=True,
        role_coverage={"buyer": 0.1},
    )
    for account in (cast.account, cast.foreign):
        Slot.objects.create(program=program, account=account, offset=(2026 * 12 + 11) % 6)
        factories.ContactFactory(account=account)
    for day in range(2, 31, 2):
        planning.plan(program=program, now=datetime(2026, 11, day, 5, tzinfo=UTC))
    return Wave.objects.get(month=date(2026, 11, 1))


def shown(wave: Wave, name: str) -> str:
    client = Client()
    client.force_login(factories.User.objects.get(username=f"{name}@ours.example"))
    response = client.get(reverse("round", args=[wave.uuid]))
    return response.content.decode() if response.status_code == 200 else ""


def test_goals_are_shown_to_who_sees_all_clients(wave: Wave) -> None:
    factories.login("vera", Role.OPERATOR)
    page = shown(wave, "vera")
    assert "1 person was chosen out of 2" in page
    assert "Clients heard, buyer: 15 % expected, 10 % wanted." in page


def test_who_sees_own_clients_is_told_nothing_of_the_others(wave: Wave) -> None:
    assert "chosen out of" not in shown(wave, "anna") + shown(wave, "oleg")
