"""The collector rests during a piece of work, and goes on after it, however it ended."""

import gc

import pytest

from surveys.jobs import memory


def test_the_collector_is_on_again_also_after_an_error() -> None:
    assert gc.isenabled()
    with pytest.raises(KeyError), memory.uncollected():
        assert not gc.isenabled()
        raise KeyError
    assert gc.isenabled()


def test_within_another_it_stays_off_until_the_outer_end() -> None:
    with memory.uncollected():
        with memory.uncollected():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()
