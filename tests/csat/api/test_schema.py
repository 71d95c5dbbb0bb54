"""The OpenAPI document: valid without a warning, true under generated requests, readable in a browser."""

import os
from datetime import datetime, timedelta
from io import StringIO

import pytest
import schemathesis
from django.core.management import call_command
from django.test import Client
from hypothesis import HealthCheck, Phase, given, seed, settings
from knox.models import AuthToken
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from config.web.wsgi import application
from csat.access import Role
from tests import factories
from tests.factories import Cast
from tests.walk.rows import rows_of

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
# Bounded for everyday; API_EXAMPLES=100 digs deeper.
EXAMPLES = int(os.environ.get("API_EXAMPLES", "8"))


def test_the_document_is_valid_and_without_a_warning() -> None:
    call_command("spectacular", "--validate", "--fail-on-warn", stdout=StringIO())


def test_everybody_may_read_the_document(db: None) -> None:
    told = Client().get("/api/schema/")
    assert told.status_code == 200
    assert b"/api/v1/responses/{id}/" in told.content


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.MANAGER, Role.ANALYST])
def test_every_operation_keeps_its_word_under_generated_requests(
    role: Role, transactional_db: None, cast: Cast, now: datetime
) -> None:
    rows_of(cast.account, cast.anna, now=now)
    user = cast.anna.user if role == Role.MANAGER else factories.login("caller", role)
    _, token = AuthToken.objects.create(user=user, expiry=timedelta(days=1))
    document = schemathesis.openapi.from_wsgi("/api/schema/", application)
    operations = [found.ok() for found in document.get_all_operations()]
    assert len(operations) > 25
    for operation in operations:

        @seed(1)
        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            database=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def keeps_its_word(case: schemathesis.Case) -> None:
            answer = case.call(headers={"Authorization": f"Token {token}"})
            case.validate_response(answer, checks=CHECKS)

        keeps_its_word()


@pytest.mark.browser
def test_the_page_to_read_it_keeps_the_content_security_policy(site: LiveServer, page: Page) -> None:
    page.goto(f"{site.url}/api/docs/")
    page.get_by_text("List submitted answers with their scores").wait_for()
    page.get_by_text("List clients", exact=True).click()
    page.get_by_role("button", name="Try it out").first.wait_for()
