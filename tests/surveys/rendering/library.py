"""Questionnaires of the library without a database."""

import json
from functools import cache
from pathlib import Path

from surveys import definition
from surveys.definition import document
from surveys.definition.questionnaire import Questionnaire

FOLDER = Path(definition.__file__).parent / "library"


@cache
def questionnaire(key: str) -> Questionnaire:
    return document.parse(json.loads((FOLDER / f"{key}.json").read_text(encoding="utf-8")))
