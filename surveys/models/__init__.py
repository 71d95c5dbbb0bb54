"""The tables of the ground floor."""

from surveys.models.brand import Brand
from surveys.models.heartbeat import Heartbeat
from surveys.models.questionnaires import Survey, SurveyVersion
from surveys.models.responses import Response, ResponseRevision, Verdict
from surveys.models.sending import (
    Attempt,
    Batch,
    Invitation,
    MailTemplate,
    Message,
    MessageState,
    Outcome,
    Suppression,
)
from surveys.models.tokens import Token, TokenPurpose

__all__ = [
    "Attempt",
    "Batch",
    "Brand",
    "Heartbeat",
    "Invitation",
    "MailTemplate",
    "Message",
    "MessageState",
    "Outcome",
    "Response",
    "ResponseRevision",
    "Suppression",
    "Survey",
    "SurveyVersion",
    "Token",
    "TokenPurpose",
    "Verdict",
]
