"""LimeSurvey's arrays: a grid where the columns are a scale, else a question per row or per cell."""

from collections.abc import Sequence
from dataclasses import replace

from surveys.definition.exchange.desk import Choice
from surveys.definition.exchange.forms import MOST_ROWS, Asked
from surveys.definition.exchange.limesurvey.questions import Asking, choices_of
from surveys.definition.exchange.limesurvey.survey import Part
from surveys.definition.exchange.logic.rules import Target

MOST_CELLS = 40
YES_NO_UNCERTAIN = (
    Choice("Y", {"en": "Yes", "ru": "Да"}),
    Choice("N", {"en": "No", "ru": "Нет"}),
    Choice("U", {"en": "Uncertain", "ru": "Не уверены"}),
)
MORE_SAME_LESS = (
    Choice("I", {"en": "Increase", "ru": "Больше"}),
    Choice("S", {"en": "Same", "ru": "Столько же"}),
    Choice("D", {"en": "Decrease", "ru": "Меньше"}),
)


def five_points(asking: Asking) -> list[Asked]:
    return _points(asking, 5)


def ten_points(asking: Asking) -> list[Asked]:
    return _points(asking, 10)


def _points(asking: Asking, highest: int) -> list[Asked]:
    asking.desk.report.changed(asking.where, "no_end_words")
    return _grids(asking, asking.desk.scales.ended(1, highest, low={}, high={}), {})


def yes_no_uncertain(asking: Asking) -> list[Asked]:
    return _rows_as_choices(asking, YES_NO_UNCERTAIN)


def more_same_less(asking: Asking) -> list[Asked]:
    return _rows_as_choices(asking, MORE_SAME_LESS)


def labelled(asking: Asking, *, axis: int = 0, ending: str = "") -> list[Asked]:
    """An array with words of its own over the columns."""
    columns = asking.lime.scale(axis)
    numbers = _numbers(columns)
    if not columns or not asking.desk.scales.fits(numbers[0], numbers[-1]):
        asking.desk.report.changed(asking.where, "rows_apart", columns=len(columns))
        return _rows_as_choices(asking, choices_of(columns), ending)
    if [str(number) for number in numbers] != [column.code for column in columns]:
        asking.desk.report.changed(asking.where, "columns_numbered", lowest=numbers[0], highest=numbers[-1])
    labels = [asking.desk.label(part.text, asking.where, otherwise=part.code) for part in columns]
    values = {part.code: str(number) for part, number in zip(columns, numbers, strict=True)}
    scale = asking.desk.scales.labelled(labels, lowest=numbers[0])
    return _grids(asking, scale, values, ending)


def dual(asking: Asking) -> list[Asked]:
    """Two scales over the same rows: two grids, one after the other."""
    asking.desk.report.changed(asking.where, "two_grids")
    return [*labelled(asking, axis=0, ending="#0"), *labelled(asking, axis=1, ending="#1")]


def _numbers(columns: Sequence[Part]) -> list[int]:
    own = [int(part.code) for part in columns if part.code.isdecimal() and len(part.code) < 4]
    is_run = bool(own) and len(own) == len(columns) and own == list(range(own[0], own[0] + len(own)))
    return own if is_run else list(range(1, len(columns) + 1))


def _grids(asking: Asking, scale: str, values: dict[str, str], ending: str = "") -> list[Asked]:
    rows = asking.lime.on(0)
    if not rows:
        asking.desk.report.left_out(asking.where, "empty_matrix")
        return []
    parts = [rows[start : start + MOST_ROWS] for start in range(0, len(rows), MOST_ROWS)]
    return [_grid(asking, part, scale, values=values, ending=ending) for part in parts]


def _grid(asking: Asking, rows: Sequence[Part], scale: str, *, values: dict[str, str], ending: str) -> Asked:
    question = asking.question("grid", scale=scale, random=asking.is_random) | {"rows": []}
    targets: dict[str, Target] = {}
    for row in rows:
        key = asking.desk.key(f"{asking.where} {row.code}{ending}")
        text = asking.desk.label(row.text, asking.where, otherwise=row.code)
        question["rows"].append({"key": key, "text": text})
        name = f"{asking.where}_{row.code}{ending.replace('#', '_')}"
        targets[name] = Target(key, "scale", is_whole=True, values=values)
    asking.desk.report.carried(asking.where, "grid", rows=len(rows))
    return Asked(asking.where, question, targets, asking.rules)


def _rows_as_choices(asking: Asking, choices: Sequence[Choice], ending: str = "") -> list[Asked]:
    found = []
    for row in asking.lime.on(0):
        question = asking.part("choice", replace(row, code=f"{row.code}{ending.replace('#', '_')}"))
        where = f"{asking.where}_{row.code}{ending.replace('#', '_')}"
        found.append(asking.desk.chosen(question, where, choices, rules=asking.rules))
    return found


def number_cells(asking: Asking) -> list[Asked]:
    return _cells(asking, "number")


def text_cells(asking: Asking) -> list[Asked]:
    return _cells(asking, "text")


def _cells(asking: Asking, kind: str) -> list[Asked]:
    rows, columns = asking.lime.on(0), asking.lime.on(1)
    if not rows or not columns or len(rows) * len(columns) > MOST_CELLS:
        asking.desk.report.left_out(asking.where, "too_many_cells", most=MOST_CELLS)
        return []
    asking.desk.report.changed(asking.where, "taken_apart")
    cells = [
        Part(
            code=f"{row.code}_{column.code}",
            text={
                tag: f"{row.text.get(tag, '')}, {column.text.get(tag, '')}".strip(", ")
                for tag in dict.fromkeys([*row.text, *column.text])
            },
            axis=0,
        )
        for row in rows
        for column in columns
    ]
    return [asking.plainly(asking.part(kind, cell), f"{asking.where}_{cell.code}") for cell in cells]
