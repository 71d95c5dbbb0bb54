"""What do comments speak of that the code book does not know yet? Topics that survive resampling."""

import warnings
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from csat.insight.comments.stopwords import is_empty
from csat.insight.comments.words import base_of, words_of
from csat.insight.verdict import TooLittle, shortages

# scikit-learn is imported where it is used: a second and a hundred MB that only a worker needs, while web
# processes import this module for what it returns.
if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

MIN_COMMENTS = 30
COUNTS = range(5, 13)
BOOTSTRAPS, STABLE = 20, 0.6
TOP_TERMS, EXAMPLES = 10, 3
MIN_TERM_COMMENTS, MOST_SHARE = 3, 0.5
MOST_STEPS = 200

Floats = NDArray[np.float64]


Token = tuple[str, str]


@dataclass(frozen=True)
class Topic:
    """A suggestion for a person to name.

    `terms`: the top 10, as most often written; `examples`: indices of comments, best first; `stability`: mean
    Jaccard likeness of the top terms over the bootstraps, 0 to 1; `comments`: how many speak mostly of it.
    """

    terms: tuple[str, ...]
    stability: float
    comments: int
    examples: tuple[int, ...]


@dataclass(frozen=True)
class Discovery:
    """`verdict`: "topics" or "nothing_stable". `topics`: those with stability >= .6, largest first.

    `tried`: of how many topics they are what survived; `comments`: those with words that carry a theme.
    """

    verdict: str
    topics: tuple[Topic, ...]
    tried: int
    comments: int


@dataclass(frozen=True)
class _Model:
    """Topics of one k: weights of comments and of terms, and the stability of each topic."""

    by_comment: Floats
    by_term: Floats
    stability: Floats


def discover_topics(
    *,
    texts: Sequence[str],
    seed: int,
    bootstraps: int = BOOTSTRAPS,
    progress: Callable[[float], None] | None = None,
) -> Discovery | TooLittle:
    """Stable topics among comments, for a person to look at and name.

    `texts`: English, Russian or mixed; best those in which the code book found no theme. Function words and
    numbers are dropped, the rest brought to base forms. Same inputs and seed, same topics.

    TooLittle (comments, terms) below 30 comments with such words, or 20 words and pairs of words that 3
    comments share: list the comments instead.

    TF-IDF of words and pairs (in at least 3 comments, at most half of them); NMF with k = 5 to 12 topics,
    each k again on resampled comments; topics are matched one to one by the Jaccard likeness of their 10 top
    terms and stay if its mean is at least .6. Of the k the one with the most such topics is taken, then with
    the highest mean. Source: Greene, O'Callaghan and Cunningham (2014), How many topics? Stability analysis
    for topic models, ECML PKDD 498-513; TF-IDF and NMF of scikit-learn.
    """
    words = [_tokens(text) for text in texts]
    used = [i for i, tokens in enumerate(words) if tokens]
    matrix, terms = _matrix([words[i] for i in used])
    missing = shortages(
        comments=(float(len(used)), float(MIN_COMMENTS)), terms=(float(len(terms)), 2.0 * TOP_TERMS)
    )
    if missing:
        return TooLittle(missing)
    best = _best(matrix, seed=seed, bootstraps=bootstraps, progress=progress)
    written = _written(words)
    topics = _topics(best, [" ".join(written[base] for base in term.split()) for term in terms], used)
    verdict = "topics" if topics else "nothing_stable"
    return Discovery(verdict=verdict, topics=topics, tried=best.stability.size, comments=len(used))


def _tokens(text: str) -> list[Token]:
    """Base form and written form of the words that carry a theme."""
    return [(base_of(word.plain), word.plain) for word in words_of(text) if not is_empty(word.plain)]


def _matrix(words: list[list[Token]]) -> "tuple[csr_matrix, list[str]]":
    from scipy.sparse import csr_matrix
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer(
        analyzer=_grams, min_df=MIN_TERM_COMMENTS, max_df=MOST_SHARE, sublinear_tf=True
    )
    try:
        matrix = vectorizer.fit_transform(words)
    except ValueError:
        # No term is shared by enough comments.
        return csr_matrix((len(words), 0)), []
    return csr_matrix(matrix), list(vectorizer.get_feature_names_out())


def _grams(tokens: list[Token]) -> list[str]:
    bases = [base for base, _ in tokens]
    return bases + [f"{a} {b}" for a, b in pairwise(bases)]


def _best(
    matrix: "csr_matrix", *, seed: int, bootstraps: int, progress: Callable[[float], None] | None
) -> _Model:
    rng = np.random.default_rng(seed)
    samples = [rng.integers(0, matrix.shape[0], matrix.shape[0]) for _ in range(bootstraps)]
    tried = []
    for done, count in enumerate(COUNTS, start=1):
        tried.append(_tried(matrix, samples, count, seed))
        if progress:
            progress(done / len(COUNTS))
    return max(tried, key=lambda m: (int((m.stability >= STABLE).sum()), float(m.stability.mean())))


def _tried(matrix: "csr_matrix", samples: list[NDArray[np.intp]], count: int, seed: int) -> _Model:
    by_comment, by_term = _factors(matrix, count, seed)
    own = _top(by_term)
    likeness = [_likeness(own, _top(_factors(matrix[sample], count, seed)[1])) for sample in samples]
    return _Model(by_comment, by_term, np.mean(likeness, axis=0))


def _factors(matrix: "csr_matrix", count: int, seed: int) -> tuple[Floats, Floats]:
    from sklearn.decomposition import non_negative_factorization
    from sklearn.exceptions import ConvergenceWarning

    # Not by way of the class: it also takes the root of an error that rounding may leave below zero.
    with warnings.catch_warnings():
        # Topics that need more steps are unstable ones, and the bootstraps say so.
        warnings.simplefilter("ignore", ConvergenceWarning)
        by_comment, by_term, _ = non_negative_factorization(
            matrix, n_components=count, init="nndsvda", random_state=seed, max_iter=MOST_STEPS, tol=1e-3
        )
    return np.asarray(by_comment, dtype=np.float64), np.asarray(by_term, dtype=np.float64)


def _top(by_term: Floats) -> NDArray[np.bool_]:
    """Which terms are among the top of each topic."""
    places = np.argsort(-by_term, axis=1, kind="stable")[:, :TOP_TERMS]
    chosen = np.zeros(by_term.shape, dtype=bool)
    np.put_along_axis(chosen, places, True, axis=1)
    return chosen & (by_term > 0)


def _likeness(own: NDArray[np.bool_], other: NDArray[np.bool_]) -> Floats:
    """Jaccard likeness of each topic to its partner when topics are paired one to one."""
    from scipy.optimize import linear_sum_assignment

    shared = own.astype(float) @ other.T.astype(float)
    union = own.sum(axis=1)[:, None] + other.sum(axis=1)[None, :] - shared
    jaccard = shared / np.maximum(union, 1)
    rows, partners = linear_sum_assignment(-jaccard)
    return np.asarray(jaccard[rows, partners], dtype=np.float64)


def _topics(model: _Model, terms: list[str], used: list[int]) -> tuple[Topic, ...]:
    mostly = np.where(model.by_comment.max(axis=1) > 0, model.by_comment.argmax(axis=1), -1)
    found = []
    for i in np.flatnonzero(model.stability >= STABLE).tolist():
        top = [t for t in np.argsort(-model.by_term[i], kind="stable")[:TOP_TERMS] if model.by_term[i, t] > 0]
        weight = model.by_comment[:, i]
        best = [used[c] for c in np.argsort(-weight, kind="stable")[:EXAMPLES] if weight[c] > 0]
        found.append(
            Topic(
                terms=tuple(terms[t] for t in top),
                stability=float(model.stability[i]),
                comments=int((mostly == i).sum()),
                examples=tuple(best),
            )
        )
    return tuple(sorted(found, key=lambda topic: -topic.comments))


def _written(words: list[list[Token]]) -> dict[str, str]:
    """How each base form is most often written."""
    seen: dict[str, Counter[str]] = {}
    for base, plain in (token for tokens in words for token in tokens):
        seen.setdefault(base, Counter())[plain] += 1
    return {base: min(forms, key=lambda form: (-forms[form], form)) for base, forms in seen.items()}
