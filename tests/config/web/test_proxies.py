import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from pytest_django import Settings

from config.web import proxies


@pytest.fixture(autouse=True)
def trusted(settings: Settings) -> None:
    settings.TRUSTED_PROXIES = ["10.0.0.5", "172.16.0.0/12"]


def seen(peer: str, **headers: str) -> HttpRequest:
    """The request as the application sees it."""
    request = RequestFactory().get("/", REMOTE_ADDR=peer, headers=headers)
    proxies.believe_trusted_proxies(lambda request: HttpResponse())(request)
    return request


def test_a_strangers_headers_are_dropped() -> None:
    request = seen("203.0.113.9", x_forwarded_for="1.2.3.4", x_forwarded_proto="https")
    assert request.META["REMOTE_ADDR"] == "203.0.113.9"
    assert not any(name.startswith("HTTP_X_FORWARDED") for name in request.META)


@pytest.mark.parametrize("peer", ["10.0.0.5", "172.18.0.1"])
def test_a_proxys_headers_count(peer: str) -> None:
    request = seen(peer, x_forwarded_for="198.51.100.7", x_forwarded_proto="https")
    assert request.META["REMOTE_ADDR"] == "198.51.100.7"
    assert request.META["HTTP_X_FORWARDED_PROTO"] == "https"


def test_an_address_made_up_by_the_visitor_does_not_hide_the_real_one() -> None:
    request = seen("10.0.0.5", x_forwarded_for="1.2.3.4, 198.51.100.7, 172.18.0.3")
    assert request.META["REMOTE_ADDR"] == "198.51.100.7"


def test_without_a_header_the_proxy_itself_has_asked() -> None:
    assert seen("10.0.0.5").META["REMOTE_ADDR"] == "10.0.0.5"
