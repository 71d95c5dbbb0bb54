"""Who may see which rows and do what. A row that is not theirs is 404, a verb 403."""

from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from typing import Any, TypeVar

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from csat.customers.models import Account, Assignment, Employee

User = AbstractUser | AnonymousUser
Rows = TypeVar("Rows", bound="QuerySet[Any]")


class Role(StrEnum):
    """Named groups of auth; a user may have several."""

    ADMINISTRATOR = "administrator"
    OPERATOR = "operator"
    CARE_OWNER = "care_owner"
    MANAGER = "manager"
    HEAD = "head"
    MANAGEMENT = "management"
    ANALYST = "analyst"


SEES_ALL = {Role.ADMINISTRATOR, Role.OPERATOR, Role.MANAGEMENT, Role.ANALYST}
SEES_OWN = {Role.CARE_OWNER, Role.MANAGER, Role.HEAD}


def roles_of(user: User) -> frozenset[Role]:
    """The user's roles; none for a stranger or a locked login. Asked once per user object."""
    if not user.is_authenticated or not user.is_active:
        return frozenset()
    kept = vars(user)
    if "_roles" not in kept:
        names = set(user.groups.values_list("name", flat=True))
        if user.is_superuser:
            names.add(Role.ADMINISTRATOR)
        kept["_roles"] = frozenset(role for role in Role if role in names)
    return frozenset(kept["_roles"])


def accounts_visible_to(user: User) -> QuerySet[Account]:
    """The accounts whose rows the user may see: all, or those held by them and whom they lead."""
    roles = roles_of(user)
    if roles & SEES_ALL:
        return Account.objects.all()
    if not roles & SEES_OWN:
        return Account.objects.none()
    held = Assignment.objects.filter(
        employee__in=employees_visible_to(user), during__contains=timezone.localdate()
    )
    return Account.objects.filter(id__in=held.values("account_id"))


def employees_visible_to(user: User) -> QuerySet[Employee]:
    """Our people whose page the user may open: everybody, oneself, one's team as its head."""
    roles = roles_of(user)
    if roles & SEES_ALL:
        return Employee.objects.all()
    if not roles & SEES_OWN:
        return Employee.objects.none()
    mine = Q(user_id=user.pk)
    if Role.HEAD in roles:
        mine |= Q(head__user_id=user.pk)
    return Employee.objects.filter(mine)


def narrowed(queryset: Rows, user: User, *, account: str = "account") -> Rows:
    """The rows of a queryset whose `account` path leads to an account visible to the user."""
    if roles_of(user) & SEES_ALL:
        return queryset
    return queryset.filter(**{f"{account}__in": accounts_visible_to(user).values("id")})


def sees_everything(user: User) -> bool:
    """Also rows that belong to no client: answers through shared links."""
    return bool(roles_of(user) & SEES_ALL)


def may_see_people(user: User) -> bool:
    """Names, addresses and words of single contacts: not for analysts."""
    return bool(roles_of(user) - {Role.ANALYST})


def may_export(user: User) -> bool:
    """Take answers away as a file. Closed to account managers: it would be a list of contacts."""
    return bool(roles_of(user) - {Role.MANAGER})


def may_read_pressure(user: User) -> bool:
    """What clients say on being pressed or asked for a score: for who owns surveys and executives."""
    return bool(roles_of(user) & {Role.ADMINISTRATOR, Role.OPERATOR, Role.MANAGEMENT})


def may_see_overview(user: User) -> bool:
    return bool(roles_of(user))


def may_read_insight(user: User) -> bool:
    """What was found over all clients together: pooled numbers, which no scope of rows can narrow."""
    return bool(roles_of(user) & SEES_ALL)


def may_ask_again(user: User) -> bool:
    """Have results computed anew, keep the code book and the register of changes."""
    return bool(roles_of(user) & {Role.ADMINISTRATOR, Role.OPERATOR, Role.ANALYST})


def may_work_cases(user: User) -> bool:
    return bool(roles_of(user) - {Role.ANALYST})


def may_send(user: User) -> bool:
    """Run programs, hold and stop sending."""
    return bool(roles_of(user) & {Role.ADMINISTRATOR, Role.OPERATOR})


def may_ask_to_exclude(user: User, account: Account) -> bool:
    """Ask that a client or its contact is not asked for a time: who holds it, leads its holder, or sends."""
    if roles_of(user) & {Role.ADMINISTRATOR, Role.OPERATOR}:
        return True
    is_theirs = bool(roles_of(user) & SEES_OWN)
    return is_theirs and accounts_visible_to(user).filter(id=account.pk).exists()


def may_decide_exclusions(user: User) -> bool:
    """Approve or refuse that somebody is left out; never what one has asked for oneself."""
    return bool(roles_of(user) & {Role.ADMINISTRATOR, Role.OPERATOR})


def may_set_rules(user: User) -> bool:
    """Agree on the target, and on how many false alarms one will live with."""
    return bool(roles_of(user) & {Role.ADMINISTRATOR, Role.OPERATOR})


def may_read_surveys(user: User) -> bool:
    """Look at questionnaires and their versions."""
    return bool(roles_of(user))


def may_edit_surveys(user: User) -> bool:
    """Write questionnaires, publish them, open shared links, judge doubtful answers."""
    return bool(roles_of(user) & {Role.ADMINISTRATOR, Role.OPERATOR})


def may_import(user: User) -> bool:
    return bool(roles_of(user) & {Role.ADMINISTRATOR, Role.OPERATOR})


def may_administer(user: User) -> bool:
    return Role.ADMINISTRATOR in roles_of(user)


# The ground floor knows no roles: it asks for Django's permissions, over the whole installation.
PERMISSIONS: dict[str, Callable[[User], bool]] = {
    "surveys.view_survey": may_read_surveys,
    "surveys.change_survey": may_edit_surveys,
    "surveys.publish_survey": may_edit_surveys,
}


class RolePermissions(BaseBackend):
    """Answers Django's question after a permission by the user's roles; lets nobody in."""

    def has_perm(self, user: User, permission: str, obj: object | None = None) -> bool:
        may = PERMISSIONS.get(permission)
        return bool(may and obj is None and may(user))


View = Callable[..., HttpResponseBase]


def require(may: Callable[[User], bool]) -> Callable[[View], View]:
    """Let a view in only for those who may; strangers go to the login, others get 403."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not may(request.user):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return decorate
