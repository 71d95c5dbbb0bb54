"""Tells those who answered what we did since: on the page behind their own link, in their language."""

from collections.abc import Mapping
from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from surveys.errors import DomainError
from surveys.models import Survey, WhatWeDid

LONGEST = 2000


class CannotTell(DomainError):
    """Something is missing; `where` names the field: from, until, or text and its language."""

    code = "cannot_tell"


def languages(survey: Survey) -> list[str]:
    """The languages in which it must be told: those in which anybody was asked."""
    asked: set[str] = set().union(*survey.versions.values_list("languages", flat=True))
    latest = survey.versions.order_by("-number").first()
    first = list(latest.languages) if latest else []
    return [*first, *sorted(asked - set(first))]


@transaction.atomic
def tell(
    *,
    survey: Survey,
    texts: Mapping[str, str],
    answered_from: date | None,
    answered_until: date | None,
    by: User,
    now: datetime,
) -> WhatWeDid:
    """Tell at once everybody who answered on the days given, both included.

    Raises CannotTell where a day or a text in one of the survey's languages is missing.
    """
    first, last, told = checked(survey, texts, answered_from, answered_until)
    return WhatWeDid.objects.create(
        survey=survey, answered_from=first, answered_until=last, texts=told, told_at=now, told_by=by
    )


@transaction.atomic
def take_back(*, told: WhatWeDid, by: User) -> None:
    """Tell it no more; who has read it has read it. Raises nothing."""
    WhatWeDid.objects.filter(id=told.pk).delete()


def checked(
    survey: Survey, texts: Mapping[str, str], answered_from: date | None, answered_until: date | None
) -> tuple[date, date, dict[str, str]]:
    """The days and cleaned texts; raises CannotTell naming the first thing that is missing."""
    if answered_from is None:
        raise CannotTell(_("Say from which day on people answered."), where="from")
    if answered_until is None:
        raise CannotTell(_("Say up to which day people answered."), where="until")
    if answered_until < answered_from:
        raise CannotTell(_("The last day lies before the first one."), where="until")
    told = {language: texts.get(language, "").strip() for language in languages(survey)}
    if not told:
        raise CannotTell(_("Nobody has been asked yet."), mend=_("Publish the survey first."))
    for language, text in told.items():
        where = f"text.{language}"
        if not text:
            raise CannotTell(_("Say it in this language too: some were asked in it."), where=where)
        if len(text) > LONGEST:
            raise CannotTell(_("Keep to %(most)s characters.") % {"most": LONGEST}, where=where)
    return answered_from, answered_until, told
