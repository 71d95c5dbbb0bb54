"""What an answer keeps of where it came from: a hash that tells devices apart, nothing for the nameless."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import Settings

from surveys.actions import answering
from surveys.models import AnonymousAnswer, Response, UnsealedAnswer
from tests.surveys import asked

pytestmark = pytest.mark.django_db
DESK = {"REMOTE_ADDR": "203.0.113.7", "HTTP_USER_AGENT": "Firefox at the desk"}
PHONE = {"REMOTE_ADDR": "198.51.100.9", "HTTP_USER_AGENT": "Safari on a phone"}


def by(client: Client, now: datetime) -> Response:
    """The whole survey in one browser."""
    made = asked.invitation(asked.published("periodic-csi", now=now), now=now)
    for given in (asked.OVERALL, asked.SIX, asked.AHEAD):
        asked.post(client, asked.path(made), given)
    return Response.objects.get(invitation=made)


def submitted(now: datetime, first: dict[str, Any], last: dict[str, Any]) -> Response:
    """Begun with one device, finished with another."""
    made = asked.invitation(asked.published("periodic-csi", now=now), now=now)
    for device, given in ((first, asked.OVERALL), (last, asked.SIX), (last, asked.AHEAD)):
        asked.post(Client(**device), asked.path(made), given)
    return Response.objects.get(invitation=made, submitted_at__isnull=False)


def test_a_device_is_told_by_network_and_browser_and_cannot_be_read(now: datetime) -> None:
    one, same, other = submitted(now, DESK, DESK), submitted(now, DESK, DESK), submitted(now, PHONE, PHONE)
    assert len(one.device) == 32 and one.device == same.device != other.device
    assert one.begun_device == one.device
    kept = str(Response.objects.values().get(id=one.pk))
    assert "203.0.113" not in kept and "Firefox" not in kept


def test_begun_here_and_finished_there_are_two(now: datetime) -> None:
    response = submitted(now, PHONE, DESK)
    assert response.device == submitted(now, DESK, DESK).device
    assert response.begun_device == submitted(now, PHONE, PHONE).device


def test_one_of_us_is_known_by_login_or_network(now: datetime, settings: Settings) -> None:
    client = Client(**DESK)
    client.force_login(User.objects.create_user("anna@ours.example"))
    assert by(client, now).from_inside == "session"
    forged = Client(**PHONE)
    forged.cookies[settings.SESSION_COOKIE_NAME] = "made-up"
    assert by(forged, now).from_inside == ""
    settings.OFFICE_NETWORKS = ["203.0.113.0/24"]
    assert submitted(now, DESK, DESK).from_inside == "network"
    assert submitted(now, PHONE, PHONE).from_inside == ""


def test_nothing_is_kept_of_the_nameless(now: datetime) -> None:
    made = asked.invitation(asked.nameless(now=now), now=now)
    client = Client(**DESK)
    asked.post(client, asked.path(made), {"mood": "4"})
    assert not Response.objects.exists()
    fields = {field.name for model in (AnonymousAnswer, UnsealedAnswer) for field in model._meta.fields}
    assert not fields & {"device", "begun_device", "from_inside"}


def test_devices_are_forgotten_after_90_days(now: datetime) -> None:
    response = submitted(now, PHONE, DESK)
    assert answering.forget_devices(now=response.saved_at + timedelta(days=89)) == 0
    assert answering.forget_devices(now=response.saved_at + timedelta(days=90)) == 1
    response.refresh_from_db()
    assert (response.device, response.begun_device) == ("", "")
    assert answering.forget_devices(now=response.saved_at + timedelta(days=90)) == 0
