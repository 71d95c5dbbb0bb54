"""One file a question: what it reads of the data, and which statistics it asks."""

from typing import Any

from csat.findings.method import Method
from csat.findings.methods import (
    change,
    clients,
    drivers,
    drops,
    effects,
    lead,
    quiet,
    retention,
    risk,
    themes,
)
from csat.findings.models import Question

METHODS: dict[Question, Method[Any, Any]] = {
    Question.LEAD: lead.METHOD,
    Question.DRIVERS: drivers.METHOD,
    Question.CHANGE: change.METHOD,
    Question.EFFECT: effects.METHOD,
    Question.CLIENTS: clients.METHOD,
    Question.DROPS: drops.METHOD,
    Question.DECLINE: quiet.DECLINE,
    Question.SILENCE: quiet.SILENCE,
    Question.THEMES: themes.METHOD,
    Question.RETENTION: retention.METHOD,
    Question.RISK: risk.METHOD,
}
