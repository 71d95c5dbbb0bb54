"""Scales that stand as rows: neighbours on one scale, and the grids of importance and satisfaction."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from surveys.definition.questionnaire import Aspect, Grid, Page, Question, QuestionType, Scale
from surveys.rendering.phrasebook import Phrasebook
from surveys.rendering.questions.context import ends
from surveys.rendering.questions.given import rank
from surveys.rendering.ready import Context, Personal


def rows_of(page: Page) -> dict[str, Scale]:
    """Questions that stand as rows, by key: of a grid, or neighbours on one scale."""
    rows: dict[str, Scale] = {}
    for scale, group in groupby(page.questions, key=_row_scale):
        neighbours = list(group)
        if scale and (len(neighbours) > 1 or neighbours[0].grid):
            rows |= {question.key: scale for question in neighbours}
    return rows | {
        question.key: question.scale for question in page.questions if question.grid and question.scale
    }


def _row_scale(question: Question) -> Scale | None:
    is_row = question.type == QuestionType.SCALE and question.scale and not question.scale.labels
    return question.scale if is_row and not question.grid else None


def blocks(questions: Iterable[Question]) -> list[tuple[Grid | None, list[Question]]]:
    """The questions in order, those of one grid together."""
    return [
        (group[0].grid, group)
        for _, found in groupby(
            questions, key=lambda question: (question.item_key, question.grid is not None)
        )
        if (group := list(found))
    ]


def rows(grid: Grid, questions: Sequence[Question], seed: str) -> list[list[Question]]:
    """A grid's questions row by row; in the order of `seed` where it is random."""
    by_row: dict[str, list[Question]] = {}
    for question in questions:
        by_row.setdefault(question.path, []).append(question)
    found = list(by_row.values())
    return sorted(found, key=lambda row: rank(seed, grid.key, row[0].key)) if grid.is_random else found


def heads(grid: Grid, words: Phrasebook, language: str) -> list[dict[str, Any]]:
    """The columns of a grid with importance: what each asks, and what its ends mean."""
    columns = [(Aspect.SATISFACTION, grid.scale)]
    columns += [(Aspect.IMPORTANCE, grid.importance)] if grid.importance else []
    return [
        {
            "aspect": aspect.value,
            "side": words(f"form.side_{aspect}"),
            "points": len(scale.points),
            "low": ends(scale, language)[0],
            "high": ends(scale, language)[1],
        }
        for aspect, scale in columns
    ]


def context(grid: Grid) -> Context:
    """The frame around a grid's rows."""

    def build(personal: Personal) -> Mapping[str, Any]:
        return {
            "grid": grid,
            "text": personal("text"),
            "has_help": bool(grid.help),
            "help": personal("help"),
            "heads": personal("heads"),
            "rows": personal("rows"),
        }

    return build
