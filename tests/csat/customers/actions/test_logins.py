"""Logins: whose they are, what they refuse, and the command that opens the first one."""

from datetime import datetime

import pytest
from django.core.management import CommandError, call_command

from csat.customers.actions import logins
from csat.customers.models import Employee
from tests import factories

GOOD = "seven green bottles"


def test_the_username_is_the_address_in_lower_case(db: None, now: datetime) -> None:
    employee = factories.EmployeeFactory(email="Ann.Lee@Ours.Example")
    user = logins.give_login(employee=employee, roles=["manager"], password=GOOD, now=now)
    assert user.username == user.email == "ann.lee@ours.example"
    assert user.check_password(GOOD)
    again = logins.give_login(employee=employee, roles=["head"], password=GOOD + "!", now=now)
    assert again == user
    assert [group.name for group in user.groups.all()] == ["head"]


def test_a_login_is_refused_in_words(db: None, now: datetime) -> None:
    nobody = factories.EmployeeFactory(email="")
    gone = factories.EmployeeFactory(left_on=now.date())
    weak = factories.EmployeeFactory()
    taken = factories.EmployeeFactory(email="taken@ours.example")
    logins.give_login(
        employee=factories.EmployeeFactory(email="first@ours.example"), roles=[], password=GOOD, now=now
    )
    other = Employee.objects.get(email="first@ours.example")
    Employee.objects.filter(pk=other.pk).update(email="moved@ours.example")
    Employee.objects.filter(pk=taken.pk).update(email="first@ours.example")
    taken.refresh_from_db()
    for employee, word in ((nobody, "e-mail"), (gone, "left"), (taken, "somebody else")):
        with pytest.raises(logins.LoginRefused, match=word):
            logins.give_login(employee=employee, roles=["manager"], password=GOOD, now=now)
    with pytest.raises(logins.LoginRefused, match="short"):
        logins.give_login(employee=weak, roles=["manager"], password="short", now=now)
    assert not Employee.objects.get(pk=weak.pk).user_id


def test_a_closed_login_lets_nobody_in(db: None, now: datetime) -> None:
    employee = factories.EmployeeFactory()
    user = logins.give_login(employee=employee, roles=["manager"], password=GOOD, now=now)
    logins.close_login(employee=employee)
    user.refresh_from_db()
    assert not user.is_active and not user.has_usable_password()


def test_the_command_opens_the_first_administrator(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command(
        "give_login", "Boss@Ours.example", "--name", "The Boss", "--role", "administrator", "--generate"
    )
    printed = capsys.readouterr().out
    user = Employee.objects.get(email__iexact="boss@ours.example").user
    assert user is not None and user.check_password(printed.split()[-1])
    with pytest.raises(CommandError, match="--name"):
        call_command("give_login", "new@ours.example", "--role", "manager", "--generate")
