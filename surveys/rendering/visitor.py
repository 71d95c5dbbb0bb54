"""Who opens a page, as the page needs to know them: names, readers, links. All strings, nothing stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from urllib.parse import quote

from surveys.definition import piping
from surveys.rendering.phrasebook import Phrasebook, book


@dataclass(frozen=True)
class Look:
    """The asking company as its pages show it."""

    name: str
    accent: str  # #rrggbb
    reply_name: str
    reply_address: str
    logo: str = ""  # its content's SHA-256; without one the name's first letter stands there


class Standing(StrEnum):
    """What we know of who answers: the name, nothing, or nothing on purpose."""

    NAMED = "named"
    UNNAMED = "unnamed"
    ANONYMOUS = "anonymous"


READERS = {
    Standing.NAMED: "form.readers",
    Standing.UNNAMED: "doors.readers",
    Standing.ANONYMOUS: "anonymous.readers",
}
KEPT = {
    Standing.NAMED: "form.kept_until",
    Standing.UNNAMED: "doors.kept",
    Standing.ANONYMOUS: "anonymous.kept",
}


@dataclass(frozen=True)
class Visitor:
    """The person behind a page. `path` is the survey's address, `save_path` takes single answers."""

    look: Look
    facts: Mapping[str, Any]
    sender_name: str
    sender_title: str
    path: str
    unsubscribe_path: str
    kept_until_on: date
    save_path: str = ""
    my_data_path: str = ""
    standing: Standing = Standing.NAMED
    framing: str = ""  # markup of the head: what a page in a frame of another site loads besides

    def fact(self, name: str) -> str:
        value = self.facts.get(name) or ""
        return value if isinstance(value, str) else ""

    def spoken(self, language: str) -> dict[str, str]:
        """The facts as texts pipe them in: dates in words, our name where no other is given."""
        facts = {name: self.fact(name) for name in piping.NAMES}
        facts["supplier"] = facts["supplier"] or self.look.name
        if facts["order_on"]:
            facts["order_on"] = _day(facts["order_on"], book(language))
        return facts

    def readers(self, words: Phrasebook) -> str:
        """Who reads the answer, as a list in words. The invitation says whom; by default all who may."""
        manager = piping.fill(words.group("form")["your_manager"], {"manager": self.fact("manager")})
        known = {
            "sender": self.sender_name,
            "manager": manager,
            "executives": words("form.executives"),
            "management": words("form.executives"),
        }
        given = self.facts.get("who_reads")
        everybody = ["sender", "manager", "executives"]
        if self.standing != Standing.NAMED:
            everybody.remove("manager")
        names = given if isinstance(given, list) and given else everybody
        return words.joined([known.get(str(name), str(name)) for name in names])

    def lines(self, words: Phrasebook, minutes: int, pages: int) -> list[tuple[str, str]]:
        """The facts of the first page: label and value; what is unknown has no line."""
        spoken = self.spoken(words.language)
        order = spoken["order"] and piping.fill(words.group("form")["order_line"], spoken)
        asks = ", ".join(part for part in (self.sender_name, self.sender_title) if part)
        time = ", ".join((words.counted("form.minutes", minutes), words.counted("form.pages", pages)))
        is_anonymous = self.standing == Standing.ANONYMOUS
        return [
            (words(label), value)
            for label, value in (
                ("form.about", order),
                ("form.who_asks", asks),
                ("form.who_reads", words(READERS[self.standing], readers=self.readers(words))),
                ("anonymous.label", words("anonymous.how") if is_anonymous else ""),
                ("form.time", time),
            )
            if value
        ]

    def kept(self, words: Phrasebook) -> str:
        """What becomes of answers before they are sent."""
        name = KEPT[self.standing]
        if self.standing == Standing.ANONYMOUS and self.unsubscribe_path:
            name = "anonymous.kept_invited"  # somebody whom we wrote to, and must not remind
        return words(name, date=words.day(self.kept_until_on))

    def person(self) -> str:
        parts = (self.fact("contact_name"), self.fact("contact_role"), self.fact("company"))
        return ", ".join(part for part in parts if part)

    def not_you_link(self, words: Phrasebook) -> str:
        subject = words("form.not_you_subject", company=self.fact("company"))
        return f"mailto:{self.look.reply_address}?subject={quote(subject.rstrip(': '))}"


def _day(iso: str, words: Phrasebook) -> str:
    try:
        return words.day(date.fromisoformat(iso))
    except ValueError:
        return iso
