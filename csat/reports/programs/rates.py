"""Who answers of those whom mails reached: by role and by day of sending, small groups hidden."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from csat.customers import queries as customers
from csat.customers.models import ContactRole
from csat.insight.intervals.interval import Interval
from csat.insight.intervals.proportion import proportion
from csat.programs.models import Touchpoint
from csat.scores.columns import asked
from surveys.models import Message

LEAST = 5  # smaller groups stay hidden, everywhere
OTHERS = "others"


@dataclass(frozen=True)
class Rate:
    """A group's answers out of the mails that reached it; `share` None: too few to be shown."""

    key: str
    reached: int
    answered: int | None
    share: Interval | None


@dataclass(frozen=True)
class DayRate:
    """What was sent on a day, and how much of it was answered since."""

    day: date
    reached: int
    answered: int | None
    share: Interval | None


@dataclass(frozen=True)
class Rates:
    """`after`: so many answers came within so many days of sending (0: the same day), in order."""

    total: Rate
    roles: tuple[Rate, ...]
    days: tuple[DayRate, ...]
    after: tuple[tuple[int, int], ...]


@dataclass
class _Count:
    reached: int = 0
    answered: int = 0


def rates(touchpoints: QuerySet[Touchpoint]) -> Rates:
    """Shares of the mails accepted and not returned within 72 hours, with Wilson's interval. Three queries.

    An answer counts once it is submitted and neither doubtful nor excluded; unfinished ones do not.
    """
    zone = ZoneInfo(customers.company().zone)
    mails = Message.objects.filter(
        number=0, accepted_at__isnull=False, invitation__in=touchpoints.values("invitation_id")
    )
    rows = asked.reached(mails).values_list(
        "role", f"{asked.MAIL}__accepted_at", "is_answered", "invitation__answered_at"
    )
    by_role: dict[str, _Count] = defaultdict(_Count)
    by_day: dict[date, _Count] = defaultdict(_Count)
    after: dict[int, int] = defaultdict(int)
    for role, accepted_at, is_answered, answered_at in rows.order_by():
        day = accepted_at.astimezone(zone).date()
        _add((by_role[role], by_day[day]), is_answered)
        if is_answered and answered_at:
            after[max(0, (answered_at.astimezone(zone).date() - day).days)] += 1
    total = _Count(sum(c.reached for c in by_role.values()), sum(c.answered for c in by_role.values()))
    return Rates(
        total=_rate("", total),
        roles=_roles(by_role),
        days=tuple(DayRate(day, found.reached, *_shown(found)) for day, found in sorted(by_day.items())),
        after=tuple(sorted(after.items())) if total.reached >= LEAST else (),
    )


def _add(counts: Iterable[_Count], is_answered: bool) -> None:
    for count in counts:
        count.reached += 1
        count.answered += is_answered


def _roles(by_role: Mapping[str, _Count]) -> tuple[Rate, ...]:
    """By the order of roles. Those below five stand together, with the next smallest where it takes that:
    what is hidden could else be reckoned from the total."""
    small = [role for role, found in by_role.items() if found.reached < LEAST]
    large = sorted((role for role in by_role if role not in small), key=lambda role: by_role[role].reached)
    while small and large and sum(by_role[role].reached for role in small) < LEAST:
        small.append(large.pop(0))
    places: dict[Hashable, int] = {role: place for place, role in enumerate(ContactRole.values)}
    shown = [_rate(role, by_role[role]) for role in sorted(large, key=lambda role: places.get(role, 99))]
    if not small:
        return tuple(shown)
    together = _Count(
        sum(by_role[role].reached for role in small), sum(by_role[role].answered for role in small)
    )
    return (*shown, _rate(OTHERS, together))


def _rate(key: str, found: _Count) -> Rate:
    return Rate(key, found.reached, *_shown(found))


def _shown(found: _Count) -> tuple[int | None, Interval | None]:
    if found.reached < LEAST:
        return None, None
    return found.answered, proportion(successes=found.answered, n=found.reached)
