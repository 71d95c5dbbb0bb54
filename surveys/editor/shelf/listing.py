"""The list of surveys, and the library they begin from."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from surveys.editor import allowed
from surveys.models import Survey


@allowed.to(allowed.VIEW)
def surveys(request: HttpRequest) -> HttpResponse:
    return render(request, "surveys/editor/list.html", {"surveys": Survey.objects.all()})
