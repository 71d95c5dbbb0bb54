"""What an answer keeps of where it came from: a hash that tells devices apart, nothing for the nameless."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django.fixtures import SettingsWrapper

from surveys.actions import answering
from surveys.models import AnonymousAnswer, Response, UnsealedAnswer
from tests.surveys import asked

pytestmark = pytest.mark.django_db
DESK = {"REMOTE_ADDR": "203.0.113.7", "HTTP_USER_AGENT": "Firefox at the desk"}
PHONE = {"REMOTE_ADDR": "198.51.100.9", "HTTP_USER_AGENT": "Safari on a phone"}


def submitted(now: datetime, first: dict[str, Any], last: dict[str, Any]) -> Response:
    """Begun with one device, finished with another: the post-sale survey has two pages."""
    made = asked.invitation(asked.published("post-sale", now=now), now=now)
    address, given = asked.path(made), asked.OVERALL | asked.SIX | asked.AHEAD
    asked.post(Client(**first), address, given)
    for _page in range(4):
        if Response.objects.filter(invitation=made, submitted_at__isnull=False).exists():
            break
        asked.post(Client(**last), address, given | {"delivered_as_agreed": "4", "contact_wish": "no"})
    return Response.objects.get(invitation=made, submitted_at__isnull=False)


def test_a_device_is_told_by_network_and_browser_and_cannot_be_read(now: datetime) -> None:
    one, same, other = submitted(now, DESK, DESK), submitted(now, DESK, DESK), submitted(now, PHONE, PHONE)
    assert len(one.device) == 32 and one.device == same.device != other.device
    assert one.begun_device in ("", one.device)
    kept = str(Response.objects.values().get(id=one.pk))
    assert "203.0.113" not in kept and "Firefox" not in kept


def test_begun_here_and_finished_there_are_two(now: datetime) -> None:
    response = submitted(now, PHONE, DESK)
    assert response.device == submitted(now, DESK, DESK).device
    assert response.begun_device == submitted(now, PHONE, PHONE).device


def test_one_of_us_is_known_by_login_or_network(now: datetime, settings: SettingsWrapper) -> None:
    made = asked.invitation(asked.published("nps", now=now), now=now)
    client = Client(**DESK)
    client.force_login(User.objects.create_user("anna@ours.example"))
    asked.post(client, asked.path(made), {"nps": "9"})
    assert set(Response.objects.values_list("from_inside", flat=True)) == {"session"}
    settings.OFFICE_NETWORKS = ["203.0.113.0/24"]
    assert submitted(now, DESK, DESK).from_inside == "network"
    assert submitted(now, PHONE, PHONE).from_inside == ""
    forged = Client(**PHONE)
    forged.cookies[settings.SESSION_COOKIE_NAME] = "made-up"
    other = asked.invitation(asked.published("nps", now=now), now=now)
    asked.post(forged, asked.path(other), {"nps": "9"})
    assert Response.objects.get(invitation=other).from_inside == ""


def test_nothing_is_kept_of_the_nameless(now: datetime) -> None:
    made = asked.invitation(asked.nameless(now=now), now=now)
    client = Client(**DESK)
    html = client.get(asked.path(made)).content.decode()
    page = client.post(asked.path(made), asked.hidden(html) | {"mood": "4"}).content.decode()
    client.post(asked.path(made), asked.hidden(page) | {"change": "x"})
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
