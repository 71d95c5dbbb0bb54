"""Inputs of a method as named arrays: their hash, and their way into a row and back, bit for bit."""

import hashlib
import io
from dataclasses import fields
from typing import Any, TypeVar

import numpy as np

Inputs = TypeVar("Inputs")


def hash_of(inputs: Any) -> str:
    """SHA-256 over names, types, shapes and bytes of a dataclass whose fields are all arrays."""
    digest = hashlib.sha256()
    for name, array in _arrays(inputs).items():
        digest.update(f"{name} {array.dtype.str} {array.shape} ".encode())
        digest.update(np.ascontiguousarray(array).tobytes())
    return digest.hexdigest()


def packed(inputs: Any) -> bytes:
    """The arrays, compressed. Raises TypeError for arrays of Python objects."""
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **_arrays(inputs))  # type: ignore[arg-type]
    return buffer.getvalue()


def unpacked(kind: type[Inputs], content: bytes) -> Inputs:
    """The dataclass that `packed` was given."""
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        return kind(**{field.name: arrays[field.name] for field in fields(kind)})  # type: ignore[arg-type]


def _arrays(inputs: Any) -> dict[str, np.ndarray]:
    found = {field.name: np.asarray(getattr(inputs, field.name)) for field in fields(inputs)}
    objects = [name for name, array in found.items() if array.dtype == object]
    if objects:
        raise TypeError(f"not plain arrays: {', '.join(objects)}")
    return found
