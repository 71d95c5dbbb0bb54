"""What may stand beside a total: judged by an attacker who adds and subtracts everything that is shown."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from surveys.definition.disclosure.hiding import LEAST, shown

sizes_of_groups = st.dictionaries(st.text("abcdef", min_size=1, max_size=2), st.integers(0, 14), max_size=8)


def worked_out(sizes: dict[str, int], visible: frozenset[str]) -> list[tuple[str, ...]]:
    """Every set of groups whose figure follows from the total and the shown groups, by any subtraction."""
    sums = [chosen for n in range(1, len(visible) + 1) for chosen in combinations(sorted(visible), n)]
    rests = [tuple(sorted(set(sizes) - set(chosen))) for chosen in [(), *sums]]
    return [each for each in [*sums, *rests] if each]


@given(sizes_of_groups)
def test_nothing_under_five_follows_from_what_is_shown(sizes: dict[str, int]) -> None:
    visible = shown(sizes)
    if sum(sizes.values()) < LEAST:
        assert not visible
        return
    for groups in worked_out(sizes, visible):
        assert sum(sizes[name] for name in groups) >= LEAST, (sizes, visible, groups)
        assert len(groups) > 1 or groups[0] in visible or len(sizes) == 1, (sizes, visible, groups)


@given(sizes_of_groups)
def test_as_much_is_shown_as_may_be(sizes: dict[str, int]) -> None:
    visible = shown(sizes)
    if all(n >= LEAST for n in sizes.values()):
        assert visible == set(sizes)
    hidden = set(sizes) - visible
    needlessly = {name for name in hidden if sizes[name] >= LEAST}
    # The last one hidden beyond need would have left a heap too small, or one group alone.
    if needlessly:
        rest = hidden - {max(needlessly, key=lambda name: (sizes[name], name))}
        assert len(rest) < 2 or sum(sizes[name] for name in rest) < LEAST


def test_one_small_group_takes_the_next_smallest_with_it() -> None:
    assert shown({"a": 20, "b": 9, "c": 3}) == {"a"}
    assert shown({"a": 20, "b": 9, "c": 3, "d": 3}) == {"a", "b"}
    assert shown({"a": 4}) == shown({"a": 4, "b": 9}) == frozenset()
