"""Takes answers: saves page by page, submits once, changes what was submitted. One statement each."""

from surveys.actions.answering.changing import change, last_day, save_change
from surveys.actions.answering.forgetting import forget_devices
from surveys.actions.answering.keeping import save_some
from surveys.actions.answering.parameters import NOWHERE, Asked, Ticket, Whence
from surveys.actions.answering.receipts import Receipt, StalePage, TooLate, WrongAnswers
from surveys.actions.answering.replacing import answer_instead
from surveys.actions.answering.saving import save_page
from surveys.actions.answering.submitting import submit

__all__ = [
    "NOWHERE",
    "Asked",
    "Receipt",
    "StalePage",
    "Ticket",
    "TooLate",
    "Whence",
    "WrongAnswers",
    "answer_instead",
    "change",
    "forget_devices",
    "last_day",
    "save_change",
    "save_page",
    "save_some",
    "submit",
]
