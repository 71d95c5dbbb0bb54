"""A mail's layout: right to left where its language is, in words of ours that staff wrote."""

from datetime import datetime

import pytest

from surveys.definition import document
from surveys.rendering import phrasebook
from surveys.rendering.mails import template
from tests.surveys import every_type
from tests.surveys.rendering.mails.test_composing import BATCH, BRAND


@pytest.mark.django_db
def test_arabic_is_written_from_the_right(now: datetime) -> None:
    every_type.wording(now)
    phrasebook.look_up()

    arabic, english = (
        template.make(
            document.parse(every_type.DOCUMENT),
            batch=BATCH,
            brand=BRAND,
            language=language,
            is_reminder=False,
        )
        for language in ("ar", "en")
    )

    assert '<html lang="ar" dir="rtl"' in arabic.html and '<html lang="en" dir="ltr"' in english.html
    assert arabic.html.count("text-align:right") > english.html.count("text-align:right")
    assert "نص Good day" in arabic.text and "نص" not in english.text
    every_type.Wording.objects.all().delete()
    phrasebook.look_up()
