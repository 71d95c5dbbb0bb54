"""Reads a questionnaire document (format 1); whatever is wrong with it is named at once."""

from typing import Any

from surveys.definition.document import contradictions, reading, shape
from surveys.definition.problems import DocumentError, Problem, say
from surveys.definition.questionnaire import Questionnaire


def parse(document: Any) -> Questionnaire:
    """The questionnaire that a document describes.

    Raises DocumentError with every problem found: JSON path, what is wrong, how to mend it.
    """
    try:
        found = shape.problems(document) or list(contradictions.problems(document))
    except RecursionError:
        found = [Problem("", say("rules within rules without end"), say("Simplify them."))]
    if found:
        raise DocumentError(found)
    return reading.questionnaire(document)
