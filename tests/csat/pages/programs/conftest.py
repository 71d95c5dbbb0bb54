"""A published library, a sender, somebody who runs survey rules, and two clients with people."""

from datetime import datetime

import pytest
from django.test import Client

from csat.access import Role
from tests import factories
from tests.csat import asking
from tests.factories import Cast


@pytest.fixture
def ready(db: None, now: datetime, time_machine) -> None:
    time_machine.move_to(now, tick=False)
    asking.set_up(now)


@pytest.fixture
def people(ready: None, cast: Cast) -> Cast:
    factories.ContactFactory(account=cast.account, name="Irina", email="irina@client.example", role="buyer")
    factories.ContactFactory(account=cast.account, name="Igor", email=None, role="user")
    factories.ContactFactory(account=cast.foreign, name="Olaf", email="olaf@client.example", role="buyer")
    return cast


@pytest.fixture
def olga(ready: None, client: Client) -> Client:
    client.force_login(factories.login("olga", Role.OPERATOR))
    return client
