"""The document's questions one by one: a grid becomes one question on a scale for each of its cells."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from surveys.definition.questionnaire import Aspect, MeasureKind

Given = Mapping[str, Any]
GRID = "grid"
IMPORTANCE_SUFFIX = "_importance"
INHERITED = ("required", "cannot_judge", "show_if")


class Item(NamedTuple):
    """`given` as the document writes a question; `grid` as it writes the grid that it is a cell of."""

    path: str
    given: Given
    grid: Given | None = None
    grid_path: str = ""
    aspect: Aspect | None = None


def of_document(document: Given) -> Iterator[Item]:
    for number, page in enumerate(document["pages"]):
        yield from of_page(page, number)


def of_page(page: Given, number: int) -> Iterator[Item]:
    for q, given in enumerate(page["questions"]):
        yield from of_question(given, f"pages[{number}].questions[{q}]")


def of_question(given: Given, path: str) -> Iterator[Item]:
    if given["type"] == GRID:
        yield from _cells(given, path)
    else:
        yield Item(path, given)


def _cells(grid: Given, path: str) -> Iterator[Item]:
    shared = {name: grid[name] for name in INHERITED if name in grid} | {"type": "scale"}
    for number, row in enumerate(grid["rows"]):
        place = f"{path}.rows[{number}]"
        given = {**shared, **row, "scale": grid["scale"]}
        yield Item(place, given, grid, path, Aspect.SATISFACTION)
        if "importance" in grid:
            given = {**shared, **_importance(row), "scale": grid["importance"]}
            yield Item(place, given, grid, path, Aspect.IMPORTANCE)


def _importance(row: Given) -> dict[str, Any]:
    asked = {"key": f"{row['key']}{IMPORTANCE_SUFFIX}", "text": row["text"]}
    if attribute := row.get("measures", {}).get("attribute"):
        asked["measures"] = {"kind": MeasureKind.IMPORTANCE.value, "attribute": attribute}
    return asked
