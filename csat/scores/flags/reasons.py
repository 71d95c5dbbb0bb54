"""The reasons for which one looks twice at an answer, and which of them leave it out by default."""

from enum import StrEnum


class Reason(StrEnum):
    OWN_ADDRESS = "own_address"
    STAFF_SESSION = "staff_session"
    OWN_NETWORK = "own_network"
    SAME_DEVICE = "same_device"
    BURST = "burst"
    STRAIGHT_LINED = "straight_lined"
    HANDED_ON = "handed_on"


# Facts leave out, guesses do not: a client who is content with everything is still a client.
LEFT_OUT = frozenset({Reason.OWN_ADDRESS, Reason.STAFF_SESSION})
