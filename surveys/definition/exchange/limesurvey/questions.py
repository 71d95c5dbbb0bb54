"""LimeSurvey questions that are one question of ours, or a few: choices, words, numbers, dates, files."""

from dataclasses import dataclass
from typing import Any

from surveys.definition.exchange.desk import Choice, Desk, joined
from surveys.definition.exchange.forms import Asked, Question
from surveys.definition.exchange.limesurvey.survey import LimeQuestion, Part
from surveys.definition.exchange.logic.rules import Target
from surveys.definition.questionnaire import FORMATS, OTHER, QuestionType
from surveys.definition.values import LONGEST

MOST_MB = 25
YES_NO = {"Y": "yes", "N": "no"}
GENDERS = (
    Choice("F", {"en": "Female", "ru": "Женский"}),
    Choice("M", {"en": "Male", "ru": "Мужской"}),
)
RANDOM = ("random_order", "answer_order", "subquestion_order")


@dataclass(frozen=True)
class Asking:
    """One LimeSurvey question on its way. `rules`: its group's and its own."""

    lime: LimeQuestion
    desk: Desk
    rules: tuple[str, ...] = ()

    @property
    def where(self) -> str:
        return self.lime.code

    def question(self, kind: str, **more: Any) -> Question:
        lime = self.lime
        made = self.desk.question(self.where, kind, lime.text, is_required=lime.is_mandatory)
        if help_ := self.desk.words(lime.help, self.where):
            made["help"] = help_
        return made | {name: part for name, part in more.items() if part is not None and part is not False}

    def part(self, kind: str, part: Part, **more: Any) -> Question:
        """A question for one subquestion, whose words follow those of the whole."""
        words = self.desk.label(part.text, self.where, otherwise=part.code)
        head = self.desk.words(self.lime.text, self.where)
        where = f"{self.where}_{part.code}"
        made = self.desk.question(where, kind, joined(head, words), is_required=self.lime.is_mandatory)
        return made | {name: each for name, each in more.items() if each is not None and each is not False}

    def plainly(self, question: Question, where: str = "") -> Asked:
        return self.desk.plainly(question, where or self.where, rules=self.rules)

    def number(self, name: str) -> float | None:
        text = self.lime.attribute(name).replace(",", ".")
        try:
            found = float(text)
        except ValueError:
            return None
        if abs(found) > 1e15 or found != found:
            return None
        return int(found) if found.is_integer() else found

    @property
    def is_random(self) -> bool:
        return any(self.lime.attribute(name) in ("1", "random") for name in RANDOM)


def choices_of(parts: tuple[Part, ...]) -> list[Choice]:
    return [Choice(part.code, part.text or {}) for part in parts]


def single(asking: Asking) -> list[Asked]:
    question = asking.question("choice", other=asking.lime.has_other, random=asking.is_random)
    choices = choices_of(asking.lime.answers)
    return [asking.desk.chosen(question, asking.where, choices, rules=asking.rules)]


def single_with_comment(asking: Asking) -> list[Asked]:
    comment = {"en": "Comment", "ru": "Комментарий"}
    part = Part("comment", {tag: text for tag, text in comment.items() if tag in asking.desk.languages}, 0)
    question = asking.part("long_text", part, required=False, measures={"kind": "comment"})
    question["required"] = False
    return [*single(asking), asking.plainly(question, f"{asking.where}_comment")]


def several(asking: Asking) -> list[Asked]:
    lime = asking.lime
    if asking.lime.attribute("exclude_all_others"):
        asking.desk.report.changed(asking.where, "none_option")
    most = len(lime.on(0)) + lime.has_other
    limits = {"least": asking.number("min_answers"), "most": asking.number("max_answers")}
    kept = {name: int(each) for name, each in limits.items() if each is not None and 0 < each <= most}
    if kept.get("least", 0) > kept.get("most", most):
        kept = {}
    question = asking.question("choices", other=lime.has_other, random=asking.is_random, **kept)
    asked = asking.desk.chosen(question, asking.where, choices_of(lime.on(0)), rules=asking.rules)
    return [Asked(asked.where, asked.question, {**asked.targets, **_ticks(asking, asked)}, asked.rules)]


def _ticks(asking: Asking, asked: Asked) -> dict[str, Target]:
    """LimeSurvey's rules look at each box by itself."""
    whole = asked.targets[asking.where]
    boxes = {part.code: whole.values.get(part.code, "") for part in asking.lime.on(0)}
    boxes |= {"other": OTHER} if asking.lime.has_other else {}
    if whole.type != "choices":
        return {
            f"{asking.where}_{code}": Target(whole.key, whole.type, values={"Y": "yes"}) for code in boxes
        }
    return {
        f"{asking.where}_{code}": Target(whole.key, whole.type, values=whole.values, option=option)
        for code, option in boxes.items()
        if option
    }


def several_with_comments(asking: Asking) -> list[Asked]:
    asking.desk.report.left_out(asking.where, "option_comments")
    return several(asking)


def ranking(asking: Asking) -> list[Asked]:
    if asking.lime.attribute("max_answers") or asking.lime.attribute("min_answers"):
        asking.desk.report.changed(asking.where, "rank_all")
    question = asking.question("ranking", random=asking.is_random)
    offered = choices_of(asking.lime.answers or asking.lime.on(0))
    return [asking.desk.chosen(question, asking.where, offered, rules=asking.rules)]


def gender(asking: Asking) -> list[Asked]:
    question = asking.question("choice")
    return [asking.desk.chosen(question, asking.where, GENDERS, rules=asking.rules)]


def yes_no(asking: Asking) -> list[Asked]:
    question = asking.question("yes_no")
    target = Target(question["key"], "yes_no", values=YES_NO)
    return [asking.desk.asked(question, asking.where, target, rules=asking.rules)]


def five_points(asking: Asking) -> list[Asked]:
    asking.desk.report.changed(asking.where, "no_end_words")
    question = asking.question("scale")
    question["scale"] = asking.desk.scales.ended(1, 5, low={}, high={})
    return [asking.plainly(question)]


def words(asking: Asking) -> list[Asked]:
    return [asking.plainly(_limited(asking, asking.question("text")))]


def many_words(asking: Asking) -> list[Asked]:
    return [asking.plainly(_limited(asking, asking.question("long_text", measures={"kind": "comment"})))]


def _limited(asking: Asking, question: Question) -> Question:
    most = asking.number("maximum_chars")
    longest = LONGEST[QuestionType(question["type"])]
    return question | ({"most": int(most)} if most and 1 <= most <= longest else {})


def several_words(asking: Asking) -> list[Asked]:
    asking.desk.report.changed(asking.where, "taken_apart")
    return [
        asking.plainly(_limited(asking, asking.part("text", part)), f"{asking.where}_{part.code}")
        for part in asking.lime.on(0)
    ]


def number(asking: Asking) -> list[Asked]:
    low, high = asking.number("min_num_value_n"), asking.number("max_num_value_n")
    is_whole = asking.lime.attribute("num_value_int_only") == "1"
    if low is not None and high is not None and low > high:
        low = high = None
    return [asking.plainly(asking.question("number", least=low, most=high, whole=is_whole))]


def several_numbers(asking: Asking) -> list[Asked]:
    asking.desk.report.changed(asking.where, "taken_apart")
    is_whole = asking.lime.attribute("num_value_int_only") == "1"
    return [
        asking.plainly(asking.part("number", part, whole=is_whole), f"{asking.where}_{part.code}")
        for part in asking.lime.on(0)
    ]


def day(asking: Asking) -> list[Asked]:
    if "H" in asking.lime.attribute("date_format"):
        asking.desk.report.changed(asking.where, "no_time_of_day")
    limits = (asking.lime.attribute("date_min"), asking.lime.attribute("date_max"))
    if any(limits):
        asking.desk.report.left_out(asking.where, "settings", names="date_min, date_max")
    return [asking.plainly(asking.question("date"))]


def file(asking: Asking) -> list[Asked]:
    if asking.lime.attribute("max_num_of_files") not in ("", "1"):
        asking.desk.report.changed(asking.where, "one_file")
    question = asking.question("file")
    wanted = asking.lime.attribute("allowed_filetypes").lower().replace("jpeg", "jpg")
    names = [name.strip() for name in wanted.split(",") if name.strip()]
    if formats := [name for name in dict.fromkeys(names) if name in FORMATS]:
        question["formats"] = formats
    if refused := [name for name in names if name not in FORMATS]:
        asking.desk.report.left_out(asking.where, "formats", names=", ".join(refused))
    if size := asking.number("max_filesize"):
        question["most_mb"] = min(MOST_MB, max(1, round(size / 1024)))
    return [asking.plainly(question)]


def statement(asking: Asking) -> list[Asked]:
    if not asking.desk.words(asking.lime.text, asking.where):
        asking.desk.report.left_out(asking.where, "empty_statement")
        return []
    return [asking.plainly(asking.question("statement"))]
