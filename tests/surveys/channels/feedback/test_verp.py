from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from surveys.channels.feedback import verp

TODAY = date(2026, 11, 18)
SENDER = "irina.belova@meridian.example"


@pytest.fixture(autouse=True)
def our_path(settings: Settings) -> None:
    settings.RETURN_PATH = "bounces@mail.Meridian.example"


@given(uuid=st.uuids(), age=st.integers(0, 30), raised=st.booleans())
def test_what_we_gave_out_is_ours_for_thirty_days_in_any_case(uuid: UUID, age: int, raised: bool) -> None:
    path = verp.return_path(uuid, TODAY - timedelta(days=age), SENDER)
    assert len(path.partition("@")[0]) <= 64
    assert path == verp.return_path(uuid, TODAY - timedelta(days=age), SENDER)
    found = verp.read(path.upper() if raised else f"<{path}>", TODAY)
    assert found == verp.Named(uuid, is_proven=True)


@given(uuid=st.uuids(), age=st.one_of(st.integers(31, 900), st.integers(-900, -2)))
def test_too_old_and_of_the_future_are_not_believed(uuid: UUID, age: int) -> None:
    found = verp.read(verp.return_path(uuid, TODAY - timedelta(days=age), SENDER), TODAY)
    assert found is None or not found.is_proven


@given(uuid=st.uuids(), place=st.integers(8, 55), letter=st.sampled_from("abcdefghijklmnopqrstuvwxyz234567"))
def test_no_letter_can_be_changed(uuid: UUID, place: int, letter: str) -> None:
    path = verp.return_path(uuid, TODAY, SENDER)
    changed = path[:place] + letter + path[place + 1 :]
    if changed != path:
        found = verp.read(changed, TODAY)
        assert found is None or not found.is_proven


@given(text=st.text(max_size=90))
def test_any_text_is_read_without_a_fault(text: str) -> None:
    assert verp.read(text, TODAY) is None
    found = verp.read(f"bounces+{text}@mail.meridian.example", TODAY)
    assert found is None or not found.is_proven


def test_another_host_is_not_ours() -> None:
    path = verp.return_path(UUID(int=1), TODAY, SENDER)
    assert verp.read(path.replace("Meridian", "evil"), TODAY) is None


def test_after_a_rotation_of_the_key_earlier_paths_stay_ours(settings: Settings) -> None:
    path = verp.return_path(UUID(int=1), TODAY, SENDER)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another" * 10
    assert verp.read(path, TODAY) == verp.Named(UUID(int=1), is_proven=True)
    settings.SECRET_KEY_FALLBACKS = []
    assert verp.read(path, TODAY) == verp.Named(UUID(int=1), is_proven=False)


def test_without_a_setting_bounces_go_to_the_sender(settings: Settings) -> None:
    settings.RETURN_PATH = ""
    assert verp.return_path(UUID(int=1), TODAY, SENDER) == SENDER
    assert verp.read("bounces+a@b", TODAY) is None
