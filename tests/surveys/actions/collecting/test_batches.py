"""Which answers without names may go on together."""

from datetime import date, timedelta
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from surveys.actions.collecting.batches import LEAST, Waiting, batches

TODAY = date(2026, 11, 18)
waiting = st.lists(
    st.builds(
        lambda group, language, age: Waiting(uuid4(), group, language, {}, TODAY - timedelta(days=age)),
        st.sampled_from(["", "Sales", "Plant", "Lab"]),
        st.sampled_from(["en", "ru"]),
        st.integers(0, 60),
    ),
    max_size=40,
)


@given(waiting)
def test_in_a_batch_nothing_but_the_answer_differs(rows: list[Waiting]) -> None:
    found = batches(rows, TODAY)

    moved = [answer.id for batch in found for answer in batch]
    assert len(moved) == len(set(moved))
    for batch in found:
        assert len(batch) >= LEAST
        assert len({(answer.group, answer.day) for answer in batch}) == 1
        languages = [answer.language for answer in batch]
        assert all(languages.count(language) >= LEAST for language in languages)


@given(waiting)
def test_nobody_s_group_or_language_is_made_up(rows: list[Waiting]) -> None:
    by_id = {row.id: row for row in rows}
    for answer in (answer for batch in batches(rows, TODAY) for answer in batch):
        origin = by_id[answer.id]
        assert answer.group in (origin.group, "")
        assert answer.language in (origin.language, "")
        assert origin.day <= answer.day <= TODAY


def of(group: str, n: int, *, age: int = 0) -> list[Waiting]:
    return [Waiting(uuid4(), group, "en", {}, TODAY - timedelta(days=age)) for _ in range(n)]


def test_a_small_group_waits_then_goes_without_its_name() -> None:
    assert batches([*of("Sales", 4), *of("Lab", 1, age=29)], TODAY) == []
    [batch] = batches([*of("Sales", 4, age=30), *of("Lab", 1, age=31)], TODAY)
    assert {answer.group for answer in batch} == {""}
