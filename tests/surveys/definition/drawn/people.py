"""Random facts and answers: right ones, none, and wrong ones of many kinds."""

from typing import Any

from hypothesis import strategies as st

from tests.surveys.definition.drawn import oracle
from tests.surveys.definition.drawn.documents import DAYS, HALVES, ROLES, SCALES, SEGMENTS, WORDS

Json = dict[str, Any]
A_FILE = {"file": "6f9619ff-8b86-4d01-b42d-00cf4fc964ff", "name": "photo.PNG", "size": 2048}
JUNK: tuple[Any, ...] = (
    None, "", "  ", [], {}, True, False, 0, 3, 11, -7, 2.5, "3", "yes", "no", "a", "cannot_judge", "other",
    ["a"], ["a", "a"], ["b", "a"], ["zzz"], {"other": "mine"}, {"other": "  "}, {"other": 5},
    [{"other": "m"}], {"choice": "yes", "phone": " 1  2 "}, {"choice": "other_person"},
    {"choice": "no", "who": "x"},
    {"choice": []}, "2026-03-01", "2027-03-01", "2026-13-01", "w" * 301, "a\x00b", " x \r\n y ",
    A_FILE | {"size": 0}, A_FILE | {"size": 2**40}, A_FILE | {"name": "run.exe"}, A_FILE | {"file": "1"},
    {"file": A_FILE["file"]}, [["a"]], [None], float("inf"),
)  # fmt: skip


@st.composite
def facts(draw: st.DrawFn) -> Json:
    pools: dict[str, tuple[Any, ...]] = {
        "role": ROLES,
        "is_key": ("yes", "no"),
        "order_amount": HALVES,
        "segment": SEGMENTS,
        "language": ("en",),
    }
    return {name: draw(st.sampled_from(pool)) for name, pool in pools.items() if draw(st.booleans())}


@st.composite
def answers(draw: st.DrawFn, document: Json) -> Json:
    """Mostly right; `mess` decides how much of it is junk or left out."""
    mess = draw(st.sampled_from([0, 0, 0, 1, 4]))
    given: Json = {}
    for page in document["pages"]:
        for question in page["questions"]:
            for one in oracle.flat(question):
                luck = draw(st.integers(0, 9))
                if luck < mess:
                    given[one["key"]] = draw(st.sampled_from(JUNK))
                elif luck < 9 - mess or (one.get("required", True) and luck < 9):
                    given |= draw(_right(one))
    if mess and draw(st.integers(0, 4)) == 0:
        given["no_such_question"] = draw(st.sampled_from(JUNK))
    return given


@st.composite
def _right(draw: st.DrawFn, one: Json) -> Json:
    """A right answer where there is one, as a form would send it."""
    if one["type"] == "statement":
        return {}
    if one.get("cannot_judge") and draw(st.integers(0, 4)) == 0:
        return {one["key"]: "cannot_judge"}
    pool = POOLS[one["type"]](one)
    return {one["key"]: draw(pool)} if pool is not None else {}


def _scale(one: Json) -> Any:
    scale: Any = SCALES[one["scale"]]
    return st.integers(scale["from"], scale["to"])


def _number(one: Json) -> Any:
    least, most = one.get("least", -3), one.get("most", 8)
    pool = [n for n in HALVES if least <= n <= most and not (one.get("whole") and n % 1)]
    return st.sampled_from(pool) if pool else None


def _choice(one: Json) -> Any:
    pool: list[Any] = oracle.keys(one)
    return st.sampled_from([*pool, {"other": " mine "}] if one.get("other") else pool)


def _choices(one: Json) -> Any:
    pool = [*oracle.keys(one), *(["other"] if one.get("other") else [])]
    least, most = max(one.get("least", 1), 1), one.get("most", len(pool))
    if not least <= most:
        return None
    ticked = st.lists(st.sampled_from(pool), min_size=least, max_size=most, unique=True)
    return ticked.map(lambda keys: [{"other": "mine"} if key == "other" else key for key in keys])


def _text(one: Json) -> Any:
    pool = [*WORDS, "more"] if one.get("least", 0) <= 4 else []
    pool = [text for text in pool if one.get("least", 0) <= len(text) <= one.get("most", 9)]
    return st.sampled_from(pool) if pool else None


POOLS: dict[str, Any] = {
    "scale": _scale,
    "number": _number,
    "choice": _choice,
    "choices": _choices,
    "ranking": lambda one: st.permutations(oracle.keys(one)),
    "yes_no": lambda one: st.sampled_from(["yes", "no"]),
    "text": _text,
    "long_text": _text,
    "date": lambda one: st.sampled_from([*DAYS, "2026-11-22", "2026-11-23", "2027-05-01"]),
    "file": lambda one: st.just(A_FILE),
    "contact_wish": lambda one: st.sampled_from(
        [{"choice": "yes", "phone": "1"}, {"choice": "no"}, {"choice": "other_person", "who": "Ann"}]
    ),
}
