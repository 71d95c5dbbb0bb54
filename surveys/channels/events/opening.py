"""Opens what a provider posts: only what proves to be its own is read."""

from collections.abc import Callable
from datetime import datetime

from anymail.exceptions import AnymailError, AnymailWebhookValidationFailure
from anymail.webhooks.base import AnymailBaseWebhookView
from anymail.webhooks.brevo import BrevoTrackingWebhookView
from anymail.webhooks.mailgun import MailgunTrackingWebhookView
from anymail.webhooks.mailjet import MailjetTrackingWebhookView
from anymail.webhooks.postmark import PostmarkTrackingWebhookView
from anymail.webhooks.sendgrid import SendGridTrackingWebhookView
from anymail.webhooks.sparkpost import SparkPostTrackingWebhookView
from django.http import HttpRequest

from surveys.channels.events.told import Told, told

# By name and password in the request; Mailgun signs instead.
WITH_PASSWORD: dict[str, Callable[..., AnymailBaseWebhookView]] = {
    "postmark": PostmarkTrackingWebhookView,
    "brevo": BrevoTrackingWebhookView,
    "sendgrid": SendGridTrackingWebhookView,
    "sparkpost": SparkPostTrackingWebhookView,
    "mailjet": MailjetTrackingWebhookView,
}


class NotTheProvider(Exception):
    """Signature or password is missing or wrong: nothing of it was read."""


class Unreadable(Exception):
    """It is the provider's, and no event as it describes them."""


def read(request: HttpRequest, *, provider: str, secret: str, now: datetime) -> list[Told]:
    """The events of one post. Raises NotTheProvider or Unreadable."""
    view = _reader(provider, secret)
    try:
        view.run_validators(request)
    except AnymailWebhookValidationFailure as error:
        raise NotTheProvider from error
    except (UnicodeError, ValueError, TypeError, AttributeError) as error:  # a signature of the wrong form
        raise NotTheProvider from error
    try:
        return [one for event in view.parse_events(request) if (one := told(event, now)) is not None]
    except (AnymailError, LookupError, ValueError, TypeError, AttributeError, OverflowError) as error:
        raise Unreadable from error


def _reader(provider: str, secret: str) -> AnymailBaseWebhookView:
    if provider == "mailgun":
        return MailgunTrackingWebhookView(webhook_signing_key=secret, webhook_secret=[])
    return WITH_PASSWORD[provider](webhook_secret=secret)
