"""Rounds of all survey rules, newest first; of rules without rounds, what they send week by week."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncWeek

from csat.customers import queries as customers
from csat.customers.models import Account
from csat.insight.intervals.interval import Interval
from csat.insight.intervals.proportion import proportion
from csat.programs.models import Program, Touchpoint, Wave
from csat.reports.programs import parts
from csat.reports.programs.parts import OPEN, REACHED, Part
from csat.reports.programs.rates import LEAST

SHOWN = 40


@dataclass(frozen=True)
class RoundRow:
    """A round, or a week of a rule without rounds (`month` None). `share` None: fewer than five reached."""

    program: Program
    wave_uuid: UUID | None
    month: date | None
    monday: date | None
    planned: int
    reached: int
    answered: int
    open: int
    failed: int
    share: Interval | None
    state: str  # ended, paused, open, done

    @property
    def starts_on(self) -> date:
        return self.month or self.monday or date.min


@dataclass(frozen=True)
class Rounds:
    rows: tuple[RoundRow, ...]
    programs: tuple[Program, ...]
    chosen: Program | None
    has_more: bool


def build(
    accounts: QuerySet[Account], *, program: str, before: date | None, with_empty: bool = True
) -> Rounds:
    """The newest rounds and weeks that began before a day, of one rule (its uuid) or of all.

    `with_empty`: also rounds in which none of these accounts is asked.
    """
    programs = list(Program.objects.select_related("survey").order_by("name"))
    chosen = next((one for one in programs if str(one.uuid) == program), None)
    rows = [*_waves(accounts, chosen), *_weeks(accounts, chosen)]
    found = sorted(
        (row for row in rows if (before is None or row.starts_on < before) and (row.planned or with_empty)),
        key=lambda row: (row.starts_on, row.program.name),
        reverse=True,
    )
    # Whatever began on the last day shown is shown as well: the next page begins before that day.
    last = found[SHOWN - 1].starts_on if len(found) > SHOWN else date.min
    shown = [row for row in found if row.starts_on >= last]
    return Rounds(
        rows=tuple(shown), programs=tuple(programs), chosen=chosen, has_more=len(found) > len(shown)
    )


def _waves(accounts: QuerySet[Account], chosen: Program | None) -> list[RoundRow]:
    waves = Wave.objects.select_related("program__survey")
    if chosen:
        waves = waves.filter(program=chosen)
    counts = _counts(accounts, "wave_id")
    return [
        _row(
            wave.program,
            counts.get(wave.pk, {}),
            wave=wave,
            monday=None,
        )
        for wave in waves
    ]


def _weeks(accounts: QuerySet[Account], chosen: Program | None) -> list[RoundRow]:
    counts = _week_counts(accounts)
    programs = Program.objects.select_related("survey").in_bulk({key[0] for key in counts})
    return [
        _row(programs[program_id], by_part, wave=None, monday=monday)
        for (program_id, monday), by_part in counts.items()
        if chosen is None or chosen.pk == program_id
    ]


def _counts(accounts: QuerySet[Account], field: str) -> dict[int, dict[str, int]]:
    touchpoints = Touchpoint.objects.filter(account__in=accounts.values("id"), **{f"{field}__isnull": False})
    found: dict[int, dict[str, int]] = {}
    rows = parts.with_part(touchpoints).order_by().values_list(field, "part").annotate(n=Count("id"))
    for key, part, n in rows:
        found.setdefault(key, {})[part] = n
    return found


def _week_counts(accounts: QuerySet[Account]) -> dict[tuple[int, date], dict[str, int]]:
    """(program id, Monday) -> part -> invitations, by the day from which a mail may go out."""
    touchpoints = Touchpoint.objects.filter(account__in=accounts.values("id"), wave=None)
    zone = ZoneInfo(customers.company().zone)
    rows = (
        parts.with_part(touchpoints)
        .annotate(week=TruncWeek("invitation__not_before_at", tzinfo=zone))
        .order_by()
        .values_list("program_id", "week", "part")
        .annotate(n=Count("id"))
    )
    found: dict[tuple[int, date], dict[str, int]] = {}
    for program_id, week, part, n in rows:
        found.setdefault((program_id, week.date()), {})[part] = n
    return found


def _row(program: Program, by_part: Mapping[str, int], *, wave: Wave | None, monday: date | None) -> RoundRow:
    reached = sum(by_part.get(part, 0) for part in REACHED)
    answered, still = by_part.get(Part.ANSWERED, 0), sum(by_part.get(part, 0) for part in OPEN)
    planned = sum(by_part.values())
    return RoundRow(
        program=program,
        wave_uuid=wave.uuid if wave else None,
        month=wave.month if wave else None,
        monday=monday,
        planned=planned,
        reached=reached,
        answered=answered,
        open=still,
        failed=planned - reached - still,
        share=proportion(successes=answered, n=reached) if reached >= LEAST else None,
        state=_state(wave, by_part, still),
    )


def _state(wave: Wave | None, by_part: Mapping[str, int], still: int) -> str:
    if wave and wave.ended_at:
        return "ended"
    if (wave and wave.held_at) or by_part.get(Part.HELD):
        return "paused"
    return "open" if still else "done"
