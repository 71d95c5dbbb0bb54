"""The code book in force: the one that people edit, or the product's own while nobody has."""

from csat.findings.models import Theme
from csat.insight.comments.codebook import Codebook, default_codebook
from csat.insight.comments.codebook import Theme as Entry

LANGUAGES = ("en", "ru")  # those that the matching knows the inflections of


def codebook() -> Codebook:
    """Themes that are switched on, in order; one query."""
    rows = list(Theme.objects.all())
    if not rows:
        return default_codebook()
    return Codebook(themes=tuple(entry_of(row) for row in rows if row.is_on))


def all_themes() -> tuple[tuple[Entry, bool], ...]:
    """Every theme that can be edited, in order, and whether it is switched on; one query."""
    rows = list(Theme.objects.all())
    if not rows:
        return tuple((theme, True) for theme in default_codebook().themes)
    return tuple((entry_of(row), row.is_on) for row in rows)


def entry_of(row: Theme) -> Entry:
    """A stored theme as the matching reads it."""
    return Entry(
        key=row.key,
        names=dict(row.names),
        terms={language: tuple(terms) for language, terms in row.terms.items()},
        exclusions={language: tuple(terms) for language, terms in row.exclusions.items()},
    )
