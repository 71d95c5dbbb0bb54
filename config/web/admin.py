"""The admin's door: it knows no row scope, so it opens for superusers alone."""

from django.contrib.admin import AdminSite
from django.http import HttpRequest


class SuperusersOnly(AdminSite):
    """Staff status and single permissions open nothing here."""

    def has_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_active and request.user.is_superuser)
