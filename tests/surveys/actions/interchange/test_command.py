"""The command prints what a file would become, and keeps nothing."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from surveys.models import Survey
from tests.surveys.definition.exchange.files import FOLDER


@pytest.mark.django_db
def test_it_prints_outline_report_and_what_to_mend(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("read_questionnaire", str(FOLDER / "supplier.surveyjs.json"))

    printed = capsys.readouterr().out
    assert "How do we do? (from surveyjs; en, ru)" in printed
    assert "    why_low [long_text if ...] You gave [{answer:recommend}]. Why?" in printed
    assert "\nLeft out: 10\n" in printed
    assert "  signature: We have no question of the type “signaturepad”. Ask it in another way." in printed
    assert "\nTo mend before publishing: 1\n" in printed
    assert not Survey.objects.exists()


def test_it_says_why_a_file_cannot_be_read(tmp_path: Path) -> None:
    file = tmp_path / "survey.json"
    file.write_text('{"pages": [')

    with pytest.raises(CommandError, match="The JSON is broken"):
        call_command("read_questionnaire", str(file))
