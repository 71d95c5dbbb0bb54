"""Workers killed and a broker wiped in the middle of a wave. The mail server's log is the witness."""

import pytest

from tests.faults.wave import Wave, broker, status

pytestmark = [pytest.mark.stack, pytest.mark.django_db(transaction=True)]


def without_lookup(wave: Wave) -> None:
    for process in (wave.worker, wave.sweeper):
        process.environment["MAIL_LOOKUP_URL"] = ""


def wipe_the_broker() -> None:
    broker().flushdb()


def test_with_the_lookup_everybody_gets_exactly_one_mail(wave: Wave) -> None:
    wave.start()
    wave.kill_the_worker()
    wave.drain()
    assert not wave.lost()
    assert not wave.repeated()
    said = status()
    assert said["invitations"]["accepted"] == wave.scale.mails
    assert said["in_doubt"] == 0
    assert said["possible_duplicates"] == []


def test_without_the_lookup_none_is_lost_and_every_repeat_is_identical_and_listed(wave: Wave) -> None:
    without_lookup(wave)
    wave.start()
    wave.kill_the_worker()
    wave.drain()
    assert not wave.lost()
    assert not wave.changed()
    listed = set(status()["possible_duplicates"])
    assert wave.repeated() <= listed
    assert len(listed) <= 2 * 5 * wave.scale.kills  # two processes with five mails in hand


def test_a_wiped_broker_loses_and_repeats_nothing(wave: Wave) -> None:
    wave.sweeper.start()
    wave.wait_until_hinted()
    wipe_the_broker()  # every hint is gone before a worker has seen one
    wave.worker.start()
    for share in (0.2, 0.5, 0.8):
        wave.wait_until_taken(share)
        wipe_the_broker()
    wave.drain()
    assert not wave.lost()
    assert not wave.repeated()
    assert status()["possible_duplicates"] == []
