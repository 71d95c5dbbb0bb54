"""What the register's form is sent: what was changed, since when, what it should move, and for whom."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from csat.customers.models import Account, Team
from csat.findings.actions.register import Reach, Told
from csat.findings.models import RegisteredChange
from csat.reports.insight import effects
from csat.templatetags.labels import measure_name
from surveys.errors import DomainError

MOST_BYTES = 500_000


class ChangeForm(forms.Form):
    """`change` None: a new one. For one that is there, clients left empty stay as they are."""

    name = forms.CharField(label=_("What was changed"), max_length=200)
    description = forms.CharField(
        label=_("In a few words, for readers later"), max_length=2000, required=False
    )
    department = forms.CharField(label=_("Responsible department"), max_length=120, required=False)
    began_on = forms.DateField(label=_("Since which day"), input_formats=["%Y-%m-%d"])
    measure = forms.ChoiceField(label=_("What it should move"))
    segments = forms.MultipleChoiceField(label=_("All clients of a segment"), required=False)
    teams = forms.MultipleChoiceField(label=_("All clients of a team on that day"), required=False)
    names = forms.CharField(
        label=_("Single clients"),
        required=False,
        max_length=MOST_BYTES,
        help_text=_("Names or tax numbers, one a line."),
    )
    file = forms.FileField(
        label=_("Or a file with their names"),
        required=False,
        help_text=_("Text or CSV; the first column counts, one client a line."),
    )

    def __init__(self, data: Any, files: Any, *, change: RegisteredChange | None = None) -> None:
        super().__init__(data, files, initial=_initial(change) if change else {"measure": "csi"})
        self.fields["measure"].choices = [(key, measure_name(key)) for key in effects.measures()]  # type: ignore[attr-defined]
        segments = Account.objects.exclude(segment="").order_by("segment")
        self.fields["segments"].choices = [  # type: ignore[attr-defined]
            (name, name) for name in segments.values_list("segment", flat=True).distinct()
        ]
        self.fields["teams"].choices = [  # type: ignore[attr-defined]
            (str(team.uuid), team.name) for team in Team.objects.all()
        ]

    def clean_file(self) -> UploadedFile | None:
        given: UploadedFile | None = self.cleaned_data["file"]
        if given and (given.size or 0) > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than half a megabyte."))
        return given

    def told(self) -> Told:
        """What was sent, for the register."""
        said = self.cleaned_data
        given = said["file"]
        lines = given.read().decode("utf-8-sig", errors="replace").splitlines() if given else []
        reach = Reach(
            segments=said["segments"],
            teams=[UUID(value) for value in said["teams"]],
            names=[*said["names"].splitlines(), *_first_cells(lines)],
        )
        return Told(
            name=said["name"],
            measure=said["measure"],
            began_on=said["began_on"],
            description=said["description"],
            department=said["department"],
            reach=reach,
        )

    def refuse(self, refused: DomainError) -> None:
        """Write a refusal beside the field it is about."""
        words = f"{refused.what} {refused.mend}".strip()
        self.add_error(refused.where if refused.where in self.fields else None, words)


def _initial(change: RegisteredChange) -> dict[str, Any]:
    return {
        "name": change.name,
        "description": change.description,
        "department": change.department,
        "began_on": change.began_on.isoformat(),
        "measure": change.measure,
    }


def _first_cells(lines: Iterable[str]) -> list[str]:
    """The first column of lines that may be CSV with commas, semicolons or tabs."""
    cells = []
    for line in lines:
        mark = next((mark for mark in (";", "\t") if mark in line), None)
        cells.append((line.split(mark)[0] if mark else line).strip().strip('"'))
    return [cell for cell in cells if cell]
