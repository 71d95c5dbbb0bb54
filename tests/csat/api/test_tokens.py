"""Tokens: made by a browser session or the command, listed, revoked, expiring; none makes another."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from knox.models import AuthToken
from rest_framework.test import APIClient

from tests.csat.api.conftest import Caller
from tests.factories import Cast


def with_token(token: str) -> int:
    return APIClient().get("/api/v1/accounts/", HTTP_AUTHORIZATION=f"Token {token}").status_code


def test_a_session_makes_a_token_that_works_and_can_be_revoked(cast: Cast) -> None:
    browser = Client()
    browser.force_login(cast.anna.user)
    made = browser.post("/api/v1/tokens/", {"days": 7}, content_type="application/json").json()
    assert with_token(made["token"]) == 200
    listed = browser.get("/api/v1/tokens/").json()["results"]
    assert [row["id"] for row in listed] == [made["token"][: len(listed[0]["id"])]]
    assert browser.delete(f"/api/v1/tokens/{listed[0]['id']}/").status_code == 204
    assert with_token(made["token"]) == 401


def test_a_token_makes_no_token(anna: APIClient) -> None:
    assert anna.post("/api/v1/tokens/", {"days": 7}).status_code == 403


@pytest.mark.parametrize("days", [0, -1, 367, 10**30, "soon", None])
def test_a_token_has_an_end_within_a_year(days: object, cast: Cast) -> None:
    browser = Client()
    browser.force_login(cast.anna.user)
    refused = browser.post("/api/v1/tokens/", {"days": days}, content_type="application/json")
    assert refused.status_code == 400
    assert refused.json()["errors"][0]["attr"] == "days"


def test_an_expired_or_locked_or_broken_token_is_401(cast: Cast, caller: Caller) -> None:
    row, token = AuthToken.objects.create(user=cast.anna.user, expiry=timedelta(days=1))
    assert with_token(token) == 200
    AuthToken.objects.filter(pk=row.pk).update(expiry=timezone.now() - timedelta(seconds=1))
    assert with_token(token) == 401
    client = caller(cast.boris.user)
    cast.boris.user.is_active = False
    cast.boris.user.save()
    assert client.get("/api/v1/accounts/").status_code == 401
    for broken in ("", "x", "a b", "ÿþ", "x" * 9000):
        assert with_token(broken) == 401


def test_nobody_revokes_somebody_elses_token(anna: APIClient, cast: Cast) -> None:
    row, token = AuthToken.objects.create(user=cast.oleg.user, expiry=timedelta(days=1))
    assert anna.delete(f"/api/v1/tokens/{row.token_key}/").status_code == 404
    assert with_token(token) == 200


def test_the_command_gives_a_token_to_a_login(cast: Cast) -> None:
    said = StringIO()
    call_command("give_token", "Anna@ours.example", "--days", "3", stdout=said)
    assert with_token(said.getvalue().strip()) == 200
    with pytest.raises(CommandError, match="no login"):
        call_command("give_token", "nobody@ours.example")
    with pytest.raises(CommandError, match="--days"):
        call_command("give_token", "anna@ours.example", "--days", "0")


def test_without_a_token_and_without_a_role_nothing_is_told(caller: Caller, cast: Cast) -> None:
    assert APIClient().get("/api/v1/accounts/").status_code == 401
    cast.anna.user.groups.clear()
    assert caller(cast.anna.user).get("/api/v1/accounts/").status_code == 403


def test_a_session_needs_the_csrf_token(cast: Cast) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(cast.anna.user)
    assert browser.post("/api/v1/tokens/", {"days": 7}, content_type="application/json").status_code == 403
