"""Words that carry no theme: function words of English and Russian."""

from functools import lru_cache
from pathlib import Path

from csat.insight.comments.words import CYRILLIC, readings_of

# Parts of speech (OpenCorpora) that carry no theme: prepositions, conjunctions, particles, pronouns,
# interjections, predicatives; Apro marks pronominal adjectives, Anph anaphoric ones.
EMPTY_PARTS = {"PREP", "CONJ", "PRCL", "NPRO", "INTJ", "PRED"}
EMPTY_MARKS = {"Apro", "Anph", "NUMB"}
EMPTY_FORMS = {"быть", "стать", "мочь", "очень", "ещё", "уже", "просто", "также", "хотеть", "один"}
ENGLISH = frozenset(Path(__file__).with_name("stopwords_en.txt").read_text(encoding="utf-8").split())


@lru_cache(maxsize=50_000)
def is_empty(plain: str) -> bool:
    """Whether a lower-case word says nothing of a theme; numbers and single letters don't either."""
    if len(plain) < 2 or plain.isdigit() or plain in ENGLISH:
        return True
    if not CYRILLIC.search(plain):
        return False
    likeliest = readings_of(plain)[0]
    marks = {str(mark) for mark in likeliest.tag.grammemes}
    return bool(
        likeliest.tag.POS in EMPTY_PARTS or marks & EMPTY_MARKS or likeliest.normal_form in EMPTY_FORMS
    )
