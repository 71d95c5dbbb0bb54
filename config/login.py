"""Login rules and the form's look, for allauth: nobody signs up by themselves."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import (
    ChangePasswordForm,
    LoginForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
    SetPasswordForm,
)
from django.contrib.auth.models import AbstractBaseUser
from django.forms import Form
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class ClosedDoorAdapter(DefaultAccountAdapter):
    """Logins are given by an administrator; a username is an e-mail address in lower case."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        if "username" in credentials:
            credentials["username"] = credentials["username"].strip().casefold()
        return super().authenticate(request, **credentials)


class _Plain(Form):
    """Labels instead of placeholders, in the look of our fields."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
            is_tick = getattr(field.widget, "input_type", "") == "checkbox"
            field.widget.attrs["class"] = "form-check-input" if is_tick else "form-control"


class PlainLoginForm(_Plain, LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("E-mail address")
        self.fields["login"].widget.attrs |= {"type": "email", "autocomplete": "username", "autofocus": True}
        self.fields["password"].help_text = ""
        self.fields["remember"].label = _("Stay signed in on this computer")


class PlainChangePasswordForm(_Plain, ChangePasswordForm):
    pass


class PlainSetPasswordForm(_Plain, SetPasswordForm):
    pass


class PlainResetPasswordForm(_Plain, ResetPasswordForm):
    pass


class PlainResetPasswordKeyForm(_Plain, ResetPasswordKeyForm):
    pass
