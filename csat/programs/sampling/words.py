"""Why somebody is asked in a round or not, and what coverage the round leads to, in English and Russian."""

from datetime import date

from babel.dates import format_date
from babel.numbers import format_percent

from csat.programs.sampling.choosing import Goal, Why
from csat.programs.sampling.covering import REVENUE
from csat.programs.sampling.inputs import Client, Inputs
from csat.programs.words import ROLES

Words = dict[str, str]
LANGUAGES = ("en", "ru")

SENTENCES: dict[Why, Words] = {
    Why.ROLE: {
        "en": "Chosen: somebody in the role “{role}” is to be heard at {wanted} of clients; {last}.",
        "ru": "Для охвата: роль «{role}» должна прозвучать у {wanted} клиентов; {last}.",
    },
    Why.REVENUE: {
        "en": "Chosen: the client brings {share} of this round's revenue; {last}.",
        "ru": "Для охвата: клиент приносит {share} выручки этого раунда; {last}.",
    },
    Why.AUDIT: {
        "en": "Drawn at random, on top of those chosen for coverage, to check that they speak for all.",
        "ru": "Случайный выбор сверх охвата: проверяем, что выбранные говорят за всех.",
    },
    Why.REACHED: {
        "en": "Not asked this time: the wanted coverage is reached without. Whoever was asked longest ago "
        "goes first next time.",
        "ru": "В этот раз не спрашиваем: нужный охват достигается и так. В следующий раз первыми идут те, "
        "кого дольше не спрашивали.",
    },
    Why.ADDS_NOTHING: {
        "en": "Not asked this time: would bring the wanted coverage no nearer.",
        "ru": "В этот раз не спрашиваем: к нужному охвату это не приблизит.",
    },
    Why.FULL: {
        "en": "Not asked this time: {limit} contacts of this client are asked already.",
        "ru": "В этот раз не спрашиваем: у клиента уже опрашиваем {limit} чел.",
    },
}
NOBODY = {
    True: {"en": "nobody there was heard in this role yet", "ru": "в этой роли там ещё никто не отвечал"},
    False: {"en": "nobody there was heard yet", "ru": "там ещё никто не отвечал"},
}
SINCE = {
    True: {
        "en": "nobody there was heard in this role since {day}",
        "ru": "в этой роли там никто не отвечал с {day}",
    },
    False: {"en": "nobody there was heard since {day}", "ru": "там никто не отвечал с {day}"},
}
GOAL = {
    "reached": {
        "en": "{name}: {expected} expected, {wanted} wanted.",
        "ru": "{name}: ожидается {expected}, нужно {wanted}.",
    },
    "unreachable": {
        "en": "{name}: {wanted} wanted, at most {reachable} can be reached: {missing}.",
        "ru": "{name}: нужно {wanted}, достижимо не больше {reachable}: {missing}.",
    },
    "crowded": {
        "en": "{name}: {wanted} wanted, {expected} expected: at most {limit} contacts of a client are asked "
        "in a round.",
        "ru": "{name}: нужно {wanted}, ожидается {expected}: у клиента опрашиваем не больше {limit} чел. "
        "за раунд.",
    },
}
MISSING = {
    True: {
        "en": "at {n} clients there is nobody who may be asked now, and not everybody answers",
        "ru": "клиентов, у которых сейчас некого спросить: {n}; отвечают не все",
    },
    False: {"en": "not everybody answers", "ru": "отвечают не все"},
}
REVENUE_NAME = {"en": "Revenue heard", "ru": "Охват выручки"}
ROLE_NAME = {"en": "Clients heard, {role}", "ru": "Охват клиентов, {role}"}


def of_contact(why: Why, *, client: Client, role: str, inputs: Inputs) -> Words:
    """The sentence for one contact, in every language of the back office."""
    revenue = sum(max(one.revenue, 0) for one in inputs.clients)
    share = max(client.revenue, 0) / revenue if revenue else 0.0
    days = client.heard_on.values() if why != Why.ROLE else filter(None, [client.heard_on.get(role)])
    last = max(days, default=None)
    return {
        language: SENTENCES[why][language].format(
            role=_role(role, language),
            wanted=_percent(inputs.wanted.roles.get(role, 0.0), language),
            share=_percent(share, language, "#,##0.0 %" if share < 0.1 else "#,##0 %"),
            last=_last(last, language, is_role=why == Why.ROLE),
            limit=inputs.wanted.most_per_account,
        )
        for language in LANGUAGES
    }


def of_goal(goal: Goal, *, limit: int) -> Words:
    """What one goal comes to: expected, or why not and what is missing."""
    kind = "reached" if goal.is_reached else "crowded" if goal.is_reachable else "unreachable"
    said = {}
    for language in LANGUAGES:
        name = REVENUE_NAME[language] if goal.name == REVENUE else ROLE_NAME[language]
        said[language] = GOAL[kind][language].format(
            name=name.format(role=_role(goal.name, language)),
            wanted=_percent(goal.wanted, language),
            expected=_percent(goal.expected, language),
            reachable=_percent(goal.reachable, language),
            missing=MISSING[goal.without_anybody > 0][language].format(n=goal.without_anybody),
            limit=limit,
        )
    return said


def _last(day: date | None, language: str, *, is_role: bool) -> str:
    if day is None:
        return NOBODY[is_role][language]
    return SINCE[is_role][language].format(day=format_date(day, "d MMMM y", locale=language))


def _percent(share: float, language: str, form: str = "#,##0 %") -> str:
    return str(format_percent(share, form, locale=language)).replace("\xa0", " ")


def _role(role: str, language: str) -> str:
    return ROLES.get(role, {}).get(language, role)
