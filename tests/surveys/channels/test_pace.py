from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.channels import pace, replies
from surveys.channels.pace import GOOD, STRIKES, Standing
from surveys.channels.replies import Receipt
from surveys.models import Outcome
from tests.conftest import NOW

ARRIVED = replies.judge(250, "OK")
GONE = replies.judge(550, "5.1.1 No such user")
BUSY = replies.judge(421, "4.3.2 Closing")
LATER = replies.judge(451, "4.7.1 Greylisted")
FULL = replies.judge(452, "4.2.2 Over quota")
HUNG = Receipt(Outcome.DEFERRED, "no answer within 30 s", is_server_away=True)
DROPPED = Receipt(Outcome.IN_DOUBT, "SMTPServerDisconnected", is_server_away=True)
UNSENT = Receipt(Outcome.NOT_SENT, "not begun in time")


def after(standing: Standing, *told: tuple[Receipt, int], minutes: float = 0) -> Standing:
    for receipt, mail_id in told:
        now = NOW + timedelta(minutes=minutes)
        standing = pace.after(standing, receipt, mail_id=mail_id, now=now, jitter=0)
    return standing


def minutes_paused(standing: Standing, since: float = 0) -> float:
    assert standing.paused_until is not None
    return (standing.paused_until - NOW).total_seconds() / 60 - since


@pytest.mark.parametrize("receipt", [BUSY, HUNG, DROPPED])
def test_a_server_that_is_away_is_left_in_peace_at_once(receipt: Receipt) -> None:
    standing = after(GOOD, (receipt, 1))
    assert (standing.failures, standing.reply) == (1, receipt.reply)
    assert minutes_paused(standing) == 1


@pytest.mark.parametrize("receipt", [LATER, FULL])
def test_one_mailbox_pauses_no_domain_however_often_it_is_tried(receipt: Receipt) -> None:
    assert after(GOOD, *[(receipt, 1)] * 20).paused_until is None


def test_so_many_recipients_put_off_in_a_row_pause_it() -> None:
    standing = after(GOOD, *[(LATER, number) for number in range(STRIKES - 1)])
    assert standing.paused_until is None
    assert minutes_paused(after(standing, (LATER, 99))) == 1


@pytest.mark.parametrize("well", [ARRIVED, GONE])
def test_one_between_them_that_is_answered_begins_anew(well: Receipt) -> None:
    standing = after(GOOD, *[(FULL, number) for number in range(STRIKES - 1)], (well, 50))
    assert standing == GOOD
    assert after(standing, (FULL, 51)).paused_until is None


def test_pauses_grow_with_each_probe_and_by_nothing_else() -> None:
    standing, minutes, seen = GOOD, 0.0, []
    for mail_id in range(1, 9):
        standing = after(standing, (BUSY, mail_id), minutes=minutes)
        seen.append(minutes_paused(standing, since=minutes))
        assert after(standing, (HUNG, 1000), (LATER, 1001), minutes=minutes) == standing
        minutes += seen[-1]
        standing = Standing(**(standing.__dict__ | {"probe": mail_id + 1}))
    assert seen == [1, 5, 30, 120, 300, 600, 600, 600]


@pytest.mark.parametrize("well", [ARRIVED, GONE])
def test_a_probe_that_is_answered_ends_the_trouble(well: Receipt) -> None:
    paused = Standing(failures=3, paused_until=NOW, probe=7, reply="421")
    assert after(paused, (well, 7)) == GOOD


def test_a_silent_server_that_puts_one_off_is_back() -> None:
    paused = Standing(failures=3, paused_until=NOW, probe=7, reply="421")
    assert after(paused, (FULL, 7)) == Standing(strikes=1, struck_by=7, reply=FULL.reply)


def test_a_domain_that_puts_everybody_off_goes_on_doing_so() -> None:
    paused = after(GOOD, *[(LATER, number) for number in range(STRIKES)])
    again = after(Standing(**(paused.__dict__ | {"probe": 7})), (LATER, 7))
    assert (again.failures, minutes_paused(again)) == (2, 5)


def test_a_probe_that_was_never_sent_leaves_it_to_another() -> None:
    paused = Standing(failures=2, paused_until=NOW + timedelta(hours=1), probe=7)
    assert after(paused, (UNSENT, 7)) == Standing(failures=2, paused_until=NOW)


def test_the_other_side_s_patience_is_kept() -> None:
    asked = Receipt(Outcome.DEFERRED, "429", is_server_away=True, retry_after=timedelta(minutes=20))
    assert minutes_paused(after(GOOD, (asked, 1))) == 20


@given(
    told=st.lists(st.tuples(st.sampled_from([ARRIVED, GONE, BUSY, LATER, HUNG, UNSENT]), st.integers(1, 9))),
    jitter=st.floats(-1, 1),
)
def test_a_pause_is_never_longer_than_the_ladder_s_last_step(
    told: list[tuple[Receipt, int]], jitter: float
) -> None:
    standing = GOOD
    for receipt, mail_id in told:
        standing = pace.after(standing, receipt, mail_id=mail_id, now=NOW, jitter=jitter)
        assert 0 <= standing.strikes <= STRIKES
        if standing.paused_until:
            assert standing.paused_until - NOW <= replies.LADDER[-1] * 1.2
