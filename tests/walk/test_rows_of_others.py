"""Nobody sees a row that is not theirs: all addresses x methods x roles, from the resolver."""

from datetime import datetime

import pytest
from django.contrib.auth.models import User
from django.test import Client

from csat.access import Role
from tests import factories
from tests.factories import Cast
from tests.walk.routes import EXEMPT, ROWS, WITHOUT_ACCOUNT, Route, routes
from tests.walk.rows import rows_of

# OPTIONS tells which methods an address takes, and nothing of a row.
METHODS = ("get", "head", "post", "put", "patch", "delete")
NARROW_ROLES = ("anna", "boris", "clara")
NO_ROW = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff"


@pytest.fixture
def own(cast: Cast, now: datetime) -> dict[str, object]:
    return rows_of(cast.account, cast.anna, now=now)


@pytest.fixture
def foreign(cast: Cast, now: datetime) -> dict[str, object]:
    return rows_of(cast.foreign, cast.oleg, now=now)


def judged() -> list[Route]:
    return [route for route in routes() if not route.exempt_because]


def browser_of(user: User | None) -> Client:
    client = Client()
    if user:
        client.force_login(user)
    return client


def ask(client: Client, method: str, path: str) -> int:
    return getattr(client, method)(path, content_type="application/json").status_code


def anything(route: Route) -> str:
    """An argument that fits the address and leads to no row."""
    return "2026-11-23" if "day" in route.pattern else NO_ROW


def test_every_address_is_in_the_matrix() -> None:
    unknown = [
        f"{route.pattern} ({route.name}): say in tests/walk/routes.py whose rows it shows"
        for route in judged()
        if route.has_argument and route.name not in ROWS.keys() | WITHOUT_ACCOUNT
    ]
    assert not unknown, "\n".join(unknown)
    idle = {start for start in EXEMPT if not any(route.pattern.startswith(start) for route in routes())}
    assert idle <= {"inbox/"}, "exempt, but no such address"


@pytest.mark.parametrize("role", NARROW_ROLES)
def test_a_foreign_row_is_404(
    role: str, cast: Cast, own: dict[str, object], foreign: dict[str, object]
) -> None:
    client = browser_of(getattr(cast, role).user)
    offenders = []
    for route in (route for route in judged() if route.name in ROWS):
        kind = ROWS[route.name]
        for method in METHODS:
            status = ask(client, method, route.path(foreign[kind]))
            # An address that takes no such method says so for own rows alike.
            if status == 405 and ask(client, method, route.path(own[kind])) == 405:
                status = 404
            if status != 404:
                offenders.append(f"{role} {method} {route.pattern}: {status}")
    assert not offenders, "\n".join(offenders)


def test_the_own_row_is_there(cast: Cast, own: dict[str, object]) -> None:
    client = browser_of(cast.anna.user)
    missing = [
        route.pattern
        for route in judged()
        if route.name in ROWS
        and not {ask(client, method, route.path(own[ROWS[route.name]])) for method in ("get", "post")}
        & {200, 302, 409, 422}
    ]
    assert not missing, "\n".join(missing)


@pytest.mark.parametrize("role", NARROW_ROLES)
def test_lists_show_nothing_of_others(
    role: str, cast: Cast, own: dict[str, object], foreign: dict[str, object]
) -> None:
    client = browser_of(getattr(cast, role).user)
    secrets = {str(row) for row in foreign.values()} | {"Omega"}
    offenders = []
    for route in (route for route in judged() if not route.has_argument):
        response = client.get(route.path(""), follow=True)
        body = b"".join(response) if response.streaming else response.content
        offenders += [f"{role} {route.pattern}: {secret}" for secret in secrets if secret in body.decode()]
    assert not offenders, "\n".join(offenders)


@pytest.mark.parametrize("role", NARROW_ROLES)
def test_searching_for_others_finds_nothing(role: str, cast: Cast, foreign: dict[str, object]) -> None:
    client = browser_of(getattr(cast, role).user)
    for sought in ("Omega", "Person of Omega", "Order of Omega"):
        body = client.get("/search/", {"q": sought}, follow=True).content.decode()
        assert not {secret for secret in map(str, foreign.values()) if secret in body}


def test_rows_without_an_account_are_refused(cast: Cast) -> None:
    client = browser_of(cast.anna.user)
    offenders = [
        f"{method} {route.pattern}: {status}"
        for route in judged()
        if route.name in WITHOUT_ACCOUNT
        for method in METHODS
        if (status := ask(client, method, route.path(anything(route)))) not in (403, 404, 405)
    ]
    assert not offenders, "\n".join(offenders)


def test_strangers_stay_outside(db: None, own: dict[str, object]) -> None:
    stranger, roleless = browser_of(None), browser_of(factories.UserFactory(roles=[]))
    offenders = []
    for route in judged():
        path = route.path(own.get(ROWS.get(route.name, ""), anything(route)))
        for client in (stranger, roleless):
            for method in ("get", "post"):
                status = ask(client, method, path)
                if status not in (302, 401, 403, 404, 405):
                    offenders.append(
                        f"{'roleless' if client is roleless else 'stranger'} {method} {path}: {status}"
                    )
    assert not offenders, "\n".join(offenders)


@pytest.mark.parametrize("role", list(Role))
def test_admin_is_for_superusers(role: Role, db: None) -> None:
    staff = browser_of(factories.UserFactory(roles=[role], is_staff=True))
    assert [ask(staff, "get", path) for path in ("/admin/", "/admin/surveys/response/")] == [302, 302]
    superuser = factories.UserFactory(is_superuser=True, is_staff=True)
    assert ask(browser_of(superuser), "get", "/admin/") == 200
