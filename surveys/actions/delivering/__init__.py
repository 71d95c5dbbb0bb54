"""Carries due messages out: claim, write, hand over, record. No row is locked meanwhile (D2)."""

from surveys.actions.delivering.rounds import deliver

__all__ = ["deliver"]
