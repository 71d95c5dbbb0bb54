"""The preview and the try-out through their doors: what is shown, and that nothing is stored."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from surveys.actions import publishing
from surveys.models import Invitation, Response, Survey
from tests import factories
from tests.surveys.editor import desks


@pytest.fixture
def helena(db: None) -> User:
    return desks.writer()


@pytest.fixture
def survey(helena: User) -> Survey:
    return desks.survey("support", by=helena)


@pytest.fixture
def client(helena: User) -> Client:
    return desks.client(helena)


def sheet(survey: Survey, query: str = "", *, case: str = "0/all-light") -> str:
    return f"/surveys/{survey.uuid}/preview/page/{case}/{query}"


def step(survey: Survey, query: str = "") -> str:
    return f"/surveys/{survey.uuid}/try/page/0/light/{query}"


def answer(client: Client, survey: Survey, page: int, given: dict[str, Any]) -> Any:
    return client.post(step(survey), {"_page": page, "_lang": "en"} | given)


def test_the_preview_shows_every_page_in_every_language(client: Client, survey: Survey) -> None:
    assert client.get(f"/surveys/{survey.uuid}/preview/").status_code == 200
    first, second = (client.get(sheet(survey, f"?page={n}&lang=ru")).content.decode() for n in (1, 2))
    assert "Ваш вопрос решён?" in first
    assert "Что оказалось сложным?" in second
    assert '<html lang="ru"' in second


def test_rules_can_be_seen_at_work(client: Client, survey: Survey) -> None:
    page = client.get(sheet(survey, "?page=2&lang=en", case="0/facts-light")).content.decode()
    assert "What made it hard?" not in page


def test_the_light_is_chosen_and_its_style_allowed(client: Client, survey: Survey) -> None:
    replies = {light: client.get(sheet(survey, case=f"0/all-{light}")) for light in ("light", "dark")}
    assert "@media all" in replies["dark"].content.decode()
    assert "@media not all" in replies["light"].content.decode()
    for reply in replies.values():
        policy = reply["Content-Security-Policy"]
        assert "prefers-color-scheme" not in reply.content.decode()
        assert re.search(r"style-src [^;]*'sha256-", policy)
        assert "frame-ancestors 'self'" in policy
        assert reply["X-Frame-Options"] == "SAMEORIGIN"


def test_the_facts_can_be_changed_and_taken_back(client: Client, survey: Survey) -> None:
    def change(**facts: str) -> str:
        client.post(f"/surveys/{survey.uuid}/preview/facts/", facts)
        return client.get(sheet(survey)).content.decode()

    assert "SO-1001" in change(case="with_order")
    assert "SO-1001" not in change(case="without_order")
    assert "Grace Hopper" in change(contact_name="Grace Hopper", order_amount="a lot")
    assert "Grace Hopper" not in change(case="made_up")


def test_a_version_is_shown_as_it_was_published(client: Client, helena: User, survey: Survey) -> None:
    publishing.publish(survey=survey, by=helena, now=timezone.now())
    survey.draft["pages"][0]["questions"][1]["text"]["en"] = "Quite another text"
    survey.save()
    assert "Quite another text" in client.get(sheet(survey, "?lang=en")).content.decode()
    assert (
        "Quite another text" not in client.get(sheet(survey, "?lang=en", case="1/all-light")).content.decode()
    )
    assert client.get(sheet(survey, case="9/all-light")).status_code == 404


def test_the_try_out_checks_branches_and_stores_nothing(client: Client, survey: Survey) -> None:
    assert client.get(f"/surveys/{survey.uuid}/try/").status_code == 200
    assert answer(client, survey, 1, {}).status_code == 422
    reply = answer(client, survey, 1, {"effort": "3", "solved": "no"})
    assert reply["Location"].startswith(step(survey, "?page=2"))
    page = client.get(reply["Location"]).content.decode()
    assert "What made it hard?" in page
    assert "What helped you most?" not in page

    reply = answer(client, survey, 2, {"made_hard": "Nobody <called> back", "helped_most": "unseen"})
    end = client.get(reply["Location"]).content.decode()
    assert "Nobody &lt;called&gt; back" in end
    assert "unseen" not in end
    assert "33 of 100" in end
    assert "Your question is still open" in end
    assert (Response.objects.count(), Invitation.objects.count()) == (0, 0)

    client.post(f"/surveys/{survey.uuid}/try/again/", {"version": "0", "lang": "ru"})
    assert "What made it hard?" not in client.get(step(survey, "?page=2&lang=en")).content.decode()
    hostile = client.post(f"/surveys/{survey.uuid}/try/again/", {"version": "0", "lang": "en\r\nX: y"})
    assert hostile["Location"].endswith("/try/?version=0&lang=en%0D%0AX%3A+y")


def test_who_may_look(survey: Survey) -> None:
    paths = [sheet(survey), step(survey), f"/surveys/{survey.uuid}/preview/", f"/surveys/{survey.uuid}/try/"]
    roleless = desks.client(factories.UserFactory(roles=[]))
    for path in paths:
        assert Client().get(path).status_code == 302
        assert roleless.get(path).status_code == 403
