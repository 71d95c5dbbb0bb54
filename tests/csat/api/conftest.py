"""Callers of the API, and rows in an own and a foreign account."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import User
from knox.models import AuthToken
from rest_framework.test import APIClient

from csat.access import Role
from tests import factories
from tests.factories import Cast
from tests.walk.rows import rows_of

Caller = Callable[[User], APIClient]


@pytest.fixture
def caller() -> Caller:
    """A client that sends a token of the user's."""

    def call(user: User) -> APIClient:
        _, token = AuthToken.objects.create(user=user, expiry=timedelta(days=1))
        client = APIClient(raise_request_exception=True)
        client.credentials(HTTP_AUTHORIZATION=f"Token {token}")
        return client

    return call


@pytest.fixture
def operator(caller: Caller, db: None) -> APIClient:
    return caller(factories.login("operator", Role.OPERATOR))


@pytest.fixture
def admin(caller: Caller, db: None) -> APIClient:
    return caller(factories.login("root", Role.ADMINISTRATOR))


@pytest.fixture
def analyst(caller: Caller, db: None) -> APIClient:
    return caller(factories.login("analyst", Role.ANALYST))


@pytest.fixture
def anna(caller: Caller, cast: Cast) -> APIClient:
    return caller(cast.anna.user)


@pytest.fixture
def own(cast: Cast, now: datetime) -> dict[str, object]:
    return rows_of(cast.account, cast.anna, now=now)


@pytest.fixture
def foreign(cast: Cast, now: datetime) -> dict[str, object]:
    return rows_of(cast.foreign, cast.oleg, now=now)
