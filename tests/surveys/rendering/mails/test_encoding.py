import quopri
from email import message_from_bytes
from email.policy import default

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.rendering.mails import encoding

LINES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n"), max_size=300)
HEADERS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=200)


@settings(deadline=None)
@given(lines=st.lists(LINES, max_size=5), following=LINES)
def test_parts_join_to_what_they_were(lines: list[str], following: str) -> None:
    text = "\n".join(lines)
    joined = encoding.body(text) + encoding.SOFT_BREAK + encoding.body(following)
    assert quopri.decodestring(joined).decode() == text.replace("\n", "\r\n") + following
    assert all(len(line) <= 76 for line in joined.split(b"\r\n"))
    assert joined.isascii()


@settings(deadline=None)
@given(value=HEADERS)
def test_a_header_reads_as_it_was_written(value: str) -> None:
    value = " ".join(value.split()) or "x"
    raw = b"Subject: " + encoding.header(value) + b"\r\n\r\n"
    assert message_from_bytes(raw, policy=default)["Subject"] == value
    assert all(len(line) <= 76 for line in raw.split(b"\r\n"))


@pytest.mark.parametrize(
    "name",
    [
        "Elena Ivanova",
        "Елена Иванова",
        'O"Neil, \\ Bros.',
        "Dr. A. B",
        "=?utf-8?Q?trick?=",
        "Мария " * 20,
        "",
    ],
)
def test_a_mailbox_reads_as_it_was_written(name: str) -> None:
    raw = b"To: " + encoding.mailbox(name.strip(), "elena@alfa.example") + b"\r\n\r\n"
    (address,) = message_from_bytes(raw, policy=default)["To"].addresses
    # Python puts a blank between two encoded words of a name, against RFC 2047.
    assert "".join(address.display_name.split()) == "".join(name.split())
    assert address.addr_spec == "elena@alfa.example"


def test_a_domain_in_another_script_goes_over_the_wire_in_ascii() -> None:
    assert encoding.wire_address("инна@пример.рф".replace("инна", "inna")) == "inna@xn--e1afmkfd.xn--p1ai"
