"""Mails whose server lets us wait, each in a thread of its own: the others need not wait with them."""

from collections import Counter
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from types import TracebackType
from typing import Generic, Self, TypeVar

from surveys.channels.conversation import Conversation
from surveys.channels.replies import Receipt

MOST = 24  # connections beside the first one; relays commonly allow 50 a client
A_DOMAIN = 2  # of them: a server that hangs holds no more

Key = TypeVar("Key")


class Waiting(Generic[Key]):
    """Talks that go on aside. Threads touch nothing but their sockets: what became of them is asked for."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(max_workers=MOST, thread_name_prefix="waiting")
        self._talks: dict[Future[Receipt], tuple[Key, str]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)

    def __bool__(self) -> bool:
        return bool(self._talks)

    def add(self, key: Key, talk: Conversation, *, domain: str, seconds: float) -> None:
        self._talks[self._threads.submit(talk.finish, seconds)] = (key, domain)

    def may_begin(self, domain: str) -> bool:
        """Whether another mail of the domain may be tried meanwhile."""
        if not self._talks:
            return True
        taken = Counter(waited for _, waited in self._talks.values())
        return len(self._talks) < MOST and taken[domain] < A_DOMAIN

    def ended(self, seconds: float = 0.0) -> list[tuple[Key, Receipt]]:
        """What ended by now, or within so many seconds."""
        if not self._talks:
            return []
        done, _ = wait(self._talks, timeout=seconds, return_when=FIRST_COMPLETED)
        return [(self._talks.pop(talk)[0], talk.result()) for talk in done]
