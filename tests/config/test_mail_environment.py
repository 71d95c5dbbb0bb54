import subprocess
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import environment
from tests.config.test_environment import GOOD

WRONG = [
    ("RETURN_PATH", "bounces"),
    ("RETURN_PATH", "bounces@localhost"),
    ("RETURN_PATH", "a b@mail.example.com"),
    ("RETURN_PATH", "boun+ces@mail.example.com"),
    ("RETURN_PATH", "возвраты@mail.example.com"),
    ("RETURN_PATH", "a-name-that-is-too-long@mail.example.com"),
    ("FEEDBACK_MAILBOX_URL", "imap://user:hunter2@imap.example.com/INBOX"),
    ("FEEDBACK_MAILBOX_URL", "imap+ssl://imap.example.com/INBOX"),
    ("FEEDBACK_MAILBOX_URL", "imap+ssl://user@imap.example.com/INBOX"),
    ("MAIL_LOOKUP_URL", "mailgun://hunter2"),
    ("MAIL_LOOKUP_URL", "postmark://"),
    ("MAIL_LOOKUP_URL", "postmark://hunter2@domain"),
    ("MAIL_LOOKUP_URL", "brevo://hunter2"),
    ("MAIL_LOOKUP_URL", "https://user:hunter2@relay.example.com"),
    ("MAIL_EVENTS", "hunter2"),
    ("MAIL_EVENTS", "mailgun://"),
    ("MAIL_EVENTS", "postmark://hunter2"),
    ("MAIL_EVENTS", "carrier-pigeon://hunter2"),
    ("DKIM_DOMAIN", "example.com"),
    ("DKIM_KEY_FILE", "/no/such/file"),
]


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_a_wrong_value_is_refused_by_its_name_and_no_secret_told(name: str, value: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=name) as refused:
        environment.read(GOOD | {name: value})
    assert "hunter2" not in str(refused.value)


def test_nothing_is_needed() -> None:
    mail = environment.read(GOOD).mail
    assert (mail.return_path, mail.feedback_mailbox_url, mail.lookup_url) == ("", "", "")
    assert (mail.provider, mail.events_secret, mail.dkim_key_file) == ("", "", "")


def test_a_relay_is_asked_as_ever() -> None:
    mail = environment.read(GOOD | {"MAIL_LOOKUP_URL": "http://relay:8025/"}).mail
    assert (mail.lookup_url, mail.provider, mail.settle_seconds) == ("http://relay:8025", "", 600)


@pytest.mark.parametrize(
    ("url", "provider", "seconds"),
    [
        ("mailgun://key-1@mail.example.com", "mailgun", 1800),
        ("mailgun+eu://key-1@mail.example.com", "mailgun", 1800),
        ("postmark://Token-In-Cases", "postmark", 60),
    ],
)
def test_a_providers_interface_is_asked(url: str, provider: str, seconds: int) -> None:
    mail = environment.read(GOOD | {"MAIL_LOOKUP_URL": url}).mail
    assert (mail.lookup_url, mail.provider, mail.settle_seconds) == (url, provider, seconds)
    slower = environment.read(GOOD | {"MAIL_LOOKUP_URL": url, "MAIL_SETTLE_SECONDS": "90"}).mail
    assert slower.settle_seconds == 90


@pytest.mark.parametrize(
    ("url", "provider", "secret"),
    [
        ("mailgun://Key-In-Cases", "mailgun", "Key-In-Cases"),
        ("postmark://user:pass%2Fword", "postmark", "user:pass/word"),
        ("brevo://User:Pass", "brevo", "User:Pass"),
    ],
)
def test_events_are_taken_of_one_provider(url: str, provider: str, secret: str) -> None:
    mail = environment.read(GOOD | {"MAIL_EVENTS": url}).mail
    assert (mail.provider, mail.events_secret) == (provider, secret)


def test_events_and_look_up_are_of_the_same_provider() -> None:
    both = {"MAIL_EVENTS": "brevo://u:p", "MAIL_LOOKUP_URL": "postmark://token"}
    with pytest.raises(ImproperlyConfigured, match="one provider"):
        environment.read(GOOD | both)


def test_a_key_that_signs_needs_its_domain_and_selector(tmp_path: Path) -> None:
    key = tmp_path / "key.pem"
    subprocess.run(["openssl", "genrsa", "-out", str(key), "2048"], check=True, capture_output=True)
    all_three = {"DKIM_KEY_FILE": str(key), "DKIM_DOMAIN": "Example.com", "DKIM_SELECTOR": "s1"}
    mail = environment.read(GOOD | all_three).mail
    assert (mail.dkim_key_file, mail.dkim_domain, mail.dkim_selector) == (str(key), "example.com", "s1")
    with pytest.raises(ImproperlyConfigured, match="DKIM_SELECTOR"):
        environment.read(GOOD | all_three | {"DKIM_SELECTOR": ""})
    key.write_text("no key")
    with pytest.raises(ImproperlyConfigured, match="no private key"):
        environment.read(GOOD | all_three)
