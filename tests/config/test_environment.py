import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from config import environment

GOOD = {
    "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz-0123456789abcdefghij",
    "DATABASE_URL": "postgres://barometer:secret@db:5432/barometer",
    "BROKER_URL": "redis://valkey:6379/0",
    "EMAIL_URL": "smtp+tls://user%40ours.example:p%2Fw@relay.example.com",
    "BASE_URL": "https://surveys.example.com/",
}
WRONG = [
    ("BAROMETER_MODE", "staging"),
    ("SECRET_KEY", ""),
    ("SECRET_KEY", "short"),
    ("SECRET_KEY", "a" * 80),
    ("DATABASE_URL", ""),
    ("DATABASE_URL", "mysql://barometer@db/barometer"),
    ("DATABASE_URL", "postgres://barometer@db"),
    ("DATABASE_URL", "postgres://barometer:pass#word@db:5432x/barometer"),
    ("BROKER_URL", ""),
    ("BROKER_URL", "http://valkey"),
    ("BROKER_URL", "redis://"),
    ("BROKER_URL", "redis://valkey:port/0"),
    ("CACHE_URL", "memcached://cache"),
    ("EMAIL_URL", ""),
    ("EMAIL_URL", "smtp://"),
    ("EMAIL_URL", "relay.example.com:587"),
    ("EMAIL_URL", "smtp://relay.example.com:0"),
    ("BASE_URL", ""),
    ("BASE_URL", "surveys.example.com"),
    ("BASE_URL", "https://"),
    ("BASE_URL", "https://surveys.example.com/?a=1"),
    ("MAIL_LOOKUP_URL", "ftp://relay"),
    ("MAIL_SETTLE_SECONDS", "1.5"),
    ("MAIL_SETTLE_SECONDS", "-1"),
    ("SEND_LEASE_SECONDS", "0"),
    ("SWEEP_SECONDS", "often"),
    ("TIME_ZONE", "Europe/Moskau"),
    ("INBOX_FOLDER", "/tmp/mails"),
    ("TRUSTED_PROXIES", "10.0.0.5, proxy"),
    ("OFFICE_NETWORKS", "our office"),
]


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_a_wrong_value_is_refused_by_its_name(name: str, value: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=name):
        environment.read(GOOD | {name: value})


@given(
    name=st.sampled_from(["DATABASE_URL", "BROKER_URL", "EMAIL_URL", "BASE_URL", "CACHE_URL", "TIME_ZONE"]),
    value=st.text(st.characters(blacklist_categories=["Cs"]), min_size=1, max_size=40),
)
def test_whatever_is_written_either_works_or_is_refused_by_name(name: str, value: str) -> None:
    try:
        environment.read(GOOD | {name: value})
    except ImproperlyConfigured as error:
        assert name in str(error)


@pytest.mark.parametrize("name", ["DATABASE_URL", "BROKER_URL", "EMAIL_URL"])
def test_a_refusal_tells_no_password(name: str) -> None:
    with pytest.raises(ImproperlyConfigured) as refused:
        environment.read(GOOD | {name: "gopher://user:hunter2@host:70/x"})
    assert "hunter2" not in str(refused.value)


def test_good_values_are_read() -> None:
    read = environment.read(GOOD)
    assert read.mode == environment.PRODUCTION
    assert read.is_https
    assert read.base_url == "https://surveys.example.com"
    assert read.allowed_hosts == ["surveys.example.com"]
    assert read.database["NAME"] == "barometer"
    assert read.cache_url == read.broker_url


@pytest.mark.parametrize(
    ("url", "port", "uses_tls", "uses_ssl"),
    [
        ("smtp://relay", 25, False, False),
        ("smtp+tls://relay", 587, True, False),
        ("smtps://relay", 465, False, True),
        ("smtp+ssl://relay:2465", 2465, False, True),
    ],
)
def test_the_mail_relay_is_spoken_to_as_its_address_says(
    url: str, port: int, uses_tls: bool, uses_ssl: bool
) -> None:
    email = environment.read(GOOD | {"EMAIL_URL": url}).mail.relay
    assert (email["EMAIL_PORT"], email["EMAIL_USE_TLS"], email["EMAIL_USE_SSL"]) == (port, uses_tls, uses_ssl)


def test_a_password_may_hold_any_character_once_encoded() -> None:
    email = environment.read(GOOD).mail.relay
    assert (email["EMAIL_HOST_USER"], email["EMAIL_HOST_PASSWORD"]) == ("user@ours.example", "p/w")


def test_valkey_addresses_are_spoken_as_redis() -> None:
    assert environment.read(GOOD | {"BROKER_URL": "valkey://v:6379/2"}).broker_url == "redis://v:6379/2"


def test_rabbitmq_needs_a_cache_of_its_own() -> None:
    with pytest.raises(ImproperlyConfigured, match="CACHE_URL"):
        environment.read(GOOD | {"BROKER_URL": "amqp://rabbit"})
    read = environment.read(GOOD | {"BROKER_URL": "amqp://rabbit", "CACHE_URL": "redis://v/1"})
    assert read.cache_url == "redis://v/1"


def test_our_own_name_is_always_allowed() -> None:
    read = environment.read(GOOD | {"ALLOWED_HOSTS": "a.example, b.example"})
    assert read.allowed_hosts == ["surveys.example.com", "a.example", "b.example"]
