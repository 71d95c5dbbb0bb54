"""The person as whom a survey is looked at: facts to be changed, our own look, nobody real."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.contrib.sessions.backends.base import SessionBase
from django.http import QueryDict

from surveys.definition import facts
from surveys.definition.facts import FactType
from surveys.models import Brand
from surveys.rendering import phrasebook
from surveys.rendering.visitor import Look, Visitor

KEPT = "sample_facts"
ORDER = ("order", "order_on", "goods", "order_amount", "order_currency")
MADE_UP: Mapping[str, Mapping[str, Any]] = {
    "en": {
        "company": "Alfa Ltd",
        "contact_name": "Elena Ivanova",
        "contact_role": "Buyer",
        "manager": "Pavel Sokolov",
        "goods": "Bearings, 200 pieces",
        "department": "Logistics",
    },
    "ru": {
        "company": "ООО «Альфа»",
        "contact_name": "Иванова Елена Сергеевна",
        "contact_role": "специалист по закупкам",
        "manager": "Соколов Павел",
        "goods": "подшипники, 200 шт.",
        "department": "логистика",
    },
}
ALWAYS: Mapping[str, Any] = {
    "order": "SO-1001",
    "role": "buyer",
    "segment": "mid",
    "country": "DE",
    "is_key": "yes",
    "order_amount": 12_000,
    "order_currency": "EUR",
    "occasion": "post_sale",
}


def known(session: SessionBase, language: str, now: datetime) -> dict[str, Any]:
    """The facts: made up, with what the reader has changed."""
    base = language.split("-")[0]
    order_on = (now - timedelta(days=14)).date().isoformat()
    made_up: dict[str, Any] = {**MADE_UP.get(base, MADE_UP["en"]), **ALWAYS}
    made_up |= {"order_on": order_on, "language": language}
    made_up["supplier"] = Brand.objects.filter(id=1).values_list("name", flat=True).first()
    changed: dict[str, Any] = session.get(KEPT, {})
    return {name: value for name, value in (made_up | changed).items() if value not in ("", None)}


def change(session: SessionBase, post: QueryDict) -> None:
    """Keep the posted facts for this login; `without_order` empties all that an order brings."""
    kept: dict[str, Any] = dict(session.get(KEPT, {}))
    for name, fact in facts.KNOWN.items():
        if name in post:
            kept[name] = _value(fact.type, post.get(name, "").strip()[:200])
    if post.get("case") == "without_order":
        kept |= dict.fromkeys(ORDER, "")
    if post.get("case") == "with_order":
        kept = {name: value for name, value in kept.items() if name not in ORDER}
    session[KEPT] = {} if post.get("case") == "made_up" else kept


def _value(kind: FactType, given: str) -> Any:
    if kind != FactType.NUMBER or not given:
        return given
    try:
        return float(given.replace(" ", "").replace(",", "."))
    except ValueError:
        return ""


def visitor(path: str, known_facts: Mapping[str, Any], now: datetime) -> Visitor:
    """Somebody with these facts, who is asked by our own company."""
    phrasebook.look_up()
    brand = Brand.objects.select_related("logo").defer("logo__content").filter(id=1).first()
    look = Look(name="", accent="", reply_name="", reply_address="")
    if brand:
        logo = brand.logo.sha256 if brand.logo else ""
        look = Look(brand.name, brand.accent, brand.sender_name or brand.name, brand.reply_to_address, logo)
    return Visitor(
        look=look,
        facts=known_facts,
        sender_name=brand.sender_name if brand else "",
        sender_title=brand.sender_title if brand else "",
        path=path,
        unsubscribe_path="",
        kept_until_on=(now + timedelta(days=14)).date(),
    )
