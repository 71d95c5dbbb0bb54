"""Comments whose themes are known: labelled by hand, or written by a machine that knows what it says."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import numpy as np

from csat.insight.comments.codebook import default_codebook
from csat.insight.comments.discovery import Discovery, discover_topics
from csat.insight.comments.matching import theme_matches
from csat.insight.comments.newcomers import Newcomers, new_themes
from csat.insight.comments.theme_scores import ThemeScores, theme_scores

LABELLED = Path(__file__).parents[1] / "csat/insight/comments/labelled.json"

# Invented words, so that no dictionary and no author can help the topics that are planted.
SYLLABLES = ("ba", "ke", "li", "mo", "nu", "pra", "ste", "tri", "vo", "zu")


@dataclass(frozen=True)
class Labelled:
    language: str
    text: str
    first: frozenset[str]
    second: frozenset[str]


def labelled(part: str = "comments") -> tuple[Labelled, ...]:
    """The 200 `comments`, or the `unseen` ones that the code book was never widened for (labelled once)."""
    raw = json.loads(LABELLED.read_text(encoding="utf-8"))[part]
    return tuple(
        Labelled(c["language"], c["text"], frozenset(c["first"]), frozenset(c.get("second", ()))) for c in raw
    )


def keys() -> tuple[str, ...]:
    return tuple(theme.key for theme in default_codebook().themes)


def matched(comments: tuple[Labelled, ...]) -> list[frozenset[str]]:
    found = theme_matches(texts=[c.text for c in comments], codebook=default_codebook())
    return [frozenset(match.theme for match in matches) for matches in found]


@dataclass(frozen=True)
class Accuracy:
    """Of one theme: mentions by label, precision, recall and their harmonic mean."""

    key: str
    labels: int
    precision: float
    recall: float
    f1: float


def accuracy(found: list[frozenset[str]], truth: list[frozenset[str]]) -> tuple[Accuracy, ...]:
    rows = []
    for key in keys():
        hits = sum(key in f and key in t for f, t in zip(found, truth, strict=True))
        said, true = (sum(key in themes for themes in side) for side in (found, truth))
        rows.append(
            Accuracy(key, true, hits / max(said, 1), hits / max(true, 1), 2 * hits / max(said + true, 1))
        )
    return tuple(rows)


def macro_f1(rows: tuple[Accuracy, ...]) -> float:
    return float(np.mean([row.f1 for row in rows]))


def agreement(comments: tuple[Labelled, ...]) -> dict[str, float]:
    """Cohen's kappa of the two labellings, by theme."""
    found = {}
    for key in keys():
        one = np.array([key in c.first for c in comments])
        two = np.array([key in c.second for c in comments])
        chance = one.mean() * two.mean() + (1 - one.mean()) * (1 - two.mean())
        found[key] = float(((one == two).mean() - chance) / (1 - chance))
    return found


def seconds_per_thousand() -> tuple[float, float]:
    """Matching 1,000 comments with the code book compiled, and a loop that looks up every term in each."""
    texts = [c.text for c in labelled()] * 5
    theme_matches(texts=texts[:200], codebook=default_codebook())
    start = perf_counter()
    theme_matches(texts=texts, codebook=default_codebook())
    ours = perf_counter() - start
    start = perf_counter()
    for theme in default_codebook().themes:
        single = type(default_codebook())(themes=(theme,))
        for text in texts:
            theme_matches(texts=[text], codebook=single)
    return ours, perf_counter() - start


def planted(*, comments: int, topics: int, seed: int) -> list[str]:
    """Comments of eight words; with topics, five of the eight are of the comment's topic (12 words each)."""
    rng = np.random.default_rng(seed)
    words = ["".join(rng.choice(SYLLABLES, 4)) for _ in range(400)]
    texts = []
    for i in range(comments):
        own = [words[12 * (i % topics) + j] for j in rng.integers(0, 12, 5)] if topics else []
        noise = rng.choice(words[200:], 8 - len(own)).tolist()
        texts.append(" ".join([*own, *noise]))
    return texts


def discovered(*, comments: int, topics: int, seed: int, bootstraps: int = 20) -> Discovery:
    found = discover_topics(
        texts=planted(comments=comments, topics=topics, seed=seed), seed=seed, bootstraps=bootstraps
    )
    assert isinstance(found, Discovery)
    return found


def alarms(*, runs: int, seed: int, months: int = 24, rise: float = 1.0, share: float = 0.05) -> float:
    """Share of themes that raise an alarm in some month of a year; in the last year `rise` times as usual."""
    rng = np.random.default_rng(seed)
    raised = 0
    for run in range(runs):
        totals = rng.poisson(40, months)
        shares = np.where(np.arange(months) < months - 12, share, share * rise)
        counts = rng.binomial(totals, shares)
        month = np.repeat(np.arange(months), counts)
        who = rng.integers(0, 60, month.size)
        raised += any(_is_raised(month, who, totals[: end + 1], run) for end in range(months - 12, months))
    return raised / runs


def _is_raised(month: np.ndarray, who: np.ndarray, totals: np.ndarray, seed: int) -> bool:
    known = month < totals.size
    found = new_themes(
        keys=("theme",),
        themes=np.zeros(int(known.sum()), dtype=int),
        months=month[known],
        accounts=who[known],
        totals=totals,
        seed=seed,
    )
    assert isinstance(found, Newcomers)
    return found.verdict == "alarm"


def null_claims(*, runs: int, seed: int, themes: int = 10) -> float:
    """Share of worlds in which some theme is called lower or higher though none is (accounts are alike)."""
    rng = np.random.default_rng(seed)
    claimed = 0
    for _ in range(runs):
        account = rng.integers(0, 40, 160)
        habit = rng.random((40, themes)) < 0.4
        has = rng.random((160, themes)) < np.where(habit, 0.4, 0.1)[account]
        score = 70 + rng.normal(0, 8, 40)[account] + rng.normal(0, 10, 160)
        names = [str(i) for i in range(themes)]
        found = theme_scores(keys=names, has_theme=has, accounts=account, scores=score)
        assert isinstance(found, ThemeScores)
        claimed += found.verdict == "differences"
    return claimed / runs


def report() -> Iterator[str]:
    comments = labelled()
    found, kappas = matched(comments), agreement(comments)
    by_first, by_second = (accuracy(found, [getattr(c, s) for c in comments]) for s in ("first", "second"))
    yield "200 comments, labelled twice by one author (no blind agreement; see the file's header)"
    for one, two in zip(by_first, by_second, strict=True):
        yield (
            f"  {one.key:<17} n {one.labels:>3}  precision {one.precision:.2f}  recall {one.recall:.2f}"
            f"  F1 {one.f1:.2f}  F1 by second labels {two.f1:.2f}  kappa of labellings {kappas[one.key]:.2f}"
        )
    yield f"  macro-F1 {macro_f1(by_first):.3f} and {macro_f1(by_second):.3f} by second labels (goal >= .75)"
    for language in ("en", "ru"):
        part = [i for i, c in enumerate(comments) if c.language == language]
        rows = accuracy([found[i] for i in part], [comments[i].first for i in part])
        yield f"  macro-F1 {language} {macro_f1(rows):.3f}"
    unseen = labelled("unseen")
    rows = accuracy(matched(unseen), [c.first for c in unseen])
    yield f"  macro-F1 {macro_f1(rows):.3f} on {len(unseen)} unseen ones that avoid the usual words (no goal)"
    ours, loop = seconds_per_thousand()
    yield f"Matching 1,000 comments: {ours:.2f} s; theme by theme and comment by comment {loop:.2f} s"
    start = perf_counter()
    topics = discovered(comments=600, topics=6, seed=1)
    yield (
        f"Discovery, 6 planted topics in 600 comments: {len(topics.topics)} stable of {topics.tried} tried"
        f" ({perf_counter() - start:.1f} s with 20 bootstraps)"
    )
    noise = [len(discovered(comments=300, topics=0, seed=s).topics) for s in range(5)]
    yield f"Discovery, no topics in 300 comments, 5 worlds: stable topics {noise} (goal 0)"
    yield f"New-theme alarm, nothing new: {alarms(runs=300, seed=2):.3f} a theme and year (goal .05)"
    yield f"New-theme alarm, theme 3 times as often: {alarms(runs=100, seed=3, rise=3.0):.2f} within a year"
    yield f"Some of 10 themes called lower or higher, none is: {null_claims(runs=500, seed=4):.3f} (.05)"
