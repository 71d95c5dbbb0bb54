"""Who asks: the company's name, colour, logo and sender, with the colour as clients will see it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from surveys.actions.company import branding
from surveys.editor import allowed
from surveys.models import Brand
from surveys.rendering import colours, frame

PAPER, NIGHT = "#fffdf9", "#201d19"  # the sheet of clients' pages, see static/surveys/paper.css


class BrandForm(forms.Form):
    """The company's fields as staff write them; `logo` and `without_logo` are told apart from them."""

    name = forms.CharField(
        label=lazy("Name of the company"),
        max_length=200,
        help_text=lazy("As clients know it; {supplier} in the texts of a survey."),
    )
    accent = forms.RegexField(r"^#[0-9a-fA-F]{6}$", label=lazy("Colour"), initial=colours.DEFAULT)
    sender_name = forms.CharField(
        label=lazy("Who writes"),
        max_length=200,
        help_text=lazy("A person, not a department: mails from people are answered."),
    )
    sender_title = forms.CharField(label=lazy("Their title"), max_length=200, required=False)
    sender_address = forms.EmailField(label=lazy("Mails come from"))
    reply_to_address = forms.EmailField(
        label=lazy("Answers to mails go to"), help_text=lazy("A mailbox that somebody reads every day.")
    )
    phone = forms.CharField(label=lazy("Phone"), max_length=60, required=False)
    postal_address = forms.CharField(label=lazy("Postal address"), max_length=300, required=False)
    change_days = forms.IntegerField(
        label=lazy("Days in which an answer may be changed"),
        min_value=0,
        max_value=60,
        initial=7,
        help_text=lazy("0: not at all. The first answer stays the score."),
    )
    logo = forms.FileField(
        label=lazy("Logo"),
        required=False,
        help_text=lazy("PNG, JPEG or WebP up to 200 KB, about 400 pixels wide."),
    )
    without_logo = forms.BooleanField(label=lazy("Show no logo"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        for name, field in self.fields.items():
            if name not in ("without_logo", "accent"):
                field.widget.attrs["class"] = "form-control"
        self.fields["accent"].widget = forms.ColorInput(attrs={"class": "form-control form-control-color"})
        self.fields["without_logo"].widget.attrs["class"] = "form-check-input"
        self.fields["logo"].widget.attrs["accept"] = "image/png,image/jpeg,image/webp"


@allowed.to(allowed.CHANGE)
def brand(request: HttpRequest) -> HttpResponse:
    found = Brand.objects.select_related("logo").defer("logo__content").filter(id=1).first()
    if request.method == "POST":
        form = BrandForm(request.POST, request.FILES)
        if form.is_valid() and _saved(form):
            messages.success(request, _("Saved. Mails already made keep their words."))
            return redirect("survey_brand")
    else:
        form = BrandForm(initial={name: getattr(found, name) for name in branding.FIELDS} if found else None)
    context = {"form": form, "brand": found, **_preview(str(form["accent"].value() or ""), found)}
    return render(request, "surveys/editor/brand.html", context, status=422 if form.errors else 200)


@allowed.to(allowed.CHANGE)
def preview(request: HttpRequest) -> HttpResponse:
    """The colour while it is being chosen."""
    found = Brand.objects.defer("logo").filter(id=1).first()
    context = _preview(request.GET.get("accent", ""), found)
    return render(request, "surveys/editor/_brand_preview.html", context)


def _saved(form: BrandForm) -> bool:
    """Stores what the form says; a logo that cannot be used becomes the form's mistake."""
    given = form.cleaned_data
    file: UploadedFile | None = given["logo"]
    try:
        branding.save(
            fields=given,
            now=timezone.now(),
            logo=file.read(branding.MOST_LOGO_BYTES + 1) if file else b"",
            without_logo=given["without_logo"],
        )
    except branding.CannotUseLogo as refused:
        form.add_error("logo", str(refused))
        return False
    return True


def _preview(accent: str, found: Brand | None) -> dict[str, Any]:
    shown = colours.accent(accent)
    return {
        "accent": shown,
        "paper": PAPER,
        "night": NIGHT,
        "contrasts": (colours.contrast(shown.light, PAPER), colours.contrast(shown.dark, NIGHT)),
        "initial": frame.initial(found.name if found else "B"),
    }
