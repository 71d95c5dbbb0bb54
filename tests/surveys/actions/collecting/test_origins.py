"""Which addresses may frame a widget: what people type, and what must never reach a header."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.actions.collecting import origins


@pytest.mark.parametrize(
    ("typed", "origin"),
    [
        ("https://www.example.com", "https://www.example.com"),
        ("https://www.example.com/contact?x=1", "https://www.example.com"),
        ("HTTPS://WWW.Example.com:443/", "https://www.example.com"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("https://пример.рф", "https://xn--e1afmkfd.xn--p1ai"),
    ],
)
def test_an_address_becomes_its_origin(typed: str, origin: str) -> None:
    assert origins.origin(typed) == origin


def test_each_once_in_order() -> None:
    assert origins.read("https://b.example\nhttps://a.example, https://b.example/x") == [
        "https://b.example",
        "https://a.example",
    ]


@pytest.mark.parametrize(
    "typed",
    [
        *("www.example.com", "*", "https://*.example.com", "https://", "ftp://a.example", "'self'"),
        *("https://user:pass@a.example", "https://a.example;script-src", "https://a.example:99999", "null"),
        *(
            "data:text/html,x",
            "https://a..example",
            "https://-a.example",
            "https://a.example:x",
            "https://[::1",
        ),
    ],
)
def test_what_is_no_origin_is_refused(typed: str) -> None:
    with pytest.raises(origins.WrongOrigin, match="is not a site"):
        origins.origin(typed)


@given(st.text(max_size=60))
def test_nothing_but_scheme_host_and_port_comes_out(tail: str) -> None:
    try:
        found = origins.read(f"https://{tail}")
    except origins.WrongOrigin:
        return
    for origin in found:
        assert not set(origin) & set(" ;,'\"*\n\r\t<>()"), origin
