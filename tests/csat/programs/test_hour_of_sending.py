"""Two years of sending days in twenty zones: always by day, on working days, where the client is.

The oracle knows zoneinfo and the table of public holidays, nothing of ours.
"""

from datetime import UTC, date, datetime, time, timedelta
from random import Random
from uuid import UUID
from zoneinfo import ZoneInfo

import holidays
import pytest

from csat.customers.models import Account, Company, Contact
from csat.programs import deciding
from surveys.calendar import reminders

PLACES = {
    "Europe/Berlin": "DE",
    "Europe/London": "GB",
    "Europe/Lisbon": "PT",
    "Europe/Kyiv": "UA",
    "Europe/Moscow": "RU",
    "Asia/Yekaterinburg": "RU",
    "Asia/Vladivostok": "RU",
    "Asia/Almaty": "KZ",
    "Asia/Dubai": "AE",
    "Asia/Jerusalem": "IL",
    "Asia/Riyadh": "SA",
    "Asia/Kolkata": "IN",
    "Asia/Kathmandu": "NP",
    "Asia/Tokyo": "JP",
    "Africa/Cairo": "EG",
    "America/New_York": "US",
    "America/St_Johns": "CA",
    "America/Santiago": "CL",
    "Australia/Lord_Howe": "AU",
    "Pacific/Chatham": "NZ",
}
FIRST, DAYS = date(2027, 1, 1), 731  # with the leap day of 2028
COMPANY = Company(zone="Europe/Berlin", country="DE")


class Oracle:
    def __init__(self, country: str, zone: str) -> None:
        self.calendar = holidays.country_holidays(country)
        self.zone = ZoneInfo(zone)

    def works(self, day: date) -> bool:
        is_free = day.weekday() in self.calendar.weekend or day in self.calendar
        return not is_free or day in self.calendar.weekend_workdays

    def first_working(self, day: date) -> date:
        while not self.works(day):
            day += timedelta(days=1)
        return day

    def is_open(self, moment: datetime) -> bool:
        local = moment.astimezone(self.zone)
        return self.works(local.date()) and time(9) <= local.time() < time(18)


def somebody(zone: str, country: str, number: int) -> Contact:
    return Contact(uuid=UUID(int=number), zone=zone, account=Account(country=country))


@pytest.mark.parametrize(("zone", "country"), PLACES.items())
def test_every_day_of_two_years_in_quiet_hours(zone: str, country: str) -> None:
    oracle, dice = Oracle(country, zone), Random(zone)
    for number in range(DAYS):
        day = FIRST + timedelta(days=number)
        contact = somebody(zone, country, number)
        evening_before = datetime.combine(day, time(0), oracle.zone) - timedelta(hours=dice.randint(1, 30))
        at = deciding.sending_moment(contact, day, company=COMPANY, now=evening_before)
        assert at.astimezone(oracle.zone).date() == oracle.first_working(day)
        assert oracle.is_open(at)
        # Planned late, or by a clock that jumped ahead: never in the past, still by day.
        late = at + timedelta(minutes=dice.randint(0, 10 * 24 * 60))
        moved = deciding.sending_moment(contact, day, company=COMPANY, now=late)
        assert moved >= late and oracle.is_open(moved)


@pytest.mark.parametrize(("zone", "country"), PLACES.items())
def test_reminders_keep_the_hour_on_the_wall(zone: str, country: str) -> None:
    oracle = Oracle(country, zone)
    for number in range(0, DAYS, 5):
        contact = somebody(zone, country, number)
        day = FIRST + timedelta(days=number)
        at = deciding.sending_moment(contact, day, company=COMPANY, now=datetime(2026, 1, 1, tzinfo=UTC))
        first, *more = reminders.moments(
            at, end=at + timedelta(days=30), every_days=4, most=3, zone=zone, country=country
        )
        hour = first.astimezone(oracle.zone).time()
        assert more and all(
            oracle.is_open(moment) and moment.astimezone(oracle.zone).time() == hour for moment in more
        )


def test_the_zone_is_the_contacts_then_the_accounts_then_its_countrys_then_ours() -> None:
    contact = Contact(zone="Asia/Omsk", account=Account(zone="Asia/Tomsk", country="GB"))
    company = Company(zone="Europe/Vienna")
    assert deciding.zone_of(contact, company) == "Asia/Omsk"
    contact.zone = ""
    assert deciding.zone_of(contact, company) == "Asia/Tomsk"
    contact.account.zone = ""
    assert deciding.zone_of(contact, company) == "Europe/London"
    contact.account.country = "US"  # several zones: nobody knows which
    assert deciding.zone_of(contact, company) == "Europe/Vienna" and deciding.own_zone(contact) == ""
