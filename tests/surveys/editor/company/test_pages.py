"""Our own words language by language, and who asks."""

from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from csat.access import Role
from surveys.models import Brand, Wording
from surveys.rendering import phrasebook
from tests import factories
from tests.surveys.actions.company.test_branding import FIELDS, PNG, SVG


@pytest.fixture
def office(client: Client, db: None) -> Iterator[Client]:
    client.force_login(factories.login("olga", Role.OPERATOR))
    yield client
    Wording.objects.all().delete()
    phrasebook.look_up()


def test_a_language_is_begun_by_its_tag(office: Client) -> None:
    assert "Clients can be asked in English and Russian." in office.get("/surveys/wording/").content.decode()
    response = office.post("/surveys/wording/add/", {"tag": "ar"}, follow=True)
    html = response.content.decode()
    assert 'dir="rtl"' in html and "for a few" in html and "Arabic lacks" in html
    assert (
        "is no language" in office.post("/surveys/wording/add/", {"tag": "zz-"}, follow=True).content.decode()
    )
    assert office.get("/surveys/wording/fr/").status_code == 404
    assert "Arabic lacks" in office.get("/surveys/wording/").content.decode()


def test_only_what_the_form_shows_is_changed(office: Client) -> None:
    office.post("/surveys/wording/add/", {"tag": "de"})
    seen = Wording.objects.get().changed_at.isoformat()
    office.post("/surveys/wording/de/", {"seen": seen, "form.yes": "Ja", "form.minutes:one": "eine Minute"})
    assert not Wording.objects.get().phrases  # a form without its last grammatical number is refused whole
    given = {"form.yes": "Ja", "form.minutes:one": "{count} Minute", "form.minutes:other": "{count} Minuten"}
    response = office.post("/surveys/wording/de/?show=missing", given | {"seen": seen})
    assert response.status_code == 302
    seen = Wording.objects.get().changed_at.isoformat()
    office.post("/surveys/wording/de/?show=missing", {"seen": seen, "form.no": "Nein"})
    assert Wording.objects.get().phrases == {
        "form": {"yes": "Ja", "no": "Nein", "minutes": {"one": "{count} Minute", "other": "{count} Minuten"}}
    }


def test_mistakes_keep_what_was_typed(office: Client) -> None:
    response = office.post("/surveys/wording/ru/", {"seen": "", "form.page_of": "Страница {номер}"})
    html = response.content.decode()
    assert response.status_code == 422 and "1 phrase cannot be shown like this" in html
    assert "Страница {номер}</textarea>" in html and "{номер} cannot be filled in here" in html


def test_of_two_the_second_is_told_and_keeps_the_words(office: Client) -> None:
    office.post("/surveys/wording/ru/", {"seen": "", "form.yes": "Ага"})
    html = office.post("/surveys/wording/ru/", {"seen": "", "form.no": "Неа"}).content.decode()
    assert "has changed these words since" in html and "Неа</textarea>" in html
    assert Wording.objects.get().phrases == {"form": {"yes": "Ага"}}


def test_who_asks_is_stored_with_its_logo(office: Client) -> None:
    html = office.get(reverse("survey_brand")).content.decode()
    assert "Say who asks: without it nothing can be sent." in html
    logo = SimpleUploadedFile("logo.png", PNG, content_type="image/png")
    response = office.post(reverse("survey_brand"), FIELDS | {"change_days": 7, "logo": logo}, follow=True)
    brand = Brand.objects.get()
    assert "Irina asks for Meridian." in response.content.decode() and brand.logo_type == "image/png"
    wrong = FIELDS | {"change_days": 99, "accent": "red", "sender_address": "nobody"}
    response = office.post(reverse("survey_brand"), wrong)
    assert response.status_code == 422 and response.content.decode().count('class="problem"') >= 2
    svg = SimpleUploadedFile("logo.png", SVG, content_type="image/png")
    response = office.post(reverse("survey_brand"), FIELDS | {"change_days": 7, "logo": svg})
    assert "The logo is no PNG, JPEG or WebP picture." in response.content.decode()
    assert Brand.objects.get().logo == brand.logo


def test_any_colour_is_made_readable(office: Client) -> None:
    for colour in ("#ffff00", "#000000", "nonsense"):
        html = office.get(reverse("survey_brand_preview"), {"accent": colour}).content.decode()
        assert "4.5 is needed" in html and "<svg" in html
