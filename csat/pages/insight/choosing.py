"""Which clients a list of insight is about: those the reader may see, narrowed by the address."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from csat import access
from csat.customers.models import Account
from csat.reports import filters

KEY = "key"


def chosen(request: HttpRequest, today: date) -> tuple[QuerySet[Account], dict[str, Any]]:
    """The clients, and what the page's filters show of the choice."""
    visible = access.accounts_visible_to(request.user)
    choices = filters.choices(visible, access.employees_visible_to(request.user), today)
    wanted = filters.read(request.GET, choices)
    accounts = filters.narrowed(visible, wanted, today)
    only = request.GET.get("show", "")
    query = request.GET.copy()
    query.pop("page", None)
    if only == KEY:
        accounts = accounts.filter(is_key=True)
    return accounts, {"choices": choices, "filters": wanted, "only": only, "query": query}


def page(request: HttpRequest) -> int:
    """Which page of the list; nonsense counts as the first."""
    text = request.GET.get("page", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 1
