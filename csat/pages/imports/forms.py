"""What the import's pages are sent: a file to begin with, then what each of our columns is filled from."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from csat.customers.actions import files
from csat.customers.actions.files import Incoming
from csat.customers.models import PAST_ANSWERS, RecordKind
from csat.customers.readers import Column
from surveys.models import SurveyVersion
from surveys.tabular.reading import Limits

KINDS: dict[str, Any] = {
    RecordKind.EMPLOYEES: _("Our people"),
    RecordKind.ACCOUNTS: _("Clients"),
    RecordKind.CONTACTS: _("Contacts"),
    RecordKind.ASSIGNMENTS: _("Who holds whom"),
    RecordKind.DEALS: _("Orders"),
    RecordKind.REVENUE: _("Revenue"),
}


LABELS: dict[str, Any] = {**KINDS, PAST_ANSWERS: _("Answers of past rounds")}


class UploadForm(forms.Form):
    """One file and what it holds. `lines` is a second file that the map adds up."""

    kind = forms.ChoiceField(label=_("What the file holds"), choices=list(KINDS.items()))
    file = forms.FileField(label=_("File (CSV or XLSX)"), max_length=300)
    source = forms.CharField(
        label=_("Where it comes from"),
        max_length=60,
        required=False,
        help_text=_("The system whose ids stand in the file, such as crm. Always write it in the same way."),
    )
    map_file = forms.FileField(label=_("Map file (TOML or JSON)"), required=False)
    lines = forms.FileField(label=_("Second file to add up"), required=False)

    def clean_file(self) -> UploadedFile:
        return _not_too_large(self.cleaned_data["file"])

    def clean_lines(self) -> UploadedFile | None:
        return _not_too_large(self.cleaned_data["lines"])

    def clean_map_file(self) -> UploadedFile | None:
        return _not_too_large(self.cleaned_data["map_file"], most=500_000)

    def incoming(self) -> Incoming:
        lines = self.cleaned_data["lines"]
        return Incoming(
            name=self.cleaned_data["file"].name,
            content=self.cleaned_data["file"].read(),
            lines=lines.read() if lines else None,
            lines_name=lines.name if lines else "",
        )

    def document(self) -> dict[str, Any]:
        """The map file's document; empty without one. Raises ImportRefused."""
        given = self.cleaned_data["map_file"]
        if not given:
            return {}
        return files.parsed_document(given.read().decode("utf-8-sig", errors="replace"), given.name)


class AnswersForm(forms.Form):
    """A file of answers given before, and which version's questions they answer."""

    version = forms.ModelChoiceField(
        label=_("Survey whose questions were answered"),
        queryset=SurveyVersion.objects.none(),
        to_field_name="uuid",
        empty_label=None,
    )
    file = forms.FileField(label=_("File (CSV or XLSX)"), max_length=300)
    source = forms.CharField(
        label=_("Where it comes from"),
        max_length=60,
        required=False,
        help_text=_("The system whose ids stand in the file, such as crm. Always write it in the same way."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        versions = SurveyVersion.objects.select_related("survey").order_by("survey__title", "-number")
        self.fields["version"].queryset = versions  # type: ignore[attr-defined]

    def clean_file(self) -> UploadedFile:
        return _not_too_large(self.cleaned_data["file"])

    def incoming(self) -> Incoming:
        given = self.cleaned_data["file"]
        return Incoming(name=given.name, content=given.read())


def _not_too_large(given: UploadedFile | None, *, most: int = Limits().bytes) -> Any:
    if given and (given.size or 0) > most:
        raise forms.ValidationError(
            _("The file is larger than %(size)s MB. Divide it into several."),
            params={"size": f"{most / 10**6:g}"},
        )
    return given


def chosen(
    posted: Mapping[str, str],
    *,
    ours: Iterable[Column],
    header: tuple[str, ...],
    sheet: str,
    document: Mapping[str, Any],
) -> dict[str, Any]:
    """The map's document with what was chosen on the page: for each of our columns the one of theirs
    and what stands in for blank cells; and how the file writes numbers, days and nothing.

    Where another `sheet` of the workbook was chosen, its columns are not those of the page.
    """
    wanted = posted.get("sheet", sheet)[:100]
    if wanted != sheet:
        return {**document, "columns": {}, "defaults": {}, "sheet": wanted}
    nulls = [word.strip() for word in posted.get("null", "").split(",") if word.strip()]
    return {
        **document,
        **_filled(posted, ours, header),
        "null": nulls,
        "sheet": sheet,
        "decimal": _known(posted.get("decimal", ""), ("", ",", ".")),
        "dates": _known(posted.get("dates", ""), ("", "dmy", "mdy")),
    }


def _filled(posted: Mapping[str, str], ours: Iterable[Column], header: tuple[str, ...]) -> dict[str, Any]:
    columns: dict[str, list[str]] = {theirs: [] for theirs in header}
    defaults: dict[str, str] = {}
    for column in ours:
        place = posted.get(f"from-{column.name}", "")
        if place.isdecimal() and int(place) < len(header):
            columns[header[int(place)]].append(column.name)
        blank = posted.get(f"blank-{column.name}", "").strip()
        if blank:
            defaults[column.name] = blank
    return {"columns": columns, "defaults": defaults}


def _known(value: str, allowed: tuple[str, ...]) -> str:
    return value if value in allowed else ""
