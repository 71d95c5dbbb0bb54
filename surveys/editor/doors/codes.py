"""A link as a QR code, to be downloaded, and as a sheet of paper to be hung up."""

import io
from uuid import UUID

import segno
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe

from surveys.editor import allowed
from surveys.editor.doors import sheet
from surveys.editor.doors.views import collector_of, link

QUIET_ZONE = 4  # modules: what the standard asks for, and what scanners need on coloured paper
CORRECTION = "q"  # a quarter may be dirty, torn or under a logo
LEAST_PIXELS, USUAL_PIXELS, MOST_PIXELS = 100, 900, 3000


@allowed.to(allowed.VIEW)
def code(request: HttpRequest, uuid: UUID, door: UUID, kind: str) -> HttpResponse:
    """The code as a file: SVG for print shops, PNG of about the wanted width for everything else."""
    if kind not in ("svg", "png"):
        raise Http404
    collector = collector_of(uuid, door)
    made = svg(link(collector)) if kind == "svg" else png(link(collector), _wanted(request))
    content_type = "image/svg+xml" if kind == "svg" else "image/png"
    response = HttpResponse(made, content_type=content_type)
    if "download" in request.GET:
        response["Content-Disposition"] = f'attachment; filename="survey-{collector.slug}.{kind}"'
    return response


@allowed.to(allowed.VIEW)
def printed(request: HttpRequest, uuid: UUID, door: UUID) -> HttpResponse:
    """The sheet as a page, or with ?download as one file that needs no server."""
    collector = collector_of(uuid, door)
    is_file = "download" in request.GET
    found = sheet.of(collector, request.GET.get("lang", ""), link(collector), is_file=is_file)
    found["code"] = inline(link(collector))
    response = render(request, "surveys/editor/doors/sheet.html", found)
    if is_file:
        name = f"survey-{collector.slug}-{found['language']}.html"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def svg(address: str) -> bytes:
    """Dark on white, whatever lies around it, and sized by whoever places it."""
    out = io.BytesIO()
    _made(address).save(out, kind="svg", border=QUIET_ZONE, omitsize=True, dark="#000", light="#fff")
    return out.getvalue()


def inline(address: str) -> SafeString:
    return mark_safe(svg(address).decode().partition("?>")[2].strip())


def png(address: str, pixels: int) -> bytes:
    """About as wide as wanted: every module is a whole number of pixels, so that edges stay sharp."""
    made, out = _made(address), io.BytesIO()
    width, _height = made.symbol_size(border=QUIET_ZONE)
    made.save(
        out, kind="png", border=QUIET_ZONE, scale=max(1, round(pixels / width)), dark="#000", light="#fff"
    )
    return out.getvalue()


def _made(address: str) -> segno.QRCode:
    return segno.make(address, error=CORRECTION, boost_error=True, micro=False)


def _wanted(request: HttpRequest) -> int:
    text = request.GET.get("pixels", "")
    wanted = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else USUAL_PIXELS
    return min(MOST_PIXELS, max(LEAST_PIXELS, wanted))
