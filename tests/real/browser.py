"""A real browser. What pages complain about in its console fails the test, violations of the CSP too."""

import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from config.stack.testing import CHROMIUM

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]
OpenPage = Callable[..., Page]


@pytest.fixture
def site(transactional_db: None, live_server: LiveServer, settings: Settings) -> LiveServer:
    """The whole application behind a real web server; links in mails lead to it."""
    settings.BASE_URL = live_server.url
    settings.CSRF_TRUSTED_ORIGINS = [live_server.url]
    return live_server


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if program is None:
        pytest.skip("Chromium is missing: apt-get install --no-install-recommends chromium")
    # Playwright keeps an event loop in this thread, which Django would take for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def page_problems() -> list[str]:
    """What pages complained about. Must be empty at the end; a test that expects some clears it."""
    return []


@pytest.fixture
def open_page(browser: Browser, page_problems: list[str]) -> Iterator[OpenPage]:
    """open_page(width=390, language="ru", is_dark=True, with_javascript=False): a page of a fresh browser."""
    contexts = []

    def note(message: ConsoleMessage) -> None:
        address = str(message.location.get("url", ""))
        if message.type == "error" and not address.endswith("/favicon.ico"):
            page_problems.append(f"{message.text} ({address})")

    def open_(
        *, width: int = 1280, language: str = "en", is_dark: bool = False, with_javascript: bool = True
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 844 if width < 600 else 900},
            locale=language,
            color_scheme="dark" if is_dark else "light",
            java_script_enabled=with_javascript,
        )
        contexts.append(context)
        context.set_default_timeout(15_000)
        context.on("console", note)
        context.on("weberror", lambda error: page_problems.append(str(error.error)))
        return context.new_page()

    yield open_
    for context in contexts:
        context.close()
    assert not page_problems, "\n".join(page_problems)


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """A page as wide as a desktop's, in English, light."""
    return open_page()


def assert_accessible(page: Page) -> None:
    """No violation of the rules that axe knows; each is named with the elements that break it."""
    violations = Axe().run(page).response["violations"]
    found = [
        f"{each['id']}: {each['help']}\n"
        + "\n".join(f"    {node['html'][:200]}" for node in each["nodes"][:5])
        for each in violations
    ]
    assert not found, f"{page.url}\n" + "\n".join(found)
