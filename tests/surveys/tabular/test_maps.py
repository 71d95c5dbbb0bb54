"""Map files: columns, words, joined names, defaults, sums over a second file, groups, and safe formulas."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.tabular import expressions, mapping, maps, reading, writing
from surveys.tabular.problems import CellProblem, FileProblem, MapProblem

ORDERS = b"""orderID,client,first,last,date,shipped
1,A,Ann,Lee,2026-10-05,NULL
2,A,Ann,Lee,2026-10-31,2026-11-03
3,B,Bob,,2026-10-01,-
"""
LINES = b"""orderID,unitPrice,quantity,discount
1,10.00,3,0.1
1,0.05,1,0
2,2.5,2,0
3,7,1,0.25
"""
MAP = """
null = ["NULL", "-"]
[columns]
orderID = ["external_id", "reference"]
client = "account"
date = "month"
shipped = "delivered_on"
[templates]
name = "{first} {last}"
[values.account]
A = "Alfa"
"*" = "other"
[defaults]
currency = "USD"
[lines]
into = "amount"
of = "unitPrice * quantity * (1 - discount)"
on = "orderID"
"""


def through(text: str, data: bytes = ORDERS, lines: bytes | None = LINES) -> mapping.Mapped:
    plan = maps.parse(maps.document(text, "map.toml"))
    return mapping.mapped(reading.read(data), plan, lines=reading.read(lines) if lines else None)


def test_a_map_turns_their_rows_into_ours() -> None:
    found = through(MAP)
    assert not found.flaws
    assert found.rows[0] == (
        2,
        {
            "external_id": "1",
            "reference": "1",
            "account": "Alfa",
            "month": "2026-10-05",
            "delivered_on": "",
            "name": "Ann Lee",
            "currency": "USD",
            "amount": "27.050",
        },
    )
    assert [row["name"] for _n, row in found.rows] == ["Ann Lee", "Ann Lee", "Bob"]
    assert [row["account"] for _n, row in found.rows] == ["Alfa", "Alfa", "other"]


def test_rows_are_grouped_and_summed_exactly() -> None:
    found = through(MAP + '[group]\nby = ["account", "month"]\nadd = ["amount"]\nmonths = ["month"]\n')
    assert [(n, row["month"], Decimal(row["amount"])) for n, row in found.rows] == [
        (2, "2026-10-01", Decimal("32.05")),
        (4, "2026-10-01", Decimal("5.25")),
    ]


def test_what_cannot_be_summed_is_named_with_its_file() -> None:
    found = through(MAP, lines=LINES + b"2,many,1,0\n9,1,1,0\n")
    assert [(flaw.row, flaw.column, flaw.value) for flaw in found.flaws] == [
        (6, "lines: unitPrice", "many"),
        (7, "lines: orderID", "9"),
    ]
    grouped = '[group]\nby = ["month"]\nadd = ["amount"]\nmonths = ["month"]\n'
    found = through(MAP + grouped, data=ORDERS.replace(b"2026-10-31", b"soon"))
    assert [(flaw.row, flaw.column, flaw.value) for flaw in found.flaws] == [(3, "month", "soon")]


def test_columns_that_the_file_lacks_are_named() -> None:
    with pytest.raises(FileProblem, match="“client”"):
        through(MAP, data=ORDERS.replace(b"client", b"customer"))
    with pytest.raises(FileProblem, match="“quantity”"):
        through(MAP, lines=LINES.replace(b"quantity", b"pieces"))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("colums = {}", "no “colums”"),
        ("columns = 3", "wrong way"),
        ("columns = {a = 3}", "wrong way"),
        ("values = {role = 3}", "wrong way"),
        ('decimal = "x"', "It may be: , ."),
        ('delimiter = ";;"', "one character"),
        ('[lines]\ninto = "a"', "missing in “lines”"),
        ('[lines]\ninto = "a"\nof = "b"\non = "c"\nby = "d"', "no “by”"),
        ("[group]\nby = []", "needs “by”"),
        ("a = ", "cannot be read"),
    ],
)
def test_slips_in_a_map_are_named(text: str, words: str) -> None:
    with pytest.raises(MapProblem, match=words):
        maps.parse(maps.document(text, "map.toml"))


def test_a_map_may_be_json() -> None:
    read = maps.document('{"columns": {"A": "name"}, "delimiter": "tab"}', "map.json")
    plan = maps.parse(read)
    assert plan.columns == {"A": ("name",)} and plan.delimiter == "\t" and plan.ours == {"name"}
    for text in ("[]", "{"):
        with pytest.raises(MapProblem):
            maps.document(text, "map.json")


def test_a_formula_computes_exactly() -> None:
    made = expressions.formula("{unit price} * quantity * (1 - discount) + -0.5")
    record = {"unit price": "1,10", "quantity": "3", "discount": "0.05"}
    assert made.of(record) == Decimal("2.635")
    assert set(made.columns) == {"unit price", "quantity", "discount"}
    with pytest.raises(CellProblem) as caught:
        made.of(record | {"quantity": "many"})
    assert caught.value.column == "quantity"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a /",
        "a / b",
        "a ** 9",
        "f(a)",
        "a.b",
        "a[0]",
        "'a' * 9",
        "a if b else c",
        "lambda: 1",
        "1e999",
        "True",
        "__import__('os')",
        "(" * 90 + "a" + ")" * 90 + "**2",
        "+".join("a" * 60),
        "a" * 400,
        "[a for a in b]",
    ],
)
def test_anything_else_is_no_formula(text: str) -> None:
    with pytest.raises(MapProblem):
        expressions.formula(text)


@given(st.text(max_size=40))
def test_any_text_is_a_formula_or_refused(text: str) -> None:
    try:
        expressions.formula(text)
    except MapProblem as problem:
        assert str(problem)


@given(st.lists(st.lists(st.text(max_size=10), min_size=2, max_size=2), max_size=5))
def test_written_files_hold_no_formula_and_can_be_read_again(table: list[list[str]]) -> None:
    written = writing.written(["a", "b"], table)
    for _number, cells in reading.read(written).rows:
        assert not any(cell.lstrip().startswith(("=", "+", "-", "@")) for cell in cells)
    assert writing.safe(-5) == -5
    assert writing.safe("=1+1") == "'=1+1"
    assert writing.safe(None) == ""
