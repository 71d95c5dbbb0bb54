"""Themes of comments on the screen: names in the reader's language, and the one to speak of first."""

from collections.abc import Mapping, Sequence

from django import template
from django.utils.translation import get_language

from csat.reports.insight.themes import ThemeRow

register = template.Library()


@register.filter
def in_language(names: Mapping[str, str]) -> str:
    """A theme's name in the page's language, or in the first there is."""
    return names.get(_language()) or next(iter(names.values()), "")


@register.filter
def terms_in_language(terms: Mapping[str, Sequence[str]]) -> Sequence[str]:
    return terms.get(_language()) or next(iter(terms.values()), ())


@register.filter
def most_telling(rows: Sequence[ThemeRow]) -> ThemeRow | None:
    """The most spoken of theme with lower scores, else with higher ones, else of all."""
    for verdict in ("lower", "higher"):
        for row in rows:
            if row.score.verdict == verdict:
                return row
    return rows[0] if rows else None


def _language() -> str:
    return (get_language() or "en")[:2]
