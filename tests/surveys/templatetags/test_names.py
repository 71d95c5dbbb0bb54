import pytest
from django.utils import translation

from surveys.models import Survey
from surveys.templatetags.names import survey_name

NAMES = {"en": "After an order", "ru": "После заказа"}


@pytest.mark.parametrize(
    ("draft", "language", "said"),
    [
        ({"name": NAMES}, "ru", "После заказа"),
        ({"name": NAMES}, "de", "Orders"),
        ({"name": "no texts"}, "ru", "Orders"),
        (None, "en", "Orders"),
    ],
)
def test_a_survey_is_called_in_the_readers_language(draft: object, language: str, said: str) -> None:
    with translation.override(language):
        assert survey_name(Survey(title="Orders", draft=draft)) == said
