"""Fixtures that every test may use: our own company, the cast, and a fixed moment."""

from datetime import UTC, datetime

import pytest

from tests import factories

NOW = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)  # a Wednesday


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def cast(db: None) -> factories.Cast:
    """Anna holds the account, Boris cares for it, Clara heads their team; Oleg must see nothing."""
    return factories.cast(today=NOW.date())
