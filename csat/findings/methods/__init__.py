"""One file a question: what it reads of the data, and which statistics it asks."""

from typing import Any

from csat.findings.method import Method
from csat.findings.methods import clients, drops, quiet, retention, risk
from csat.findings.models import Question

METHODS: dict[Question, Method[Any, Any]] = {
    Question.CLIENTS: clients.METHOD,
    Question.DROPS: drops.METHOD,
    Question.DECLINE: quiet.DECLINE,
    Question.SILENCE: quiet.SILENCE,
    Question.RETENTION: retention.METHOD,
    Question.RISK: risk.METHOD,
}
