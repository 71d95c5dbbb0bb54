"""Which mail of a survey is looked at: the draft's, in a language, of one kind, for a made-up person."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from surveys import tokens
from surveys.editor.editing import desk
from surveys.editor.preview import sample, source
from surveys.models import Brand, Survey, TokenPurpose
from surveys.rendering import phrasebook
from surveys.rendering.mails.trial import Trial

INVITATION, REMINDER, TEXT, SHORT = "invitation", "reminder", "text", "short"
KINDS = {
    INVITATION: _("Invitation"),
    REMINDER: _("Reminder"),
    TEXT: _("Invitation as plain text"),
    SHORT: _("SMS or chat"),
}
NOBODY = UUID(int=0)
NOWHERE: Mapping[str, str] = dict.fromkeys(("answer_link", "unsubscribe_link", "my_data_link"), "#")


@dataclass(frozen=True)
class Wanted:
    """`trial` is None where there is nothing to show: no sender yet, or a draft beyond help."""

    kind: str
    language: str
    languages: tuple[str, ...]
    trial: Trial | None


def wanted(
    request: HttpRequest, survey: Survey, *, kind: str, language: str, links: Mapping[str, str], now: datetime
) -> Wanted:
    """What an address asks for, as far as it can be shown."""
    phrasebook.look_up()
    found = source.find(survey, source.DRAFT, with_rules=True).questionnaire
    kind = kind if kind in KINDS else INVITATION
    if found is None:
        return Wanted(kind, language, (), None)
    known = language or desk.reading_language({"languages": found.languages})
    language = source.language_in(known, found)
    brand = Brand.objects.filter(id=1).first()
    if brand is None:
        return Wanted(kind, language, found.languages, None)
    facts = sample.known(request.session, language, now)
    trial = Trial(found, brand, language, kind == REMINDER, facts, links)
    return Wanted(kind, language, found.languages, trial)


def nobody_s_links() -> dict[str, str]:
    """Links as long as a client's, which are nobody's."""
    return {
        "answer_link": tokens.link(TokenPurpose.ANSWER, NOBODY),
        "unsubscribe_link": tokens.link(TokenPurpose.UNSUBSCRIBE, NOBODY),
        "my_data_link": tokens.link(TokenPurpose.MY_DATA, NOBODY),
    }


def our_links(survey: Survey) -> dict[str, str]:
    """Links for a mail to ourselves: to the try-out, which stores nothing, and back to the mail's page."""
    page = f"{settings.BASE_URL}{reverse('survey_mail', args=[survey.uuid])}"
    return {
        "answer_link": f"{settings.BASE_URL}{reverse('survey_try', args=[survey.uuid])}",
        "unsubscribe_link": page,
        "my_data_link": page,
    }
