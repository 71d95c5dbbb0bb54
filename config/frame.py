"""What the back office's frame shows on every page: where one may go, who one is, demo or real."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from csat import access
from csat.access import Role
from csat.customers.models import Company, Employee
from csat.findings.models import Question


@dataclass(frozen=True)
class Page:
    """A place in the navigation: its first url name leads there, all of them light it up."""

    names: tuple[str, ...]
    label: Any
    icon: str
    may: Callable[[access.User], bool]


@dataclass(frozen=True)
class Entry:
    url: str
    label: Any
    icon: str
    is_current: bool


INSIGHT = (
    "insight",
    *(f"insight_{question}" for question in Question if question != Question.EFFECT),
    *("insight_book", "insight_theme", "insight_effects", "insight_effect", "insight_effect_new"),
    "insight_effect_edit",
)
SURVEYS = (
    "survey_list",
    *("survey", "survey_new", "survey_import", "survey_edit", "survey_preview", "survey_try"),
    *("survey_publish", "survey_versions", "survey_compare", "survey_archive", "survey_told"),
    *("survey_doors", "survey_door", "survey_anonymous"),
    *("survey_wording", "survey_wording_language", "survey_brand", "survey_mail"),
    *("gateways", "gateway", "gateway_new"),
)
RULES = (
    *("programs", "program", "program_new", "program_edit", "program_ready", "program_dry_run"),
    *("program_calendar", "rounds", "round", "round_week", "invitation", "sending", "ready", "budgets"),
    *("exclusions", "exclusion_new", "suppressions", "suppressions_import", "suppression_lift"),
)
PAGES = (
    Page(("today",), _("Today"), "today", access.may_work_cases),
    Page(("overview",), _("Overview"), "gauge", access.may_see_overview),
    Page(("accounts", "account"), _("Clients"), "clients", access.may_see_overview),
    Page(
        ("answers", "answer", "answers_doubtful", "answers_export", "export"),
        _("Answers"),
        "answers",
        access.may_see_people,
    ),
    Page(SURVEYS, _("Surveys"), "surveys", access.may_read_surveys),
    Page(("cases", "case"), _("Cases"), "case", access.may_work_cases),
    Page(("employees", "employee"), _("Managers"), "people", access.may_see_overview),
    Page(INSIGHT, _("Insight"), "insight", access.may_see_overview),
    Page(("scores", "scores_explain"), _("Scores"), "report", access.may_see_overview),
    Page(RULES, _("Survey rules"), "rules", access.may_send),
    Page(("imports", "imports_past", "import_report"), _("Import"), "import", access.may_import),
)
TABS = 4  # on a phone; the rest is under "More"
ROLES = {
    Role.ADMINISTRATOR: _("Administrator"),
    Role.MANAGEMENT: _("Executives"),
    Role.OPERATOR: _("Survey operator"),
    Role.HEAD: _("Team head"),
    Role.MANAGER: _("Account manager"),
    Role.CARE_OWNER: _("Service owner"),
    Role.ANALYST: _("Analyst"),
}


class Frame:
    """Asked by the frame's templates only: pages without a frame cost no query."""

    inbox_url = settings.INBOX_URL

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        # Errors before the login middleware leave no user.
        self.user: access.User = getattr(request, "user", None) or AnonymousUser()

    @property
    def base(self) -> str:
        """Which template an error page extends: strangers see no navigation."""
        return "frame.html" if self.user.is_authenticated else "door.html"

    @cached_property
    def entries(self) -> list[Entry]:
        match = self.request.resolver_match
        here = match.url_name if match else ""
        pages = PAGES if self.user.is_authenticated else ()
        allowed = [(page, _address(page.names[0])) for page in pages if page.may(self.user)]
        return [
            Entry(url=url, label=page.label, icon=page.icon, is_current=here in page.names)
            for page, url in allowed
            if url
        ]

    @property
    def tabs(self) -> list[Entry]:
        return self.entries[:TABS]

    @property
    def rest(self) -> list[Entry]:
        return self.entries[TABS:]

    @property
    def is_in_more(self) -> bool:
        return any(entry.is_current for entry in self.rest)

    @cached_property
    def name(self) -> str:
        if not isinstance(self.user, AbstractUser):
            return ""
        employee = Employee.objects.filter(user_id=self.user.pk).only("name").first()
        return employee.name if employee else self.user.get_full_name() or self.user.get_username()

    @property
    def role(self) -> Any:
        roles = access.roles_of(self.user)
        return next((label for role, label in ROLES.items() if role in roles), "")

    @cached_property
    def is_demo(self) -> bool:
        return Company.objects.filter(demo_seed__isnull=False).exists()

    @property
    def searched(self) -> str:
        return self.request.GET.get("q", "") if self.request.path == self.search_url else ""

    @property
    def search_url(self) -> str:
        return _address("search")

    @property
    def import_url(self) -> str:
        return _address("imports") if access.may_import(self.user) else ""

    @property
    def admin_url(self) -> str:
        return _address("admin:index") if self.user.is_superuser else ""


def _address(name: str) -> str:
    """Where a page is; empty while an installation does not have it."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def frame(request: HttpRequest) -> dict[str, Any]:
    """Template context of every page."""
    return {"frame": Frame(request)}
