"""What should come out, computed from the raw JSON by another way than the product's: by need, backwards.

Nothing of surveys.definition is used here.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

Json = dict[str, Any]
NOTHING = object()
WRONG = object()
ENDINGS = {"jpeg": "jpg", "heif": "heic"}


@dataclass
class Verdict:
    """`missing` and `wrong` by question key; `stored` is what may be kept of the good answers."""

    shown: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    stored: Json = field(default_factory=dict)
    pages: list[int] = field(default_factory=list)
    next_page: int = 0
    thanks: int | None = None

    @property
    def is_complete(self) -> bool:
        return not (self.missing or self.wrong or self.unknown)


class Oracle:
    def __init__(self, document: Json, facts: Json, today: date) -> None:
        self.document, self.facts, self.today = document, facts, today
        self.questions: dict[str, Json] = {}
        self.page: dict[str, int] = {}
        for number, page in enumerate(document["pages"]):
            for question in page["questions"]:
                for one in flat(question):
                    self.questions[one["key"]] = one
                    self.page[one["key"]] = number

    def verdict(self, given: Json) -> Verdict:
        found = Verdict(unknown=[key for key in given if key not in self.questions])
        clean = {key: self.cleaned(key, given.get(key)) for key in self.questions}
        found.shown = [key for key in self.questions if self.is_shown(key, clean)]
        for key in found.shown:
            if clean[key] is WRONG:
                found.wrong.append(key)
            elif clean[key] is not NOTHING:
                found.stored[key] = clean[key]
            elif self.is_required(key):
                found.missing.append(key)
        found.pages = sorted({self.page[key] for key in found.shown})
        found.next_page = self._next(found)
        for number, thanks in enumerate(self.document.get("thanks", [])):
            if found.thanks is None and self.holds(thanks.get("show_if"), clean):
                found.thanks = number
        return found

    def _next(self, found: Verdict) -> int:
        for page in found.pages:
            here = [k for k in found.shown if self.page[k] == page and self.type(k) != "statement"]
            if here and not set(here) & set(found.stored):
                return page
            if any(self.is_required(key) and key not in found.stored for key in here):
                return page
        return found.pages[-1] if found.pages else 0

    def type(self, key: str) -> str:
        return str(self.questions[key]["type"])

    def is_required(self, key: str) -> bool:
        return self.type(key) != "statement" and self.questions[key].get("required", True)

    def is_shown(self, key: str, clean: Json) -> bool:
        return self.holds(self.questions[key].get("show_if"), clean)

    def holds(self, rule: Json | None, clean: Json) -> bool:
        """By need: an answer is looked up only where a rule names it, and counts only if it was shown."""
        if rule is None:
            return True
        if "not" in rule:
            return not self.holds(rule["not"], clean)
        if "all" in rule or "any" in rule:
            parts = [self.holds(part, clean) for part in rule.get("all", rule.get("any"))]
            return sum(parts) == len(parts) if "all" in rule else sum(parts) > 0
        if "fact" in rule:
            value = self.facts.get(rule["fact"], NOTHING)
        else:
            value = clean[rule["answer"]] if self.is_shown(rule["answer"], clean) else NOTHING
        return compare(rule, NOTHING if value is WRONG else value)

    def cleaned(self, key: str, value: Any) -> Any:
        question = self.questions[key]
        if value is None or value == [] or (isinstance(value, str) and value.strip() == ""):
            return NOTHING
        if value == "cannot_judge" and question.get("cannot_judge"):
            return value
        right = getattr(self, f"_{question['type']}", None)
        return right(question, value) if right else WRONG

    def _scale(self, question: Json, value: Any) -> Any:
        scale = self.document["scales"][question["scale"]]
        return value if type(value) is int and scale["from"] <= value <= scale["to"] else WRONG

    def _choice(self, question: Json, value: Any) -> Any:
        if isinstance(value, dict):
            is_right = question.get("other") and list(value) == ["other"] and isinstance(value["other"], str)
            words = value["other"].strip() if is_right else ""
            return {"other": words} if 0 < len(words) <= 300 else WRONG
        return value if value in keys(question) else WRONG

    def _choices(self, question: Json, value: Any) -> Any:
        if not isinstance(value, list):
            return WRONG
        parts = [self._choice(question, part) if part is not None else WRONG for part in value]
        names = [str(part) for part in parts]
        if WRONG in parts or len(set(names)) < len(names):
            return WRONG
        if not question.get("least", 0) <= len(parts) <= question.get("most", len(parts)):
            return WRONG
        return [key for key in keys(question) if key in parts] + [p for p in parts if isinstance(p, dict)]

    def _ranking(self, question: Json, value: Any) -> Any:
        is_right = isinstance(value, list) and sorted(map(str, value)) == sorted(keys(question))
        return value if is_right else WRONG

    def _yes_no(self, _: Json, value: Any) -> Any:
        return value if value in ("yes", "no") else WRONG

    def _text(self, question: Json, value: Any) -> Any:
        longest = min(300 if question["type"] == "text" else 5000, question.get("most", 5000))
        if not isinstance(value, str) or chr(0) in value:
            return WRONG
        words = re.sub(r"\r\n", "\n", value).strip()
        return words if question.get("least", 0) <= len(words) <= longest else WRONG

    _long_text = _text

    def _number(self, question: Json, value: Any) -> Any:
        if type(value) not in (int, float) or value != value or abs(value) == float("inf"):
            return WRONG
        if question.get("whole") and value % 1:
            return WRONG
        is_within = question.get("least", value) <= value <= question.get("most", value)
        return value if is_within else WRONG

    def _date(self, question: Json, value: Any) -> Any:
        """ISO dates compare as their texts do."""
        try:
            date.fromisoformat(value)
        except (TypeError, ValueError):
            return WRONG
        day = date.fromisoformat(value).isoformat()
        ends = [question.get(name, day) for name in ("earliest", "latest")]
        first, last = (self.today.isoformat() if end == "today" else end for end in ends)
        return day if first <= day <= last else WRONG

    def _file(self, question: Json, value: Any) -> Any:
        if not isinstance(value, dict) or sorted(value) != ["file", "name", "size"]:
            return WRONG
        name, size = value["name"], value["size"]
        try:
            identity = str(UUID(value["file"]))
        except (ValueError, AttributeError, TypeError):
            return WRONG
        if type(size) is not int or not isinstance(name, str) or not 1 <= len(name) <= 200:
            return WRONG
        ending = name.lower().rsplit(".", 1)[1] if "." in name else ""
        is_right = ENDINGS.get(ending, ending) in question.get("formats", [])
        is_right = is_right and 0 < size <= question.get("most_mb", 10) * 2**20
        return {"file": identity, "name": name, "size": size} if is_right else WRONG

    def _contact_wish(self, _: Json, value: Any) -> Any:
        if not isinstance(value, dict) or set(value) - {"choice", "phone", "time", "who"}:
            return WRONG
        if not all(isinstance(part, str) for part in value.values()):
            return WRONG
        asked = {"yes": ["phone", "time"], "no": [], "other_person": ["who"]}.get(str(value.get("choice")))
        if asked is None:
            return WRONG
        told = {name: " ".join(value[name].split()) for name in asked if value.get(name, "").strip()}
        if value["choice"] == "other_person" and not told:
            return WRONG
        if any(len(words) > 300 for words in told.values()):
            return WRONG
        return {"choice": value["choice"], **told}


def flat(question: Json) -> list[Json]:
    """A grid's cells as questions on a scale."""
    if question["type"] != "grid":
        return [question]
    shared = {n: question[n] for n in ("required", "cannot_judge", "show_if") if n in question}
    cells = []
    for row in question["rows"]:
        cells.append({**shared, "key": row["key"], "type": "scale", "scale": question["scale"]})
        if "importance" in question:
            key = f"{row['key']}_importance"
            cells.append({**shared, "key": key, "type": "scale", "scale": question["importance"]})
    return cells


def keys(question: Json) -> list[str]:
    return [option["key"] for option in question["options"]]


def compare(rule: Json, value: Any) -> bool:
    if "given" in rule:
        return (value is not NOTHING) == rule["given"]
    if value is NOTHING:
        return False
    if isinstance(value, dict):
        value = "other" if "other" in value else value.get("choice")
    if "is" in rule:
        return bool(value == rule["is"])
    if "one_of" in rule:
        return value in rule["one_of"]
    if "includes" in rule:
        ticked = [part if isinstance(part, str) else "other" for part in value]
        return isinstance(value, list) and rule["includes"] in ticked
    is_number = type(value) in (int, float)
    return is_number and (value >= rule["at_least"] if "at_least" in rule else value <= rule["at_most"])
