"""Workers killed in the middle of a wave. The mail server's log is the witness."""

import pytest

from tests.faults.wave import Wave, status

pytestmark = [pytest.mark.stack, pytest.mark.django_db(transaction=True)]


def without_lookup(wave: Wave) -> None:
    for process in (wave.worker, wave.sweeper):
        process.environment["MAIL_LOOKUP_URL"] = ""


def test_with_the_lookup_everybody_gets_exactly_one_mail(wave: Wave, seed: int) -> None:
    wave.start()
    wave.kill_the_worker(seed)
    wave.drain()
    assert not wave.lost()
    assert not wave.repeated()
    said = status()
    assert said["invitations"]["accepted"] == wave.scale.mails
    assert said["in_doubt"] == 0
    assert said["possible_duplicates"] == []


def test_without_the_lookup_none_is_lost_and_every_repeat_is_identical_and_listed(
    wave: Wave, seed: int
) -> None:
    without_lookup(wave)
    wave.start()
    wave.kill_the_worker(seed)
    wave.drain()
    assert not wave.lost()
    assert not wave.changed()
    listed = set(status()["possible_duplicates"])
    assert wave.repeated() <= listed
    assert len(listed) <= 2 * 5 * wave.scale.kills  # two processes with five mails in hand
