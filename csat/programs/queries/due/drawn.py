"""Whom the choice of a sampled round has left out."""

from csat.programs.models import RoundDraw, Wave
from csat.programs.sampling.choosing import Why


def left_out(wave: Wave) -> frozenset[int]:
    """Contacts (ids) not chosen. Who came to a client since the draw is not among them: ask them too."""
    whys = RoundDraw.objects.filter(wave=wave).values_list("whys", flat=True).first() or {}
    return frozenset(int(contact) for contact, why in whys.items() if not Why(why).is_asked)
