"""The form of one theme of the code book: names and words in every language."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as lazy

from csat.findings.actions import codebook as editing
from csat.findings.codebook import LANGUAGES, codebook
from csat.findings.models import Theme

TITLES = {"en": lazy("English"), "ru": lazy("Russian")}
WIDE = {"class": "form-control"}


class ThemeForm(forms.Form):
    """Fields name_en, terms_en, exclusions_en and so on; the action judges what is written."""

    department = forms.CharField(
        label=lazy("Responsible department"), required=False, max_length=120, widget=forms.TextInput(WIDE)
    )
    is_on = forms.BooleanField(
        label=lazy("Look for this theme"),
        required=False,
        widget=forms.CheckboxInput({"class": "form-check-input"}),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for language in LANGUAGES:
            self.fields[f"name_{language}"] = forms.CharField(
                label=lazy("Name"), max_length=120, required=False
            )
            self.fields[f"terms_{language}"] = _lines(lazy("Words"), rows=8)
            self.fields[f"exclusions_{language}"] = _lines(lazy("But not in"), rows=3)

    @property
    def languages(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Title and the three fields of each language."""
        parts = ("name", "terms", "exclusions")
        return [(str(TITLES[one]), [self[f"{part}_{one}"] for part in parts]) for one in LANGUAGES]

    def keep(self, key: str, *, now: datetime) -> bool:
        """Write it down; False, with the error at its field, where it is refused."""
        try:
            if key == "new":
                editing.add(draft=self._draft(), now=now)
            else:
                editing.change(key=key, draft=self._draft(), now=now)
        except editing.ThemeRefused as error:
            where = error.where if error.where in self.fields else None
            self.add_error(where, f"{error.what} {error.mend}".strip())
            return False
        return True

    def _draft(self) -> editing.Draft:
        given = self.cleaned_data
        return editing.Draft(
            names={language: given[f"name_{language}"] for language in LANGUAGES},
            terms={language: given[f"terms_{language}"].splitlines() for language in LANGUAGES},
            exclusions={language: given[f"exclusions_{language}"].splitlines() for language in LANGUAGES},
            department=given["department"],
            is_on=given["is_on"],
        )


def _lines(label: Any, *, rows: int) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows, **WIDE})
    return forms.CharField(label=label, required=False, widget=area, max_length=20_000)


def blank() -> dict[str, Any]:
    return {"is_on": True}


def filled(key: str) -> dict[str, Any] | None:
    """What a theme's form starts with; None where there is no such theme."""
    row = Theme.objects.filter(key=key).first()
    entry = next((theme for theme in codebook().themes if theme.key == key), None)
    source = row or entry
    if source is None:
        return None
    start: dict[str, Any] = {"department": row.department if row else "", "is_on": row.is_on if row else True}
    for language in LANGUAGES:
        start[f"name_{language}"] = source.names.get(language, "")
        start[f"terms_{language}"] = "\n".join(source.terms.get(language, ()))
        start[f"exclusions_{language}"] = "\n".join(source.exclusions.get(language, ()))
    return start
