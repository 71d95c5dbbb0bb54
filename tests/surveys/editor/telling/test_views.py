"""Telling clients what was done: written in all their languages, looked at, told, taken back."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from csat.access import Role
from surveys.models import Survey, WhatWeDid
from tests import factories
from tests.real.browser import OpenPage, assert_accessible
from tests.surveys import asked
from tests.surveys.asked import path

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey() -> Survey:
    return asked.published("pulse", now=timezone.now()).survey


def signed_in(role: Role) -> Client:
    client = Client()
    client.force_login(factories.login(role.value, role))
    return client


def written(**different: str) -> dict[str, str]:
    today = timezone.now().date()
    return {
        "from": (today - timedelta(days=30)).isoformat(),
        "until": today.isoformat(),
        "text.en": "We pack on Fridays too",
        "text.ru": "Отгружаем и по пятницам",
    } | different


def address(survey: Survey) -> str:
    return f"/surveys/{survey.uuid}/told/"


def test_a_preview_tells_nobody(survey: Survey) -> None:
    html = signed_in(Role.OPERATOR).post(address(survey), written(preview="")).content.decode()
    assert "We pack on Fridays too" in html and "What we have done since" in html
    assert "0 people will read this" in html
    assert not WhatWeDid.objects.exists()


def test_told_it_stands_behind_the_persons_own_link(survey: Survey, client: Client) -> None:
    now = timezone.now()
    invitation = asked.invitation(survey.versions.get(), now=now)
    asked.post(client, path(invitation), {"overall": "8"})
    operator = signed_in(Role.OPERATOR)
    assert "1 person will read this" in operator.post(address(survey), written(preview="")).content.decode()

    assert operator.post(address(survey), written(tell="")).status_code == 302

    assert "Отгружаем и по пятницам" in client.get(f"{path(invitation)}?lang=ru").content.decode()
    row = WhatWeDid.objects.get()
    operator.post(f"/surveys/told/{row.uuid}/back/")
    assert "We pack" not in client.get(path(invitation)).content.decode()


@pytest.mark.parametrize(
    ("different", "words"),
    [
        ({"text.ru": " "}, "in this language too"),
        ({"from": ""}, "from which day"),
        ({"until": "2020-01-01"}, "lies before"),
        ({"from": "2026-13-45"}, "from which day"),
    ],
)
def test_what_is_missing_is_named_and_nothing_typed_is_lost(
    survey: Survey, different: dict[str, str], words: str
) -> None:
    reply: Any = signed_in(Role.OPERATOR).post(address(survey), written(tell="") | different)
    html = reply.content.decode()
    assert (reply.status_code, words in html, "We pack on Fridays too" in html) == (422, True, True)
    assert not WhatWeDid.objects.exists()


def test_only_who_edits_surveys_tells(survey: Survey) -> None:
    reader = signed_in(Role.MANAGEMENT)
    assert reader.post(address(survey), written(tell="")).status_code == 403
    assert Client().get(address(survey)).status_code == 302
    assert not WhatWeDid.objects.exists()


@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing(site: LiveServer, open_page: OpenPage, width: int) -> None:
    survey = asked.published("pulse", now=timezone.now()).survey
    user = factories.login("helena", Role.OPERATOR)
    page: Page = open_page(width=width)
    client = Client()
    client.force_login(user)
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site.url}]
    )
    client.post(address(survey), written(tell=""))
    page.goto(f"{site.url}{address(survey)}")
    assert_accessible(page)
    page.locator("[name=from]").fill("2026-01-01")
    page.locator("[name=until]").fill("2026-12-31")
    for language in ("en", "ru"):
        page.locator(f"[name='text.{language}']").fill("Night shift at the warehouse")
    page.get_by_role("button", name="Preview").click()
    page.get_by_role("button", name="Tell them now").wait_for()
    assert_accessible(page)
