"""Themes of comments: how many clients speak of each, whether they score lower, in whose words."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from csat.customers.models import Account
from csat.findings import queries
from csat.findings.codebook import codebook
from csat.findings.methods import themes
from csat.findings.models import Question, Theme
from csat.insight.comments.discovery import Topic
from csat.insight.comments.newcomers import Newcomer
from csat.insight.comments.theme_scores import ThemeScore, ThemeScores
from csat.insight.verdict import Missing, TooLittle
from csat.reports.insight.standing import Standing, missing_in, standing
from csat.scores.columns.comments import Comment, comments_in

LEAST_COMMENTS = 3  # fewer are a coincidence, not a theme


@dataclass(frozen=True)
class Quote:
    """Somebody's own words, with a client the reader may see. `overall` in points."""

    response: UUID
    client: str
    text: str
    language: str
    role: str
    overall: float | None
    occurred_on: date


@dataclass(frozen=True)
class ThemeRow:
    """A theme of the code book. `news` None: no alarm possible yet, for want of months."""

    key: str
    names: dict[str, str]
    department: str
    score: ThemeScore
    news: Newcomer | None
    quotes: tuple[Quote, ...]

    @property
    def is_new(self) -> bool:
        return self.news is not None and self.news.verdict in ("new", "rising")


@dataclass(frozen=True)
class TopicRow:
    """Words that come together in comments without a theme; a person names it."""

    topic: Topic
    quotes: tuple[Quote, ...]


@dataclass(frozen=True)
class Report:
    """`verdict` "" where nothing has been computed yet. `rows`: themes spoken of, by number of accounts."""

    standing: Standing
    verdict: str
    missing: tuple[Missing, ...]
    comments: int
    accounts: int
    without_theme: int
    rows: tuple[ThemeRow, ...]
    unspoken: int
    topics: tuple[TopicRow, ...]
    topics_missing: tuple[Missing, ...]
    since: date | None


def build(accounts: QuerySet[Account], *, today: date, with_words: bool) -> Report:
    """The stored answer with quotes of the clients among `accounts`; nine queries at most.

    `with_words` False: without anybody's words, for readers without personal data.
    """
    answer = queries.answer(Question.THEMES, themes.METHOD, today=today)
    found = answer.result
    scores = found.scores if found and isinstance(found.scores, ThemeScores) else None
    words = _words(accounts, found) if found and with_words else {}
    topics = found.topics if found and not isinstance(found.topics, TooLittle) else None
    spoken = [one for one in scores.themes if one.comments] if scores else []
    return Report(
        standing=standing(answer),
        verdict=found.verdict if found else "",
        missing=missing_in(found.scores) if found else (),
        comments=scores.comments if scores else 0,
        accounts=scores.accounts if scores else 0,
        without_theme=scores.without_theme if scores else 0,
        rows=_rows(found, spoken, words) if found else (),
        unspoken=len(scores.themes) - len(spoken) if scores else 0,
        topics=tuple(
            TopicRow(topic, _quotes(words, "topic", topic.examples))
            for topic in (topics.topics if topics else ())
            if topic.comments >= LEAST_COMMENTS
        ),
        topics_missing=missing_in(found.topics) if found else (),
        since=date.fromisoformat(found.since_month) if found else None,
    )


Words = dict[tuple[str, int], Quote]


def _words(accounts: QuerySet[Account], found: themes.Themes) -> Words:
    """("theme" or "topic", index) -> quote, for what may be seen and was not erased since."""
    places = [("theme", place) for place in found.quotes] + [("topic", place) for place in found.examples]
    said = comments_in(accounts, {UUID(place.response) for _, place in places})
    known = {(str(one.response), one.question): one for one in said}
    names = dict(accounts.filter(id__in={one.account_id for one in said}).values_list("id", "name"))
    return {
        (kind, place.index): _quote(comment, names[comment.account_id])
        for kind, place in places
        if (comment := known.get((place.response, place.question)))
    }


def _quote(comment: Comment, client: str) -> Quote:
    return Quote(
        response=comment.response,
        client=client,
        text=comment.text,
        language=comment.language,
        role=comment.role,
        overall=comment.overall,
        occurred_on=comment.occurred_on,
    )


def _quotes(words: Words, kind: str, indices: tuple[int, ...]) -> tuple[Quote, ...]:
    """In the order given; the same words are shown once."""
    found = [words[kind, i] for i in indices if (kind, i) in words]
    return tuple({quote.text: quote for quote in reversed(found)}.values())[::-1]


def _rows(found: themes.Themes, spoken: list[ThemeScore], words: Words) -> tuple[ThemeRow, ...]:
    names = {theme.key: theme.names for theme in codebook().themes}
    departments = dict(Theme.objects.values_list("key", "department"))
    news = {} if isinstance(found.newcomers, TooLittle) else {one.key: one for one in found.newcomers.themes}
    rows = [
        ThemeRow(
            key=one.key,
            names=names.get(one.key, {}),
            department=departments.get(one.key, ""),
            score=one,
            news=news.get(one.key),
            quotes=_quotes(words, "theme", one.quotes),
        )
        for one in spoken
    ]
    return tuple(sorted(rows, key=lambda row: (-row.score.accounts, -row.score.comments, row.key)))
