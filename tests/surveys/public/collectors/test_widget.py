"""The widget on another site, in a real browser: shown where it may be, refused elsewhere, a polite guest."""

import gzip
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import FrameLocator, Page, expect
from pytest_django.live_server_helper import LiveServer

from surveys.models import Collector, Response
from tests.real.browser import OpenPage, assert_accessible
from tests.surveys import asked

pytestmark = pytest.mark.browser
MOST_BYTES = 10_000


@dataclass
class Site:
    """Somebody else's web site: its page and the headers that come with it."""

    url: str
    html: str = ""
    headers: dict[str, str] = field(default_factory=dict)


@pytest.fixture
def other_site() -> Iterator[Site]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            for name, value in {"Content-Type": "text/html", **site.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(site.html.encode())

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site = Site(f"http://127.0.0.1:{server.server_port}")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield site
    server.shutdown()
    server.server_close()


@pytest.fixture
def widget(site: LiveServer, other_site: Site) -> Collector:
    now = timezone.now()
    version = asked.published("nps", now=now)
    made = asked.collector(version, now=now, kind="widget", allowed_origins=[other_site.url])
    other_site.html = (
        '<!doctype html><html lang="en"><head><title>A shop</title></head><body><main><h1>A shop</h1>'
        f'<p>Goods</p></main><script src="{site.url}/w/{made.slug}.js" async></script></body></html>'
    )
    return made


def panel(page: Page) -> FrameLocator:
    return page.frame_locator("iframe")


def names(page: Page) -> list[str]:
    """What the page calls its own; axe is the test's, and a frame is a window by its number."""
    found: list[str] = page.evaluate("Object.keys(window)")
    return [name for name in found if not name.isdigit() and name != "axe"]


def answer(page: Page) -> None:
    """To the end of the survey inside the frame, taking the first of everything required."""
    inside = panel(page)
    while inside.locator("form button").count():
        for group in inside.locator("[role=radiogroup]").all():
            group.locator("label", has=inside.locator("input")).last.click()
        inside.locator("form .go button").first.click()
        page.wait_for_timeout(400)


def test_it_shows_and_submits_on_an_allowed_site(
    widget: Collector, other_site: Site, open_page: OpenPage
) -> None:
    page = open_page(width=1280)
    page.goto(other_site.url)
    before = names(page)
    launcher = page.get_by_role("button", name="Your opinion")
    expect(launcher).to_have_attribute("aria-expanded", "false")

    launcher.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    expect(panel(page).locator("h1")).to_be_visible()
    assert_accessible(page)
    tall = page.locator("iframe").evaluate("each => each.getBoundingClientRect().height")
    assert tall > 200
    answer(page)

    expect(panel(page).locator("h1")).to_contain_text("Thank you")
    response = Response.objects.get()
    assert response.submitted_at and response.collector == widget
    assert names(page) == before
    assert page.evaluate("Object.keys(localStorage)") == [f"barometer:{widget.slug}"]
    page.get_by_role("button", name="Close").click()
    expect(page.get_by_role("button", name="Your opinion")).to_have_count(0)
    page.reload()
    page.wait_for_timeout(500)
    expect(page.get_by_role("button", name="Your opinion")).to_have_count(0)


def test_escape_closes_and_gives_the_focus_back(
    widget: Collector, other_site: Site, open_page: OpenPage
) -> None:
    page = open_page(width=390)
    page.goto(other_site.url)
    launcher = page.get_by_role("button", name="Your opinion")
    launcher.focus()
    page.keyboard.press("Enter")
    panel(page).locator("input[type=radio]").first.focus()
    page.wait_for_timeout(300)

    page.keyboard.press("Escape")

    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(launcher).to_be_visible()
    assert page.evaluate("document.activeElement.dataset.survey") == widget.slug
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.get_by_role("button", name="Do not show again").click()
    page.reload()
    page.wait_for_timeout(500)
    expect(launcher).to_have_count(0)


def test_a_strict_policy_of_the_site_lets_it_pass(
    widget: Collector, other_site: Site, site: LiveServer, open_page: OpenPage
) -> None:
    """Two directives are all it needs: our address among script-src and frame-src."""
    other_site.headers["Content-Security-Policy"] = (
        f"default-src 'none'; script-src {site.url}; frame-src {site.url}; require-trusted-types-for 'script'"
    )
    page = open_page()
    page.goto(other_site.url)
    launcher = page.get_by_role("button", name="Your opinion")
    launcher.click()

    expect(panel(page).locator("h1")).to_be_visible()
    assert launcher.evaluate("each => getComputedStyle(each).borderRadius") == "22px"


@pytest.mark.parametrize("address", ["/c/{}?framed=1", "/w/{}", "/c/{}"])
def test_the_browser_refuses_a_foreign_site(
    widget: Collector,
    other_site: Site,
    site: LiveServer,
    open_page: OpenPage,
    page_problems: list[str],
    address: str,
) -> None:
    Collector.objects.update(allowed_origins=["http://127.0.0.1:1"])
    other_site.html = f'<iframe src="{site.url}{address.format(widget.slug)}"></iframe>'
    page = open_page()
    page.goto(other_site.url)
    page.wait_for_timeout(500)

    assert panel(page).locator("form").count() == 0
    assert any("frame-ancestors" in problem or "refused" in problem.lower() for problem in page_problems)
    page_problems.clear()


def test_a_foreign_site_shows_no_launcher(widget: Collector, other_site: Site, open_page: OpenPage) -> None:
    Collector.objects.update(allowed_origins=["https://elsewhere.example"])
    page = open_page()
    page.goto(other_site.url)
    page.wait_for_timeout(500)

    expect(page.get_by_role("button", name="Your opinion")).to_have_count(0)


def test_neither_side_listens_to_strangers(widget: Collector, other_site: Site, open_page: OpenPage) -> None:
    page = open_page()
    page.goto(other_site.url)
    page.get_by_role("button", name="Your opinion").click()
    expect(panel(page).locator("h1")).to_be_visible()
    forged = f'{{barometer: "{widget.slug}", height: 7, closes: true, isAnswered: true}}'
    page.evaluate(f"window.postMessage({forged}, '*')")
    page.wait_for_timeout(300)

    expect(page.get_by_role("dialog")).to_be_visible()
    assert page.locator("iframe").evaluate("each => each.getBoundingClientRect().height") > 7
    assert page.evaluate("localStorage.length") == 0


def test_it_is_light_and_its_answer_has_the_right_headers(db: None, settings: Any, client: Client) -> None:
    settings.BASE_URL = "https://survey.example"
    now = timezone.now()
    made = asked.collector(
        asked.published("nps", now=now), now=now, kind="widget", allowed_origins=["https://shop.example"]
    )
    script = client.get(f"/w/{made.slug}.js", headers={"accept-encoding": "gzip"})
    assert len(script.content) < MOST_BYTES
    text = gzip.decompress(script.content).decode()
    assert '"https://survey.example/c/' in text and json.dumps("Ваше мнение") in text
    assert script["Content-Type"].startswith("text/javascript")

    for address in (f"/c/{made.slug}?framed=1", f"/w/{made.slug}"):
        page = client.get(address)
        assert "frame-ancestors https://shop.example" in page["Content-Security-Policy"]
        assert "X-Frame-Options" not in page
    plain = client.get(f"/c/{made.slug}")
    assert "frame-ancestors 'none'" in plain["Content-Security-Policy"]
    assert plain["X-Frame-Options"] == "DENY"
    Collector.objects.update(is_open=False)
    assert "takes no answers" in client.get(f"/w/{made.slug}.js").content.decode()
    assert client.get("/w/unknown.js").status_code == 404
