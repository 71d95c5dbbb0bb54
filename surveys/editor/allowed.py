"""Who may open a page of surveys: Django's permissions, over the whole installation."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib.auth.models import User
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

VIEW = "surveys.view_survey"
CHANGE = "surveys.change_survey"
PUBLISH = "surveys.publish_survey"
View = Callable[..., HttpResponse]


def person(request: HttpRequest) -> User:
    """Who is at the page: `to` lets nobody in who is not signed in."""
    return cast(User, request.user)


def to(permission: str) -> Callable[[View], View]:
    """`@allowed.to(allowed.CHANGE)`: strangers go to the login, those without the permission get 403."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not request.user.has_perm(permission):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return decorate
