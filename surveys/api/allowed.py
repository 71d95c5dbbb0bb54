"""Who may do what with surveys over REST: Django's permissions, over the whole installation."""

from typing import Any, cast

from django.contrib.auth.models import User
from rest_framework.permissions import SAFE_METHODS, BasePermission, IsAuthenticated
from rest_framework.request import Request

VIEW = "surveys.view_survey"
CHANGE = "surveys.change_survey"
PUBLISH = "surveys.publish_survey"


class MaySurvey(BasePermission):
    """Reading asks for the permission to view, writing for the one that the view names in `writes_with`."""

    def has_permission(self, request: Request, view: Any) -> bool:
        wanted = VIEW if request.method in SAFE_METHODS else getattr(view, "writes_with", CHANGE)
        return bool(request.user and request.user.has_perm(wanted))


CLASSES = (IsAuthenticated, MaySurvey)


def person(request: Request) -> User:
    """Who calls; MaySurvey let no stranger in."""
    return cast(User, request.user)
