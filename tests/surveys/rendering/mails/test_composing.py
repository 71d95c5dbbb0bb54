"""The fast path of a mail equals the plain one: Python's own email package."""

import html
import re
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.stack.mail.box import parsed
from surveys.definition import piping
from surveys.models import Batch, Brand
from surveys.rendering.mails import composing, encoding, template
from surveys.rendering.mails.composing import HOLE, Personal, Ready
from surveys.rendering.mails.personal import personal
from tests.surveys import asked
from tests.surveys.rendering import library

SENDER = "irina.belova@meridian.example"
ONE, OTHER = UUID("6f1f2c51-8d6e-4a07-9a37-0f9c2f5b5a01"), UUID("0c3a3a4e-52a3-4b6a-8f4d-11f5f9c3a702")
DATED_AT = datetime(2026, 11, 18, 9, 30, tzinfo=UTC)
BATCH = Batch(
    name="November",
    sender_name="Irina Belova",
    sender_title="Head of customer service",
    sender_address=SENDER,
    reply_to_address=SENDER,
)
BRAND = Brand(name="Meridian Supply", accent="#1d6b64", phone="+7 343 555-01-10", postal_address="12 Lenina")
FACTS = st.fixed_dictionaries(
    {},
    optional={
        name: st.text(max_size=80)
        for name in ("supplier", "company", "contact_name", "manager", "order", "goods", "order_on")
    },
)


def made(key: str, language: str, *, is_reminder: bool = False) -> template.Made:
    return template.make(
        library.questionnaire(key), batch=BATCH, brand=BRAND, language=language, is_reminder=is_reminder
    )


def ready(mail: template.Made) -> Ready:
    return Ready(
        sender=encoding.mailbox(mail.sender, SENDER),
        reply_to=encoding.mailbox("", SENDER),
        subject=mail.subject,
        text=composing.cut(mail.text),
        html=composing.cut(mail.html),
    )


def parts(facts: dict[str, Any], language: str = "en") -> Personal:
    return personal(
        message_uuid=ONE,
        invitation_uuid=OTHER,
        dated_at=DATED_AT,
        address="elena@alfa.example",
        language=language,
        facts=facts,
        sender_name="Irina Belova",
    )


def plain(mail: template.Made, person: Personal) -> EmailMessage:
    """The same mail composed the usual way."""
    message = EmailMessage()
    message["From"] = f'"{mail.sender}" <{SENDER}>'
    message["Subject"] = piping.fill(mail.subject, person.facts)
    message["Date"] = format_datetime(person.dated_at)
    message["Message-ID"] = f"<msg-{ONE}@127.0.0.1>"
    message["Reply-To"] = SENDER
    message["List-Unsubscribe"] = f"<{person.unsubscribe_link}>"
    message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message["X-Invitation-Id"] = str(OTHER)
    message.set_content(HOLE.sub(lambda hole: piping.fill(hole[1], person.facts), mail.text))
    message.add_alternative(
        HOLE.sub(lambda hole: html.escape(piping.fill(hole[1], person.facts)), mail.html), subtype="html"
    )
    return message


def content(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n").rstrip("\n")


def assert_equal(raw: bytes, expected: EmailMessage) -> None:
    message = parsed(raw)
    for kind in ("plain", "html"):
        assert content(message, kind) == content(expected, kind)
    for name in set(expected.keys()) - {"MIME-Version", "Content-Type"}:
        assert " ".join(str(message[name]).split()) == " ".join(str(expected[name]).split())
    assert message.defects == []


@pytest.mark.parametrize("is_reminder", [False, True])
@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("key", ["post-sale", "periodic-csi", "nps"])
def test_the_fast_path_equals_the_plain_one(key: str, language: str, is_reminder: bool) -> None:
    mail = made(key, language, is_reminder=is_reminder)
    person = parts(asked.FACTS | {"company": 'Альфа & "Ко" <script>'}, language)
    assert_equal(composing.compose(ready(mail), person), plain(mail, person))


RUSSIAN = made("post-sale", "ru")
READY = ready(RUSSIAN)


@settings(deadline=None)
@given(facts=FACTS)
def test_it_does_for_whatever_stands_in_the_facts(facts: dict[str, str]) -> None:
    person = parts(facts, "ru")
    raw = composing.compose(READY, person)
    assert_equal(raw, plain(RUSSIAN, person))
    assert raw.isascii()
    head, _, body = raw.partition(b"\r\n\r\n")
    assert all(len(line) <= 76 for line in body.split(b"\r\n"))
    assert all(len(line) <= 76 for line in head.split(b"\r\n") if b"=?" in line)
    assert b"\n" not in raw.replace(b"\r\n", b"")


@settings(deadline=None)
@given(name=st.text(max_size=60), order=st.text(max_size=60))
def test_no_fact_can_add_a_header_or_markup(name: str, order: str) -> None:
    evil = {"contact_name": f"{name}\r\nBcc: x@evil.example", "order": f"<img src=x onerror=1>{order}"}
    message = parsed(composing.compose(READY, parts(evil, "ru")))
    assert message["Bcc"] is None
    assert "<img" not in content(message, "html")
    assert [address.addr_spec for address in message["To"].addresses] == ["elena@alfa.example"]


def test_the_same_mail_has_the_same_bytes() -> None:
    assert composing.compose(READY, parts(asked.FACTS)) == composing.compose(
        ready(RUSSIAN), parts(asked.FACTS)
    )


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("key", ["post-sale", "periodic-csi", "nps"])
def test_nothing_remote_and_every_number_a_link(key: str, language: str) -> None:
    person = parts(asked.FACTS, language)
    message = parsed(composing.compose(ready(made(key, language)), person))
    page, text = content(message, "html"), content(message, "plain")
    assert set(re.findall(r"""(?:src|background)=|url\(|@import|<img|<link|<script""", page)) == set()
    link = person.facts["answer_link"]
    first = 0 if key == "nps" else 1
    for number in range(first, 11):
        assert f'href="{link}?a={number}"' in page
        assert f"{link}?a={number}\n" in text
    assert f'href="{person.unsubscribe_link}"' in page
    assert person.unsubscribe_link in text
    assert "⟦" not in page + text


def test_unknown_facts_leave_no_gap() -> None:
    text = content(
        parsed(composing.compose(ready(made("post-sale", "en")), parts({"supplier": "M"}))), "plain"
    )
    assert "Good day," in text
    assert "how your order went" in text
    assert "  " not in text.replace("-- \n", "")


@pytest.mark.parametrize(("language", "words"), [("en", "survey is anonymous"), ("ru", "Опрос анонимный")])
def test_an_anonymous_survey_says_so_and_has_no_scores_to_follow(language: str, words: str) -> None:
    person = parts(asked.FACTS, language)
    message = parsed(composing.compose(ready(made("internal", language)), person))
    for kind in ("html", "plain"):
        page = content(message, kind)
        assert words in page and person.facts["answer_link"] in page
        assert not any(untrue in page for untrue in ("?a=", "carry your name", "с вашим именем"))
