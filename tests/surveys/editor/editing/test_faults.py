"""What is wrong with a survey is said in the reader's language, wherever a page says it."""

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from django.test import Client
from pytest_django import Settings

from surveys.definition.editing import texts
from surveys.models import Survey
from tests.surveys.editor import desks

RUSSIAN = {
    "%(owner)s has no text in “%(language)s”": "%(owner)s: текста на языке «%(language)s» нет",
    "the survey's title": "заголовок опроса",
    "Translate it.": "Переведите его.",
    "the rules of %(names)s ask for it": "от этого зависят условия: %(names)s",
    "thanks %(number)s": "спасибо %(number)s",
    "Remove these rules too, or change them first.": "Удалите и эти условия.",
}


@pytest.fixture(autouse=True)
def words(tmp_path: Path, settings: Settings) -> None:
    """A Russian of the test's own goes before the product's."""
    catalogue = Catalog(locale="ru", charset="utf-8")
    for english, russian in RUSSIAN.items():
        catalogue.add(english, russian)
    path = tmp_path / "ru" / "LC_MESSAGES" / "django.mo"
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        write_mo(file, catalogue)
    settings.LOCALE_PATHS = [tmp_path, *settings.LOCALE_PATHS]


@pytest.fixture
def survey(db: None) -> Survey:
    """A survey whose Russian title is missing, and two of whose rules ask for `effort`."""
    made = desks.survey("support")
    made.draft = texts.set_text(made.draft or {}, "title", language="ru", text="")
    made.save()
    return made


@pytest.fixture
def office(db: None) -> Client:
    client = desks.client(desks.writer())
    client.cookies["django_language"] = "ru"
    return client


def test_the_editor_and_the_publish_page_speak_russian(office: Client, survey: Survey) -> None:
    for path in (desks.path(survey, "survey"), f"/surveys/{survey.uuid}/publish/"):
        html = office.get(path).content.decode()

        assert "Заголовок опроса: текста на языке «ru» нет" in html, path
        assert "Переведите его." in html, path
        assert "has no text" not in html, path


def test_a_refused_edit_is_told_in_russian(office: Client, survey: Survey) -> None:
    posted = {"act": "remove", "at": "questions.effort", "base_revision": survey.draft_revision}
    html = office.post(desks.path(survey), posted).content.decode()

    assert "От этого зависят условия: made_hard, helped_most, спасибо 2." in html
    assert "Удалите и эти условия." in html
