"""The Russian back office is complete."""

from pathlib import Path

import pytest

from config import catalogue

PAGE = """{% load i18n %}
    <p>it's</p>
  {% translate 'A text' %}
{% blocktranslate count n=1 %}one{% plural %}many{% endblocktranslate %}
"""


CODE = """from x import gettext_lazy as lazy, pgettext as said
name = lazy('Another')
word = said('here', 'Third')
"""


def test_every_text_of_the_back_office_has_its_russian() -> None:
    missing = [f"{gap.place}: {gap.text!r}" for gap in catalogue.gaps()]
    assert not missing, "\n".join(missing)


def test_a_text_without_russian_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "csat").mkdir()
    (tmp_path / "csat" / "page.html").write_text(PAGE)
    (tmp_path / "csat" / "code.py").write_text(CODE)
    monkeypatch.setattr(catalogue, "ROOT", tmp_path)
    assert {gap.text for gap in catalogue.gaps()} == {"A text", "Another", "Third", "one"}
