"""Takes answers: saves page by page, submits once, changes what was submitted. One statement each."""

from surveys.actions.answering.receipts import Receipt, StalePage, TooLate, WrongAnswers
from surveys.actions.answering.saving import save_page
from surveys.actions.answering.submitting import submit

__all__ = ["Receipt", "StalePage", "TooLate", "WrongAnswers", "save_page", "submit"]
