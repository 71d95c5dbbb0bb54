"""The questions of one page as HTML, block by block: ready-made where nothing is wrong with them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from surveys.definition import piping
from surveys.definition.questionnaire import Grid, Question, Scale
from surveys.rendering import published
from surveys.rendering.phrasebook import book, edition
from surveys.rendering.questions import context, grids
from surveys.rendering.questions.given import Given, Here
from surveys.rendering.ready import Context, Ready, plain


@dataclass(frozen=True)
class Shown:
    """What one person sees of a page. `sentences`: what is wrong, by question key; empty where nothing is."""

    version_id: int
    given: Mapping[str, Any]
    here: Here
    sentences: Mapping[str, str]

    def blocks(self, visible: Sequence[Question]) -> list[str]:
        """The page's questions in order, with the words of a scale once above its rows."""
        found: list[str] = []
        before: Scale | None = None
        rows = _rows(self.version_id, visible[0].key) if visible else {}
        for grid, questions in grids.blocks(visible):
            scale = None if grid else rows.get(questions[0].key)
            if scale and scale is not before:
                found.append(_ready_key(self.version_id, questions[0].key, self.here.language, edition()))
            before = scale
            found.append(self._grid(grid, questions) if grid else self._question(questions[0]))
        return found

    def _question(self, question: Question) -> str:
        given = Given(question, self.here, self.given.get(question.key))
        sentence = self.sentences[question.key]
        if not sentence:
            return ready_question(self.version_id, question.key, self.here.language, edition()).fill(given)
        return plain(*of_question(self.version_id, question.key, self.here.language, sentence), given)

    def _grid(self, grid: Grid, questions: Iterable[Question]) -> str:
        rows = grids.rows(grid, list(questions), self.here.seed)
        html = "".join(self._row(row) if grid.importance else self._question(row[0]) for row in rows)
        values = {
            "text": piping.fill(grid.text.get(self.here.language, ""), self.here.facts),
            "help": piping.fill(grid.help.get(self.here.language, ""), self.here.facts),
            "rows": mark_safe(html),
            "heads": mark_safe(self._heads(grid, rows[0][0])),
        }
        return ready_grid(self.version_id, rows[0][0].key).fill(values.__getitem__)

    def _heads(self, grid: Grid, first: Question) -> str:
        if grid.importance:
            return _ready_heads(self.version_id, first.key, self.here.language, edition())
        return _ready_key(self.version_id, first.key, self.here.language, edition())

    def _row(self, sides: Sequence[Question]) -> str:
        values = {
            "text": Given(sides[0], self.here, None)("text"),
            "sides": mark_safe("".join(self._question(side) for side in sides)),
        }
        return ready_row().fill(values.__getitem__)


def of_question(version_id: int, key: str, language: str, sentence: str) -> tuple[str, Context]:
    """A question's template and context."""
    question = published.questionnaire(version_id).by_key[key]
    made = context.context(question, book(language), language=language, mistake=sentence)
    return context.template(question, is_row=key in _rows(version_id, key)), made


@published.kept(maxsize=5000)
def ready_question(version_id: int, key: str, language: str, edition: int) -> Ready:
    return Ready(*of_question(version_id, key, language, ""))


@published.kept(maxsize=1000)
def ready_grid(version_id: int, key: str) -> Ready:
    """The frame of the grid in which question `key` stands."""
    grid = published.questionnaire(version_id).by_key[key].grid
    assert grid is not None  # asked for questions of grids only
    return Ready("surveys/question/grid.html", grids.context(grid))


@lru_cache(maxsize=1)
def ready_row() -> Ready:
    return Ready(
        "surveys/question/sides.html",
        lambda personal: {"text": personal("text"), "sides": personal("sides")},
    )


@published.kept(maxsize=1000)
def _ready_key(version_id: int, key: str, language: str, edition: int) -> str:
    """The words at a scale's ends, said once above its rows."""
    _, made = of_question(version_id, key, language, "")
    return render_to_string("surveys/question/key.html", dict(made(lambda hole: "")))


@published.kept(maxsize=1000)
def _ready_heads(version_id: int, key: str, language: str, edition: int) -> str:
    grid = published.questionnaire(version_id).by_key[key].grid
    assert grid is not None  # asked for questions of grids only
    heads = grids.heads(grid, book(language), language)
    return render_to_string("surveys/question/heads.html", {"heads": heads})


@published.kept(maxsize=1000)
def _rows(version_id: int, key: str) -> Mapping[str, Scale]:
    """The rows of the page on which question `key` stands."""
    questionnaire = published.questionnaire(version_id)
    return grids.rows_of(questionnaire.pages[questionnaire.page_of[key]])
