"""People at the edit page: who may write surveys, a survey to write, a browser that is logged in."""

from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from csat.access import Role
from surveys.actions.drafting import starting
from surveys.models import Survey
from tests import factories
from tests.real.browser import OpenPage
from tests.surveys import asked


def writer(name: str = "Helena Brandt") -> User:
    """Somebody who may write surveys."""
    first, _, last = name.partition(" ")
    user: User = factories.UserFactory(roles=[Role.OPERATOR], first_name=first, last_name=last)
    return user


def survey(key: str = "periodic-csi", *, by: User | None = None, now: datetime | None = None) -> Survey:
    """A survey of one's own, started from the library's."""
    asked.brand()
    return starting.start_from_library(key, by=by, now=now or timezone.now())


def client(user: User) -> Client:
    logged_in = Client()
    logged_in.force_login(user)
    return logged_in


def opened(open_page: OpenPage, site: LiveServer, user: User, **screen: object) -> Page:
    """A browser's page with this person's login."""
    page = open_page(**screen)
    session = client(user).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site.url}])
    return page


def path(one: Survey, at: str = "") -> str:
    return f"/surveys/{one.uuid}/edit/" + (f"?at={at}" if at else "")
