"""The short text of an invitation for SMS and chats: who asks what, how long it takes, a link, a way out."""

from collections.abc import Mapping
from dataclasses import dataclass

from surveys.definition import piping
from surveys.definition.questionnaire import Questionnaire
from surveys.rendering.mails import words
from surveys.rendering.mails.words import Wanted

# GSM 03.38: what fits 160 to a message; those of the second row count twice.
PLAIN = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
DOUBLE = frozenset("^{}\\[~]|€\f")


@dataclass(frozen=True)
class Length:
    """What an operator's bill counts. `is_plain`: within the alphabet that fits 160 characters, not 70."""

    characters: int
    parts: int
    is_plain: bool


def make(questionnaire: Questionnaire, wanted: Wanted) -> str:
    """The text that messages of this kind have in common, with pipes for what is personal."""
    phrases = wanted.book.group("short")
    says = words.put(
        phrases["reminder" if wanted.is_reminder else "invitation"],
        sender=wanted.sender,
        title=words.ended(words.one_line(questionnaire.title[wanted.language])),
        minutes=wanted.book.counted("form.minutes", questionnaire.minutes),
    )
    anonymous = phrases["anonymous"] if questionnaire.anonymous else ""
    return "\n".join(filter(None, (words.one_line(says), anonymous, phrases["stop"])))


def fill(text: str, facts: Mapping[str, str]) -> str:
    """The text as it is read; what a missing fact leaves is no double blank."""
    return "\n".join(words.one_line(piping.fill(line, facts)) for line in text.split("\n"))


def length(text: str) -> Length:
    """Characters as a mobile network counts them, and in how many messages they are charged."""
    if all(letter in PLAIN or letter in DOUBLE for letter in text):
        characters = sum(2 if letter in DOUBLE else 1 for letter in text)
        one, each = 160, 153  # a long one spends seven characters a part on its number
    else:
        characters = len(text.encode("utf-16-le")) // 2
        one, each = 70, 67
    parts = 1 if characters <= one else -(-characters // each)
    return Length(characters, parts, is_plain=one == 160)
