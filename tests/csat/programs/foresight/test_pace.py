"""How many more a post-sale rule is likely to ask, by the orders of the last quarter."""

from datetime import date, timedelta

import pytest

from csat.customers import queries as customers
from csat.customers.models import DealContact, DealStage
from csat.programs.foresight import pace
from csat.programs.models import Program
from tests import factories

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 18)
LAST = TODAY + timedelta(days=29)


def order(delivered_on: date) -> None:
    contact = factories.ContactFactory()
    deal = factories.DealFactory(
        account=contact.account, stage=DealStage.DELIVERED, delivered_on=delivered_on
    )
    DealContact.objects.create(deal=deal, contact=contact)


def more(*programs: Program) -> dict[int, pace.MoreToCome]:
    return pace.more_to_come(programs, company=customers.company(), today=TODAY, last=LAST)


def test_last_quarters_pace_is_carried_on(post_sale: Program, periodic: Program) -> None:
    for week in range(1, pace.WEEKS + 1):
        for day in (1, 3):
            order(TODAY - pace.WEEK * week + timedelta(days=day))
    found = more(post_sale, periodic)
    assert set(found) == {post_sale.pk}
    n = found[post_sale.pk].n
    # 21 working days follow; orders of the last 3 are asked about after the 30 days: 18 days at 2 in 5.
    assert n.n == 26 and n.estimate == pytest.approx(7.2) and 1 <= n.low < 7.2 < n.high < 16


def test_without_orders_next_to_nothing_is_expected_and_old_ones_do_not_count(post_sale: Program) -> None:
    order(TODAY - timedelta(days=120))
    n = more(post_sale)[post_sale.pk].n
    assert (n.estimate, n.low, n.n) == (0, 0, 0) and n.high <= 2
