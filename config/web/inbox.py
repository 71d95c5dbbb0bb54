"""The demo's inbox: mails that its own mail server has taken. Never in production."""

from importlib.util import find_spec
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path
from django.views.decorators.http import require_safe

# Over django-mail-preview's own: enough contrast in the chosen row, and nothing about set-up for developers.
OUR_STYLES = """
.sidebar li[aria-current="page"] { --muted: var(--fg); }
.sidebar .previews, .welcome p, .welcome .copyable { display: none; }
"""


def is_allowed(request: HttpRequest) -> bool:
    """The pages of django-mail-preview ask here; a mailbox needs no login of ours."""
    return bool(settings.INBOX_FOLDER)


@require_safe
def styles(request: HttpRequest) -> HttpResponse:
    found = find_spec("django_mail_preview")
    assert found and found.origin
    theirs = Path(found.origin).parent / "static" / "django_mail_preview" / "preview.css"
    return HttpResponse(theirs.read_text() + OUR_STYLES, content_type="text/css")


def routes() -> list[URLPattern | URLResolver]:
    """Empty where there is no inbox, so that production does not even import its pages."""
    if not settings.INBOX_FOLDER:
        return []
    return [
        path("inbox/assets/preview.css", styles, name="inbox_styles"),
        path("inbox/", include("django_mail_preview.urls")),
    ]
