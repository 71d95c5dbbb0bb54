"""Reads a questionnaire document (format 1); whatever is wrong with it is named at once."""

from typing import Any

from surveys.definition.document import contradictions, reading, shape
from surveys.definition.problems import DocumentError
from surveys.definition.questionnaire import Questionnaire


def parse(document: Any) -> Questionnaire:
    """The questionnaire that a document describes.

    Raises DocumentError with every problem found: JSON path, what is wrong, how to mend it.
    """
    if problems := shape.problems(document):
        raise DocumentError(problems)
    if problems := list(contradictions.problems(document)):
        raise DocumentError(problems)
    return reading.questionnaire(document)
