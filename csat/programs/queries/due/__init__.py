"""What is due: orders, events, accounts whose slot has come, chosen contacts, and who was put off."""

from csat.programs.queries.due.asking import Ask, Subject
from csat.programs.queries.due.coming import asks

__all__ = ["Ask", "Subject", "asks"]
