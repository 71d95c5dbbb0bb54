"""The tables of the ground floor."""

from surveys.models.blobs import Blob, Upload
from surveys.models.brand import Brand, SenderCheck
from surveys.models.delivery.feedback import MailEvent, MailEventKind
from surveys.models.delivery.pacing import DomainPace, Gateway
from surveys.models.doors import (
    AnonymousAnswer,
    Collector,
    CollectorDay,
    CollectorKind,
    DiscardedHits,
    UnsealedAnswer,
)
from surveys.models.questionnaires import DraftRevision, Survey, SurveyVersion, WhatWeDid, Wording
from surveys.models.responses import Inside, Response, ResponseNote, ResponseRevision, Source, Verdict
from surveys.models.running.heartbeat import Heartbeat
from surveys.models.running.schedules import Schedule, Tick
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
    "AnonymousAnswer",
    "Attempt",
    "Batch",
    "Blob",
    "Brand",
    "Collector",
    "CollectorDay",
    "CollectorKind",
    "DiscardedHits",
    "DomainPace",
    "DraftRevision",
    "Gateway",
    "Heartbeat",
    "Inside",
    "Invitation",
    "MailEvent",
    "MailEventKind",
    "MailTemplate",
    "Message",
    "MessageState",
    "Outcome",
    "Response",
    "ResponseNote",
    "ResponseRevision",
    "Schedule",
    "SenderCheck",
    "Source",
    "Suppression",
    "Survey",
    "SurveyVersion",
    "Tick",
    "Token",
    "TokenPurpose",
    "UnsealedAnswer",
    "Upload",
    "Verdict",
    "WhatWeDid",
    "Wording",
]
