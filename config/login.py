"""Login rules of allauth: nobody signs up by themselves."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedDoorAdapter(DefaultAccountAdapter):
    """Logins are given by an administrator."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
