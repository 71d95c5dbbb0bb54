"""One file a question: what it reads of the data, and which statistics it asks."""

from typing import Any

from csat.findings.method import Method
from csat.findings.methods import retention
from csat.findings.models import Question

METHODS: dict[Question, Method[Any, Any]] = {
    Question.RETENTION: retention.METHOD,
}
