"""What clients' pages fetch beside themselves: the script and the company's logo, both kept for good."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from surveys.models import Brand
from surveys.rendering.assets import script as bundle

FOR_GOOD = "public, max-age=31536000, immutable"
LOGO_TYPES = ("image/png", "image/jpeg", "image/webp")


@require_safe
def script(request: HttpRequest, digest: str) -> HttpResponse:
    """The script. A page of an earlier release gets today's, and does not keep it."""
    found = bundle.script()
    is_compressed = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(
        found.compressed if is_compressed else found.content, content_type="text/javascript; charset=utf-8"
    )
    if is_compressed:
        response["Content-Encoding"] = "gzip"
    patch_vary_headers(response, ("Accept-Encoding",))
    response["Cache-Control"] = FOR_GOOD if digest == found.digest else "no-cache"
    return response


@require_safe
def logo(request: HttpRequest, sha256: str) -> HttpResponse:
    """The company's logo by its content's hash. Other files of the database have no address here."""
    ours = Brand.objects.filter(id=1, logo__sha256=sha256, logo_type__in=LOGO_TYPES)
    found = None if "\x00" in sha256 else ours.values_list("logo__content", "logo_type").first()
    if found is None:
        raise Http404("This is not our logo.")
    content, content_type = found
    response = HttpResponse(bytes(content), content_type=content_type)
    response["Cache-Control"] = FOR_GOOD
    response["Content-Security-Policy"] = "default-src 'none'"
    return response
