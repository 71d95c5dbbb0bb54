"""The demo's inbox shows real mails and lets one follow their links."""

from email.message import EmailMessage
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from config.stack.mail.box import Box
from config.web import inbox
from tests.real.browser import OpenPage, assert_accessible

TEXT = "Добрый день! Как вы оцениваете поставку по заказу SO-1001?"


@pytest.fixture
def box(tmp_path: Path, settings: Settings) -> Box:
    settings.ROOT_URLCONF = "tests.config.web.inbox_urls"
    settings.INBOX_FOLDER = settings.MAIL_PREVIEW_ROOT = str(tmp_path / "mail")
    return Box(tmp_path / "mail")


def put(box: Box, *, link: str = "https://surveys.example.com/s/abc") -> None:
    mail = EmailMessage()
    mail["Subject"] = "Ваш заказ SO-1001: три вопроса"
    mail["From"] = "Анна Менеджер <anna@ours.example>"
    mail["To"] = "Иванова <ivanova@client.example>"
    mail.set_content(TEXT)
    mail.add_alternative(
        f'<html lang="ru"><head><title>-</title></head><body><p>{TEXT}</p>'
        f'<p><a href="{link}">Ответить</a></p><script>document.title = "ran"</script></body></html>',
        subtype="html",
    )
    box.accept(mail.as_bytes(), sender="anna@ours.example", recipients=["ivanova@client.example"])


@pytest.mark.django_db
def test_mails_are_shown_with_their_cyrillic(client: Client, box: Box) -> None:
    put(box)
    page = client.get("/inbox/").content.decode()
    assert "Ваш заказ SO-1001: три вопроса" in page
    assert "ivanova@client.example" in page


@pytest.mark.django_db
def test_without_a_folder_there_is_no_inbox(client: Client, settings: Settings) -> None:
    settings.INBOX_FOLDER = ""
    assert inbox.routes() == []
    settings.ROOT_URLCONF = "tests.config.web.inbox_urls"
    assert client.get("/inbox/").status_code == 404


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("width", "is_dark"), [(1280, False), (1280, True), (390, False)])
def test_a_mail_is_read_and_its_link_followed(
    site: LiveServer, box: Box, open_page: OpenPage, page_problems: list[str], width: int, is_dark: bool
) -> None:
    put(box, link=f"{site.url}/healthz")
    page = open_page(width=width, is_dark=is_dark)
    page.goto(f"{site.url}/inbox/")
    assert_accessible(page)
    page.locator("table.inbox").get_by_role("link", name="Ваш заказ SO-1001: три вопроса").click()
    frame = page.frame_locator("iframe")
    frame.get_by_text(TEXT).wait_for()
    with page.expect_popup() as opened:
        frame.get_by_role("link", name="Ответить").click()
    opened.value.wait_for_load_state()
    assert opened.value.url == f"{site.url}/healthz"
    assert_accessible(page)
    # The mail's script is what the sandbox is there to stop, and Chromium says so.
    page_problems[:] = [each for each in page_problems if "sandbox" not in each]
