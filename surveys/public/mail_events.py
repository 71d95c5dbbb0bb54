"""Where the mail provider posts what became of mails. There is no such page until MAIL_EVENTS names one."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from surveys.actions.feedback import telling
from surveys.channels.events import opening


@csrf_exempt  # a machine posts here; its signature or password is the permission
@require_http_methods(["POST", "HEAD"])
def mail_events(request: HttpRequest, provider: str) -> HttpResponse:
    if not settings.MAIL_EVENTS_SECRET or provider != settings.MAIL_PROVIDER:
        raise Http404
    if request.method == "HEAD":  # how some providers try an address out
        return HttpResponse()
    now = timezone.now()
    try:
        events = opening.read(request, provider=provider, secret=settings.MAIL_EVENTS_SECRET, now=now)
    except opening.NotTheProvider:
        return HttpResponse(status=403)
    except opening.Unreadable:
        return HttpResponse(status=400)
    for told in events:
        telling.take(told=told, provider=provider, now=now)
    return HttpResponse()
