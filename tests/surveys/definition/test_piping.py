"""Facts in texts."""

import pytest

from surveys.definition import piping

KNOWN = {"manager": "Pavel", "order": "SO-1"}


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("No facts [at all]", "No facts [at all]"),
        ("Order {order}", "Order SO-1"),
        ("Your manager[ ({manager})] helps", "Your manager (Pavel) helps"),
        ("Your order[ {order}][ of {order_on}] came", "Your order SO-1 came"),
        ("Dear {nobody}!", "Dear !"),
        ("[both {order} and {goods}]", ""),
    ],
)
def test_unknown_facts_vanish_with_their_brackets(text: str, filled: str) -> None:
    assert piping.fill(text, KNOWN) == filled


def test_a_fact_is_never_piped_itself() -> None:
    assert piping.fill("{manager}", {"manager": "{order} [x]", "order": "SO-1"}) == "{order} [x]"


def test_facts_outside_brackets_are_found() -> None:
    assert piping.unsecured("{supplier}: your manager[ ({manager})]") == {"supplier"}
