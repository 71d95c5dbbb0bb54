"""The page on why the score changed says what was found, of each verdict and length of period."""

from dataclasses import replace

import pytest
from django.utils import timezone

from csat.access import Role
from csat.findings.methods import change
from csat.findings.models import Question
from tests.csat.findings.kept import keep
from tests.csat.findings.methods import answers
from tests.csat.pages.insight.reading import body, queries_of, reader, statement

pytestmark = pytest.mark.django_db
PAGE = "/insight/change/"


def kept(*, before: float = 70.0, after: float = 74.0, verdict: str = "", **world: object) -> change.Change:
    """The result of a world; of a verdict and ends that the sentence is to say."""
    found = change.work(answers.two_quarters(**world), 1, lambda share: None)
    if verdict:
        span = found.spans[0]
        told = replace(span.found, verdict=verdict, before=before, after=after)
        found = replace(found, verdict=verdict, spans=(replace(span, found=told), *found.spans[1:]))
    keep(Question.CHANGE, found, now=timezone.now())
    return found


@pytest.mark.parametrize(
    ("verdict", "moved", "words"),
    [
        ("same", 0.0, "Satisfaction is as it was: 70.0 then, 74.0 now, a difference within noise."),
        ("real_change", 5.0, "Satisfaction rose from 70.0 to 74.0: the same people judge better."),
        ("real_change", -5.0, "Satisfaction fell from 70.0 to 74.0: the same people judge worse."),
        (
            "who_answered",
            0.0,
            "The change is only a change of who answered: the score went from 70.0 to 74.0, "
            "but the same people judge as before.",
        ),
        (
            "weights",
            0.0,
            "The change is only a change of the agreed weights: the score went from 70.0 to 74.0, "
            "but nobody judges otherwise.",
        ),
        ("mixed", 5.0, "The score went from 70.0 to 74.0 for several reasons: the same people +"),
        (
            "unclear",
            0.0,
            "The score went from 70.0 to 74.0, more than noise, but no single reason for it stands out.",
        ),
    ],
)
def test_each_verdict(verdict: str, moved: float, words: str) -> None:
    kept(verdict=verdict, moved=moved)
    assert statement(reader(Role.MANAGEMENT), PAGE).startswith(words)


def test_too_little_says_what_is_missing() -> None:
    kept(accounts=3)
    found = statement(reader(Role.MANAGEMENT), PAGE)
    assert found.endswith("needs 10 people and 5 clients; there are 6 and 3.")


def test_parts_are_shown_with_intervals_and_add_up() -> None:
    found = kept(moved=5.0, newcomers=20, their_points=40.0)
    text = body(reader(Role.MANAGEMENT), PAGE)
    for part in ("Delivery dates", "People heard now only", "People heard then only", "Agreed weights"):
        assert part in text
    total = found.spans[0].found.change.change
    assert f"Change, the sum of all parts {'+' if total > 0 else '−'}{abs(total):.2f}" in text
    assert (
        "60 people of 30 clients" in text
        and "January 2026 to March 2026 against October 2025 to December 2025" in text
    )


def test_few_people_of_a_role_are_not_shown() -> None:
    found = kept(moved=5.0, newcomers=9)  # five buyers or users, and four of the others
    roles = {one.role: one.people for one in found.spans[0].came_or_went}
    assert sorted(roles.values()) == [4, 5]
    text = body(reader(Role.MANAGEMENT), PAGE).split("New and gone people, by role")[1]
    shown = {role for role in roles if role in text.split("How this was computed")[0]}
    assert shown == {role for role, people in roles.items() if people >= 5}


def test_the_length_of_the_period_is_a_choice() -> None:
    found = kept(moved=5.0)
    spans = tuple(replace(found.spans[0], months=one.months) for one in found.spans)
    keep(Question.CHANGE, replace(found, spans=(*spans[:2], found.spans[2])), now=timezone.now())
    client = reader(Role.MANAGEMENT)
    assert statement(client, f"{PAGE}?months=6") == statement(client, PAGE)
    assert "Too few of the same people" in statement(client, f"{PAGE}?months=12")
    for odd in ("", "7", "x", "-3", "6²", "1" * 5000):
        assert statement(client, f"{PAGE}?months={odd}") == statement(client, PAGE)


def test_who_may_read_and_what_it_costs() -> None:
    client = reader(Role.MANAGEMENT)
    assert "has not been looked at yet" in statement(client, PAGE)
    kept(accounts=3)
    few = queries_of(client, PAGE)
    kept(moved=5.0, newcomers=40)
    assert queries_of(client, PAGE) == few
    for role in (Role.MANAGER, Role.CARE_OWNER, Role.HEAD):
        assert reader(role).get(PAGE).status_code == 403
