"""The results page of an anonymous survey: from five answers on, and no small group by subtraction."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from csat.access import Role
from surveys.models import AnonymousAnswer, SurveyVersion
from tests import factories
from tests.surveys import asked

pytestmark = pytest.mark.django_db


@pytest.fixture
def version() -> SurveyVersion:
    return asked.nameless(now=timezone.now())


@pytest.fixture
def writer() -> Client:
    client = Client()
    client.force_login(factories.UserFactory(roles=[Role.OPERATOR]))
    return client


def sealed(version: SurveyVersion, group: str, n: int, **different: Any) -> None:
    AnonymousAnswer.objects.bulk_create(
        AnonymousAnswer(
            id=uuid4(),
            version=version,
            group=group,
            language="en",
            answers={"mood": 1 + i % 5} | different,
            answered_on=timezone.localdate(),
        )
        for i in range(n)
    )


def page(client: Client, version: SurveyVersion) -> str:
    reply = client.get(f"/surveys/{version.survey.uuid}/doors/anonymous/")
    return re.sub(r"\s+", " ", reply.content.decode())


def test_nothing_yet(writer: Client, version: SurveyVersion) -> None:
    assert "There is nothing to show yet" in page(writer, version)


def test_sums_means_and_words(writer: Client, version: SurveyVersion) -> None:
    sealed(version, "Sales", 10, words="More <light>")
    sealed(version, "Plant", 5)

    html = page(writer, version)

    assert "15 answers without names" in html
    assert "n = 15 · mean 3.0" in html
    assert html.count("More &lt;light&gt;") == 10
    assert re.search(r'Sales</th><td class="num" data-label="n">10</td>', html)


@pytest.mark.parametrize("role", [Role.ANALYST, Role.MANAGER])
def test_words_are_read_by_those_who_keep_the_survey(role: Role, version: SurveyVersion) -> None:
    sealed(version, "Sales", 10, words="More light")
    reader = Client()
    reader.force_login(factories.UserFactory(roles=[role]))

    html = page(reader, version)

    assert "10 answers without names" in html and "read by those who keep the survey" in html
    assert "More light" not in html


def test_a_small_group_is_not_told_and_not_left_over(writer: Client, version: SurveyVersion) -> None:
    sealed(version, "Sales", 10)
    sealed(version, "Plant", 7)
    sealed(version, "Lab", 3)

    html = page(writer, version)

    assert "20 answers" in html and "2 groups are not shown" in html
    assert "Sales" in html and "Plant" not in html and "Lab" not in html


def test_a_named_survey_has_no_such_results(writer: Client) -> None:
    version = asked.published("nps", now=timezone.now())

    assert "This survey is not anonymous" in page(writer, version)
