"""What is typed on the pages of addresses that are not written to."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from surveys.actions.suppressing import known_kinds
from surveys.templatetags.addresses import kind_words

MOST_BYTES = 5_000_000


def _line(label: Any, most: int, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=most, widget=forms.TextInput({"class": "form-control"}), **more
    )


class FindForm(forms.Form):
    """Posted, so that the address stands in no log."""

    address = _line(_("E-mail address"), 254)


class AddForm(forms.Form):
    address = _line(_("E-mail address"), 254)
    kind = forms.ChoiceField(
        label=_("Which surveys"), required=False, widget=forms.Select({"class": "form-select"})
    )
    note = _line(_("Why nobody writes to it"), 300, help_text=_("For colleagues who wonder later."))

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="add_%s", label_suffix="")
        kinds = [("", _("all surveys")), *((kind, kind_words(kind)) for kind in known_kinds())]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]


class LiftForm(forms.Form):
    because = _line(_("Why it may be written to again"), 300)
    sure = forms.BooleanField(
        label=_("This person wants to hear from us again, or never said otherwise."),
        widget=forms.CheckboxInput({"class": "form-check-input"}),
    )


class ImportForm(forms.Form):
    file = forms.FileField(
        label=_("CSV or XLSX file"),
        widget=forms.FileInput({"class": "form-control", "accept": ".csv,.txt,.xlsx"}),
        help_text=_(
            "One address a row. There may be columns kind, reason (unsubscribed, bounced, complained), "
            "date and note."
        ),
    )

    def clean_file(self) -> Any:
        given = self.cleaned_data["file"]
        if given.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 5 MB."))
        return given
