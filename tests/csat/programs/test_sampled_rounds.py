"""A sampled round asks the fewest people for the wanted coverage, says why, and can be drawn again."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from csat.customers.models import Account, Contact, Revenue
from csat.programs.actions import drawing, planning
from csat.programs.models import Decision, Program, RoundDraw, Slot, Touchpoint, Wave
from csat.programs.queries import sampled
from csat.programs.sampling import inputs
from csat.programs.sampling.choosing import Why
from surveys.models import Response
from tests import factories

pytestmark = pytest.mark.django_db
NOVEMBER = date(2026, 11, 1)
OFFSET = (2026 * 12 + 11) % 6  # November and May


@pytest.fixture
def program(periodic: Program) -> Program:
    periodic.is_sampled = True
    periodic.revenue_coverage = 0.2
    periodic.starts_on = NOVEMBER
    periodic.save()
    return periodic


def client(program: Program, revenue: int, *roles: str) -> list[Contact]:
    account = factories.AccountFactory()
    Slot.objects.create(program=program, account=account, offset=OFFSET)
    Revenue.objects.create(
        account=account, month=date(2026, 6, 1), amount=revenue, currency="EUR", source="t"
    )
    return [factories.ContactFactory(account=account, role=role) for role in roles]


def plan_month(program: Program, *, first: int = 2) -> Wave:
    for day in range(first, 31, 2):
        planning.plan(program=program, now=datetime(2026, 11, day, 5, tzinfo=UTC))
    return Wave.objects.get(month=NOVEMBER)


def asked() -> set[Contact]:
    return {row.contact for row in Touchpoint.objects.select_related("contact")}


def test_the_fewest_are_asked_and_the_others_are_told_why(program: Program) -> None:
    (big, second) = client(program, 900, "buyer", "user")
    (small,) = client(program, 100, "decision_maker")
    wave = plan_month(program)
    (one,) = asked()
    assert one in (big, second)
    others = Decision.objects.exclude(contact=one)
    assert {row.reason for row in others} == {"not_sampled"} and others.count() == 2
    assert {row.contact for row in others} == {big, second, small} - {one}
    assert "coverage" in sampled.why(wave, small)["en"]
    assert sampled.why(wave, one)["en"].startswith("Chosen: the client brings 90 %")
    assert wave.sampling["chosen"] == 1 and wave.sampling["not_asked"] == 2
    (goal,) = wave.sampling["goals"]
    assert goal["is_reached"] and goal["expected"] == 0.27 and "Revenue heard" in goal["words"]["en"]


def test_the_choice_can_be_made_again_after_everything_changed(program: Program) -> None:
    people = [person for n in range(1, 9) for person in client(program, 100 * n, "buyer", "user")]
    program.audit_share, program.role_coverage = 0.5, {"user": 0.1}
    program.save()
    wave = plan_month(program)
    before = asked()
    Revenue.objects.update(amount=1)
    Contact.objects.filter(pk=people[0].pk).update(role="finance")
    choice = sampled.replay(wave)
    draw = RoundDraw.objects.get(wave=wave)
    assert {str(contact): why.value for contact, why in choice.whys.items()} == draw.whys
    assert {person.pk for person in before} == choice.asked
    assert set(choice.whys.values()) >= {Why.REVENUE, Why.AUDIT, Why.REACHED}
    assert inputs.fingerprint(bytes(draw.inputs)) == wave.sampling["fingerprint"]


def test_a_choice_stands_to_the_end_of_its_round(program: Program) -> None:
    client(program, 100, "buyer", "user")
    wave = plan_month(program)
    seed, drawn = wave.seed, RoundDraw.objects.get(wave=wave)
    assert not drawing.draw(wave=wave, company=planning.ground_of(program).company, now=drawn.drawn_at)
    assert (wave.seed, RoundDraw.objects.get(wave=wave).whys) == (seed, drawn.whys)


def test_who_came_after_the_draw_is_asked(program: Program) -> None:
    client(program, 100, "buyer", "user")
    planning.plan(program=program, now=datetime(2026, 11, 2, 5, tzinfo=UTC))
    added = factories.ContactFactory(account=Account.objects.get(), role="logistics")
    plan_month(program, first=4)
    assert added in asked() and len(asked()) == 2


def test_whom_a_rule_forbids_is_no_candidate(program: Program) -> None:
    (free, gone) = client(program, 100, "buyer", "buyer")
    Contact.objects.filter(pk=gone.pk).update(email=None)
    wave = plan_month(program)
    assert set(RoundDraw.objects.get(wave=wave).whys) == {str(free.pk)}
    assert Decision.objects.get(contact=gone).reason == "no_email"


def test_unreachable_coverage_is_said_with_what_is_missing(program: Program) -> None:
    program.role_coverage, program.revenue_coverage = {"decision_maker": 0.9}, None
    program.save()
    client(program, 100, "decision_maker")
    (gone,) = client(program, 100, "decision_maker")
    Contact.objects.filter(pk=gone.pk).update(email=None)
    (goal,) = plan_month(program).sampling["goals"]
    assert (goal["is_reachable"], goal["clients_without_anybody"]) == (False, 1)
    assert "at 1 clients there is nobody" in goal["words"]["en"]


def test_people_take_turns(program: Program) -> None:
    people = client(program, 100, "buyer", "buyer")
    plan_month(program)
    (first,) = asked()
    opened = open_in(program, date(2027, 5, 1))
    assert chosen(opened) == {person.pk for person in people} - {first.pk}


def test_a_voice_of_another_round_is_fresh_until_its_cadence_is_over(program: Program) -> None:
    client(program, 100, "buyer", "user")
    plan_month(program)
    touchpoint = Touchpoint.objects.get()
    answer_of(touchpoint)
    # Heard half a year ago in the round before: not fresh. Heard in a later one by another rule: fresh.
    assert len(chosen(open_in(program, date(2027, 5, 1)))) == 1
    other = Program.objects.create(
        name="Pulse", kind="periodic", survey=program.survey, starts_on=NOVEMBER, state="draft"
    )
    touchpoint.wave = Wave.objects.create(program=other, month=date(2027, 8, 1))
    touchpoint.save()
    assert chosen(open_in(program, date(2027, 11, 1))) == set()


def open_in(program: Program, month: date) -> Wave:
    return drawing.open_round(
        program=program,
        month=month,
        starts_on=month,
        company=planning.ground_of(program).company,
        now=datetime(month.year, month.month, 1, 5, tzinfo=UTC),
    )


def chosen(wave: Wave) -> set[int]:
    whys = RoundDraw.objects.get(wave=wave).whys
    return {int(contact) for contact, why in whys.items() if Why(why).is_asked}


def answer_of(touchpoint: Touchpoint) -> None:
    at = touchpoint.invitation.not_before_at + timedelta(hours=2)
    Response.objects.create(
        invitation=touchpoint.invitation,
        version=touchpoint.invitation.version,
        language="en",
        submitted_at=at,
        started_at=at,
        saved_at=at,
        submission_id=uuid4(),
        revision=1,
    )


def test_without_a_goal_everybody_is_asked(program: Program) -> None:
    program.revenue_coverage = None
    program.save()
    people = client(program, 100, "buyer", "user")
    wave = plan_month(program)
    assert asked() == set(people) and wave.sampling == {} and sampled.replay(wave) is None
