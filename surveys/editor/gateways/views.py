"""The gateways: their list, adding and changing one, a message to oneself, switching on and off."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from surveys.actions.gateways import keeping
from surveys.actions.gateways.keeping import CannotKeep, Kept
from surveys.actions.trying import gateways as trying
from surveys.channels.senders import registry
from surveys.channels.senders.interface import WrongAddress
from surveys.editor import allowed
from surveys.editor.gateways import waiting
from surveys.editor.gateways.forms import GatewayForm, TrialForm
from surveys.models import Gateway, Outcome

LIST, ONE, NEW = (f"surveys/editor/gateways/{name}.html" for name in ("list", "one", "new"))


@require_safe
@allowed.to(allowed.PUBLISH)
def gateways(request: HttpRequest) -> HttpResponse:
    rows = waiting.rows()
    on = sum(row.gateway.is_on for row in rows)
    return render(request, LIST, {"rows": rows, "on": on, "unserved": waiting.unserved()})


@require_http_methods(["GET", "HEAD", "POST"])
@allowed.to(allowed.PUBLISH)
def new(request: HttpRequest) -> HttpResponse:
    form = GatewayForm(request.POST or None, initial={"channel": "sms"})
    if request.method == "POST" and form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("name", "channel", "url", "secret")}
        try:
            kept = keeping.add(**given, now=timezone.now())
        except CannotKeep as refused:
            _tell(form, refused)
        else:
            return _kept(request, kept, _("The gateway is on."))
    return render(request, NEW, {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@allowed.to(allowed.PUBLISH)
def one(request: HttpRequest, uuid: UUID) -> HttpResponse:
    gateway = _gateway(uuid)
    form = GatewayForm(request.POST or None, gateway=gateway)
    if request.method == "POST" and form.is_valid():
        given: dict[str, Any] = form.cleaned_data
        try:
            kept = keeping.change(
                gateway=gateway,
                name=given["name"],
                url=given["url"],
                secret=given["secret"],
                with_new_secret=bool(given.get("with_new_secret")),
                now=timezone.now(),
            )
        except CannotKeep as refused:
            _tell(form, refused)
        else:
            return _kept(request, kept, _("Saved."))
    return _shown(request, gateway, form, status=422 if form.errors else 200)


@require_POST
@allowed.to(allowed.PUBLISH)
def try_out(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One message to oneself; what the other side said is shown word for word."""
    gateway = _gateway(uuid)
    form = TrialForm(request.POST, channel=registry.channel(gateway.channel))
    if not form.is_valid():
        return _shown(request, gateway, GatewayForm(gateway=gateway), trial=form, status=422)
    try:
        receipt = trying.send_to(
            gateway=gateway,
            address=form.cleaned_data["address"],
            text=_("A test of %(name)s: no answer is needed.") % {"name": gateway.name},
            language=get_language() or "en",
            now=timezone.now(),
        )
    except WrongAddress as wrong:
        form.add_error("address", str(wrong))
        return _shown(request, gateway, GatewayForm(gateway=gateway), trial=form, status=422)
    if receipt.outcome == Outcome.ACCEPTED:
        messages.success(request, _("It was taken: %(reply)s") % {"reply": receipt.reply})
    else:
        messages.error(request, _("It was not taken: %(reply)s") % {"reply": receipt.reply})
    return redirect("gateway", uuid=gateway.uuid)


@require_POST
@allowed.to(allowed.PUBLISH)
def switch(request: HttpRequest, uuid: UUID) -> HttpResponse:
    gateway, is_on = _gateway(uuid), request.POST.get("on") == "yes"
    try:
        keeping.switch(gateway=gateway, is_on=is_on, now=timezone.now())
    except CannotKeep as refused:
        messages.error(request, str(refused))
    else:
        off = _("It is off: messages of its channel wait until one is on.")
        messages.success(request, _("It is on.") if is_on else off)
    return redirect("gateway", uuid=gateway.uuid)


def _gateway(uuid: UUID) -> Gateway:
    """404 also where its channel's file was taken away: nothing can be done with it."""
    found: Gateway = get_object_or_404(Gateway, uuid=uuid, channel__in=registry.channels())
    return found


def _tell(form: GatewayForm, refused: CannotKeep) -> None:
    for name, words in refused.faults.items():
        form.add_error(name if name in form.fields else None, words)


def _kept(request: HttpRequest, kept: Kept, said: str) -> HttpResponse:
    """A secret of ours is shown on this one page, never again: it is not put into the session."""
    if not kept.new_secret:
        messages.success(request, said)
        return redirect("gateway", uuid=kept.gateway.uuid)
    form = GatewayForm(gateway=kept.gateway)
    return _shown(request, kept.gateway, form, new_secret=kept.new_secret)


def _shown(
    request: HttpRequest, gateway: Gateway, form: GatewayForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    channel = registry.channel(gateway.channel)
    context = {
        "gateway": gateway,
        "channel": _(channel.label),
        "form": form,
        "trial": TrialForm(channel=channel),
        "is_broken": bool(channel.check_gateway(keeping.opened(gateway))),
        **more,
    }
    response = render(request, ONE, context, status=status)
    response["Cache-Control"] = "no-store, private"
    return response
