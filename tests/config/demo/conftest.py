"""One demo company for all tests of this folder: made once, removed at the end."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from django.core.management import call_command
from pytest_django.plugin import DjangoDbBlocker

from config.demo import creating, removing

SEED, ANCHOR = 7, date(2026, 11, 18)
NOW = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="package")
def demo(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[creating.Created]:
    with django_db_blocker.unblock():
        yield creating.create(seed=SEED, anchor=ANCHOR, now=NOW, say=lambda line: None)
        removing.remove()
        # What removing leaves, surveys and rules, must not reach other tests either.
        call_command("flush", interactive=False, verbosity=0)
