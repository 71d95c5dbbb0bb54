"""What an answer or a history of answers means: frozen data in, an intent out. Touches no database."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from csat.findings.rounds.falls import ClientFall
from csat.insight.change.calibration import Calibration
from csat.insight.change.components import Components
from csat.insight.change.point import ALARM_LEVEL
from csat.insight.verdict import TooLittle

KEY_ACCOUNT_DROP, LOW_ANSWER, CONTACT_ME = "key_account_drop", "low_answer", "contact_me"
CASE_OVERDUE = "case_overdue"
MANAGER, CARE_OWNER, HEAD = "manager", "care_owner", "head"


@dataclass(frozen=True)
class Answer:
    """What the rules look at in one response. `given` of `out_of`: the overall or NPS question as ticked."""

    given: int | None = None
    out_of: int = 10
    wish: str = ""  # yes, no, other_person; empty where not asked or not answered
    competence_given: int | None = None
    is_key_account: bool = False


@dataclass(frozen=True)
class LowAnswerParameters:
    """Thresholds on a scale that ends at 10; shorter scales are stretched to it."""

    low_at: int = 5
    head_at: int = 3
    criticised_at: int = 3


@dataclass(frozen=True)
class Finding:
    """A signal to raise: its rule, what was seen, and who hears besides or instead of the holders."""

    rule: str
    facts: dict[str, Any] = field(default_factory=dict)
    tells_head: bool = False
    spares_manager: bool = False


def decide_low_answer(answer: Answer, parameters: LowAnswerParameters) -> Finding | None:
    """A call to make: the overall or NPS answer is low, or the client asks to be contacted.

    One answer raises one finding; a low one comes first and carries the wish in its facts. NPS uses the
    same threshold as the overall question (5 and less, stricter than "detractor"): a 6 is not a call.
    A manager whom the answer criticises is not told by us before their head is.
    """
    level = _out_of_ten(answer.given, answer.out_of)
    wants_call = answer.wish in ("yes", "other_person")
    is_low = level is not None and level <= parameters.low_at
    if not is_low and not wants_call:
        return None
    criticised = answer.competence_given is not None and answer.competence_given <= parameters.criticised_at
    facts = {"given": answer.given, "out_of": answer.out_of, "wish": answer.wish, "criticises": ""}
    if criticised:
        facts["criticises"] = MANAGER
    return Finding(
        rule=LOW_ANSWER if is_low else CONTACT_ME,
        facts=facts,
        tells_head=answer.is_key_account and level is not None and level <= parameters.head_at,
        spares_manager=criticised,
    )


def _out_of_ten(given: int | None, out_of: int) -> float | None:
    return None if given is None else given * 10 / out_of


@dataclass(frozen=True)
class DropParameters:
    """`false_alarms` a client and year, one of those that are calibrated. `level` takes the place of the
    calibrated one after reviews said that too many or too few came."""

    false_alarms: float = 0.05
    level: float | None = None


def drop_parameters(kept: Mapping[str, Any]) -> DropParameters:
    """A rule's own thresholds; what else stands beside them is not for deciding."""
    return DropParameters(**{name: kept[name] for name in ("false_alarms", "level") if name in kept})


@dataclass(frozen=True)
class Watch:
    """What was calibrated last on the answers of all clients; without any yet, defaults take its place."""

    components: Components | None = None
    calibrations: tuple[Calibration, ...] = ()
    watched: int = 0


@dataclass(frozen=True)
class Alarm:
    """Above which probability a fall is told of, and how many false alarms a client and year that makes."""

    level: float
    false_alarms: float
    watched: int
    is_calibrated: bool

    @property
    def expected(self) -> float:
        """False alarms a year of all clients that are watched."""
        return self.false_alarms * self.watched


def decide_alarm(watch: Watch, parameters: DropParameters) -> Alarm:
    """The level in force: set after reviews, else calibrated for the chosen rate, else the default."""
    chosen = next((one for one in watch.calibrations if one.target == parameters.false_alarms), None)
    level = chosen.level if chosen else ALARM_LEVEL
    return Alarm(
        level=level if parameters.level is None else parameters.level,
        false_alarms=parameters.false_alarms,
        watched=watch.watched,
        is_calibrated=chosen is not None and not chosen.is_default,
    )


def decide_drop(fall: ClientFall | TooLittle, alarm: Alarm, *, year_minor: int) -> Finding | None:
    """An alarm where the probability of a fall is above the level. `year_minor`: what the client brings a
    year; alarms rank by probability times revenue.

    The level is such that clients whose opinion never changes raise the agreed number of false alarms,
    although they are looked at after every answer.
    """
    if isinstance(fall, TooLittle) or fall.probability <= alarm.level:
        return None
    facts = {name: value for name, value in asdict(fall).items() if name != "account_id"}
    return Finding(
        KEY_ACCOUNT_DROP,
        facts=facts
        | {
            "level": alarm.level,
            "false_alarms": alarm.false_alarms,
            "watched": alarm.watched,
            "is_calibrated": alarm.is_calibrated,
            "rank_minor": round(fall.probability * year_minor),
        },
    )


@dataclass(frozen=True)
class Holders:
    """Ids of those who hold an account today; a holder's head beside them."""

    manager: int | None = None
    manager_head: int | None = None
    care_owner: int | None = None
    care_owner_head: int | None = None


def decide_readers(finding: Finding, holders: Holders) -> dict[int, str]:
    """Employee id -> in which capacity they are told: manager and care owner together, the head by rule.

    The head hears as well where the finding says so, instead of a manager whom the answer criticises, and
    where nobody else is left to tell. A criticised manager without head or care owner is told after all:
    an answer is never left to nobody.
    """
    head = holders.manager_head or holders.care_owner_head
    spared = holders.manager if finding.spares_manager else None
    readers: dict[int, str] = {}
    if holders.care_owner and holders.care_owner != spared:
        readers[holders.care_owner] = CARE_OWNER
    if holders.manager and not spared:
        readers.setdefault(holders.manager, MANAGER)
    if head and (finding.tells_head or finding.spares_manager or not readers):
        readers.setdefault(head, HEAD)
    if spared and not readers:
        readers[spared] = MANAGER
    return readers
