"""Which questions moved: the fewest whose moving explains the new order."""

from bisect import bisect_left
from collections.abc import Sequence
from typing import Any

from surveys.definition.questionnaire import Questionnaire


def moved(old: Questionnaire, new: Questionnaire) -> set[str]:
    """The fewest questions whose moving explains the new order, and those on another page."""
    places = {question.key: number for number, question in enumerate(old.questions)}
    common = [question.key for question in new.questions if question.key in places]
    rising = _longest_rising([places[key] for key in common])
    moved = {key for key in common if places[key] not in rising}
    pages = [{key: q.pages[page].key for key, page in q.page_of.items()} for q in (old, new)]
    both = set(pages[0].values()) & set(pages[1].values())
    return moved | {k for k in common if pages[0][k] != pages[1][k] and pages[0][k] in both}


def place(questionnaire: Questionnaire, key: str) -> dict[str, Any]:
    """Its page's key and number, and its number on the page, both from 1."""
    page = questionnaire.page_of[key]
    here = [question.key for question in questionnaire.pages[page].questions]
    return {"page": questionnaire.pages[page].key, "number": page + 1, "place": here.index(key) + 1}


def _longest_rising(numbers: Sequence[int]) -> set[int]:
    """Patience sorting: the numbers of a longest rising row."""
    tails: list[int] = []
    before: dict[int, int | None] = {}
    for number in numbers:
        place = bisect_left(tails, number)
        before[number] = tails[place - 1] if place else None
        tails[place : place + 1] = [number]
    row: set[int] = set()
    last = tails[-1] if tails else None
    while last is not None:
        row.add(last)
        last = before[last]
    return row
