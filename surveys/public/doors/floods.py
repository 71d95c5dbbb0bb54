"""Counts answers from one network address in an hour, in the cache; in this process while that is away.

No address is kept anywhere: the counter's name is a keyed hash that ends with its hour.
"""

import hmac
from collections import Counter
from datetime import datetime
from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.core.cache import cache
from redis.exceptions import RedisError

HOUR = 3600
MOST_REMEMBERED = 10_000  # counters of this process; a flood from more addresses starts them anew
V6_NETWORK = 64  # one household or office; single addresses in it cost nothing

local: Counter[str] = Counter()


def is_within(*, door: str, address: str, most: int, now: datetime) -> bool:
    """Count one more from this address at this door; False where that is more than `most` in this hour."""
    key = _key(door, address, int(now.timestamp()) // HOUR)
    try:
        return _count(key) <= most
    except (RedisError, OSError):
        return _count_here(key) <= most


def _count(key: str) -> int:
    # Adding does nothing where the counter exists; increasing is atomic. The hour stands in the name, so a
    # counter need not end on time, only some time.
    cache.add(key, 0, 2 * HOUR)
    try:
        return int(cache.incr(key))
    except ValueError:
        return 1  # evicted in between


def _count_here(key: str) -> int:
    if len(local) > MOST_REMEMBERED:
        local.clear()
    local[key] += 1
    return local[key]


def _key(door: str, address: str, hour: int) -> str:
    text = f"{door} {network(address)} {hour}"
    return f"flood:{hmac.digest(settings.SECRET_KEY.encode(), text.encode(), 'sha256').hex()[:32]}"


def network(address: str) -> str:
    """What counts as one place on the net: an IPv4 address, an IPv6 network of one household or office."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address):
        own = parsed.ipv4_mapped
        return str(own) if own else str(ip_network((parsed, V6_NETWORK), strict=False))
    return str(parsed)
