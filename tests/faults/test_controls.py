"""The controls: under each well-known way to lose or repeat mail the faults must be seen."""

import pytest
from django.utils import timezone

from surveys.models import Message, MessageState
from tests.faults.test_wave import without_lookup
from tests.faults.wave import Scale, Wave, broker
from tests.real.processes import Process, wait_until

pytestmark = [pytest.mark.stack, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def scale() -> Scale:
    return Scale(mails=100, kills=1, lease_seconds=3, settle_seconds=3)


def sabotage(process: Process, how: str) -> None:
    process.environment |= {"DJANGO_SETTINGS_MODULE": "tests.faults.sabotaged_settings", "SABOTAGE": how}


def test_marking_before_sending_is_seen_to_lose(wave: Wave) -> None:
    sabotage(wave.worker, "mark_then_send")
    wave.start()
    wave.wait_until_taken(0.05)
    wave.worker.kill()
    wave.worker.start()
    wave.drain()
    assert wave.lost()


def test_sending_again_without_asking_is_seen_to_repeat(wave: Wave) -> None:
    sabotage(wave.worker, "resend_unasked")
    wave.start()
    wave.kill_the_worker()
    wave.drain()
    assert wave.repeated()


@pytest.mark.long
def test_marking_a_batch_at_its_end_is_seen_to_repeat_much_of_it(wave: Wave) -> None:
    sabotage(wave.worker, "mark_at_the_end")
    wave.start()
    wave.wait_until_taken(0.3)
    wave.worker.kill()
    wave.worker.start()
    wave.drain()
    assert len(wave.repeated()) > 10


def test_a_date_of_its_own_for_each_try_is_seen_to_change_the_mail(wave: Wave) -> None:
    without_lookup(wave)
    sabotage(wave.worker, "date_anew")
    wave.start()
    wave.kill_the_worker()
    wave.drain()
    assert wave.changed()


def test_trusting_the_broker_is_seen_to_leave_mails_behind(wave: Wave) -> None:
    sabotage(wave.sweeper, "trust_the_broker")
    wave.sweeper.start()
    wave.wait_until_hinted()
    broker().flushdb()
    wave.worker.start()
    begun = timezone.now()
    wait_until(lambda: (timezone.now() - begun).total_seconds() > 17, "an honest sweep had hinted again")
    assert Message.objects.filter(state=MessageState.QUEUED).count() == wave.scale.mails
    assert len(wave.lost()) == wave.scale.mails
