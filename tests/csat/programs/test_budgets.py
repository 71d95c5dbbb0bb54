"""How many surveys fit: no budget is broken, and the day found is the first that keeps them."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from csat.programs import budgets
from csat.programs.budgets import ACCOUNT, CONTACT, HOUSE, Budget, Had, Send, Wish

DAY = date(2026, 11, 18)
KINDS = ("periodic", "nps")
DAYS = st.integers(-200, 60).map(lambda n: DAY + timedelta(days=n))
SENDS = st.lists(st.builds(Send, DAYS, st.sampled_from(KINDS), st.integers(0, 2)), max_size=14)
BUDGETS = st.lists(
    st.builds(
        Budget,
        scope=st.sampled_from((CONTACT, ACCOUNT)),
        most=st.integers(1, 4),
        days=st.integers(1, 70),
        survey_kind=st.sampled_from(("", *KINDS)),
        counts_reminders=st.booleans(),
    ),
    max_size=4,
)
GAPS = st.lists(st.integers(1, 9), max_size=3)


def wish(gaps: list[int], kind: str = "periodic") -> Wish:
    """A survey whose reminders follow after so many days each."""

    def mails(day: date) -> list[date]:
        days = [day]
        for gap in gaps:
            days.append(days[-1] + timedelta(days=gap))
        return days

    return Wish(kind, mails)


def breaks(own: list[date], had: Had, kind: str, budget: Budget) -> bool:
    """The budget in plain words: some span that holds one of our mails holds more than it allows."""
    if budget.survey_kind not in ("", kind):
        return False
    ours = own if budget.counts_reminders else own[:1]
    others = [
        send.day
        for send in (had.contact if budget.scope == CONTACT else had.account)
        if budget.survey_kind in ("", send.kind) and (budget.counts_reminders or send.number == 0)
    ]
    first = min(ours) - timedelta(days=budget.days)
    for back in range((max(ours) - first).days + 1):
        span = [first + timedelta(days=back + step) for step in range(budget.days)]
        held = sum(day in span for day in ours)
        if held and held + sum(day in span for day in others) > budget.most:
            return True
    return False


@settings(deadline=None, max_examples=150)
@given(SENDS, SENDS, BUDGETS, GAPS)
def test_the_day_found_keeps_every_budget_and_is_the_first(contact, account, rules, gaps) -> None:
    had, asked = Had(contact, account), wish(gaps)
    found = budgets.next_possible(DAY, asked, had, rules)
    assert found >= DAY
    day = DAY
    while day <= found:
        own = asked.mails(day)[: budgets.affordable(day, asked, rules)]
        assert any(breaks(own, had, "periodic", budget) for budget in rules) is (day < found)
        day += timedelta(days=1)


@settings(deadline=None)
@given(BUDGETS, GAPS)
def test_a_survey_s_own_reminders_never_break_a_budget(rules, gaps) -> None:
    asked = wish(gaps)
    n = budgets.affordable(DAY, asked, rules)
    assert 1 <= n <= len(gaps) + 1
    assert not any(breaks(asked.mails(DAY)[:n], Had(), "periodic", budget) for budget in rules)
    if n <= len(gaps):
        assert any(breaks(asked.mails(DAY)[: n + 1], Had(), "periodic", budget) for budget in rules)


@settings(deadline=None)
@given(st.lists(st.integers(0, 20), min_size=1, max_size=60))
def test_whoever_is_asked_as_soon_as_possible_is_never_asked_too_often(gaps) -> None:
    day, sends = DAY, []
    for gap in gaps:
        day += timedelta(days=gap)
        if budgets.next_possible(day, wish([]), Had(sends), HOUSE) == day:
            sends.append(Send(day, "periodic"))
    days = [send.day for send in sends]
    assert all(later - earlier >= timedelta(days=45) for earlier, later in pairwise(days))
    assert all(sum(0 <= (other - one).days < 365 for other in days) <= 6 for one in days)


def test_a_kind_s_budget_counts_only_its_kind() -> None:
    pulse = [Budget(CONTACT, 1, 90, survey_kind="nps")]
    had = Had([Send(DAY - timedelta(days=5), "nps")])
    assert budgets.next_possible(DAY, wish([], "periodic"), had, pulse) == DAY
    assert budgets.next_possible(DAY, wish([], "nps"), had, pulse) == DAY + timedelta(days=85)


def test_an_account_s_budget_counts_all_of_its_people() -> None:
    three = [Budget(ACCOUNT, 3, 30)]
    others = [Send(DAY - timedelta(days=n), "periodic", 0, n) for n in (1, 2, 9)]
    assert budgets.next_possible(DAY, wish([]), Had((), others[:2]), three) == DAY
    assert budgets.next_possible(DAY, wish([]), Had((), others), three) == DAY + timedelta(days=21)


def test_the_budget_that_holds_back_longest_is_named() -> None:
    had = Had([Send(DAY - timedelta(days=10), "periodic")])
    rules = [Budget(CONTACT, 1, 30), Budget(CONTACT, 1, 90)]
    found = budgets.clash(DAY, wish([]), had, rules)
    assert found and found.budget == rules[1] and found.until == DAY + timedelta(days=80)
