"""Has a question asked of the data again, by those who run the installation."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from csat import access
from csat.findings.actions import scheduling
from csat.findings.models import Question, Study

# Which page shows a question's answer.
PAGES: dict[str, str] = {one.value: f"insight_{one}" for one in Question if one != Question.EFFECT}


@require_POST
@access.require(access.may_ask_again)
def again(request: HttpRequest, question: str) -> HttpResponse:
    """Nothing is computed while the user waits: the page they come back to shows how far it is."""
    if question not in PAGES:
        raise Http404
    study = get_object_or_404(Study, question=question, change=None)
    if scheduling.ask_again(study=study, now=timezone.now()):
        messages.success(request, _("It is being computed again."))
    return HttpResponseRedirect(reverse(PAGES[question]))
