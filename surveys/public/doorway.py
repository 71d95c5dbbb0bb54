"""Opens a personal link: finds whose it is, counts what programs only look at, keeps what people posted.

HEAD and prefetch change nothing, as GET does not; a HEAD is answered without making the page.
"""

import logging
from collections.abc import Callable
from datetime import datetime
from functools import wraps

from django.core.exceptions import RequestDataTooBig
from django.db import Error as DatabaseAway
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from surveys.public import attached, replies, visits
from surveys.public.headers import private
from surveys.public.humans import hits
from surveys.public.visits import Visit

logger = logging.getLogger(__name__)

View = Callable[[HttpRequest, Visit, datetime], HttpResponse]


def by_link(view: View) -> Callable[..., HttpResponse]:
    """A view of the visit that a token opens; the same page for all tokens that open none."""

    @private
    @csrf_exempt  # no session stands behind the link: the page's own nonce does what the cookie would
    @require_http_methods(["GET", "HEAD", "POST"])
    @kindly
    @wraps(view)
    def opened(request: HttpRequest, token: str) -> HttpResponse:
        now = timezone.now()
        attached.limit(request)
        visit = visits.find(token)
        if visit is None:
            return replies.unknown(request)
        discreet(request, visit)
        if kind := hits.kind_of(request):
            hits.count(visit, kind, now)
        return HttpResponse() if request.method == "HEAD" else view(request, visit, now)

    return opened


def discreet(request: HttpRequest, visit: Visit) -> None:
    """Have the server's log leave out who came: an anonymous survey promises it (config/web/gunicorn.py)."""
    if not visit.door.keeps_pages:
        request.META["barometer.discreet"] = "yes"


def kindly(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Where the database is away, or too much was sent, the person is told and keeps what they wrote."""

    @wraps(view)
    def answered(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except RequestDataTooBig:
            return replies.too_large(request)
        except DatabaseAway:
            logger.exception("a client's page could not reach the database")
            return replies.try_again(request)

    return answered
