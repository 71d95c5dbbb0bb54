"""The list of all questions: each with its answer in a sentence, to those who may read it."""

import pytest

from csat.access import Role
from csat.pages.insight.index import QUESTIONS
from tests.csat.pages.insight.reading import body, queries_of, reader
from tests.factories import AccountFactory, Cast

pytestmark = pytest.mark.django_db
PAGE = "/insight/"
BY_CLIENT = ("drops", "decline", "silence", "clients")


def test_executives_see_every_question_and_what_is_not_known_yet() -> None:
    text = body(reader(Role.MANAGEMENT), PAGE)
    assert all(str(question) in text for question in QUESTIONS.values())
    assert "Whether satisfaction leads revenue has not been looked at yet" in text


def test_account_managers_see_what_is_about_their_clients(cast: Cast) -> None:
    client = reader(Role.HEAD)
    text = body(client, PAGE)
    shown = {name for name, question in QUESTIONS.items() if str(question) in text}
    assert shown == set(BY_CLIENT)


def test_every_link_leads_somewhere() -> None:
    executive = reader(Role.MANAGEMENT)
    for name in QUESTIONS:
        path = "/insight/changes/" if name == "effects" else f"/insight/{name}/"
        assert path in executive.get(PAGE).content.decode()
        assert executive.get(path).status_code == 200


def test_the_number_of_queries_does_not_grow() -> None:
    executive = reader(Role.MANAGEMENT)
    AccountFactory.create_batch(3)
    few = queries_of(executive, PAGE)
    AccountFactory.create_batch(20)
    assert queries_of(executive, PAGE) == few
