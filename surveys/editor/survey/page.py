"""A survey's page: how it stands, what it asks, how its answers come in, and where one goes from here."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from surveys import queries as surveys
from surveys.actions import publishing
from surveys.actions.drafting import history
from surveys.editor import allowed, ways
from surveys.editor.shelf import queries as shelf
from surveys.editor.survey import outline, queries
from surveys.models import Survey

WAYS = (
    *("edit", "preview", "try", "mail", "publish", "versions", "doors", "told", "anonymous"),
    *("export", "copy", "archive", "unarchive"),
)
HITS_SINCE = timedelta(days=90)
HITS = {
    "head": _("only asked whether the page is there"),
    "prefetch": _("loaded it before anybody clicked"),
    "scanner": _("followed every link of a mail"),
    "forged": _("posted without having read the page"),
}


@allowed.to(allowed.VIEW)
def survey(request: HttpRequest, uuid: UUID) -> HttpResponse:
    now, language = timezone.now(), get_language() or "en"
    found = get_object_or_404(Survey, uuid=uuid)
    document = history.document_of(found)
    version = found.versions.order_by("-number").first()
    context = {
        "survey": found,
        "row": shelf.row(found, language=language),
        "leaves": outline.leaves(document, language),
        "minutes": document.get("minutes"),
        "problems": len(publishing.review(found, today=timezone.localdate()).problems),
        "numbers": queries.numbers(found),
        "version": version.number if version else None,
        "steps": queries.steps(version, language=language, now=now) if version else [],
        "discarded": _discarded(found, now.date() - HITS_SINCE),
        "ways": _ways(found),
        "may_change": request.user.has_perm(allowed.CHANGE),
        "may_publish": request.user.has_perm(allowed.PUBLISH),
    }
    return render(request, "surveys/editor/survey.html", context)


def _discarded(found: Survey, since: date) -> dict[str, Any]:
    """Visits of programs by kind, in words; empty where there were none."""
    hits = surveys.discarded_hits(found, since)
    kinds = [{"words": HITS.get(kind, kind), "hits": n} for kind, n in hits.items()]
    return {"total": sum(hits.values()), "kinds": kinds} if kinds else {}


def _ways(found: Survey) -> dict[str, Any]:
    """Where one may go from here, by the names that the template knows."""
    here = {name: ways.to(f"survey_{name}", uuid=found.uuid) for name in WAYS}
    return here | {
        "answers": ways.to("answers", {"survey": found.key}),
        "doubtful": ways.to("answers", {"survey": found.key, "status": "doubtful"}),
    }
