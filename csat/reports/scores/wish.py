"""How a table of scores was asked for, as it stands in the address. Nonsense counts as the default."""

from collections.abc import Mapping
from dataclasses import dataclass

from csat.reports.scores.measures import Measure

ACCOUNT, TREE, CONTACT, ROLE, MANAGER, TEAM, SEGMENT, PROGRAM, MONTH, QUARTER = (
    "account", "tree", "contact", "role", "manager", "team", "segment", "program", "month", "quarter",
)  # fmt: skip
WAYS = (SEGMENT, ACCOUNT, TREE, ROLE, MANAGER, TEAM, PROGRAM, MONTH, QUARTER, CONTACT)
PAGE = 50
EMPTY = Measure(key="csi", ticked="overall")


@dataclass(frozen=True)
class Wish:
    """Scores of a measure by group. `key`: the one group to explain; `after`: the last group seen."""

    by: str = SEGMENT
    measure: Measure = EMPTY
    key: str = ""
    after: str = ""


def ways(*, with_people: bool) -> tuple[str, ...]:
    """What one may group by; single contacts are for those who may see people."""
    return tuple(way for way in WAYS if with_people or way != CONTACT)


def read(query: Mapping[str, str], measures: tuple[Measure, ...], *, with_people: bool) -> Wish:
    """The wish of an address, within what the reader may see."""
    by = query.get("by", "")
    first = measures[0] if measures else EMPTY
    return Wish(
        by=by if by in ways(with_people=with_people) else SEGMENT,
        measure=next((one for one in measures if one.key == query.get("measure", "")), first),
        key=query.get("key", "").replace("\x00", "?")[:400],
        after=query.get("after", "").replace("\x00", "?")[:400],
    )
