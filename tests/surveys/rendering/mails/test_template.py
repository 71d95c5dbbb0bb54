"""A mail's layout and words: the survey's own first, every kind of scale, direction, width and light."""

import html
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from surveys.definition import document
from surveys.definition.questionnaire import Mail, Questionnaire
from surveys.rendering import phrasebook
from surveys.rendering.mails import template
from surveys.rendering.mails.composing import read
from surveys.rendering.mails.personal import Reminds, reminds
from tests.real.browser import OpenPage, assert_accessible
from tests.surveys import asked, every_type
from tests.surveys.rendering import library
from tests.surveys.rendering.mails.test_composing import BATCH, BRAND, composing, parts, ready

LONG = {
    "contact_name": "Конституционная-Преображенская Александра Константиновна",
    "company": "Закрытое акционерное общество «Уральский завод тяжёлого энергетического машиностроения»",
    "manager": "Соловьёва-Преображенская Анастасия Константиновна",
    "goods": "подшипники радиально-упорные, 200 шт., и ещё двадцать наименований",
}
WIDTHS = (320, 390, 480, 599, 600, 800)


def made(questionnaire: Questionnaire, language: str = "en", *, is_reminder: bool = False) -> template.Made:
    return template.make(questionnaire, batch=BATCH, brand=BRAND, language=language, is_reminder=is_reminder)


def with_mail(key: str, **texts: str) -> Questionnaire:
    mail = Mail(**{name: {"en": text} for name, text in texts.items()})
    return replace(library.questionnaire(key), mail=mail)


def asking(question: dict[str, Any], **more: Any) -> Questionnaire:
    """A survey whose first question is this one."""
    base = {
        "format": 1,
        "key": "one",
        "kind": "periodic",
        "name": {"en": "One"},
        "title": {"en": "A word"},
        "minutes": 1,
        "languages": ["en"],
        "scales": {
            "seven": {"from": 1, "to": 7, "low": {"en": "hard"}, "high": {"en": "easy"}},
            "five": {"from": 1, "to": 5, "labels": [{"en": f"word {n}"} for n in range(1, 6)]},
            "nps": {"from": 0, "to": 10, "low": {"en": "never"}, "high": {"en": "surely"}},
        },
        "pages": [{"key": "page", "questions": [question]}],
    }
    return document.parse(base | more)


def text_of(mail: template.Made, facts: dict[str, str] | None = None) -> str:
    return read(mail.text, parts(facts or asked.FACTS).facts)


def test_own_words_stand_before_ours() -> None:
    ours, own = made(library.questionnaire("nps")), made(with_mail("nps", subject="Just one", lead="Mine."))
    assert ours.subject == "Would you recommend {supplier}? 2 minutes" and own.subject == "Just one"
    assert "whether you would recommend" in text_of(ours)
    assert "\nMine.\n" in text_of(own) and "whether you would recommend" not in text_of(own)


def test_a_reminder_takes_its_own_words_or_those_of_the_invitation() -> None:
    invites = with_mail("nps", subject="Just one", lead="Mine.")
    reminder = made(invites, is_reminder=True)
    assert reminder.subject == "Reminder: Just one"
    assert "This is the only reminder.\n\nMine." in text_of(reminder)

    own = with_mail("nps", lead="Mine.", reminder_subject="Once more", reminder_lead="Still time.")
    reminder = made(own, is_reminder=True)
    assert reminder.subject == "Once more"
    assert "\nStill time.\n" in text_of(reminder)
    assert "reminder" not in text_of(reminder) and "Mine." not in text_of(reminder)


def test_a_reminder_says_whether_more_may_come() -> None:
    assert [reminds(n, 1) for n in (1,)] == [Reminds.ONLY]
    assert [reminds(n, 3) for n in (1, 2, 3)] == [Reminds.FIRST, Reminds.FIRST, Reminds.LAST]


def test_lines_are_paragraphs_and_what_is_unknown_leaves_no_line() -> None:
    lead = "First line.\n\nSecond[ about {company},\n of {goods}] line.\n"
    mail = made(with_mail("nps", lead=lead))
    assert "First line.\n\nSecond about Alfa, of Bearings, 200 pieces line.\n" in text_of(mail)
    assert "First line.\n\nSecond line.\n" in text_of(mail, {"supplier": "M"})
    assert "⟦" not in read(mail.html, parts(asked.FACTS).facts, html.escape)


def test_markup_in_words_of_the_survey_is_text() -> None:
    mail = made(with_mail("nps", subject="<b>", lead="<script>alert(1)</script> {company} <i>"))
    page = read(mail.html, parts(asked.FACTS | {"company": "<u>"}).facts, html.escape)
    assert "<script" not in page and "<u>" not in page and "<b>" not in page and "<i>" not in page


@pytest.mark.parametrize(
    ("scale", "first", "last", "names"),
    [
        ("nps", 0, 10, {0: "never", 10: "surely"}),
        ("seven", 1, 7, {1: "hard", 7: "easy"}),
        ("five", 1, 5, {n: f"word {n}" for n in range(1, 6)}),
    ],
)
def test_every_scale_has_a_link_a_number(scale: str, first: int, last: int, names: dict[int, str]) -> None:
    mail = made(asking({"key": "q", "type": "scale", "scale": scale, "text": {"en": "So?"}}))
    text = mail.text.replace("⟦", "").replace("⟧", "")
    for number in range(first, last + 1):
        name = f" ({names[number]})" if number in names else ""
        assert f"\n{number}{name}: {{answer_link}}?a={number}\n" in text
    assert f"?a={last + 1}" not in mail.text and f"?a={first - 1}" not in mail.text


def test_a_grid_that_comes_first_is_asked_by_its_first_row() -> None:
    grid = {
        "key": "sides",
        "type": "grid",
        "scale": "seven",
        "text": {"en": "How are these sides?"},
        "rows": [{"key": "quality", "text": {"en": "Quality"}}, {"key": "dates", "text": {"en": "Dates"}}],
    }
    text = text_of(made(asking(grid)))
    assert "How are these sides?\nQuality\n\n1 (hard): " in text and "Dates" not in text


def test_a_question_that_not_everybody_sees_is_not_in_the_mail() -> None:
    rule = {"fact": "role", "is": "buyer"}
    question = {"key": "q", "type": "scale", "scale": "nps", "text": {"en": "So?"}, "show_if": rule}
    text = text_of(made(asking(question)))
    assert "So?" not in text and "?a=" not in text and "\nA word\n\nOpen the survey:\n" in text


def test_an_anonymous_mail_does_not_invite_to_answer_by_mail() -> None:
    text = text_of(made(library.questionnaire("internal")))
    assert "A reply to this mail carries your name" in text and "simply reply" not in text
    assert "because you work at Meridian Supply" in text


def test_it_is_small_even_with_the_longest_names() -> None:
    for key in ("post-sale", "periodic-csi", "nps"):
        mail = made(library.questionnaire(key), "ru", is_reminder=True)
        assert len(composing.compose(ready(mail), parts(asked.FACTS | LONG, "ru"))) < 40_000


@pytest.mark.django_db
def test_arabic_is_written_from_the_right(now: datetime) -> None:
    every_type.wording(now)
    phrasebook.look_up()

    questionnaire = document.parse(every_type.DOCUMENT)
    arabic, english = (made(questionnaire, language) for language in ("ar", "en"))

    assert '<html lang="ar" dir="rtl"' in arabic.html and '<html lang="en" dir="ltr"' in english.html
    assert arabic.html.count("text-align:right") > english.html.count("text-align:right")
    assert "direction:ltr" not in arabic.html and "direction:rtl" not in english.html
    assert "نص Good day" in arabic.text and "نص" not in english.text
    every_type.Wording.objects.all().delete()
    phrasebook.look_up()


@pytest.mark.browser
@pytest.mark.parametrize("is_dark", [False, True])
@pytest.mark.parametrize(("key", "language"), [("periodic-csi", "en"), ("nps", "ru"), ("internal", "ru")])
def test_it_can_be_read_everywhere(
    open_page: OpenPage, tmp_path: Path, key: str, language: str, *, is_dark: bool
) -> None:
    """As a mail program shows it: any width, light or dark, nothing small, nothing out of sight."""
    mail = made(library.questionnaire(key), language)
    file = tmp_path / "mail.html"
    file.write_text(read(mail.html, parts(asked.FACTS | LONG, language).facts, html.escape))
    page = open_page(is_dark=is_dark)
    page.goto(file.as_uri())

    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert_accessible(page)
    paper = page.evaluate("getComputedStyle(document.querySelector('.sheet')).backgroundColor")
    assert paper == ("rgb(32, 29, 25)" if is_dark else "rgb(255, 253, 249)")
    small = """[...document.querySelectorAll('main *')].filter((e) => e.offsetParent && e.innerText?.trim()
        && [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim())
        && parseFloat(getComputedStyle(e).fontSize) < 14).map((e) => e.outerHTML)"""
    assert page.evaluate(small) == []
    assert page.evaluate("[...document.querySelectorAll('table')].every(t => t.role === 'presentation')")
