"""Where others wrote a person down, the traces go and the rest of the sentence stays."""

import pytest

from csat.client.erasing.traces import Traces

TRACES = Traces(
    names=["Elena Ivanova-Berg"],
    addresses=["elena@alfa.example", "+49 30 1234567"],
    words=["The packaging tore\ntwice in May", "good"],
)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Called Elena Ivanova-Berg at noon", "Called … at noon"),
        ("ELENA was glad; wrote to Elena@Alfa.example", "… was glad; wrote to …"),
        ("Said “the packaging tore twice  in May”, good", "Said “…”, good"),
        ("Reached her on +49 30 1234567.", "Reached her on …."),
        ("Helena Brandt called", "Helena Brandt called"),
        ("", ""),
    ],
)
def test_only_the_traces_go(before: str, after: str) -> None:
    assert TRACES.without(before) == after


def test_json_is_looked_through() -> None:
    assert TRACES.without({"to": ["Elena Ivanova-Berg", 3], "n": None}) == {"to": ["…", 3], "n": None}


def test_nobody_leaves_no_traces() -> None:
    assert Traces(names=[], addresses=[""], words=["ok"]).without("ok Elena") == "ok Elena"
