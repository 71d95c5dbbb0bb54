"""The words by which servers and their users' programs are known, where no field says it."""

import re
from collections.abc import Sequence


def any_of(phrases: Sequence[str], *, start: str = "") -> re.Pattern[str]:
    """Finds any of these patterns, whatever the case."""
    return re.compile(f"{start}(?:{'|'.join(phrases)})", re.IGNORECASE)


# Senders that are mail servers.
MACHINE = any_of(
    (
        "mailer-?daemon",
        "postmaster",
        "mail-daemon",
        "mmdf",
        "mail delivery",
        "bounces?[+@-]",
        "microsoftexchange",
    ),
    start="^",
)
# What is said of a mailbox or domain that does not exist, where no enhanced code says it.
NOBODY = any_of(
    (
        r"(?:user|recipient|mailbox|address|account|addressee) (?:is )?unknown",
        r"unknown (?:user|recipient|mailbox|address|local part)",
        r"no such (?:user|mailbox|recipient|address|person)",
        r"mailbox (?:not found|does not exist|is unknown)",
        r"(?:user|mailbox|account|address|recipient|domain)\S* (?:does not|doesn't|do not) exist",
        r"doesn't have an? \S+ account",
        r"invalid (?:recipient|mailbox|user)",
        r"(?:address|user|recipient) (?:was |could )?not (?:be )?found",
        r"no mailbox here by that name",
        r"not listed in",
        r"unrouteable (?:mail )?(?:address|domain)",
        r"host or domain name not found",
        r"(?:account|mailbox) (?:is |has been )?(?:disabled|deleted|closed|inactive)",
        r"пользователь не (?:найден|существует)",
        r"(?:почтовый )?(?:ящик|адрес) не (?:найден|существует)",
    )
)
# What is said while the server still tries.
LATER = any_of(
    (
        r"delayed",
        r"not (?:yet )?been (?:able to )?deliver(?:ed)?\b.*(?:will|still)",
        r"will (?:continue|keep|be retried|retry)",
        r"still (?:being retried|trying)",
        r"this is a warning message only",
        r"you do not need to resend",
        r"попыт\w+ доставки продолж",
        r"задерж",
    )
)
# Subjects that programs write for people who are away, in English, Russian, German and French.
AWAY = any_of(
    (
        r"\[?auto(?:matic|mated|matische)?[ :-]*(?:reply|response|antwort)",
        r"auto:",
        r"out[ -]of[ -](?:the[ -])?office",
        r"(?:on )?vacation",
        r"(?:i am |i'm )?(?:away|out) (?:from|until|of)",
        r"ooo\b",
        r"автоответ",
        r"автоматическ\w+ (?:ответ|уведомлени)",
        r"вне офиса",
        r"(?:меня )?нет (?:на месте|в офисе)",
        r"(?:я )?отсутству",
        r"(?:я |нахожусь )?в отпуске",
        r"abwesen",
        r"automatische (?:antwort|rückmeldung|benachrichtigung)",
        r"(?:ich bin )?(?:außer haus|ausser haus|nicht im (?:haus|büro)|im urlaub)",
        r"urlaub",
        r"r[ée]ponse automatique",
        r"message d.absence",
        r"absen(?:t|ce)",
        r"en cong[ée]s?",
    ),
    start=r"^(?:(?:re|aw|sv|fw|fwd|tr|wg): ?)*",
)
# Where a returned mail begins in a text.
COPY_BEGINS = re.compile(
    r"^--.*(?:copy|original message|below this line|included|текст письма)|^Received: |^Message-ID:",
    re.IGNORECASE | re.MULTILINE,
)
# Where a reply ends and what it answers begins.
QUOTED = re.compile(
    r"^(?:>|-{2,} ?\w|_{5,}|On .{5,120} wrote:|.{3,120} (?:пишет|написал.{0,3}):|Am .{5,120} schrieb"
    r"|Le .{5,120} a écrit|From: |От: |Von: |De : )",
    re.MULTILINE,
)
