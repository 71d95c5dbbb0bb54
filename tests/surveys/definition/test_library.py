"""The nine surveys of the library: ready to publish, in one series where they must be, in words that fit."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from surveys import definition
from surveys.definition import answers, document, piping, proofs
from surveys.definition.exchange.writing import written
from surveys.definition.questionnaire import MeasureKind, QuestionType
from surveys.rendering.phrasebook import book

FOLDER = Path(definition.__file__).parent / "library"
FILES = {path.stem: path for path in sorted(FOLDER.glob("*.json"))}
# Nobody's name stands on the internal one, and a manager's forecast is no client's answer.
WITHOUT_CONTACT_WISH = {"internal", "forecast"}
# Past tenses and short forms that would guess the reader's or the manager's gender.
GUESSES_GENDER = re.compile(r"\b(довольны ли вы был|менеджер \w+л\b|вы купил|я (?:по)?звонил)", re.IGNORECASE)


def read(key: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(FILES[key].read_text(encoding="utf-8"))
    return found


def test_there_are_nine() -> None:
    assert len(FILES) == 9


@pytest.mark.parametrize("key", FILES)
def test_each_could_be_published_at_once(key: str) -> None:
    questionnaire = document.parse(read(key))

    assert questionnaire.key == key
    assert questionnaire.languages == ("en", "ru")
    assert proofs.problems(questionnaire) == []


@pytest.mark.parametrize("key", FILES)
def test_each_file_is_written_as_the_export_writes_it(key: str) -> None:
    assert FILES[key].read_text(encoding="utf-8") == written(read(key))


@pytest.mark.parametrize("key", FILES)
def test_each_ends_with_may_we_contact_you_where_the_answer_has_a_name(key: str) -> None:
    last = document.parse(read(key)).questions[-1]

    assert (last.type == QuestionType.CONTACT_WISH) is (key not in WITHOUT_CONTACT_WISH)
    assert last.type != QuestionType.CONTACT_WISH or last.show_if is None


@pytest.mark.parametrize("key", FILES)
@pytest.mark.parametrize("language", ["en", "ru"])
def test_each_kind_has_a_first_sentence_of_its_own_in_mails(key: str, language: str) -> None:
    leads = book(language).group("mail")["lead"]
    lead = leads[read(key)["kind"]]

    assert lead != leads["other"]
    assert piping.names_in(lead) <= set(piping.NAMES)
    assert piping.unsecured(lead) <= {"supplier"}


@pytest.mark.parametrize("key", FILES)
def test_no_text_guesses_anybodys_gender(key: str) -> None:
    assert not GUESSES_GENDER.search(FILES[key].read_text(encoding="utf-8"))


def test_the_pulse_continues_the_series_of_the_periodic_survey() -> None:
    periodic, pulse = (document.parse(read(key)).questions[0] for key in ("periodic-csi", "pulse"))

    assert pulse.measure and pulse.measure.kind == MeasureKind.OVERALL
    for part in ("key", "type", "text", "scale", "measure", "cannot_judge"):
        assert getattr(pulse, part) == getattr(periodic, part), part


def test_the_forecast_asks_for_what_the_periodic_survey_measures_and_is_no_score() -> None:
    periodic, forecast = (document.parse(read(key)) for key in ("periodic-csi", "forecast"))
    measured = [
        question.key
        for question in periodic.questions
        if question.measure and question.measure.kind in (MeasureKind.OVERALL, MeasureKind.ATTRIBUTE)
    ]
    scales = [question for question in forecast.questions if question.type == QuestionType.SCALE]

    assert [question.key for question in scales] == measured
    assert list(forecast.by_key["matters_most"].option_keys) == measured[1:]
    assert not any(question.measure for question in forecast.questions)


@pytest.mark.parametrize(
    ("occasion", "asked"),
    [
        ("day_7", {"knows_whom", "no_repeating", "contact_wish"}),
        (
            "day_30",
            {"knows_whom", "no_repeating", "start_as_expected", "promises", "should_know", "contact_wish"},
        ),
    ],
)
def test_the_handover_asks_little_after_a_week(occasion: str, asked: set[str]) -> None:
    assert shown("handover", occasion) == asked


@pytest.mark.parametrize(("occasion", "is_asked"), [("deal", False), ("client", True)])
def test_only_a_lost_client_is_asked_when_the_doubts_began(occasion: str, is_asked: bool) -> None:
    assert ({"first_thought", "told_us"} <= shown("lost", occasion)) is is_asked


def shown(key: str, occasion: str) -> set[str]:
    questionnaire = document.parse(read(key))
    from_facts = {"occasion": occasion}
    return {question.key for question in answers.shown(questionnaire, {}, from_facts)}


def test_the_example_of_the_documentation_could_be_published() -> None:
    page = Path(definition.__file__).parents[2] / "docs" / "surveys.md"
    (example,) = re.findall(r"```json\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)

    assert proofs.problems(document.parse(json.loads(example))) == []
