"""What the form is sent by whoever wants somebody left out: why, since when, until when."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from csat.templatetags.asking.rules import REASONS
from surveys.errors import DomainError

SPANS = {
    "14": _("14 days"),
    "30": _("a month"),
    "91": _("a quarter"),
    "day": _("until another day"),
}


class ExclusionForm(forms.Form):
    """Whom it is about stands in the address, not in the form."""

    reason = forms.ChoiceField(label=_("Reason"), choices=[("", _("choose …")), *REASONS.items()])
    words = forms.CharField(
        label=_("In your words"),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("For whoever approves it, and for those who wonder later."),
    )
    starts_on = forms.DateField(label=_("Starts on"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    span = forms.ChoiceField(label=_("For how long"), choices=SPANS.items(), widget=forms.RadioSelect)
    ends_on = forms.DateField(
        label=_("Asked again from"),
        required=False,
        widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"),
        help_text=_("Needed for “until another day” only. A year at most."),
    )

    def __init__(self, data: Any, *, today: date) -> None:
        super().__init__(data, initial={"starts_on": today, "span": "14"})
        self.label_suffix = ""
        for name, field in self.fields.items():
            kind = "form-select" if name == "reason" else "form-control"
            field.widget.attrs["class"] = "form-check-input" if name == "span" else kind

    def clean(self) -> dict[str, Any]:
        """The day on which it ends, out of the span that was chosen."""
        said = super().clean() or {}
        span, first = said.get("span"), said.get("starts_on")
        if span and span != "day" and first:
            # Where no calendar goes so far, the first day itself is refused as too far ahead.
            days = min(timedelta(days=int(span)), date.max - first)
            said["ends_on"] = first + days
        elif span == "day" and not said.get("ends_on") and "ends_on" not in self.errors:
            self.add_error("ends_on", _("Name the day, or choose a span above."))
        return said

    def refuse(self, refused: DomainError) -> None:
        """Write a refusal beside the field it is about."""
        words = f"{refused.what} {refused.mend}".strip()
        self.add_error(refused.where if refused.where in self.fields else None, words)
