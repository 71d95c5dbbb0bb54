"""The sheet around a client's page: the survey's own look, the person's language."""

from typing import Any

from surveys import tokens
from surveys.models import Invitation, TokenPurpose
from surveys.public.visits import our_look
from surveys.rendering import frame
from surveys.rendering.phrasebook import book


def context_of(invitation: Invitation, language: str, title: str) -> dict[str, Any]:
    """What surveys/page.html needs."""
    path = tokens.path(TokenPurpose.MY_DATA, invitation.uuid)
    return frame.context(
        our_look(),
        language,
        title,
        supplier=str(invitation.facts.get("supplier") or ""),
        switch=[
            {"code": code, "name": book(code)("language"), "path": path}
            for code in invitation.version.languages
            if code != language
        ],
    )
