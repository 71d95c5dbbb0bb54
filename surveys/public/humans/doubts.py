"""Signs that a program, not a person, filled in the form (D11). They mark an answer; nothing is refused."""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256

from django.core.cache import cache
from django.http import HttpRequest
from redis.exceptions import RedisError

from surveys.actions.answering.discarding import Kind
from surveys.public.humans import hits
from surveys.public.visits import Visit

TRAP = "web-site"  # an input that people do not see; the name looks worth filling in
LEAST_SECONDS = 3  # nobody reads and answers even one page faster
SECONDS_AN_ANSWER = 0.5
SECONDS_TO_OPEN_A_MAIL = 2
LINKS_REMEMBERED_SECONDS = 600
MANY_LINKS = 4  # a person who hesitates clicks two or three


def of_page(post: Mapping[str, str]) -> list[str]:
    return ["honeypot"] if post.get(TRAP) else []


def agent_of(request: HttpRequest) -> str:
    """Tells one program or browser from another for some minutes; nobody is known by it."""
    known = f"{request.META.get('REMOTE_ADDR', '')} {request.headers.get('User-Agent', '')}"
    return sha256(known.encode(errors="replace")).hexdigest()[:16]


def of_submission(visit: Visit, answers: int, opened_at: datetime, now: datetime, *, agent: str) -> list[str]:
    """Doubts about the whole answer; `opened_at` is when its first page was fetched."""
    doubts = []
    if (now - opened_at).total_seconds() < max(LEAST_SECONDS, SECONDS_AN_ANSWER * answers):
        doubts.append("too_fast")
    accepted_at = visit.door.accepted_at
    if accepted_at and (opened_at - accepted_at).total_seconds() < SECONDS_TO_OPEN_A_MAIL:
        doubts.append("opened_at_once")
    if _links_fetched(visit, agent) >= MANY_LINKS:
        doubts.append("all_links_fetched")
    return doubts


def remember_link(visit: Visit, number: int, now: datetime, *, agent: str) -> None:
    """Note in the cache that a score link of the mail was fetched, and by whom. A dead cache costs no page.

    From the fourth on it is no hesitating person, and the visit is counted as a scanner's. A mail gateway
    that opens all links casts no doubt on the person who answers after it: they are another agent.
    """
    try:
        cache.set(_key(visit.door.subject, agent, number), 1, LINKS_REMEMBERED_SECONDS)
    except (RedisError, OSError):
        return
    if _links_fetched(visit, agent) >= MANY_LINKS:
        hits.count(visit, Kind.SCANNER, now)


def _links_fetched(visit: Visit, agent: str) -> int:
    first = visit.questionnaire.first_scale
    if first is None or first.scale is None:
        return 0
    try:
        keys = [_key(visit.door.subject, agent, number) for number in first.scale.points]
        return len(cache.get_many(keys))
    except (RedisError, OSError):
        return 0


def _key(subject: str, agent: str, number: int) -> str:
    return f"link:{subject}:{agent}:{number}"
