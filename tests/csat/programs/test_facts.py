"""What an invitation knows of its contact, client and order, for rules in questionnaires."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from csat.customers.models import Contact, ContactRole, DealContact, DealStage, Rate
from csat.programs.actions import planning
from csat.programs.models import Program
from csat.programs.queries import known
from surveys.definition import facts
from surveys.models import Invitation
from tests import factories
from tests.csat import answered
from tests.factories import Cast

pytestmark = pytest.mark.django_db
PLANNED = datetime(2026, 11, 16, 9, tzinfo=UTC)


def asked_about_order(program: Program, contact: Contact, **order: Any) -> dict[str, Any]:
    deal = factories.DealFactory(
        account=contact.account,
        stage=DealStage.DELIVERED,
        closed_on=date(2026, 10, 20),
        delivered_on=date(2026, 11, 12),
        **order,
    )
    DealContact.objects.create(deal=deal, contact=contact)
    planning.plan(program=program, now=PLANNED)
    return Invitation.objects.get().facts


def test_an_order_s_worth_stands_in_the_base_currency(post_sale: Program, cast: Cast) -> None:
    Rate.objects.create(currency="USD", month=date(2026, 9, 1), rate=Decimal("0.8"))
    Rate.objects.create(currency="USD", month=date(2026, 12, 1), rate=Decimal("7"))
    cast.account.country, cast.account.segment = "DE", "large"
    cast.account.save()
    contact = factories.ContactFactory(account=cast.account, role="buyer", language="ru")

    frozen = asked_about_order(post_sale, contact, amount=Decimal("1250.5"), currency="USD")

    wanted = {
        "role": "buyer",
        "segment": "large",
        "language": "ru",
        "country": "DE",
        "is_key": "yes",
        "order_amount": 1000.4,
        "order_currency": "EUR",
        "occasion": "post_sale",
    }
    assert wanted.items() <= frozen.items()
    assert "importance" not in frozen


def test_without_a_rate_it_stands_as_agreed(post_sale: Program, cast: Cast) -> None:
    contact = factories.ContactFactory(account=cast.account)

    frozen = asked_about_order(post_sale, contact, amount=Decimal("500"), currency="GBP")

    assert (frozen["order_amount"], frozen["order_currency"]) == (500, "GBP")


def test_every_fact_frozen_is_a_known_one(post_sale: Program, cast: Cast) -> None:
    frozen = asked_about_order(post_sale, factories.ContactFactory(account=cast.account, title="Head"))

    assert set(frozen) - {"who_reads"} <= set(facts.KNOWN)
    assert set(facts.ROLES) == set(ContactRole.values)


def test_who_said_what_matters_is_known_for_a_year(cast: Cast, now: datetime) -> None:
    said, silent = (factories.ContactFactory(account=cast.account) for _ in range(2))
    for contact in (said, silent):
        answer = answered.heard(contact, 8, at=now)
        if contact == said:
            answer.answers |= {"importance": ["quality"]}
            answer.save()
    both = {said.pk, silent.pk}

    assert known.said_what_matters(both, now=now) == {said.pk}
    assert known.said_what_matters(both, now=now.replace(year=now.year + 2)) == set()
