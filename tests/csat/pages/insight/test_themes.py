"""Themes of comments from the answers to the page, and the code book that people edit."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from csat.access import Role
from csat.findings.actions import scheduling
from csat.findings.codebook import codebook
from csat.findings.method import Asked
from csat.findings.methods import themes
from csat.findings.models import Question, Study, StudyState, Theme
from csat.insight.comments.codebook import default_codebook
from tests.csat.answered import heard
from tests.csat.findings.kept import keep
from tests.csat.pages.insight.reading import body, reader, statement
from tests.csat.reports import business
from tests.factories import AccountFactory, ContactFactory

pytestmark = pytest.mark.django_db
PAGE, BOOK = "/insight/themes/", "/insight/themes/book/"
LATE = "The delivery came late again, the third late delivery this year."


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def written(now: datetime) -> None:
    """Twelve clients who write of late deliveries score low, twelve who praise the quality score high."""
    for number in range(24):
        account = AccountFactory(name=f"Client {number:02}")
        is_late = number % 2 == 0
        words = LATE if is_late else "The quality of the goods is very good."
        heard(
            ContactFactory(account=account),
            3 if is_late else 9,
            at=now - timedelta(days=40 + number),
            words=words,
        )
    business.settle(now)


def found_in(now: datetime) -> themes.Themes:
    inputs = themes.METHOD.load(Asked(today=now.date()))
    return themes.METHOD.work(inputs, 1, lambda share: None)


def test_from_the_answers_to_the_page(written: None, now: datetime) -> None:
    found = found_in(now)
    assert found.verdict == "differences"
    keep(Question.THEMES, found, now=now)
    says = statement(reader(Role.MANAGEMENT), PAGE)
    assert says.startswith("“Delivery dates” goes with the lowest scores: 12 clients write about it, −")
    text = body(reader(Role.OPERATOR), PAGE)
    assert text.count(LATE) == 1 and "Client " in text and "Edit the code book" in text
    without = body(reader(Role.ANALYST), PAGE)
    assert "third late delivery" not in without and "12 clients" in without


def test_a_result_holds_nobody_s_words(written: None, now: datetime) -> None:
    keep(Question.THEMES, found_in(now), now=now)
    assert "third late delivery" not in str(Study.objects.get().finding.result)  # type: ignore[union-attr]


def test_few_comments_and_none() -> None:
    now = timezone.now()
    assert "has not been computed yet" in statement(reader(Role.MANAGEMENT), PAGE)
    keep(Question.THEMES, found_in(now), now=now)
    assert "Too few comments" in statement(reader(Role.ANALYST), PAGE)


def test_the_first_edit_makes_the_code_book_ones_own_and_has_comments_read_again(now: datetime) -> None:
    scheduling.make_due(now=now)
    Study.objects.update(state=StudyState.IDLE)
    before = codebook()
    assert before == default_codebook() and not Theme.objects.exists()
    key = before.themes[0].key
    operator = reader(Role.OPERATOR)
    reply = operator.post(
        f"{BOOK}{key}/",
        {
            "name_en": "Lorries",
            "name_ru": "Грузовики",
            "terms_en": "lorry\r\nLorry\r\ntruck driver",
            "terms_ru": "грузовик",
            "department": "Logistics",
            "is_on": "on",
        },
    )
    assert reply.status_code == 302
    after = codebook()
    assert len(after.themes) == len(before.themes)
    assert after.themes[0].names == {"en": "Lorries", "ru": "Грузовики"}
    assert after.themes[0].terms == {"en": ("lorry", "truck driver"), "ru": ("грузовик",)}
    assert after.themes[1:] == before.themes[1:]
    assert Study.objects.get(question=Question.THEMES).state == StudyState.DUE
    assert "Lorries (lorries)" in body(operator, f"{BOOK}?try=Two lorries were late").replace("  ", " ")


def kept_form(client: Client, address: str, **fields: str) -> str:
    reply = client.post(address, {"is_on": "on", **fields})
    assert reply.status_code == 200
    return reply.content.decode()


def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(now: datetime) -> None:
    operator = reader(Role.OPERATOR)
    page = kept_form(operator, f"{BOOK}new/", name_en="Customs", terms_en="customs")
    assert "A theme needs a name in every language." in page and "customs" in page
    page = kept_form(operator, f"{BOOK}new/", name_en="Customs", name_ru="Таможня")
    assert "A theme needs at least one word." in page
    long = "one two three four five"
    page = kept_form(operator, f"{BOOK}new/", name_en="Customs", name_ru="Таможня", terms_en=long)
    assert "is too long" in page and long in page
    assert not Theme.objects.exists(), "a refused draft leaves the product's code book in place"


def test_a_new_theme_is_found_and_taken_out_again() -> None:
    operator = reader(Role.OPERATOR)
    fields = {"name_en": "Customs", "name_ru": "Таможня", "terms_en": "customs", "terms_ru": "таможня"}
    assert operator.post(f"{BOOK}new/", {**fields, "is_on": "on"}).status_code == 302
    assert "A theme named so exists already." in kept_form(operator, f"{BOOK}new/", **fields)
    assert "Customs (customs)" in body(operator, f"{BOOK}?try=stuck in customs")
    assert operator.post(f"{BOOK}customs/", fields).status_code == 302
    switched_off = body(operator, f"{BOOK}?try=stuck in customs")
    assert "None of the themes." in switched_off and "Customs switched off" in switched_off
    assert operator.post(f"{BOOK}customs/drop/").status_code == 302
    assert not Theme.objects.filter(key="customs").exists()
    assert operator.get(f"{BOOK}customs/").status_code == 404


def test_the_code_book_is_for_those_who_keep_it() -> None:
    for role in (Role.MANAGEMENT, Role.MANAGER):
        client = reader(role)
        assert client.get(BOOK).status_code == 403
        assert client.post(f"{BOOK}price/drop/").status_code == 403
