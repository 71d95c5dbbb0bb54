"""The verbs of scores: record an answer, merge the roll-ups, rebuild and check everything."""

from csat.scores.actions.merging import merge
from csat.scores.actions.rebuilding import rebuild
from csat.scores.actions.recording import record

__all__ = ["merge", "rebuild", "record"]
