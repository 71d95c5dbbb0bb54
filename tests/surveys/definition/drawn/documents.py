"""Random documents of format 1: every type, rules three levels deep over answers and facts, thanks."""

from typing import Any

from hypothesis import strategies as st

Json = dict[str, Any]
Draw = st.DrawFn
TYPES = (
    "scale", "scale", "grid", "choice", "choices", "ranking", "yes_no", "text", "long_text",
    "number", "date", "file", "statement", "contact_wish",
)  # fmt: skip
SCALES = {
    "five": {"from": 1, "to": 5, "low": {"en": "bad"}, "high": {"en": "good"}},
    "nps": {"from": 0, "to": 10, "low": {"en": "no"}, "high": {"en": "yes"}},
}
ROLES = ("buyer", "user", "finance")
SEGMENTS = ("large", "small")
WORDS = ("x", "yy", "zzz")
DAYS = ("2026-03-01", "2026-03-02", "2026-03-09")
HALVES = tuple(n / 2 if n % 2 else n // 2 for n in range(-2, 13))
FACTS = ("role", "is_key", "order_amount", "segment", "language")


@st.composite
def documents(draw: Draw, *, is_small: bool = False) -> Json:
    """`is_small`: few questions of few answers, so that every person can be tried."""
    pages: list[Json] = []
    earlier: list[Json] = []
    number = 0
    for p in range(draw(st.integers(1, 3 if is_small else 4))):
        questions = []
        for _ in range(draw(st.integers(1, 2 if is_small else 3))):
            questions.append(draw(question(f"q{number}", earlier, is_small=is_small)))
            number += 1
        pages.append({"key": f"p{p}", "questions": questions})
        earlier = earlier + [cell for one in questions for cell in cells(one)]
    made = {
        "format": 1, "key": "drawn", "kind": "periodic", "name": {"en": "N"}, "title": {"en": "T"},
        "minutes": 1, "languages": ["en"], "scales": SCALES, "pages": pages,
    }  # fmt: skip
    thanks = [{"text": {"en": "Thanks."}} | draw(rule(earlier)) for _ in range(draw(st.integers(0, 2)))]
    return made | ({"thanks": thanks} if thanks else {})


@st.composite
def question(draw: Draw, key: str, earlier: list[Json], *, is_small: bool) -> Json:
    kind = draw(st.sampled_from(TYPES))
    made: Json = {"key": key, "type": kind, "text": {"en": "Q?"}}
    if kind not in ("statement",) and draw(st.booleans()):
        made["required"] = False
    if kind in ("scale", "choice", "number", "yes_no", "grid") and draw(st.integers(0, 2)) == 0:
        made["cannot_judge"] = True
    made |= draw(DETAILS[kind](is_small)) if kind in DETAILS else {}
    if kind == "grid":
        rows = range(1 if is_small else draw(st.integers(1, 2)))
        made["rows"] = [{"key": f"{key}_{n}", "text": {"en": "R"}} for n in rows]
    return made | draw(rule(earlier))


def cells(one: Json) -> list[Json]:
    """The questions that rules can name: a grid's cells."""
    if one["type"] != "grid":
        return [one]
    cell = {**one, "type": "scale"}
    made = [{**cell, "key": row["key"]} for row in one["rows"]]
    if "importance" in one:
        made += [
            {**cell, "key": f"{row['key']}_importance", "scale": one["importance"]} for row in one["rows"]
        ]
    return made


def _scale(is_small: bool) -> st.SearchStrategy[Json]:
    return st.fixed_dictionaries({"scale": st.just("five") if is_small else st.sampled_from(sorted(SCALES))})


def _grid(is_small: bool) -> st.SearchStrategy[Json]:
    return st.fixed_dictionaries(
        {"scale": st.just("five")}, optional={"importance": st.just("five" if is_small else "nps")}
    )


@st.composite
def _choice(draw: Draw, is_small: bool) -> Json:
    return draw(_options(is_small, has_other=True))


@st.composite
def _options(draw: Draw, is_small: bool, *, has_other: bool) -> Json:
    names = "abc"[: draw(st.integers(2, 3))] if is_small else "abcde"[: draw(st.integers(2, 5))]
    made: Json = {"options": [{"key": name, "text": {"en": name}} for name in names]}
    return made | ({"other": True} if has_other and draw(st.booleans()) else {})


@st.composite
def _choices(draw: Draw, is_small: bool) -> Json:
    made = draw(_options(is_small, has_other=True))
    there = len(made["options"]) + ("other" in made)
    for name in ("least", "most"):
        if draw(st.booleans()):
            made[name] = draw(st.integers(0, there))
    return made


@st.composite
def _number(draw: Draw, is_small: bool) -> Json:
    made: Json = {"whole": True} if draw(st.booleans()) else {}
    for name in ("least", "most"):
        if draw(st.booleans()):
            made[name] = draw(st.sampled_from(HALVES))
    return made


@st.composite
def _text(draw: Draw, is_small: bool) -> Json:
    return {name: draw(st.integers(1, 4)) for name in ("least", "most") if draw(st.integers(0, 2)) == 0}


@st.composite
def _date(draw: Draw, is_small: bool) -> Json:
    ends = DAYS if is_small else (*DAYS, "today")
    return {
        name: draw(st.sampled_from(ends)) for name in ("earliest", "latest") if draw(st.integers(0, 2)) == 0
    }


@st.composite
def _file(draw: Draw, is_small: bool) -> Json:
    least = 0 if is_small else 1
    return {"formats": draw(st.lists(st.sampled_from(["pdf", "png"]), min_size=least, unique=True))}


DETAILS: dict[str, Any] = {
    "scale": _scale,
    "grid": _grid,
    "choice": _choice,
    "choices": _choices,
    "ranking": lambda is_small: _options(is_small, has_other=False),
    "number": _number,
    "text": _text,
    "long_text": _text,
    "date": _date,
    "file": _file,
}


@st.composite
def rule(draw: Draw, earlier: list[Json]) -> Json:
    """{"show_if": ...}, or nothing."""
    return {"show_if": draw(_tree(earlier, 2))} if draw(st.booleans()) else {}


@st.composite
def _tree(draw: Draw, earlier: list[Json], depth: int) -> Json:
    branch = draw(st.integers(0, 4)) if depth else 4
    if branch == 0:
        return {"not": draw(_tree(earlier, depth - 1))}
    if branch in (1, 2):
        parts = [draw(_tree(earlier, depth - 1)) for _ in range(draw(st.integers(1, 3)))]
        return {"all" if branch == 1 else "any": parts}
    return draw(_leaf(earlier))


@st.composite
def _leaf(draw: Draw, earlier: list[Json]) -> Json:
    asked = [one for one in earlier if one["type"] != "statement"]
    if not asked or draw(st.integers(0, 3)) == 0:
        name = draw(st.sampled_from(FACTS))
        kind, operands = {
            "role": ("text", ROLES),
            "is_key": ("text", ("yes", "no")),
            "order_amount": ("number", HALVES),
            "segment": ("text", SEGMENTS),
            "language": ("text", ("en",)),
        }[name]
        return {"fact": name} | draw(_comparison(kind, operands))
    one = draw(st.sampled_from(asked))
    return {"answer": one["key"]} | draw(_comparison(*_operands(one)))


def _operands(one: Json) -> tuple[str, tuple[Any, ...]]:
    """How a rule may compare the question's answer, and with what."""
    beside = ("cannot_judge",) if one.get("cannot_judge") else ()
    options = tuple(option["key"] for option in one.get("options", ())) + (("other",) * one.get("other", 0))
    match one["type"]:
        case "scale":
            scale = SCALES[one["scale"]]
            return "number", (*range(scale["from"], scale["to"] + 1), *beside)
        case "number":
            return "number", (*HALVES, *beside)
        case "choice":
            return "text", (*options, *beside)
        case "choices":
            return "list", options
        case "yes_no":
            return "text", ("yes", "no", *beside)
        case "contact_wish":
            return "text", ("yes", "no", "other_person")
        case "text" | "long_text":
            return "text", WORDS
        case "date":
            return "text", DAYS
        case _:
            return "given", ()


@st.composite
def _comparison(draw: Draw, kind: str, operands: tuple[Any, ...]) -> Json:
    names = {
        "text": ("is", "is", "one_of", "given"),
        "number": ("at_least", "at_most", "at_least", "at_most", "is", "one_of", "given"),
        "list": ("includes", "includes", "given"),
        "given": ("given",),
    }[kind]
    name = draw(st.sampled_from(names))
    if name == "given":
        return {"given": draw(st.booleans())}
    if name == "one_of":
        return {"one_of": draw(st.lists(st.sampled_from(operands), min_size=1, max_size=2, unique=True))}
    if name in ("at_least", "at_most"):
        operands = tuple(operand for operand in operands if not isinstance(operand, str))
    return {name: draw(st.sampled_from(operands))}
