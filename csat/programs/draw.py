"""Which orders a post-sale rule asks about: first, large, one random repeat order a quarter. Pure."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from csat.programs import slots


@dataclass(frozen=True)
class Rule:
    """The three ways in; see Program for what each means."""

    asks_first_order: bool
    large_order_amount: Decimal | None
    asks_repeat_order: bool


@dataclass(frozen=True)
class Order:
    """An order among those of its client, counted by delivery or closing."""

    account: UUID
    counted_on: date  # its delivery, or its closing where the rule counts from there
    base_amount: Decimal | None  # None: there is no rate for its currency
    place_in_life: int  # 1: the client's first order
    place_in_quarter: int  # 1: the first repeat order of the quarter
    repeats_last_quarter: int


def is_asked_about(order: Order, rule: Rule) -> bool:
    """Whether the order is a first one, a large one, or the quarter's drawn repeat order.

    The repeat order asked about is the j-th of its quarter, j drawn from 1 to as many as the client had in
    the quarter before (at least 1): nobody can tell beforehand which one it will be, and it is never two.
    """
    if order.place_in_life == 1:
        return rule.asks_first_order
    is_large = (
        rule.large_order_amount is not None
        and order.base_amount is not None
        and order.base_amount >= rule.large_order_amount
    )
    return is_large or (rule.asks_repeat_order and order.place_in_quarter == _drawn_place(order))


def _drawn_place(order: Order) -> int:
    quarter = f"{order.counted_on.year} Q{(order.counted_on.month + 2) // 3}"
    return 1 + slots.drawn(f"order {order.account} {quarter}", max(1, order.repeats_last_quarter))
