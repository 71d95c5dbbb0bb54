"""Why a contact was asked or not, as sentences in English and Russian that name the dates."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from babel.dates import format_date

Facts = Mapping[str, date | int | str | None]

# reason -> sentence by language; fields are the facts that eligibility hands over.
SENTENCES: dict[str, dict[str, str]] = {
    "clear": {
        "en": "Asked: within the survey rule, with a legal basis, and no other survey within {quiet} days.",
        "ru": "Спрашиваем: подходит под правило опроса, основание есть, других опросов за {quiet} дн. нет.",
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
    "before_start": {
        "en": "Not asked: the order of {occurred} is older than the survey rule, which starts on {starts}.",
        "ru": "Не спрашиваем: заказ ({occurred}) старше правила опроса, оно действует с {starts}.",
    },
    "not_drawn": {
        "en": "Not asked: neither a first nor a large order, nor the repeat order drawn for this quarter.",
        "ru": "Не спрашиваем: заказ не первый, не крупный и не выбран среди повторных в этом квартале.",
    },
    "too_old": {
        "en": "Not asked: the occasion ({occurred}) is more than {remembered} days old.",
        "ru": "Не спрашиваем: с повода ({occurred}) прошло больше {remembered} дн.",
    },
    "asked_already": {
        "en": "Not asked again: this person was already asked about this occasion.",
        "ru": "Не спрашиваем повторно: об этом поводе уже спрашивали.",
    },
    "enough_at_account": {
        "en": "Not asked this time: {limit} contacts of this client are asked already, others take turns.",
        "ru": "В этот раз не спрашиваем: у клиента уже опрашиваем {limit} чел.; остальные по очереди.",
    },
    "asked_lately": {
        "en": "Put off until {next}: another survey lies within {quiet} days.",
        "ru": "Отложено до {next}: другой опрос отстоит меньше чем на {quiet} дн.",
    },
    "asked_often": {
        "en": "Put off until {next}: {often} surveys within a year are enough.",
        "ru": "Отложено до {next}: больше {often} опросов за год не проводим.",
    },
}
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
        if isinstance(value, date):
            return _dated(value, self.language)
        if name == "role":
            return ROLES.get(str(value), {}).get(self.language, str(value))
        return "" if value is None else str(value)


def of(reason: str, facts: Facts) -> dict[str, str]:
    """The reason's sentence in every language of the back office."""
    return {
        language: sentence.format_map(_Said(facts, language))
        for language, sentence in SENTENCES[reason].items()
    }


@lru_cache(maxsize=4096)
def _dated(day: date, language: str) -> str:
    return format_date(day, "d MMMM y", locale=language)
