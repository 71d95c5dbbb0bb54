"""The demo's inbox: mails that its own mail server has taken. Never in production."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path


def is_allowed(request: HttpRequest) -> bool:
    """The pages of django-mail-preview ask here; a mailbox needs no login of ours."""
    return bool(settings.INBOX_FOLDER)


def routes() -> list[URLPattern | URLResolver]:
    """Empty where there is no inbox, so that production does not even import its pages."""
    if not settings.INBOX_FOLDER:
        return []
    return [path("inbox/", include("django_mail_preview.urls"))]
