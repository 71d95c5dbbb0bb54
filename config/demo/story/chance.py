"""Seeded randomness: one independent stream for each part of the story, and ids out of it."""

import uuid
import zlib

import numpy as np

NAMESPACE = uuid.UUID("6f0d7a52-4f0e-4b7e-9d0a-2f5b8c1e7a10")


def stream(seed: int, part: str) -> np.random.Generator:
    """A generator of its own for `part`, so that a change in one part leaves the others alone."""
    return np.random.default_rng([abs(seed), zlib.crc32(part.encode())])


def ids(seed: int, part: str, count: int) -> list[uuid.UUID]:
    """`count` random-looking UUIDs, the same for the same seed."""
    raw = stream(seed, f"ids of {part}").bytes(16 * count)
    return [uuid.UUID(bytes=raw[i * 16 : i * 16 + 16], version=4) for i in range(count)]


def fixed_id(name: str) -> uuid.UUID:
    """The id of a thing that every demo company has, whatever its seed: a program, a team."""
    return uuid.uuid5(NAMESPACE, name)
