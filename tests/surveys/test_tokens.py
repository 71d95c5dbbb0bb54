from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from surveys import queries, tokens
from surveys.actions import links
from surveys.models import Invitation, Token, TokenPurpose
from tests.surveys import invited

ANSWER, UNSUBSCRIBE = TokenPurpose.ANSWER, TokenPurpose.UNSUBSCRIBE


@pytest.fixture
def invitation(db: None, now: datetime) -> Invitation:
    return invited.invite(now)


def test_a_link_opens_its_invitation_for_its_purpose_only(invitation: Invitation, now: datetime) -> None:
    answer, unsubscribe = (tokens.text(purpose, invitation.uuid) for purpose in (ANSWER, UNSUBSCRIBE))
    assert queries.invitation_for(answer, ANSWER, now) == invitation
    assert queries.invitation_for(unsubscribe, UNSUBSCRIBE, now) == invitation
    assert queries.invitation_for(answer, UNSUBSCRIBE, now) is None
    assert queries.invitation_for(unsubscribe, ANSWER, now) is None


def test_a_token_has_192_bits_and_fits_into_an_address(invitation: Invitation) -> None:
    token = tokens.text(ANSWER, invitation.uuid)
    assert len(token) == 32
    assert token.replace("-", "").replace("_", "").isalnum()
    assert tokens.link(ANSWER, invitation.uuid).endswith(f"/s/{token}")


def test_the_database_knows_hashes_only(invitation: Invitation) -> None:
    token = tokens.text(ANSWER, invitation.uuid)
    stored = " ".join(str(row) for row in Token.objects.values_list())
    assert token not in stored
    assert tokens.hash_of(token) in stored


def test_links_end_with_the_invitation_but_unsubscribing_stays_possible(
    invitation: Invitation, now: datetime
) -> None:
    later = now + timedelta(days=15)
    assert queries.invitation_for(tokens.text(ANSWER, invitation.uuid), ANSWER, later) is None
    assert queries.invitation_for(tokens.text(UNSUBSCRIBE, invitation.uuid), UNSUBSCRIBE, later) == invitation


def test_a_revoked_link_opens_nothing(invitation: Invitation, now: datetime) -> None:
    Token.objects.update(revoked_at=now)
    assert queries.invitation_for(tokens.text(ANSWER, invitation.uuid), ANSWER, now) is None


def test_a_rotated_key_kills_no_live_link(invitation: Invitation, now: datetime) -> None:
    old = tokens.text(ANSWER, invitation.uuid)
    with override_settings(SECRET_KEY="another key of this installation"):
        new = tokens.text(ANSWER, invitation.uuid)
        assert new != old
        assert queries.invitation_for(old, ANSWER, now) == invitation
        assert queries.invitation_for(new, ANSWER, now) is None
        links.issue(invitation=invitation, purposes=[ANSWER], expires_at=invitation.expires_at)
        assert queries.invitation_for(new, ANSWER, now) == invitation


def test_issuing_twice_changes_nothing(invitation: Invitation, now: datetime) -> None:
    before = list(Token.objects.order_by("id").values())
    links.issue(invitation=invitation, purposes=[ANSWER], expires_at=now + timedelta(days=99))
    assert list(Token.objects.order_by("id").values()) == before


@pytest.mark.parametrize("token", ["", "x", "a" * 32, "a" * 5000, "\x00", "Ж" * 32])
def test_nonsense_opens_nothing(invitation: Invitation, now: datetime, token: str) -> None:
    assert queries.invitation_for(token, ANSWER, now) is None


@given(uuid=st.uuids(), other=st.uuids())
def test_no_two_invitations_or_purposes_share_a_token(uuid: UUID, other: UUID) -> None:
    texts = {tokens.text(purpose, one) for purpose in TokenPurpose for one in (uuid, other)}
    assert len(texts) == len(TokenPurpose) * len({uuid, other})
