"""Telegram through a bot of the company's; an address is the number of a chat that a person began with it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from surveys.channels.replies import Receipt
from surveys.channels.senders import posting
from surveys.channels.senders.interface import OpenGateway, Outgoing, WrongAddress
from surveys.models import Outcome
from surveys.outbound.answers import Answer
from surveys.outbound.client import Client

HOME = "https://api.telegram.org"
TOKEN = re.compile(r"[0-9]{5,20}:[A-Za-z0-9_-]{30,80}")
CHAT = re.compile(r"-?[1-9][0-9]{0,15}")
BLOCKED, WRONG = 403, 400
NOBODY = ("chat not found", "user is deactivated", "user not found")


@dataclass(frozen=True)
class Telegram:
    """The Bot API's sendMessage. Telegram knows no repeats, so that a doubt may cost a second message."""

    client: Client = field(default_factory=Client)
    name: str = "telegram"
    label: str = gettext_noop("Telegram")
    address_label: str = gettext_noop("number of the chat")
    needs_url: bool = False
    needs_secret: bool = True
    repeats_safely: bool = False
    most_characters: int = 4_096

    def check_address(self, text: str) -> str:
        if not CHAT.fullmatch(text.strip()):
            raise WrongAddress(_("A Telegram address is the number of the chat, such as 123456789."))
        return text.strip()

    def new_secret(self) -> str:
        return ""

    def check_gateway(self, gateway: OpenGateway) -> Mapping[str, str]:
        wrong = {}
        if gateway.url and not gateway.url.startswith("https://"):
            wrong["url"] = _("The address must begin with https://, or stay empty for Telegram's own.")
        if not TOKEN.fullmatch(gateway.secret):
            wrong["secret"] = _("The bot's token comes from @BotFather: 123456789:AA… in one piece.")
        return wrong

    def send(self, outgoing: Outgoing, gateway: OpenGateway, *, now: datetime) -> Receipt:
        url = f"{(gateway.url or HOME).rstrip('/')}/bot{gateway.secret}/sendMessage"
        body = posting.packed(
            {
                "chat_id": int(outgoing.address),
                "text": outgoing.text,
                "link_preview_options": {"is_disabled": True},  # Telegram's servers would open the link
            }
        )
        posted = posting.post(self.client, url, headers={}, body=body, now=now)
        return judge(posted.answer, posted.receipt) if posted.answer else posted.receipt


def judge(answer: Answer, receipt: Receipt) -> Receipt:
    """The receipt with what Telegram's own words add: a person who left, a patience that it asks for."""
    given = posting.given(answer)
    reply = posting.words(answer, str(given.get("description", "")))
    if receipt.outcome == Outcome.ACCEPTED:
        is_ours = given.get("ok") is True
        return Receipt(Outcome.ACCEPTED if is_ours else Outcome.IN_DOUBT, "200 ok" if is_ours else reply)
    is_nobody = answer.status == WRONG and any(words in reply.lower() for words in NOBODY)
    if answer.status == BLOCKED or is_nobody:
        return Receipt(Outcome.REFUSED, reply, is_address_dead=True)
    return Receipt(receipt.outcome, reply, retry_after=_asked_patience(given) or receipt.retry_after)


def _asked_patience(given: Mapping[str, object]) -> timedelta | None:
    parameters = given.get("parameters")
    seconds = parameters.get("retry_after") if isinstance(parameters, dict) else None
    if not isinstance(seconds, int):
        return None
    return min(timedelta(seconds=max(0, min(seconds, 10**6))), posting.LONGEST_PATIENCE)


CHANNEL = Telegram()
