"""Did one device answer for several clients, or for several people one after another?

Colleagues behind one company's line look alike, and so do two phones of one mobile network: a device is told
by network and browser only. So it takes a sequence in which nobody began before the last one was done, and
clients that have nothing to do with each other: two within 15 minutes, or three within 2 hours. Of 30 answers
a day, 3 in 10 by phone, that marks fewer than 1 honest answer in 1,000 (a simulation in the tests holds it);
with n times as many answers a day it is n times that.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

OF_OTHER_CLIENTS = ((2, timedelta(minutes=15)), (3, timedelta(hours=2)))
OF_ONE_CLIENT = (3, timedelta(minutes=20))  # colleagues who answer one after another, each at once


@dataclass(frozen=True)
class Answered:
    """An answer from a device; `client` is the top of its tree of companies."""

    response: int
    device: str
    client: int
    contact: int
    started_at: datetime
    submitted_at: datetime


@dataclass(frozen=True)
class Shared:
    """What a device did: so many answers for so many clients within minutes; `others` came from it too."""

    answers: int
    clients: int
    minutes: int
    others: tuple[int, ...]


def shared(answers: Sequence[Answered]) -> dict[int, Shared]:
    """Response -> what its device did; those whose device says nothing are left out."""
    found: dict[int, Shared] = {}
    in_order = sorted((one for one in answers if one.device), key=lambda one: (one.device, one.submitted_at))
    for _device, group in groupby(in_order, key=lambda one: one.device):
        of_device = list(group)
        for start in range(len(of_device)):
            run = _run(of_device[start:])
            if run and len(run) > found.get(run[0].response, _NONE).answers:
                found |= {one.response: _told(one, run) for one in run if _is_more(found, one, run)}
    return found


_NONE = Shared(0, 0, 0, ())


def _is_more(found: dict[int, Shared], one: Answered, run: Sequence[Answered]) -> bool:
    return len(run) > found.get(one.response, _NONE).answers


def _run(answers: Sequence[Answered]) -> list[Answered]:
    """The longest suspicious sequence that begins with the first of them."""
    longest: list[Answered] = []
    for least, span in OF_OTHER_CLIENTS:
        run = _sequence(answers, span)
        if len({one.client for one in run}) >= least:
            longest = max(longest, run, key=len)
    least, span = OF_ONE_CLIENT
    run = _sequence([one for one in answers if one.client == answers[0].client], span)
    if len({one.contact for one in run}) >= least:
        longest = max(longest, run, key=len)
    return longest


def _sequence(answers: Sequence[Answered], span: timedelta) -> list[Answered]:
    """The answers of other people within the span, each begun after the one before was done."""
    run = [answers[0]]
    for one in answers[1:]:
        is_near = one.submitted_at - answers[0].submitted_at <= span
        if is_near and one.started_at >= run[-1].submitted_at and one.contact != run[-1].contact:
            run.append(one)
    return run


def _told(one: Answered, run: Sequence[Answered]) -> Shared:
    minutes = (run[-1].submitted_at - run[0].submitted_at).total_seconds() / 60
    others = tuple(other.response for other in run if other.response != one.response)
    return Shared(len(run), len({other.client for other in run}), round(minutes), others)
