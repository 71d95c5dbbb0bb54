"""Tries every person there could be through a small raw document, page by page."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations, product
from typing import Any

from tests.surveys.definition.drawn import oracle
from tests.surveys.definition.drawn.documents import DAYS, ROLES, SEGMENTS, WORDS
from tests.surveys.definition.drawn.oracle import NOTHING, WRONG, Json, Oracle
from tests.surveys.definition.drawn.people import A_FILE

TODAY = date(2026, 11, 22)
QUARTERS = tuple(n / 4 for n in range(-8, 29))
POOL_OF_FACT: dict[str, tuple[Any, ...]] = {
    "role": (*ROLES, "technical"),
    "is_key": ("yes", "no"),
    "order_amount": QUARTERS,
    "segment": (*SEGMENTS, "elsewhere"),
    "language": ("en",),
}


@dataclass
class Found:
    """What happened to anybody; questions by the keys of the document's items."""

    seen: set[str] = field(default_factory=set)
    stranded: set[str] = field(default_factory=set)
    thanks: set[int] = field(default_factory=set)
    first_page_empty: bool = False
    asked_nothing: bool = False


class Everybody:
    """Every combination of facts and right answers; where no rule names a question one answer will do."""

    def __init__(self, document: Json) -> None:
        self.document = document
        self.items = {
            cell["key"]: question["key"]
            for page in document["pages"]
            for question in page["questions"]
            for cell in oracle.flat(question)
        }
        text = str(document)
        self.facts = [name for name in POOL_OF_FACT if f"'fact': '{name}'" in text]
        judge = Oracle(document, {}, TODAY)
        self.right = {key: list(_right(judge, key)) for key in self.items}
        self.tried = {
            key: right if f"'answer': '{key}'" in text else right[:1] for key, right in self.right.items()
        }
        self.found = Found()

    @property
    def number(self) -> int:
        total = 1
        for name in self.facts:
            total *= len(POOL_OF_FACT[name]) + 1
        for values in self.tried.values():
            total *= len(values) + 1
        return total

    @property
    def unanswerable(self) -> set[str]:
        """Questions to which no answer but "cannot judge" is right."""
        return {
            key
            for key, right in self.right.items()
            if not set(map(str, right)) - {"cannot_judge"} and self.type(key) != "statement"
        }

    def type(self, key: str) -> str:
        return Oracle(self.document, {}, TODAY).type(key)

    def walk(self) -> Found:
        for values in product(*((NOTHING, *POOL_OF_FACT[name]) for name in self.facts)):
            given = {n: v for n, v in zip(self.facts, values, strict=True) if v is not NOTHING}
            self._page(Oracle(self.document, given, TODAY), 0, defaultdict(lambda: NOTHING), is_asked=False)
        return self.found

    def _page(self, judge: Oracle, page: int, clean: Any, *, is_asked: bool) -> None:
        if page == len(self.document["pages"]):
            self._end(judge, clean, is_asked=is_asked)
            return
        shown = [key for key in self.items if judge.page[key] == page and judge.is_shown(key, clean)]
        self.found.seen |= {self.items[key] for key in shown}
        self.found.first_page_empty |= page == 0 and not shown
        asked = [key for key in shown if judge.type(key) != "statement"]
        stranded = {key for key in asked if judge.is_required(key) and not self.right[key]}
        if stranded:
            self.found.stranded |= stranded
            return
        ways = [[*self.tried[key], *([] if judge.is_required(key) else [NOTHING])] for key in asked]
        for values in product(*ways):
            known = defaultdict(lambda: NOTHING, clean)
            known.update(zip(asked, values, strict=True))
            self._page(judge, page + 1, known, is_asked=is_asked or bool(asked))

    def _end(self, judge: Oracle, clean: Any, *, is_asked: bool) -> None:
        self.found.asked_nothing |= not is_asked
        for number, thanks in enumerate(self.document.get("thanks", [])):
            if judge.holds(thanks.get("show_if"), clean):
                self.found.thanks.add(number)
                return


def _right(judge: Oracle, key: str) -> Iterator[Any]:
    for value in _pool(judge, judge.questions[key]):
        if judge.cleaned(key, value) not in (NOTHING, WRONG):
            yield value


def _pool(judge: Oracle, question: Json) -> list[Any]:
    options: list[Any] = oracle.keys(question) if "options" in question else []
    options = [*options, {"other": "mine"}]
    pools: dict[str, list[Any]] = {
        "scale": list(range(11)),
        "number": [int(n) if n % 1 == 0 else n for n in QUARTERS],
        "choice": options,
        "choices": [list(some) for n in range(1, len(options) + 1) for some in combinations(options, n)],
        "ranking": [options[:-1]],
        "yes_no": ["yes", "no"],
        "text": [*WORDS, *("qrst"[0] * n for n in range(1, 6))],
        "date": [*DAYS, "2026-02-01", *(f"2026-03-{n:02}" for n in range(1, 13))],
        "file": [A_FILE, A_FILE | {"name": "a.pdf"}],
        "contact_wish": [{"choice": "yes"}, {"choice": "no"}, {"choice": "other_person", "who": "Ann"}],
    }
    pools["long_text"] = pools["text"]
    return [*pools.get(question["type"], []), "cannot_judge"]
