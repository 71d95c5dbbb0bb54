"""Beginning and putting away surveys, and who else is at a draft."""

from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from pytest_django import Settings

from surveys.actions import library, publishing
from surveys.actions.drafting import presence, saving, shelving, starting
from surveys.models import Collector, CollectorKind, Survey
from tests import factories
from tests.surveys import asked, invited


@pytest.fixture
def olga(db: None) -> User:
    return factories.UserFactory(username="olga@ours.example", first_name="Olga", last_name="Petrova")


def test_every_ready_survey_can_be_begun_from_and_published(olga: User, now: datetime) -> None:
    library.load(now=now)
    for document in library.documents():
        made = starting.start_from_library(document["key"], by=olga, now=now)
        assert made.key == f"{document['key']}-2" and made.title == f"{document['name']['en']} 2"
        publishing.publish(survey=made, by=olga, now=now)
    assert library.load(now=now).unchanged == tuple(one["key"] for one in library.documents())
    with pytest.raises(starting.NotInLibrary):
        starting.start_from_library("gone", by=olga, now=now)


def test_the_library_never_takes_a_draft_of_ours_for_its_own(olga: User, now: datetime) -> None:
    made = starting.start_from_library("pulse", by=olga, now=now)
    library.load(now=now)
    assert not made.versions.exists() and Survey.objects.filter(key="pulse").exists()


def test_a_blank_survey_has_one_empty_page(olga: User, now: datetime) -> None:
    made = starting.start_blank(name="Fair", languages=["ru", "en"], by=olga, now=now)
    draft = saving.open_draft(made)
    assert (made.title, made.key, draft.revision) == ("Fair", "survey-2", 1)
    assert {problem.what for problem in draft.problems} == {
        "the page has no question",
        "there is no text yet",
    }
    with pytest.raises(saving.CannotStore):
        starting.start_blank(name="Fair", languages=["Klingon!"], by=olga, now=now)


def test_a_copy_takes_the_words_and_nothing_else(olga: User, now: datetime) -> None:
    version = asked.published("nps", now=now)
    made = starting.copy(survey=version.survey, by=olga, now=now)
    assert made.draft["pages"] == version.document["pages"]
    assert (made.key, made.versions.count()) == ("nps-2", 0)
    assert made.title == "Would you recommend us (NPS) 2"
    assert saving.used_keys(made) == frozenset() and "nps" in saving.used_keys(version.survey)


def test_archiving_waits_for_invitations_and_closes_the_doors(olga: User, now: datetime) -> None:
    invitation = invited.invite(now)
    survey = invitation.version.survey
    door = Collector.objects.create(
        survey=survey, kind=CollectorKind.LINK, name="Fair", slug="fair", created_at=now
    )
    with pytest.raises(shelving.StillAsking, match="1 invitation waits"):
        shelving.archive(survey=survey, now=now)
    invitation.messages.filter(number=0).update(state="sending", lease_until=now)
    shelving.archive(survey=survey, now=now)
    door.refresh_from_db()
    assert survey.archived_at == now and not door.is_open
    shelving.archive(survey=survey, now=now + timedelta(days=1))
    assert survey.archived_at == now
    shelving.unarchive(survey=survey)
    door.refresh_from_db()
    assert survey.archived_at is None and not door.is_open


def test_people_at_one_draft_see_each_other(olga: User, now: datetime) -> None:
    pavel = factories.UserFactory(username="pavel@ours.example")
    survey = starting.start_blank(name="Fair", languages=["en"], by=olga, now=now)
    cache.delete(f"draft:{survey.uuid}")
    assert presence.seen(survey=survey, by=olga, now=now) == ()
    later = now + timedelta(seconds=20)
    assert [one.name for one in presence.seen(survey=survey, by=pavel, now=later)] == ["Olga Petrova"]
    (other,) = presence.seen(survey=survey, by=olga, now=later)
    assert (other.name, other.since) == ("pavel@ours.example", later)
    presence.left(survey=survey, by=pavel, now=later)
    assert presence.seen(survey=survey, by=olga, now=later) == ()
    assert presence.seen(survey=survey, by=pavel, now=later + timedelta(minutes=1)) == ()  # Olga is gone


def test_without_a_cache_nobody_is_seen_and_nothing_fails(
    olga: User, now: datetime, settings: Settings
) -> None:
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",
        }
    }
    survey = starting.start_blank(name="Fair", languages=["en"], by=olga, now=now)
    assert presence.seen(survey=survey, by=olga, now=now) == ()
    presence.left(survey=survey, by=olga, now=now)
