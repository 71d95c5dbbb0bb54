"""What roles may do on the ground floor, asked as the ground floor asks."""

import pytest

from csat import access
from csat.access import Role
from tests import factories
from tests.factories import Cast, UserFactory

pytestmark = pytest.mark.django_db
EVERY = ["surveys.view_survey", "surveys.change_survey", "surveys.publish_survey"]


@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        (Role.ADMINISTRATOR, EVERY),
        (Role.OPERATOR, EVERY),
        (Role.MANAGER, EVERY[:1]),
        (Role.ANALYST, EVERY[:1]),
    ],
)
def test_roles_carry_the_permissions_of_surveys(role: Role, allowed: list[str]) -> None:
    user = UserFactory(roles=[role])
    assert [name for name in EVERY if user.has_perm(name)] == allowed
    assert not user.has_perm("auth.change_user")


def test_no_role_and_a_locked_login_may_nothing() -> None:
    assert not UserFactory().has_perm("surveys.view_survey")
    assert not UserFactory(roles=[Role.OPERATOR], is_active=False).has_perm("surveys.view_survey")


def test_who_holds_a_client_may_ask_to_leave_it_out_and_only_operators_decide(cast: Cast) -> None:
    operator, analyst = factories.login("olga", Role.OPERATOR), factories.login("alan", Role.ANALYST)
    assert access.may_ask_to_exclude(cast.anna.user, cast.account)
    assert not access.may_ask_to_exclude(cast.anna.user, cast.foreign)
    assert access.may_ask_to_exclude(operator, cast.foreign)
    assert not access.may_ask_to_exclude(analyst, cast.account)
    assert access.may_decide_exclusions(operator)
    assert not access.may_decide_exclusions(cast.anna.user) and not access.may_decide_exclusions(analyst)
