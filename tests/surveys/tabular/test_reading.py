"""CSV as it comes: encodings, delimiters, quoted newlines, ragged rows, and what is no table at all."""

import pytest

from surveys.tabular import reading
from surveys.tabular.problems import FileProblem
from surveys.tabular.reading import Limits


def rows(table: reading.Table) -> list[tuple[str, ...]]:
    return [cells for _number, cells in table.rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
def test_cyrillic_is_read_in_every_usual_encoding(encoding: str) -> None:
    table = reading.read("Клиент;Город\nАльфа;Пермь\n".encode(encoding))
    assert table.columns == ("Клиент", "Город")
    assert rows(table) == [("Альфа", "Пермь")]


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_the_delimiter_is_found(delimiter: str) -> None:
    table = reading.read(f'a{delimiter}"b{delimiter}c"{delimiter}d\n1{delimiter}2{delimiter}3\n'.encode())
    assert table.columns == ("a", "b c" if delimiter == "\t" else f"b{delimiter}c", "d")
    assert table.delimiter == delimiter
    assert reading.read(b"sep=|\na,b|c\n1|2\n").rows == ((3, ("1", "2")),)


def test_newlines_inside_quotes_and_blank_lines_keep_the_row_numbers() -> None:
    table = reading.read(b'id,note\r\n1,"two\r\nlines"\r\n\r\n3,\xc2\x85x\r\n')
    assert table.rows == ((2, ("1", "two\r\nlines")), (4, ("3", "\x85x")))


def test_broken_rows_are_named_and_the_others_read() -> None:
    table = reading.read(b'a,b\n1,2\n3\n4,5,6\n7,8,\n9,x\0y\n"q"r,1\n10,11\n12,"open\n')
    assert rows(table) == [("1", "2"), ("7", "8"), ("10", "11")]
    told = {flaw.row: str(flaw.problem) for flaw in table.flaws}
    assert list(told) == [3, 4, 6, 7, 9]
    assert "1 cells, the header 2" in told[3]
    assert "NUL" in told[6]
    assert "closing quotation mark" in told[7]
    assert "never closed" in told[9]
    assert table.flaws[2].column == "b"


def test_commas_without_quotes_are_joined_back_where_the_map_says() -> None:
    data = b"id,address,country\n1,2, rue du Commerce,France\n2,Berlin,Germany\n"
    table = reading.read(data, overflow="address")
    assert rows(table) == [("1", "2, rue du Commerce", "France"), ("2", "Berlin", "Germany")]
    with pytest.raises(FileProblem, match="no column"):
        reading.read(data, overflow="street")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"\n\n", "empty"),
        (b"a,b,a\n1,2,3\n", "Two columns"),
        (b"PK\x03\x04rest", "workbook cannot be read"),
        (b"\xd0\xcf\x11\xe0rest", "Excel workbook"),
        (b"a\0,b\n", "NUL"),
        ("имя;город\n".encode() * 20 + b"\xff\n", "Line 21"),
        ("имя\n".encode("cp1251") + b"\x98\n", "cp1251"),
    ],
)
def test_what_is_no_table_is_refused_in_words(data: bytes, words: str) -> None:
    with pytest.raises(FileProblem, match=words):
        reading.read(data)


def test_limits_hold() -> None:
    data = b"a,b\n" + b"1,2\n" * 20
    with pytest.raises(FileProblem, match="more than 10 rows"):
        reading.read(data, limits=Limits(rows=10))
    with pytest.raises(FileProblem, match="larger"):
        reading.read(data, limits=Limits(bytes=20))
    with pytest.raises(FileProblem, match="more than 1 columns"):
        reading.read(data, limits=Limits(columns=1))
    long = reading.read(b'a,b\n1,"' + b"x" * 140_000 + b'"\n2,3\n')
    assert "longer" in str(long.flaws[0].problem)
