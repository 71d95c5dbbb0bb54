"""Why a contact was asked or not, as sentences in English and Russian that name the dates."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from babel.dates import format_date

from csat.programs import audience

Facts = Mapping[str, Any]

# reason -> sentence by language; fields are the facts that eligibility hands over.
SENTENCES: dict[str, dict[str, str]] = {
    "clear": {
        "en": "Asked: within the survey rule, with a legal basis, and within every limit on how often.",
        "ru": "Спрашиваем: подходит под правило опроса, основание есть, ограничения по частоте соблюдены.",
    },
    "account_closed": {
        "en": "Not asked: the client was closed on {closed}.",
        "ru": "Не спрашиваем: клиент закрыт, дата: {closed}.",
    },
    "left": {
        "en": "Not asked: the contact no longer works there since {left}.",
        "ru": "Не спрашиваем: контактное лицо больше не работает у клиента, дата: {left}.",
    },
    "no_email": {
        "en": "Not asked: no e-mail address is known.",
        "ru": "Не спрашиваем: нет адреса электронной почты.",
    },
    "no_address": {
        "en": "Not asked: no address is known on any channel of the survey rule.",
        "ru": "Не спрашиваем: нет адреса ни для одного канала правила опроса.",
    },
    "no_legal_basis": {
        "en": "Not asked: no legal basis for surveys is in force on {day}.",
        "ru": "Не спрашиваем: нет действующего основания для опросов на дату {day}.",
    },
    "suppressed": {
        "en": "Not asked: the address opted out of these surveys or does not accept mail.",
        "ru": "Не спрашиваем: адрес отписан от таких опросов или не принимает почту.",
    },
    "segment": {
        "en": "Not asked: the survey rule does not cover the segment “{segment}”.",
        "ru": "Не спрашиваем: правило опроса не охватывает сегмент «{segment}».",
    },
    "role": {
        "en": "Not asked: the survey rule does not cover the role “{role}”.",
        "ru": "Не спрашиваем: правило опроса не охватывает роль «{role}».",
    },
    "conditions": {
        "en": "Not asked: the survey rule asks only where {conditions}.",
        "ru": "Не спрашиваем: правило опроса действует, только если {conditions}.",
    },
    "before_start": {
        "en": "Not asked: the occasion of {occurred} is older than the survey rule, in force since {starts}.",
        "ru": "Не спрашиваем: повод ({occurred}) старше правила опроса, оно действует с {starts}.",
    },
    "after_end": {
        "en": "Not asked: the survey rule asks nobody from {ends} on.",
        "ru": "Не спрашиваем: с {ends} правило опроса больше не действует.",
    },
    "not_drawn": {
        "en": "Not asked: neither a first nor a large order, nor the repeat order drawn for this quarter.",
        "ru": "Не спрашиваем: заказ не первый, не крупный и не выбран среди повторных в этом квартале.",
    },
    "not_sampled": {
        "en": "Not asked this time: others are enough for the coverage wanted in this round; turns change.",
        "ru": "В этот раз не спрашиваем: для нужного охвата хватает других; в раундах спрашиваем по очереди.",
    },
    "too_old": {
        "en": "Not asked: on {day} the occasion of {occurred} lies too far back.",
        "ru": "Не спрашиваем: к дате {day} повод ({occurred}) слишком давний.",
    },
    "asked_already": {
        "en": "Not asked again: this person was already asked about this occasion.",
        "ru": "Не спрашиваем повторно: об этом поводе уже спрашивали.",
    },
    "enough_at_account": {
        "en": "Not asked this time: {limit} contacts of this client are asked already, others take turns.",
        "ru": "В этот раз не спрашиваем: у клиента уже опрашиваем {limit} чел.; остальные по очереди.",
    },
    "excluded": {
        "en": "Put off until {next}: left out for a time, {why}.",
        "ru": "Отложено до {next}: временно не опрашиваем, {why}.",
    },
    "asked_lately": {
        "en": "Put off until {next}: another survey{kind} lies within {span}{counts}.",
        "ru": "Отложено до {next}: другой опрос{kind} отстоит меньше чем на {span}{counts}.",
    },
    "asked_often": {
        "en": "Put off until {next}: {most} surveys{kind} within {span} are enough{counts}.",
        "ru": "Отложено до {next}: больше {most} опросов{kind} за {span} не проводим{counts}.",
    },
    "account_asked": {
        "en": "Put off until {next}: at most {most} surveys{kind} a client within {span}{counts}.",
        "ru": "Отложено до {next}: не больше {most} опросов{kind} на клиента за {span}{counts}.",
    },
    "goes_first": {
        "en": "Put off until {next}: the survey rule “{other}” goes first and asks on {other_on}.",
        "ru": "Отложено до {next}: правило опроса «{other}» важнее, его опрос {other_on}.",
    },
    "too_old_by_then": {
        "en": "Not asked: {cause}; on {next} the occasion of {occurred} lies too far back.",
        "ru": "Не спрашиваем: {cause}; к дате {next} повод ({occurred}) будет слишком давним.",
    },
    "ended_by_then": {
        "en": "Not asked: {cause}; from {ends} on the survey rule asks nobody.",
        "ru": "Не спрашиваем: {cause}; с {ends} правило опроса больше не действует.",
    },
}
# Why somebody is left out: csat.programs.models.ExclusionReason.
EXCLUSIONS: dict[str, dict[str, str]] = {
    "claim": {"en": "an open claim", "ru": "открытая претензия"},
    "lawsuit": {"en": "a lawsuit", "ru": "судебное дело"},
    "payment_dispute": {"en": "a dispute about payment", "ru": "спор об оплате"},
    "not_now": {"en": "not now", "ru": "не сейчас"},
    "not_the_right_person": {"en": "not the right person", "ru": "не тот человек"},
    "other": {"en": "for another reason", "ru": "по другой причине"},
}
A_YEAR, YEARLY = 365, {"en": "a year", "ru": "год"}
KIND = {"en": " of the kind “{}”", "ru": " вида «{}»"}
WITH_REMINDERS = {"en": " (reminders counted)", "ru": " (считая напоминания)"}
ROLES: dict[str, dict[str, str]] = {
    "decision_maker": {"en": "decision maker", "ru": "лицо, принимающее решения"},
    "buyer": {"en": "buyer", "ru": "закупщик"},
    "user": {"en": "user", "ru": "пользователь"},
    "finance": {"en": "finance", "ru": "финансы"},
    "logistics": {"en": "logistics", "ru": "логистика"},
    "technical": {"en": "technical", "ru": "технический специалист"},
}


class _Said(dict[str, str]):
    """The facts in one language, each written only when a sentence asks for it."""

    def __init__(self, facts: Facts, language: str) -> None:
        super().__init__()
        self.facts, self.language = facts, language

    def __missing__(self, name: str) -> str:
        value = self.facts[name]
        if value is None or value == "":
            return ""
        if isinstance(value, date):
            return _dated(value, self.language)
        return _written(name, value, self.language)


def of(reason: str, facts: Facts) -> dict[str, str]:
    """The reason's sentence in every language of the back office."""
    return {
        language: sentence.format_map(_Said(facts, language))
        for language, sentence in SENTENCES[reason].items()
    }


def joined(first: str, then: str, facts: Facts) -> dict[str, str]:
    """Two reasons in one breath: what stands in the way now, and why it is too late afterwards."""
    causes = {language: said.partition(": ")[2].rstrip(".") for language, said in of(first, facts).items()}
    return {
        language: SENTENCES[then][language].format_map(_Said({**facts, "cause": cause}, language))
        for language, cause in causes.items()
    }


def _written(name: str, value: Any, language: str) -> str:
    """A value that reads otherwise in another language."""
    match name:
        case "role":
            return ROLES.get(str(value), {}).get(language, str(value))
        case "why":
            return EXCLUSIONS.get(str(value), EXCLUSIONS["other"])[language]
        case "kind":
            return KIND[language].format(value)
        case "span":
            return _spanned(int(value), language)
        case "counts":
            return WITH_REMINDERS[language]
        case "conditions":
            return audience.in_words(value, language)
        case _:
            return str(value)


def _spanned(days: int, language: str) -> str:
    """So many days, in Russian in the form that follows "за" and "на"."""
    if days == A_YEAR:
        return YEARLY[language]
    if language == "en":
        return f"{days} day" if days == 1 else f"{days} days"
    teens, last = 11 <= days % 100 <= 14, days % 10
    form = "дней" if teens or last == 0 or last > 4 else "день" if last == 1 else "дня"
    return f"{days} {form}"


@lru_cache(maxsize=4096)
def _dated(day: date, language: str) -> str:
    return format_date(day, "d MMMM y", locale=language)
