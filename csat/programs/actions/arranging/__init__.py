"""Writes survey rules: creates, changes and copies them; says what is wrong. Pages and REST share it."""

from csat.programs.actions.arranging.checking import BadProgram
from csat.programs.actions.arranging.writing import FIELDS, change, copy, create

__all__ = ["FIELDS", "BadProgram", "change", "copy", "create"]
