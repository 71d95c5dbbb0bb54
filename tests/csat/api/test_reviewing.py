"""Whether a fall was real, said through the API."""

from datetime import datetime

import pytest
from rest_framework.test import APIClient

from csat.alerts.models import RuleKey, Signal
from tests.factories import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def drop(cast: Cast, own: dict[str, object], now: datetime) -> Signal:
    signal = Signal.objects.get(uuid=own["signal"])
    signal.rule.key = RuleKey.KEY_ACCOUNT_DROP
    signal.rule.save()
    return signal


def test_it_is_kept_and_taken_back(anna: APIClient, drop: Signal) -> None:
    for said in (True, False, None):
        reply = anna.patch(f"/api/v1/signals/{drop.uuid}/", {"was_real": said}, format="json")
        assert (reply.status_code, reply.json()["was_real"]) == (200, said)
        assert (reply.json()["reviewed_at"] is None) is (said is None)
        assert anna.get(f"/api/v1/signals/{drop.uuid}/").json()["was_real"] is said


@pytest.mark.parametrize("sent", [{}, {"was_real": "perhaps"}, {"was_real": [1]}])
def test_nonsense_is_named(anna: APIClient, drop: Signal, sent: dict[str, object]) -> None:
    reply = anna.patch(f"/api/v1/signals/{drop.uuid}/", sent, format="json")
    assert reply.status_code == 400 and reply.json()["errors"][0]["attr"] == "was_real"


def test_only_of_falls_and_only_by_those_who_work_cases(
    anna: APIClient, analyst: APIClient, own: dict[str, object], foreign: dict[str, object]
) -> None:
    reply = anna.patch(f"/api/v1/signals/{own['signal']}/", {"was_real": True}, format="json")
    assert (reply.status_code, reply.json()["errors"][0]["code"]) == (400, "not_reviewable")
    assert anna.patch(f"/api/v1/signals/{foreign['signal']}/", {"was_real": True}).status_code == 404
    assert analyst.patch(f"/api/v1/signals/{own['signal']}/", {"was_real": True}).status_code == 403
