"""Goal A6: the client's first page at most 30 KB over the wire, readable after one request."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import CDPSession, Page
from pytest_django.live_server_helper import LiveServer

from tests.real.browser import OpenPage
from tests.surveys import asked, every_type
from tests.surveys.asked import path

pytestmark = pytest.mark.browser
MOST_BYTES = 30_000


@dataclass
class Wire:
    """What a browser with nothing in its cache fetched, by request: its kind, and its bytes with headers."""

    kinds: dict[str, str] = field(default_factory=dict)
    bytes: dict[str, int] = field(default_factory=dict)

    def listen(self, session: CDPSession) -> None:
        session.on("Network.requestWillBeSent", self._sent)
        session.on("Network.loadingFinished", self._finished)
        session.send("Network.enable")

    def _sent(self, event: dict[str, Any]) -> None:
        if not event["request"]["url"].startswith("data:"):
            self.kinds[event["requestId"]] = event["type"]

    def _finished(self, event: dict[str, Any]) -> None:
        if event["requestId"] in self.kinds:
            self.bytes[event["requestId"]] = int(event["encodedDataLength"])


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_first_page_is_light(site: LiveServer, open_page: OpenPage, language: str) -> None:
    now = timezone.now()
    version = asked.published("periodic-csi", now=now)
    address = site.url + path(
        asked.invitation(version, now=now, language=language, **every_type.WORDS[language])
    )
    page = open_page(width=390, language=language)
    wire = Wire()
    wire.listen(page.context.new_cdp_session(page))
    page.goto(address, wait_until="networkidle")

    total = sum(wire.bytes.values())
    print(f"\nA6 first page of T2, {language}: {total} bytes over the wire, limit {MOST_BYTES}")
    for request, kind in wire.kinds.items():
        print(f"   {kind:9} {wire.bytes[request]:6} bytes")
    needed = blocking(page)
    print(f"   requests before the first paint: {needed}; first paint {first_paint(page):.0f} ms")
    assert total <= MOST_BYTES
    assert needed == 1


def test_it_is_readable_with_nothing_but_the_page(site: LiveServer, open_page: OpenPage) -> None:
    """Everything else is held back: the first question is painted, in the company's colour."""
    now = timezone.now()
    page = open_page(width=390)
    page.route(lambda url: "/s/script/" in url or "/s/logo/" in url, lambda route: None)
    page.goto(
        site.url + path(asked.invitation(asked.published("periodic-csi", now=now), now=now)),
        wait_until="commit",
    )
    page.locator("#overall-10").wait_for()
    page.wait_for_function("performance.getEntriesByName('first-contentful-paint').length")

    assert (
        page.locator(".mark").evaluate("each => getComputedStyle(each).backgroundColor") != "rgba(0, 0, 0, 0)"
    )


def blocking(page: Page) -> int:
    """The page itself, and whatever Chromium says that its first paint waited for."""
    resources = page.evaluate("performance.getEntriesByType('resource').map(one => one.renderBlockingStatus)")
    return 1 + resources.count("blocking")


def first_paint(page: Page) -> float:
    return float(page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime"))
