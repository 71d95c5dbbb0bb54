"""What must be right before clients are written to: the sender, the domain, the people, the survey."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

import holidays
from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet

from csat.customers import queries as customers
from csat.customers.models import Account, Contact, LegalBasis
from csat.programs.models import Program, ProgramKind
from surveys.calendar import zones
from surveys.models import Brand, SenderCheck, SurveyVersion

FRESH = timedelta(days=30)  # what the DNS said longer ago is asked again
OF_DOMAIN = ("spf", "dkim", "dmarc")


class Level(StrEnum):
    GOOD = "good"
    WATCH = "watch"  # worth knowing, in nobody's way
    BAD = "bad"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Check:
    """One check by its name, how it came out, and what its words need; the words are the page's."""

    name: str
    level: Level
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def is_in_the_way(self) -> bool:
        return self.level in (Level.BAD, Level.UNKNOWN)


def of_installation(*, now: datetime) -> list[Check]:
    """Sender, domain, replies, test mail, holidays, zones, legal bases: for all rules alike."""
    brand = Brand.objects.first()
    today = customers.local_day(now)
    return [
        _sender(brand),
        *_domain(brand, now),
        _replies(brand),
        _test_mail(brand),
        _holidays(today),
        _zones(today),
        _legal_bases(today),
    ]


def of_program(program: Program, *, now: datetime) -> list[Check]:
    """What one rule needs beside that: a published survey in its people's languages, and somebody to ask."""
    version = SurveyVersion.objects.filter(survey=program.survey_id).order_by("-number").first()
    if version is None:
        return [Check("survey", Level.BAD, {"survey": program.survey})]
    people = _audience(program, customers.local_day(now))
    spoken = set(version.document.get("languages", []))
    wanted = {program.language} if program.language else set(people.values_list("language", flat=True))
    lacking = sorted(tag for tag in wanted if tag and not _is_spoken(tag, spoken))
    level = Level.WATCH if lacking else Level.GOOD
    return [
        Check("survey", Level.GOOD, {"survey": program.survey, "number": version.number}),
        Check("languages", level, {"lacking": lacking, "spoken": sorted(spoken)}),
        Check("people", Level.GOOD if people.exists() else Level.BAD, {"n": people.count()}),
    ]


def in_the_way(checks: Collection[Check]) -> list[Check]:
    """Those that must be mended, or overruled, before a rule starts."""
    return [check for check in checks if check.is_in_the_way]


def _sender(brand: Brand | None) -> Check:
    if brand is None or not brand.sender_address:
        return Check("sender", Level.BAD)
    return Check("sender", Level.GOOD, {"name": brand.sender_name, "address": brand.sender_address})


def _domain(brand: Brand | None, now: datetime) -> list[Check]:
    """As the DNS said it last."""
    if _stays_here():
        return [Check(name, Level.GOOD, {"is_demo": True}) for name in OF_DOMAIN]
    kept = {row.name: row for row in SenderCheck.objects.filter(name__in=OF_DOMAIN)}
    domain = brand.sender_address.rpartition("@")[2].lower() if brand else ""
    return [_of_domain(name, kept.get(name), domain, now) for name in OF_DOMAIN]


def _stays_here() -> bool:
    """A demo's mails end in its own inbox: no receiver will ask who sent them."""
    return bool(settings.INBOX_FOLDER) and customers.company().is_demo


def _of_domain(name: str, row: SenderCheck | None, domain: str, now: datetime) -> Check:
    if row is None or row.facts.get("domain") != domain:
        return Check(name, Level.UNKNOWN, {"problem": "not_asked"})
    if row.checked_at < now - FRESH:
        return Check(name, Level.UNKNOWN, {"problem": "long_ago", "checked_at": row.checked_at})
    level = {True: Level.GOOD, False: Level.BAD, None: Level.UNKNOWN}[row.is_good]
    return Check(name, level, {**row.facts, "checked_at": row.checked_at})


def _replies(brand: Brand | None) -> Check:
    if brand is None or not brand.reply_to_address:
        return Check("replies", Level.BAD)
    facts = {"address": brand.reply_to_address, "reader": brand.reply_reader}
    return Check("replies", Level.GOOD if brand.reply_reader else Level.BAD, facts)


def _test_mail(brand: Brand | None) -> Check:
    if _stays_here():
        return Check("test_mail", Level.GOOD, {"is_demo": True})
    row = SenderCheck.objects.filter(name="test_mail").select_related("checked_by").first()
    if row is None or brand is None or row.facts.get("sender") != brand.sender_address:
        return Check("test_mail", Level.UNKNOWN)
    return Check("test_mail", Level.GOOD, {"by": row.checked_by, "checked_at": row.checked_at})


def _open(today: date) -> QuerySet[Account]:
    return Account.objects.filter(Q(closed_on=None) | Q(closed_on__gt=today))


def _holidays(today: date) -> Check:
    """Without a country, or with one whose holidays nobody knows, ours or the weekends are kept."""
    known = holidays.list_supported_countries()
    countries = dict.fromkeys(_open(today).values_list("country", flat=True).distinct())
    unknown = sorted(code for code in countries if code and code.upper() not in known)
    facts = {
        "without": _open(today).filter(country="").count(),
        "unknown": unknown,
        "country": customers.company().country,
    }
    return Check("holidays", Level.WATCH if facts["without"] or unknown else Level.GOOD, facts)


def _zones(today: date) -> Check:
    """People whose clock is a guess: no zone of theirs or their client's, and a country with several."""
    rows = Contact.objects.filter(account__in=_open(today).values("id"), left_on=None, zone="")
    countries = rows.filter(account__zone="").values_list("account__country", flat=True)
    guessed = sum(not zones.of_country(country) for country in countries.iterator())
    zone = customers.company().zone
    return Check("zones", Level.WATCH if guessed else Level.GOOD, {"guessed": guessed, "zone": zone})


def _legal_bases(today: date) -> Check:
    people = Contact.objects.filter(account__in=_open(today).values("id"), left_on=None)
    in_force = LegalBasis.objects.filter(contact=OuterRef("id"), purpose="survey", during__contains=today)
    everybody, covered = people.count(), people.filter(Exists(in_force)).count()
    level = Level.BAD if not covered else Level.GOOD if covered == everybody else Level.WATCH
    facts = {"covered": covered, "people": everybody, "share": covered / everybody if everybody else 0.0}
    return Check("legal_bases", level, facts)


def _audience(program: Program, today: date) -> QuerySet[Contact]:
    people = Contact.objects.filter(account__in=_open(today).values("id"), left_on=None)
    if program.kind == ProgramKind.ONE_OFF:
        people = people.filter(id__in=program.chosen.values("contact_id"))
    if program.roles:
        people = people.filter(role__in=program.roles)
    return people.filter(account__segment__in=program.segments) if program.segments else people


def _is_spoken(tag: str, spoken: set[str]) -> bool:
    return tag in spoken or tag.split("-")[0] in spoken
