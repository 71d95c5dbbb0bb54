"""The pages where staff open, limit and pause ways to answer."""

import re
import struct
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from csat.access import Role
from surveys.actions.collecting.counting import Kind, count
from surveys.models import Collector, Survey, SurveyVersion
from tests import factories
from tests.surveys import asked
from tests.surveys.public.collectors.test_shared import answer_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def version() -> SurveyVersion:
    asked.brand()
    return asked.published("periodic-csi", now=timezone.now())


@pytest.fixture
def writer() -> Client:
    return signed_in(factories.UserFactory(roles=[Role.OPERATOR]))


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def doors(survey: Survey) -> str:
    return f"/surveys/{survey.uuid}/doors/"


def page(collector: Collector, part: str = "") -> str:
    return f"/surveys/{collector.survey.uuid}/doors/{collector.uuid}/{part}"


def text(reply: Any) -> str:
    return re.sub(r"\s+", " ", reply.content.decode())


LINK = {"kind": "link", "name": "Reception desk", "most_an_hour": "60"}


def test_from_nothing_to_a_link_that_people_answer(writer: Client, version: SurveyVersion) -> None:
    assert "answered by mail only" in text(writer.get(doors(version.survey)))

    made = writer.post(doors(version.survey), LINK, follow=True)

    collector = Collector.objects.get()
    html = text(made)
    assert f'value="http://127.0.0.1:8000/c/{collector.slug}"' in html
    assert "nobody has answered here yet" in html
    answer_all(Client(), collector)
    assert "1 link is open; answers so far: 1." in text(writer.get(doors(version.survey)))
    one = text(writer.get(page(collector)))
    assert "Reception desk: 1 answer." in one and "<rect" in one


def test_a_widget_needs_sites(writer: Client, version: SurveyVersion) -> None:
    given = LINK | {"kind": "widget"}
    for wrong, words in (("", "at least one site"), ("example.com/*", "is not a site")):
        refused = writer.post(doors(version.survey), given | {"allowed_origins": wrong})
        assert (refused.status_code, words in text(refused)) == (422, True)

    html = text(
        writer.post(doors(version.survey), given | {"allowed_origins": "https://a.example/x"}, follow=True)
    )

    assert Collector.objects.get().allowed_origins == ["https://a.example"]
    assert f"/w/{Collector.objects.get().slug}.js&quot; async&gt;&lt;/script&gt;" in html
    assert "frame-src http://127.0.0.1:8000" in html


def test_limits_are_kept_to_the_end_of_the_last_day(
    writer: Client, version: SurveyVersion, settings: Any
) -> None:
    settings.TIME_ZONE = "Europe/Berlin"
    day = timezone.localdate() + timedelta(days=3)
    writer.post(doors(version.survey), LINK)
    collector = Collector.objects.get()

    writer.post(
        page(collector), {"name": "Gate", "closes_on": str(day), "most_answers": 9, "most_an_hour": 5}
    )

    collector.refresh_from_db()
    assert collector.closes_at
    ends = timezone.localtime(collector.closes_at)
    assert (collector.name, collector.most_answers, collector.most_an_hour) == ("Gate", 9, 5)
    assert f'value="{day}"' in text(writer.get(page(collector)))
    assert ends.date() in (day, day + timedelta(days=1))


def test_pause_and_open_again(writer: Client, version: SurveyVersion) -> None:
    collector = asked.collector(version, now=timezone.now())

    assert "paused" in text(writer.post(page(collector), {"act": "pause"}, follow=True))
    assert Client().get(f"/c/{collector.slug}").status_code == 410
    writer.post(page(collector), {"act": "reopen"})
    assert Client().get(f"/c/{collector.slug}").status_code == 200

    Collector.objects.update(is_open=False, closes_at=timezone.now() - timedelta(days=1))
    assert "last day has passed" in text(writer.post(page(collector), {"act": "reopen"}, follow=True))
    assert not Collector.objects.get().is_open


def test_what_was_turned_away_is_said(writer: Client, version: SurveyVersion) -> None:
    collector = asked.collector(version, now=timezone.now())
    for kind in (Kind.FLOODED, Kind.FLOODED, Kind.REPEATED, Kind.FULL):
        count(collector_id=collector.pk, kind=kind, day=timezone.localdate())

    html = text(writer.get(page(collector)))

    assert "2 were asked to wait" in html
    assert "1 came from a device that had answered" in html
    assert "1 came when the wanted number was reached" in html
    assert re.search(r'data-label="Turned away">4<', text(writer.get(doors(version.survey))))


def test_the_code_leads_to_the_link(writer: Client, version: SurveyVersion) -> None:
    collector = asked.collector(version, now=timezone.now())

    svg = writer.get(page(collector, "code.svg"))
    png = writer.get(page(collector, "code.png?pixels=1200&download"))

    assert svg["Content-Type"] == "image/svg+xml" and b"viewBox" in svg.content
    assert png.content.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", png.content[16:24])
    assert width == height and 1000 <= width <= 1400
    assert png["Content-Disposition"] == f'attachment; filename="survey-{collector.slug}.png"'
    assert writer.get(page(collector, "code.pdf")).status_code == 404
    for odd in ("0", "99999", "-1", "x", "9" * 50):
        assert len(writer.get(page(collector, f"code.png?pixels={odd}")).content) < 60_000


@pytest.mark.parametrize(("language", "who"), [("en", "Who asks"), ("ru", "Спрашивает")])
def test_the_sheet_says_who_asks_who_reads_how_long(
    writer: Client, version: SurveyVersion, language: str, who: str
) -> None:
    collector = asked.collector(version, now=timezone.now())

    html = text(writer.get(page(collector, f"print/?lang={language}")))

    assert all(words in html for words in (who, "Irina Belova", "Meridian Supply", "<svg"))
    assert f"127.0.0.1:8000/c/{collector.slug}" in html
    file = writer.get(page(collector, f"print/?lang={language}&download"))
    assert "attachment" in file["Content-Disposition"]
    assert collector.closes_at is None and "Open until" not in html
    assert "<style>" in file.content.decode() and "<link" not in file.content.decode()


def test_only_who_may(writer: Client, version: SurveyVersion) -> None:
    collector = asked.collector(version, now=timezone.now())
    pages = [doors(version.survey), page(collector), page(collector, "print/"), page(collector, "code.svg")]
    pages.append(f"/surveys/{version.survey.uuid}/doors/anonymous/")
    stranger, roleless = Client(), signed_in(factories.UserFactory())
    seller = signed_in(factories.UserFactory(roles=[Role.MANAGER]))

    for address in pages:
        assert writer.get(address).status_code == 200
        assert urlsplit(stranger.get(address)["Location"]).path == "/account/login/"
        assert roleless.get(address).status_code == 403
    for address in pages[:2]:
        assert seller.post(address, LINK | {"act": "pause"}).status_code == 403
    assert Collector.objects.get().is_open


def test_another_survey_s_door_is_not_found(writer: Client, version: SurveyVersion) -> None:
    collector = asked.collector(version, now=timezone.now())
    other = asked.published("nps", now=timezone.now()).survey

    assert writer.get(f"/surveys/{other.uuid}/doors/{collector.uuid}/").status_code == 404


def test_an_unpublished_survey_has_no_ways_yet(writer: Client, db: None) -> None:
    survey = Survey.objects.create(key="draft", title="Draft", kind="other")

    assert "Publish the survey first" in text(writer.get(doors(survey)))
    assert "never been published" in text(writer.post(doors(survey), LINK, follow=True))


@pytest.mark.parametrize("wrong", [{"most_answers": "99999999999"}, {"closes_on": "9999-12-31"}])
def test_limits_that_nobody_can_mean_are_refused(
    writer: Client, version: SurveyVersion, wrong: dict[str, str]
) -> None:
    assert writer.post(doors(version.survey), LINK | wrong).status_code == 422
    assert not Collector.objects.exists()
