from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.channels import replies
from surveys.channels.replies import judge
from surveys.models import Outcome

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.mark.parametrize(
    ("code", "text", "outcome", "is_dead", "is_policy"),
    [
        (250, "2.0.0 OK queued", Outcome.ACCEPTED, False, False),
        (421, "4.3.2 Closing", Outcome.DEFERRED, False, False),
        (450, "4.2.0 Greylisted", Outcome.DEFERRED, False, False),
        (451, "Later", Outcome.DEFERRED, False, False),
        (452, "4.2.2 Over quota", Outcome.DEFERRED, False, False),
        (552, "5.2.2 Mailbox full", Outcome.DEFERRED, False, False),
        (552, "Mailbox full", Outcome.DEFERRED, False, False),
        (552, "5.3.4 Too big", Outcome.REFUSED, False, False),
        (550, "5.1.1 No such user", Outcome.REFUSED, True, False),
        (550, "5.1.2 No such domain", Outcome.REFUSED, True, False),
        (553, "5.1.3 Bad syntax", Outcome.REFUSED, True, False),
        (550, "5.1.10 Null MX", Outcome.REFUSED, False, False),
        (550, "5.7.1 Blocked", Outcome.REFUSED, False, True),
        (554, "5.7.26 DMARC", Outcome.REFUSED, False, True),
        (550, "No such user here", Outcome.REFUSED, False, False),
        (554, "Transaction failed", Outcome.REFUSED, False, False),
        (-1, "", Outcome.DEFERRED, False, False),
    ],
)
def test_what_a_reply_means(code: int, text: str, outcome: Outcome, is_dead: bool, is_policy: bool) -> None:
    receipt = judge(code, text)
    assert (receipt.outcome, receipt.is_address_dead, receipt.is_policy) == (outcome, is_dead, is_policy)
    assert receipt.reply == f"{code} {text}".strip()


@given(code=st.integers(-1, 999), text=st.text(max_size=600))
def test_any_reply_has_a_meaning_that_fits_the_ledger(code: int, text: str) -> None:
    receipt = judge(code, text)
    assert len(receipt.reply) <= 300
    assert (receipt.outcome == Outcome.ACCEPTED) == (200 <= code < 300)
    assert receipt.outcome != Outcome.IN_DOUBT
    if receipt.is_address_dead or receipt.is_policy:
        assert 500 <= code < 600


def test_the_ladder_of_retries() -> None:
    steps = [replies.delay(failures, 0) for failures in range(8)]
    assert steps == [MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 10 * HOUR, 10 * HOUR]


@given(failures=st.integers(0, 1000), jitter=st.floats(-1, 1))
def test_the_jitter_is_a_fifth(failures: int, jitter: float) -> None:
    step = replies.delay(failures, 0)
    assert 0.8 * step <= replies.delay(failures, jitter) <= 1.2 * step
