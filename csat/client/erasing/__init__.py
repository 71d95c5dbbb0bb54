"""Makes a person nobody in all that we hold: scores and sums stay, names, addresses and words go."""

from csat.client.erasing.action import Erasure, erase

__all__ = ["Erasure", "erase"]
