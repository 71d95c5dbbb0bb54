"""Fields of the form of a survey rule, and which of them each kind of rule has."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from csat.customers.models import ContactRole
from csat.programs.models import CountsFrom, ProgramKind, Sender
from csat.templatetags.labels import ROLES
from surveys.models import Gateway

OTHER_EVENT = "other"
SENDERS = {
    Sender.NEUTRAL: _("our company, with the sender of all surveys"),
    Sender.MANAGER: _("the client’s account manager"),
    Sender.CARE_OWNER: _("the client’s service owner"),
}
COUNTED = {CountsFrom.DELIVERY: _("the delivery"), CountsFrom.CLOSING: _("the order itself")}
OF_KIND = {
    ProgramKind.POST_SALE: (
        *("counts_from", "delay_business_days", "asks_first_order", "large_order_amount"),
        "asks_repeat_order",
    ),
    ProgramKind.PERIODIC: (
        *("cadence_months", "key_cadence_months", "is_sampled", "revenue_coverage", "audit_share"),
        *(f"cover_{role}" for role in ContactRole.values),
    ),
    ProgramKind.EVENT: ("event", "event_name", "event_delays_days"),
    ProgramKind.ONE_OFF: ("people",),
}
ONLY_SOME = {name for names in OF_KIND.values() for name in names}
# A list is asked as it was chosen: who is on it says it all.
NOT_OF_A_LIST = {"roles", "segments"}


def whole(label: Any, low: int, high: int, **more: Any) -> forms.IntegerField:
    """A whole number with its limits, in a narrow field."""
    widget = forms.NumberInput({"class": "form-control narrow", "inputmode": "numeric"})
    return forms.IntegerField(label=label, min_value=low, max_value=high, widget=widget, **more)


def percent(label: Any, **more: Any) -> forms.DecimalField:
    """A share as people say it: 0 to 100."""
    widget = forms.NumberInput({"class": "form-control narrow", "inputmode": "decimal", "step": "any"})
    return forms.DecimalField(
        label=label, min_value=0, max_value=100, decimal_places=1, required=False, widget=widget, **more
    )


def choice(label: Any, choices: Any, **more: Any) -> forms.ChoiceField:
    widget = forms.Select({"class": "form-select"})
    return forms.ChoiceField(label=label, choices=choices, widget=widget, **more)


def ticks(label: Any, choices: Any = (), **more: Any) -> forms.MultipleChoiceField:
    widget = forms.CheckboxSelectMultiple({"class": "form-check-input"})
    return forms.MultipleChoiceField(label=label, choices=choices, required=False, widget=widget, **more)


def tick(label: Any, **more: Any) -> forms.BooleanField:
    widget = forms.CheckboxInput({"class": "form-check-input"})
    return forms.BooleanField(label=label, required=False, widget=widget, **more)


def line(label: Any, most: int, **more: Any) -> forms.CharField:
    widget = forms.TextInput({"class": "form-control"})
    return forms.CharField(label=label, max_length=most, widget=widget, **more)


def lines(label: Any, most: int, **more: Any) -> forms.CharField:
    widget = forms.Textarea({"class": "form-control", "rows": 4})
    return forms.CharField(label=label, max_length=most, widget=widget, required=False, **more)


def mailbox(label: Any, **more: Any) -> forms.EmailField:
    return forms.EmailField(label=label, widget=forms.EmailInput({"class": "form-control"}), **more)


def day(label: Any, **more: Any) -> forms.DateField:
    widget = forms.DateInput({"type": "date", "class": "form-control narrow"}, "%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, input_formats=["%Y-%m-%d"], **more)


def coverage() -> dict[str, forms.DecimalField]:
    """The wanted share of clients heard, for each role."""
    return {f"cover_{role}": percent(ROLES[role].capitalize()) for role in ContactRole.values}


def channels() -> list[tuple[str, Any]]:
    """Mail, then whatever else has a gateway that is on."""
    opened = Gateway.objects.filter(is_on=True).values_list("channel", "name")
    return [("email", _("e-mail")), *((channel, name) for channel, name in opened if channel != "email")]
