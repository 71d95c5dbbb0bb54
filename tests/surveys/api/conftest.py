"""Callers of the API by what they may do, and a survey with one version and a draft."""

import copy
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import User
from knox.models import AuthToken
from rest_framework.test import APIClient

from csat.access import Role
from surveys.actions import publishing
from surveys.models import Survey
from tests import factories
from tests.surveys.definition.test_document import SMALL


def caller(user: User) -> APIClient:
    _, token = AuthToken.objects.create(user=user, expiry=timedelta(days=1))
    client = APIClient(raise_request_exception=True)
    client.credentials(HTTP_AUTHORIZATION=f"Token {token}")
    return client


@pytest.fixture
def editor(db: None) -> APIClient:
    """May do everything with surveys."""
    user = factories.login("operator", Role.OPERATOR)
    user.first_name, user.last_name = "Olga", "Editor"
    user.save()
    return caller(user)


@pytest.fixture
def reader(db: None) -> APIClient:
    return caller(factories.login("analyst", Role.ANALYST))


@pytest.fixture
def nobody(db: None) -> APIClient:
    """Signed in, without any role."""
    return caller(factories.UserFactory())


@pytest.fixture
def survey(db: None, now: datetime) -> Survey:
    made = Survey.objects.create(key="small", title="Small", kind="periodic", draft=copy.deepcopy(SMALL))
    publishing.publish(survey=made, by=None, now=now)
    return made


@pytest.fixture
def address(survey: Survey) -> Callable[..., str]:
    def made(*parts: object) -> str:
        return "/".join(["/api/v1/surveys", str(survey.uuid), *map(str, parts)]) + "/"

    return made
