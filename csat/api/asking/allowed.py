"""Who may do what: reading needs a role, a verb its own permission of csat/access.py."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib.auth.models import User
from rest_framework.exceptions import PermissionDenied
from rest_framework.permissions import BasePermission, IsAuthenticated
from rest_framework.request import Request

from csat import access

May = Callable[[access.User], bool]


class OnlyWho(BasePermission):
    """Lets those in whom the view's `may` names, for reading and writing alike."""

    def has_permission(self, request: Request, view: Any) -> bool:
        return bool(view.may(request.user))


ONLY_WHO = (IsAuthenticated, OnlyWho)


def require(request: Request, may: May) -> User:
    """Who calls, where they may; 403 for all others."""
    if not may(request.user):
        raise PermissionDenied
    return cast(User, request.user)
