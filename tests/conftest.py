"""Fixtures that every test may use: our own company, the cast, and a fixed moment."""

from datetime import UTC, datetime

import pytest
from pytest_django import Settings

from tests import factories
from tests.real.browser import browser as browser
from tests.real.browser import open_page as open_page
from tests.real.browser import page as page
from tests.real.browser import page_problems as page_problems
from tests.real.browser import site as site
from tests.real.mail import mail_server as mail_server
from tests.real.processes import process_environment as process_environment
from tests.real.processes import sweeper as sweeper
from tests.real.processes import worker as worker

NOW = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)  # a Wednesday


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture(autouse=True)
def same_accounts() -> None:
    """A test gets the same accounts alone and after others: survey rules draw days by their ids."""
    factories.AccountFactory.reset_sequence(1)


@pytest.fixture
def cast(db: None) -> factories.Cast:
    """Anna holds the account, Boris cares for it, Clara heads their team; Oleg must see nothing."""
    return factories.cast(today=NOW.date())


@pytest.fixture(autouse=True)
def cheap_passwords(settings: Settings) -> None:
    """A login costs a third of a second otherwise, and most tests make several."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *settings.PASSWORD_HASHERS]
