"""A trial on ourselves: what the rule would really send, sent to our own people instead of clients."""

from datetime import datetime

from csat.access import User
from csat.programs.models import Program
from surveys.errors import DomainError
from surveys.models import Invitation

KIND = "trial"  # of invitations that count for nothing: no touchpoint, no decision, no budget, no score


class NobodyToTry(DomainError):
    """There is no address of ours, or the rule would ask nobody in the coming days."""

    code = "nobody_to_try"


def send(*, program: Program, by: User, now: datetime, most: int = 3) -> list[Invitation]:
    """Send up to `most` real cases of the coming 30 days to each of the rule's trial addresses, at once.

    Nothing is written down about the clients concerned. Raises NobodyToTry, NotReady.
    """
    raise NotImplementedError
