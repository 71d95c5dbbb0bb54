"""What do clients write about, and do those who write about it score lower?"""

import json
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray

from csat.customers.models import Account
from csat.findings.codebook import codebook
from csat.findings.method import Asked, Method, Progress
from csat.insight.comments.codebook import Codebook, Theme
from csat.insight.comments.discovery import Discovery, discover_topics
from csat.insight.comments.matching import theme_matches
from csat.insight.comments.newcomers import Newcomers, new_themes
from csat.insight.comments.theme_scores import ThemeScores, theme_scores
from csat.insight.verdict import TooLittle
from csat.scores.columns import calendar
from csat.scores.columns.comments import comments

MONTHS_BACK = 24
SHOWN_MONTHS = 12  # the themes are counted over the last year, the alarm over all


@dataclass(frozen=True)
class Inputs:
    """n comments, by time. `months` numbers of calendar months; `overall` NaN where the survey did not ask.

    `span` (2,): the first month and the one after the last. `book` (1,): the code book as JSON.
    """

    responses: NDArray[np.str_]
    questions: NDArray[np.str_]
    account_ids: NDArray[np.int64]
    months: NDArray[np.int64]
    overall: NDArray[np.float64]
    texts: NDArray[np.str_]
    span: NDArray[np.int64]
    book: NDArray[np.str_]


@dataclass(frozen=True)
class Place:
    """Where a comment stands: its response and question. The words themselves are not in a result."""

    index: int
    response: str
    question: str


@dataclass(frozen=True)
class Themes:
    """`verdict`: that of the scores. `keys` of the code book's themes, in its order.

    `topics`: what the code book does not know yet. `quotes` are the comments that `scores` points to by
    index, `examples` those that `topics` points to.
    """

    verdict: str
    keys: tuple[str, ...]
    scores: ThemeScores | TooLittle
    newcomers: Newcomers | TooLittle
    topics: Discovery | TooLittle
    quotes: tuple[Place, ...]
    examples: tuple[Place, ...]
    since_month: str
    until_month: str


def load(asked: Asked) -> Inputs:
    """All comments of two years, those of the open month too: words are read as they come in."""
    until = calendar.month_number(asked.until) + 1
    first = until - MONTHS_BACK
    days = calendar.month_at(first), calendar.month_at(until)
    found = comments(Account.objects.all(), first=days[0], until=days[1])
    scored = [np.nan if one.overall is None else one.overall for one in found]
    return Inputs(
        responses=np.array([str(one.response) for one in found], dtype=np.str_),
        questions=np.array([one.question for one in found], dtype=np.str_),
        account_ids=np.array([one.account_id for one in found], dtype=np.int64),
        months=np.array([calendar.month_number(one.occurred_on) for one in found], dtype=np.int64),
        overall=np.array(scored, dtype=np.float64),
        texts=np.array([one.text for one in found], dtype=np.str_),
        span=np.array([first, until], dtype=np.int64),
        book=np.array([json.dumps(asdict(codebook()), ensure_ascii=False, sort_keys=True)], dtype=np.str_),
    )


def work(inputs: Inputs, seed: int, progress: Progress) -> Themes:
    """Counts and scores over the last year, the alarm on what is new, topics that the code book lacks."""
    book = _book(str(inputs.book[0]))
    keys = tuple(theme.key for theme in book.themes)
    has_theme = _has_theme(inputs, book)
    progress(0.3)
    year = np.flatnonzero(inputs.months >= inputs.span[1] - SHOWN_MONTHS)
    scores = _scores(inputs, keys, has_theme, year)
    heard, themes = np.nonzero(has_theme)
    newcomers = new_themes(
        keys=keys,
        themes=themes,
        months=inputs.months[heard] - inputs.span[0],
        accounts=inputs.account_ids[heard],
        totals=np.bincount(inputs.months - inputs.span[0], minlength=int(inputs.span[1] - inputs.span[0])),
        seed=seed,
    )
    progress(0.4)
    unknown = np.flatnonzero(~has_theme.any(axis=1))
    topics = discover_topics(
        texts=inputs.texts[unknown].tolist(), seed=seed, progress=lambda share: progress(0.4 + 0.6 * share)
    )
    return Themes(
        verdict=scores.verdict,
        keys=keys,
        scores=scores,
        newcomers=newcomers,
        topics=topics,
        quotes=_places(inputs, year, _quoted(scores)),
        examples=_places(inputs, unknown, _shown(topics)),
        since_month=calendar.month_at(int(inputs.span[1]) - SHOWN_MONTHS).isoformat(),
        until_month=calendar.month_at(int(inputs.span[1])).isoformat(),
    )


def _book(stored: str) -> Codebook:
    read = json.loads(stored)["themes"]
    return Codebook(
        themes=tuple(
            Theme(
                key=theme["key"],
                names=theme["names"],
                terms={language: tuple(terms) for language, terms in theme["terms"].items()},
                exclusions={language: tuple(terms) for language, terms in theme["exclusions"].items()},
            )
            for theme in read
        )
    )


def _has_theme(inputs: Inputs, book: Codebook) -> NDArray[np.bool_]:
    places = {theme.key: place for place, theme in enumerate(book.themes)}
    found = np.zeros((len(inputs.texts), len(places)), dtype=bool)
    for row, matches in enumerate(theme_matches(texts=inputs.texts.tolist(), codebook=book)):
        for match in matches:
            found[row, places[match.theme]] = True
    return found


def _scores(
    inputs: Inputs, keys: tuple[str, ...], has_theme: NDArray[np.bool_], year: NDArray[np.intp]
) -> ThemeScores | TooLittle:
    return theme_scores(
        keys=keys,
        has_theme=has_theme[year],
        accounts=inputs.account_ids[year],
        scores=inputs.overall[year],
        lengths=np.array([len(text) for text in inputs.texts[year]]),
    )


def _quoted(scores: ThemeScores | TooLittle) -> set[int]:
    return set() if isinstance(scores, TooLittle) else {i for one in scores.themes for i in one.quotes}


def _shown(topics: Discovery | TooLittle) -> set[int]:
    return set() if isinstance(topics, TooLittle) else {i for one in topics.topics for i in one.examples}


def _places(inputs: Inputs, chosen: NDArray[np.intp], indices: set[int]) -> tuple[Place, ...]:
    """Where the comments stand whose indices count from those chosen."""
    rows = [(index, int(chosen[index])) for index in sorted(indices)]
    return tuple(Place(i, str(inputs.responses[row]), str(inputs.questions[row])) for i, row in rows)


# The inputs hold what people wrote: only the latest are kept.
METHOD = Method(version=1, inputs=Inputs, result=Themes, load=load, work=work, kept=1)
