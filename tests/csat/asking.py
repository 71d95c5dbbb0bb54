"""What asking needs before there is a rule: surveys, a sender, our company."""

from datetime import datetime

from csat.customers.models import Company
from surveys.actions import library
from surveys.models import Brand


def set_up(now: datetime) -> None:
    """The library is published, a person is named as the sender, our company works in Germany."""
    library.load(now=now)
    Brand.objects.create(
        id=1,
        name="Meridian",
        sender_name="Dora Sender",
        sender_address="dora@ours.example",
        reply_to_address="reply@ours.example",
    )
    Company.objects.create(id=1, base_currency="EUR", zone="Europe/Berlin", country="DE")
