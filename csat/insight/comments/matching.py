"""Which themes does a comment speak of, and by which words? Matching on stems and base forms."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from csat.insight.comments.codebook import MOST_WORDS, Codebook
from csat.insight.comments.stopwords import is_empty
from csat.insight.comments.words import Word, words_of

# Words that may stand between the words of a phrase.
GAP = 2


@dataclass(frozen=True)
class Found:
    """A theme's words in a text: `text[start:end]`."""

    theme: str
    start: int
    end: int


@dataclass(frozen=True)
class Pattern:
    """A term ready to match: for each of its words the base forms, or the beginning of a starred one.

    `is_fixed`: it holds a function word, so its words must stand as they are.
    """

    theme: str
    is_exclusion: bool
    forms: tuple[frozenset[str], ...]
    beginning: str
    is_fixed: bool


def theme_matches(*, texts: Sequence[str], codebook: Codebook) -> tuple[tuple[Found, ...], ...]:
    """What each text speaks of, in the order of the text; an empty tuple where no theme is found.

    `texts`: any length, English, Russian or mixed (each word is read by its letters; no language need be
    given). Raises ValueError for a code book with a term of no or more than 4 words, or a star that doesn't
    end a single word.

    A word matches in any inflection. The words of a phrase may stand in any order within one sentence, with
    at most 2 others between them; a phrase with a function word ("on time") only as it is. Words inside a
    match of one of the theme's exclusions don't count. A theme may be found several times; overlapping finds
    of one theme are joined. Negation is not looked at: "no delays" speaks of delays. Source: dictionary
    method over Snowball stems (Porter 2001) and dictionary forms of pymorphy (Korobov 2015).
    """
    book = _compiled(tuple(_terms(codebook)))
    return tuple(book.search(text) for text in texts)


def _terms(codebook: Codebook) -> Iterator[tuple[str, bool, str]]:
    for theme in codebook.themes:
        for is_exclusion, by_language in ((False, theme.terms), (True, theme.exclusions)):
            yield from ((theme.key, is_exclusion, term) for terms in by_language.values() for term in terms)


@lru_cache(maxsize=8)
def _compiled(terms: tuple[tuple[str, bool, str], ...]) -> "_Book":
    return _Book([_pattern(theme, is_exclusion, term) for theme, is_exclusion, term in terms])


def _pattern(theme: str, is_exclusion: bool, term: str) -> Pattern:
    parts = words_of(term.rstrip("*"))
    has_star = term.endswith("*")
    if not 1 <= len(parts) <= MOST_WORDS or (has_star and len(parts) > 1) or "*" in term[:-1]:
        raise ValueError(f"not a term: {term!r}")
    return Pattern(
        theme=theme,
        is_exclusion=is_exclusion,
        forms=tuple(part.forms for part in parts),
        beginning=parts[0].plain if has_star else "",
        is_fixed=any(is_empty(part.plain) for part in parts),
    )


class _Book:
    """Patterns by the base forms of their first word, so that a text looks up only what it may hold."""

    def __init__(self, patterns: list[Pattern]) -> None:
        self.by_form: dict[str, list[Pattern]] = {}
        self.starred = [p for p in patterns if p.beginning]
        for pattern in patterns:
            for form in () if pattern.beginning else pattern.forms[0]:
                self.by_form.setdefault(form, []).append(pattern)

    def search(self, text: str) -> tuple[Found, ...]:
        words = words_of(text)
        hits: dict[tuple[str, bool], list[tuple[int, int]]] = {}
        for place in range(len(words)):
            for pattern in self._starting(words[place]):
                span = _span(words, place, pattern)
                if span:
                    hits.setdefault((pattern.theme, pattern.is_exclusion), []).append(span)
        found = [
            Found(theme, words[first].start, words[last].end)
            for (theme, is_exclusion), spans in hits.items()
            if not is_exclusion
            for first, last in _joined(_counted(spans, hits.get((theme, True), [])))
        ]
        return tuple(sorted(found, key=lambda f: (f.start, f.end, f.theme)))

    def _starting(self, word: Word) -> Iterator[Pattern]:
        yield from (p for p in self.starred if word.plain.startswith(p.beginning))
        seen: set[int] = set()
        for pattern in (p for form in word.forms for p in self.by_form.get(form, ())):
            if id(pattern) not in seen:
                seen.add(id(pattern))
                yield pattern


def _span(words: tuple[Word, ...], place: int, pattern: Pattern) -> tuple[int, int] | None:
    """First and last place of the phrase whose first word stands at `place`; the tightest there is."""
    if pattern.is_fixed:
        return _fixed_span(words, place, pattern)
    reach = len(pattern.forms) - 1 + GAP
    near = [
        i
        for i in range(max(0, place - reach), min(len(words), place + reach + 1))
        if i != place and words[i].sentence == words[place].sentence
    ]
    choices = [[i for i in near if forms & words[i].forms] for forms in pattern.forms[1:]]
    spans = [
        (min(place, *others), max(place, *others)) if others else (place, place)
        for others in product(*choices)
        if len(set(others)) == len(others)
    ]
    fitting = [(first, last) for first, last in spans if last - first <= reach]
    return min(fitting, key=lambda s: (s[1] - s[0], s[0])) if fitting else None


def _fixed_span(words: tuple[Word, ...], place: int, pattern: Pattern) -> tuple[int, int] | None:
    """The phrase word for word."""
    run = words[place : place + len(pattern.forms)]
    is_whole = len(run) == len(pattern.forms) and run[-1].sentence == run[0].sentence
    is_there = is_whole and all(form & word.forms for form, word in zip(pattern.forms, run, strict=True))
    return (place, place + len(run) - 1) if is_there else None


def _counted(spans: list[tuple[int, int]], excluded: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans that don't lie inside an exclusion."""
    return [s for s in spans if not any(first <= s[0] and s[1] <= last for first, last in excluded)]


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for first, last in sorted(set(spans)):
        if joined and first <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], last))
        else:
            joined.append((first, last))
    return joined
