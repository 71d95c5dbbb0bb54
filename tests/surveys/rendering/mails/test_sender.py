"""Whose address stands in From: never one of a domain that is not ours."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from surveys.models import Brand
from surveys.rendering.mails.sender import domain_of, own_domains, sender_lines

BRAND = Brand(
    name="Meridian", sender_address="care@ask.meridian.example", reply_to_address="team@meridian.example"
)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("pavel@ask.meridian.example", ("pavel@ask.meridian.example", "pavel@ask.meridian.example")),
        ("pavel@ASK.Meridian.Example.", ("pavel@ASK.Meridian.Example.", "pavel@ASK.Meridian.Example.")),
        ("pavel@gmail.example", ("care@ask.meridian.example", "pavel@gmail.example")),
        ("pavel@meridian.example", ("care@ask.meridian.example", "pavel@meridian.example")),
        ("pavel@evil.ask.meridian.example", ("care@ask.meridian.example", "pavel@evil.ask.meridian.example")),
        ("", ("care@ask.meridian.example", "team@meridian.example")),
        ("no address", ("care@ask.meridian.example", "team@meridian.example")),
    ],
)
def test_the_rule(address: str, expected: tuple[str, str]) -> None:
    assert sender_lines("Pavel Sokolov", address, BRAND) == expected


def test_nobody_is_the_company() -> None:
    assert sender_lines(" ", "pavel@ask.meridian.example", BRAND).reply_to == "team@meridian.example"


def test_the_domain_that_we_sign_for_is_ours(settings: Settings) -> None:
    settings.DKIM_DOMAIN = "Meridian.example"
    assert sender_lines("Pavel", "pavel@meridian.example", BRAND).from_address == "pavel@meridian.example"


def test_domains_of_other_letters() -> None:
    brand = Brand(sender_address="мы@пример.рф", reply_to_address="мы@пример.рф")
    assert sender_lines("Павел", "pavel@xn--e1afmkfd.xn--p1ai", brand).from_address.startswith("pavel@")


@given(local=st.text(min_size=1, max_size=20), domain=st.text(max_size=40))
def test_from_is_always_of_a_domain_of_ours(local: str, domain: str) -> None:
    lines = sender_lines("Pavel", f"{local}@{domain}", BRAND)
    assert domain_of(lines.from_address) in own_domains(BRAND)
