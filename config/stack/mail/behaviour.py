"""How the mail server behaves: what tests may order from it, recipient by recipient."""

import threading
from collections import Counter, deque
from dataclasses import dataclass, field

DROP_BEFORE_DOT = "drop before dot"
DROP_AFTER_DOT = "drop after dot"
DROPS = (DROP_BEFORE_DOT, DROP_AFTER_DOT)
HANG = "hang"
SLOW = "slow"
OK = "250 OK"


@dataclass
class Behaviour:
    """Knobs. Without any it takes every mail at once.

    `delay_ms`: wait that long between storing a mail and saying so.
    `scripts`: recipient -> what happens to each try in turn; the last holds for all later ones. One of
    "250 OK", a refusal at RCPT ("550 5.1.1 No such user"), a refusal after the text ("DATA 451 4.3.0 Later"),
    DROP_BEFORE_DOT (the connection breaks off, nothing is stored), DROP_AFTER_DOT (stored, but never said),
    HANG (RCPT is never answered), SLOW (answers come byte by byte, each after `byte_seconds`).
    `is_lookup_broken`: the look-up answers 503. `tries` counts how often each recipient was named.
    """

    delay_ms: int = 0
    scripts: dict[str, list[str]] = field(default_factory=dict)
    is_lookup_broken: bool = False
    byte_seconds: float = 1.0
    tries: Counter[str] = field(default_factory=Counter)
    _tries: dict[str, deque[str]] = field(default_factory=dict)
    _choosing: threading.Lock = field(default_factory=threading.Lock)

    def next_for(self, recipient: str) -> str:
        """What happens to this try to write to the recipient."""
        with self._choosing:
            self.tries[recipient] += 1
            if recipient not in self.scripts:
                return OK
            tries = self._tries.setdefault(recipient, deque(self.scripts[recipient]))
            return tries.popleft() if len(tries) > 1 else tries[0]
