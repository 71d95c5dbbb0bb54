"""Field factories of the upper floor: they stay put, so migrations can name them."""

import uuid

from django.db import models


def public_id() -> models.UUIDField:
    """The random id of a row in addresses and the API; the bigint key never leaves the house."""
    return models.UUIDField(default=uuid.uuid4, unique=True, editable=False)


def only_email() -> list[str]:
    """The channels of a survey rule until somebody chooses others."""
    return ["email"]
