"""The verbs of people who look over answers: confirm, exclude, restore, write a note."""

from surveys.actions.reviewing.doubting import doubt
from surveys.actions.reviewing.judging import NotJudged, confirm, exclude, restore
from surveys.actions.reviewing.noting import EmptyNote, note

__all__ = ["EmptyNote", "NotJudged", "confirm", "doubt", "exclude", "note", "restore"]
