"""A tiny arithmetic over columns: unitPrice * quantity * (1 - discount). Nothing else can be said in it."""

import ast
import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from surveys.tabular import cells
from surveys.tabular.cells import PLAIN_HABITS, Habits
from surveys.tabular.problems import CellProblem, MapProblem
from surveys.tabular.problems import mark as _

LENGTH, DEPTH = 300, 20
BRACED = re.compile(r"\{([^{}]+)\}")
OPERATIONS: dict[type[ast.operator], Callable[[Decimal, Decimal], Decimal]] = {
    ast.Mult: operator.mul,
    ast.Add: operator.add,
    ast.Sub: operator.sub,
}


class ColumnProblem(CellProblem):
    """A cell that a formula needs and cannot read; `column` and `value` say which."""

    def __init__(self, column: str, value: str, problem: CellProblem) -> None:
        super().__init__(problem.what, problem.mend, **problem.values)
        self.column, self.value = column, value


@dataclass(frozen=True)
class Formula:
    """Products, sums and differences of columns and numbers; {unit price} is a column with a space."""

    columns: tuple[str, ...]
    _tree: ast.expr
    _names: Mapping[str, str]

    def of(self, record: Mapping[str, str], habits: Habits = PLAIN_HABITS) -> Decimal:
        """The exact value for one row. Raises ColumnProblem for a cell that is no number."""
        return self._value(self._tree, record, habits)

    def _value(self, node: ast.expr, record: Mapping[str, str], habits: Habits) -> Decimal:
        if isinstance(node, ast.BinOp):
            left, right = (self._value(side, record, habits) for side in (node.left, node.right))
            return OPERATIONS[type(node.op)](left, right)
        if isinstance(node, ast.UnaryOp):
            return -self._value(node.operand, record, habits)
        if isinstance(node, ast.Constant):
            return Decimal(str(node.value))
        column = self._names[node.id]  # type: ignore[attr-defined]
        try:
            return cells.decimal(record[column], habits)
        except CellProblem as problem:
            raise ColumnProblem(column, record[column], problem) from problem


def formula(text: str) -> Formula:
    """The formula that a text says. Raises MapProblem for anything but + - * of columns and numbers."""
    names: dict[str, str] = {}

    def placed(found: re.Match[str]) -> str:
        name = f"column_{len(names)}_"
        names[name] = found[1].strip()
        return name

    plain = BRACED.sub(placed, text)
    try:
        if len(plain) > LENGTH:
            raise SyntaxError
        tree = ast.parse(plain.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise _refused(text) from error
    _check(tree, text, DEPTH)
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            names.setdefault(node.id, node.id)
    return Formula(tuple(names.values()), tree, names)


def _check(node: ast.expr, text: str, depth: int) -> None:
    if depth == 0:
        raise _refused(text)
    if isinstance(node, ast.BinOp) and type(node.op) in OPERATIONS:
        _check(node.left, text, depth - 1)
        _check(node.right, text, depth - 1)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        _check(node.operand, text, depth - 1)
    elif not (isinstance(node, ast.Name) or _is_number(node)):
        raise _refused(text)


def _is_number(node: ast.expr) -> bool:
    if not isinstance(node, ast.Constant) or type(node.value) not in (int, float):
        return False
    return Decimal(str(node.value)).is_finite()


def _refused(text: str) -> MapProblem:
    return MapProblem(
        _("“%(text)s” is no formula we can compute."),
        _("Use columns, numbers, + - * and brackets, such as unitPrice * quantity * (1 - discount)."),
        text=text[:80],
    )
