"""Gives our people their logins: the username is the e-mail address in lower case."""

from collections.abc import Collection
from datetime import datetime

from django.contrib.auth.models import Group, User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from csat.customers.models import Employee
from surveys.errors import DomainError


class LoginRefused(DomainError):
    code = "login_refused"


@transaction.atomic
def give_login(*, employee: Employee, roles: Collection[str], password: str, now: datetime) -> User:
    """Let an employee in with roles (values of csat.access.Role) and a password; again: change them.

    Raises LoginRefused without an e-mail address, with one that is somebody else's login, for someone
    who has left, and for a weak password.
    """
    if employee.left_on is not None and employee.left_on <= now.date():
        raise LoginRefused(_("%(name)s has left.") % {"name": employee.name})
    user = _user_of(employee)
    _checked_password(password, user)
    user.is_active = True
    user.set_password(password)
    user.save()
    user.groups.set([Group.objects.get_or_create(name=role)[0] for role in sorted(roles)])
    if employee.user_id != user.pk:
        employee.user = user
        employee.save(update_fields=["user"])
    return user


@transaction.atomic
def open_login(
    *, email: str, name: str, roles: Collection[str], password: str, now: datetime
) -> tuple[Employee, User]:
    """Make somebody one of our people, where they are not yet, and give them a login.

    Raises LoginRefused as `give_login`, and for what is no e-mail address.
    """
    email = email.strip()
    employee = Employee.objects.filter(email__iexact=email).first()
    if employee is None:
        employee = Employee(name=name.strip() or email, email=email)
    _checked_email(email)
    if employee.pk is None:
        employee.save()
    return employee, give_login(employee=employee, roles=roles, password=password, now=now)


@transaction.atomic
def close_login(*, employee: Employee) -> None:
    """Lock an employee out; their rows and history stay. Somebody without a login stays as they are."""
    if employee.user is not None:
        employee.user.is_active = False
        employee.user.set_unusable_password()
        employee.user.save()


def _user_of(employee: Employee) -> User:
    username = employee.email.strip().casefold()
    _checked_email(username)
    user = employee.user or User.objects.filter(username=username).first() or User()
    owner = Employee.objects.filter(user_id=user.pk).first() if user.pk else None
    taken = User.objects.filter(username=username).exclude(pk=user.pk).exists()
    if taken or (owner is not None and owner.pk != employee.pk):
        raise LoginRefused(
            _("The login %(username)s belongs to somebody else.") % {"username": username},
            mend=_("Give this person an e-mail address of their own."),
        )
    user.username = user.email = username
    first, _space, last = employee.name.partition(" ")
    user.first_name, user.last_name = first[:150], last[:150]
    return user


def _checked_email(email: str) -> None:
    try:
        validate_email(email)
    except ValidationError as error:
        raise LoginRefused(
            _("%(email)s is no e-mail address.") % {"email": repr(email)},
            mend=_("A login needs one: it is the user name."),
        ) from error


def _checked_password(password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise LoginRefused(" ".join(error.messages)) from error
