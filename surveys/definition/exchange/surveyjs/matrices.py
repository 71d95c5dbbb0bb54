"""Matrices of SurveyJS: a grid where the columns are a scale, else a question per row or per cell."""

from collections.abc import Sequence
from typing import Any

from surveys.definition.exchange.desk import Choice, joined
from surveys.definition.exchange.forms import MOST_ROWS, Asked
from surveys.definition.exchange.logic.rules import Target
from surveys.definition.exchange.surveyjs import choosing, simple
from surveys.definition.exchange.surveyjs.element import Element

MOST_CELLS = 40
CELLS = {
    "dropdown": choosing.single,
    "radiogroup": choosing.single,
    "checkbox": choosing.several,
    "tagbox": choosing.several,
    "text": simple.text,
    "comment": simple.comment,
    "boolean": choosing.boolean,
    "rating": choosing.rating,
}


def matrix(element: Element) -> list[Asked]:
    element.validators("", "", "")
    rows = choosing.items(element, element.listed("rows"))
    columns = choosing.items(element, element.listed("columns"))
    if not rows or not columns:
        element.desk.report.left_out(element.where, "empty_matrix")
        return []
    numbers = _numbers(columns)
    if not element.desk.scales.fits(numbers[0], numbers[-1]):
        element.desk.report.changed(element.where, "rows_apart", columns=len(columns))
        return [_row_as_choice(element, row, columns) for row in rows]
    if [str(number) for number in numbers] != [column.value for column in columns]:
        element.desk.report.changed(element.where, "columns_numbered", lowest=numbers[0], highest=numbers[-1])
    parts = [rows[start : start + MOST_ROWS] for start in range(0, len(rows), MOST_ROWS)]
    return [_grid(element, part, columns, numbers) for part in parts]


def _numbers(columns: Sequence[Choice]) -> list[int]:
    """The columns' own numbers where they count up, else 1, 2, 3."""
    values = [column.value for column in columns]
    own = [int(value) for value in values if value.isdecimal() and len(value) < 4]
    is_run = len(own) == len(values) and own == list(range(own[0], own[0] + len(own)))
    return own if is_run else list(range(1, len(columns) + 1))


def _grid(
    element: Element, rows: Sequence[Choice], columns: Sequence[Choice], numbers: Sequence[int]
) -> Asked:
    where, desk = element.where, element.desk
    labels = [desk.label(column.text, where, otherwise=column.value) for column in columns]
    question = element.question("grid", scale=desk.scales.labelled(labels, lowest=numbers[0]))
    is_required = element.has("eachRowRequired", "isAllRowRequired")
    if element.has("isRequired") and not is_required:
        desk.report.changed(where, "every_row")
    if is_required or element.has("isRequired"):
        question.pop("required", None)
    else:
        question["required"] = False
    if str(element.raw.get("rowsOrder", "initial")) == "random":
        question["random"] = True
    question["rows"] = []
    targets: dict[str, Target] = {}
    values = {column.value: str(number) for column, number in zip(columns, numbers, strict=True)}
    for row in rows:
        key = desk.key(f"{where} {row.value}")
        question["rows"].append({"key": key, "text": desk.label(row.text, where, otherwise=row.value)})
        targets[f"{where}.{row.value}".lower()] = Target(key, "scale", is_whole=True, values=values)
    desk.report.carried(where, "grid", rows=len(rows))
    return Asked(where, question, targets, element.rules)


def _row_as_choice(element: Element, row: Choice, columns: Sequence[Choice]) -> Asked:
    title = joined(element.texts("title") or {element.language: element.where}, dict(row.text))
    is_required = element.has("isRequired", "eachRowRequired", "isAllRowRequired")
    raw = {"title": title, "isRequired": is_required}
    part = Element(raw, f"{element.where}.{row.value}", element.desk, element.language, element.rules)
    question = part.question("choice")
    return part.named(element.desk.chosen(question, part.where, columns, rules=part.rules))


def cells(element: Element) -> list[Asked]:
    """A matrixdropdown: every cell becomes a question, while there are not too many."""
    rows = choosing.items(element, element.listed("rows"))
    columns = [column for column in element.listed("columns") if isinstance(column, dict)]
    if not rows or not columns or len(rows) * len(columns) > MOST_CELLS:
        element.desk.report.left_out(element.where, "too_many_cells", most=MOST_CELLS)
        return []
    element.desk.report.changed(element.where, "taken_apart")
    return [asked for row in rows for column in columns for asked in _cell(element, row, column)]


def _cell(element: Element, row: Choice, column: dict[str, Any]) -> list[Asked]:
    name = f"{element.where}.{row.value}.{column.get('name', '')}"
    kind = str(column.get("cellType") or element.raw.get("cellType") or "dropdown")
    kind = "dropdown" if kind == "default" else kind
    own = Element(column, name, element.desk, element.language)
    head = own.texts("title") or {element.language: str(column.get("name", ""))}
    raw = {"choices": element.raw.get("choices")} | column | {"type": kind}
    raw["title"] = joined(dict(row.text), head)
    if kind not in CELLS:
        element.desk.report.left_out(name, "type", kind=kind)
        return []
    return CELLS[kind](Element(raw, name, element.desk, element.language, element.rules))
