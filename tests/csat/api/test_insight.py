"""Insight over REST: what the pages show, to those who may read it, and never computed on the way."""

from dataclasses import replace

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from csat.api.insight import QUESTIONS
from csat.findings.methods import retention, risk
from csat.findings.models import Finding, Question, RegisteredChange
from tests.csat.findings.kept import keep
from tests.csat.findings.methods import worlds
from tests.factories import AccountFactory, Cast

PATH = "/api/v1/insight/"
BY_CLIENT = {"drops", "decline", "silence", "clients"}
pytestmark = pytest.mark.django_db


def test_nothing_is_known_and_nothing_is_computed_for_the_asking(operator: APIClient) -> None:
    for name in QUESTIONS:
        reply = operator.get(f"{PATH}{name}/")
        assert reply.status_code == 200, name
        if name != "effects":
            assert reply.json()["verdict"] == "" and reply.json()["standing"]["provenance"] is None, name
    assert not Finding.objects.exists()


def test_what_was_found_comes_with_all_that_is_needed_to_compute_it_again(operator: APIClient) -> None:
    alpha = AccountFactory(name="Alpha")
    found = risk.work(worlds.history(accounts=400, seed=3), 1, lambda share: None)
    kept = keep(
        Question.RISK, replace(found, parts=(risk.Part(alpha.pk, 0.5, 1000.0, 500.0),)), now=timezone.now()
    )
    told = operator.get(f"{PATH}risk/").json()
    assert told["verdict"] == found.verdict
    assert told["clients"] == [
        {
            "uuid": str(alpha.uuid),
            "name": "Alpha",
            "is_key": False,
            "revenue_minor": 1000,
            "chance": 0.5,
            "expected_loss_minor": 500,
        }
    ]
    provenance = told["standing"]["provenance"]
    assert provenance["uuid"] == str(kept.uuid) and provenance["seed"] == 1
    assert provenance["data_hash"] == "0" * 64 and provenance["is_older_than_data"] is False


def test_pooled_questions_are_refused_to_those_who_see_some_clients(anna: APIClient, cast: Cast) -> None:
    for name in QUESTIONS:
        expected = 200 if name in BY_CLIENT else 403
        assert anna.get(f"{PATH}{name}/").status_code == expected, name


def test_a_misspelt_filter_is_told_by_name(operator: APIClient) -> None:
    reply = operator.get(f"{PATH}lead/", {"segmnt": "large"})
    assert reply.status_code == 400
    assert [error["attr"] for error in reply.json()["errors"]] == ["segmnt"]


def test_a_registered_change_by_its_id(operator: APIClient, anna: APIClient) -> None:
    change = RegisteredChange.objects.create(
        name="Visits again", began_on="2026-01-01", recorded_at=timezone.now()
    )
    assert operator.get(f"{PATH}effects/{change.uuid}/").json()["name"] == "Visits again"
    assert anna.get(f"{PATH}effects/{change.uuid}/").status_code == 403
    assert operator.get(f"{PATH}effects/{AccountFactory().uuid}/").status_code == 404


def test_too_little_says_what_is_missing(operator: APIClient) -> None:
    few = retention.work(worlds.history(accounts=8), 1, lambda share: None)
    keep(Question.RETENTION, few, now=timezone.now())
    told = operator.get(f"{PATH}retention/").json()
    assert told["verdict"] == "too_little" and told["bands"] is None
    assert (told["missing"][0]["what"], told["missing"][0]["need"]) == ("accounts", 10.0)
