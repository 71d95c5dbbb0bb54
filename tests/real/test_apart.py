"""Processes that test side by side never meet in the broker or the cache."""

from tests.real.apart import apart

GIVEN = {"BROKER_URL": "redis://127.0.0.1:6399/0", "CACHE_URL": "", "DATABASE_URL": "postgres://db/barometer"}


def test_each_process_has_a_database_of_its_own() -> None:
    assert apart(GIVEN, "gw0") == {"BROKER_URL": "redis://127.0.0.1:6399/1"}
    assert apart(GIVEN, "gw3") == {"BROKER_URL": "redis://127.0.0.1:6399/4"}


def test_a_cache_of_its_own_is_kept_apart_too() -> None:
    assert apart(GIVEN | {"CACHE_URL": "redis://cache:6379"}, "gw1") == {
        "BROKER_URL": "redis://127.0.0.1:6399/2",
        "CACHE_URL": "redis://cache:6379/2",
    }
