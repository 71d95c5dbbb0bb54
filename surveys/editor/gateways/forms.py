"""What staff say of a gateway. A secret is written, never read back."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from surveys.channels.senders import registry
from surveys.channels.senders.interface import Channel
from surveys.models import Gateway


class GatewayForm(forms.Form):
    """A new gateway, or one that is changed: then its channel stays."""

    channel = forms.ChoiceField(label=lazy("What goes through it"), widget=forms.RadioSelect)
    name = forms.CharField(
        label=lazy("What do you call it"),
        max_length=200,
        help_text=lazy("For our staff: the provider's name and the contract, perhaps."),
    )
    url = forms.URLField(
        label=lazy("Its address"),
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text=lazy("Begins with https://."),
    )
    secret = forms.CharField(
        label=lazy("Its secret"),
        max_length=300,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    with_new_secret = forms.BooleanField(label=lazy("Make a new secret"), required=False)

    def __init__(self, *args: Any, gateway: Gateway | None = None, **kwargs: Any) -> None:
        self.gateway = gateway
        if gateway is not None:
            kwargs["initial"] = {"name": gateway.name, "url": gateway.url}
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        known = registry.channels()
        for name, field in self.fields.items():
            is_tick = name in ("channel", "with_new_secret")
            field.widget.attrs["class"] = "form-check-input" if is_tick else "form-control"
        if gateway is None:
            del self.fields["with_new_secret"]
            labels = {each.name: _(each.label) for each in known.values()}
            self.fields["channel"] = forms.ChoiceField(
                label=lazy("What goes through it"),
                choices=[(name, labels[name]) for name in sorted(labels, key=lambda one: labels[one])],
                widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
            )
            self.order_fields(["channel", "name", "url", "secret"])
        else:
            del self.fields["channel"]
        chosen = gateway.channel if gateway else self.data.get("channel", "sms")
        self.fields["url"].required = chosen in known and known[chosen].needs_url
        if gateway is None or not self.fields["url"].required:
            self.fields["url"].help_text = _("Begins with https://. For Telegram leave it empty.")
        self.fields["secret"].help_text = _hint(gateway, known.get(gateway.channel) if gateway else None)
        if gateway is not None and not known[gateway.channel].new_secret():
            del self.fields["with_new_secret"]


class TrialForm(forms.Form):
    """One message to oneself."""

    address = forms.CharField(max_length=254)

    def __init__(self, *args: Any, channel: Channel, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.fields["address"].label = _("To which %(address)s") % {"address": _(channel.address_label)}
        self.fields["address"].widget.attrs["class"] = "form-control"


def _hint(gateway: Gateway | None, channel: Channel | None) -> str:
    if gateway is None:
        return _("Empty: we make one and show it once. For Telegram it is the bot's token.")
    if channel is not None and channel.new_secret():
        return _("Empty: it stays as it is. It is not shown again.")
    return _("The bot's token. Empty: it stays as it is. It is not shown again.")
