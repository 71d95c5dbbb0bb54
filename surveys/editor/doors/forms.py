"""What staff say of a way to answer: what it is called, until when, how many, and who may show it."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from surveys.actions.collecting import origins
from surveys.actions.collecting.collectors import AN_HOUR, Limits
from surveys.models import Collector, CollectorKind

MOST = 1_000_000_000
DAYS = (MinValueValidator(date(2000, 1, 1)), MaxValueValidator(date(2999, 12, 31)))
KINDS = (
    (CollectorKind.LINK, _("A link and a code, for paper, screens, signatures")),
    (CollectorKind.WIDGET, _("A widget on a web site")),
)


class DoorForm(forms.Form):
    """The fields of a collector. `group` is asked where an anonymous survey sums up by a group."""

    kind = forms.ChoiceField(label=_("What is it"), choices=KINDS, widget=forms.RadioSelect)
    name = forms.CharField(
        label=_("What do you call it"),
        max_length=200,
        help_text=_("For our staff: where it hangs, such as Reception desk."),
    )
    allowed_origins = forms.CharField(
        label=_("Sites that may show it"),
        error_messages={"required": _("Name at least one site: without one nobody sees it.")},
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One address a line, such as https://www.example.com. Other sites see nothing."),
    )
    group = forms.CharField(
        label=_("Answers count for this group"),
        required=False,
        max_length=200,
        help_text=_("Results are shown by group from five answers on."),
    )
    closes_on = forms.DateField(
        label=_("Last day"),
        required=False,
        validators=DAYS,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    most_answers = forms.IntegerField(
        label=_("Most answers in all"), required=False, min_value=1, max_value=MOST
    )
    most_an_hour = forms.IntegerField(
        label=_("Most answers an hour from one network"),
        min_value=1,
        max_value=10_000,
        initial=AN_HOUR,
        help_text=_("An office shares one network. More than that looks like a flood and has to wait."),
    )

    def __init__(
        self, *args: Any, collector: Collector | None = None, group: str = "", **kwargs: Any
    ) -> None:
        self.collector, self.fact = collector, group
        if collector is not None:
            kwargs["initial"] = _initial(collector, group)
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        for name, field in self.fields.items():
            field.widget.attrs["class"] = "form-check-input" if name == "kind" else "form-control"
        if collector is not None:
            del self.fields["kind"]
            if collector.kind == CollectorKind.LINK:
                del self.fields["allowed_origins"]
        if "allowed_origins" in self.fields:
            # Only a widget needs them: for a link the field stands there unseen and empty.
            is_link = collector is None and self.is_bound and self.data.get("kind") != CollectorKind.WIDGET
            self.fields["allowed_origins"].required = not is_link
        if not group:
            del self.fields["group"]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        kind = self.collector.kind if self.collector else given.get("kind")
        if kind == CollectorKind.WIDGET:
            self._check_origins(given.get("allowed_origins", ""))
        return given

    def _check_origins(self, text: str) -> None:
        try:
            origins.read(text)
        except origins.WrongOrigin as wrong:
            self.add_error("allowed_origins", str(wrong))

    def limits(self) -> Limits:
        """The fields as the action takes them: a last day is meant to its end, on our clock."""
        given = self.cleaned_data
        closes_at = None
        if given["closes_on"]:
            day_after = given["closes_on"] + timedelta(days=1)
            closes_at = datetime.combine(day_after, time.min, ZoneInfo(settings.TIME_ZONE))
        return Limits(
            closes_at=closes_at,
            most_answers=given["most_answers"],
            most_an_hour=given["most_an_hour"],
            allowed_origins=given.get("allowed_origins", ""),
            facts={self.fact: given["group"].strip()} if self.fact else {},
        )


def _initial(collector: Collector, group: str) -> dict[str, Any]:
    closes_at = collector.closes_at
    last = closes_at.astimezone(ZoneInfo(settings.TIME_ZONE)) - timedelta(seconds=1) if closes_at else None
    return {
        "name": collector.name,
        "allowed_origins": "\n".join(collector.allowed_origins),
        "group": collector.facts.get(group, ""),
        "closes_on": last.date() if last else None,
        "most_answers": collector.most_answers,
        "most_an_hour": collector.most_an_hour,
    }
