"""The columns of each kind of record: what people call them and what stands in them."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _lazy

from csat.customers import readers
from csat.customers.models import Capacity, ContactRole, DealStage, RecordKind, RevenueKind
from csat.customers.readers import Column
from surveys.tabular import dates

BASES = ("consent", "contract", "notice")


def _column(name: str, label: str | Promise, example: str, **rest: Any) -> Column:
    """A text column, unless `read` says otherwise; blank texts are empty, other blanks are None."""
    rest.setdefault("read", readers.text)
    if rest["read"] is readers.text:
        rest.setdefault("empty", "")
        rest.setdefault("longest", 200)
    return Column(name, label, example=example, **rest)


def _one_of(name: str, label: str | Promise, words: tuple[str, ...], **rest: Any) -> Column:
    return Column(name, label, read=readers.choice(words), example=words[0], words=words, **rest)


EXTERNAL_ID = _column(
    "external_id",
    _lazy("Id in the other system"),
    "C-1001",
    required=True,
    aliases=("id", "ид", "код", "code"),
)
SOURCE_TIME = _column(
    "source_time",
    _lazy("Changed there at"),
    "2026-11-18T09:30:00Z",
    read=readers.moment,
    aliases=("updated_at",),
)
ACCOUNT = _column(
    "account",
    _lazy("Client's id"),
    "C-1001",
    required=True,
    aliases=("client", "customer", "client id", "customer id", "account id", "клиент", "код клиента"),
)
CURRENCY = _column(
    "currency",
    _lazy("Currency"),
    "EUR",
    read=readers.code("[A-Z]{3}", "EUR"),
    required=True,
    aliases=("валюта",),
)
AMOUNT = _column(
    "amount",
    _lazy("Amount"),
    "12500.00",
    read=readers.money,
    required=True,
    aliases=("sum", "сумма", "выручка"),
)
PHONE = _column("phone", _lazy("Phone"), "+49 30 1234567", longest=60, aliases=("telephone", "телефон"))
TITLE = _column(
    "title", _lazy("Job title"), "Head of purchasing", aliases=("job title", "position", "должность")
)
LANGUAGE_OF = _column(
    "language", _lazy("Language"), "en", read=readers.language, empty="en", longest=35, aliases=("язык",)
)
ZONE = _column(
    "zone", _lazy("Time zone"), "Europe/Berlin", read=readers.zone, empty="", aliases=("time zone",)
)
LEFT_ON = _column("left_on", _lazy("Left on"), "2026-10-31", read=dates.day, aliases=("дата увольнения",))
NAME = _column("name", _lazy("Name"), "Ann Lee", required=True, aliases=("full name", "имя", "фио"))

EMPLOYEES = (
    EXTERNAL_ID,
    NAME,
    _column(
        "email",
        _lazy("E-mail"),
        "ann@ours.example",
        read=readers.email,
        empty="",
        longest=254,
        aliases=("e-mail", "mail"),
    ),
    TITLE,
    PHONE,
    LANGUAGE_OF,
    _column("head", _lazy("Team head's id or e-mail"), "E-7", aliases=("reports to", "руководитель")),
    _column("team", _lazy("Team"), "North", aliases=("группа", "отдел")),
    _column("team_from", _lazy("In the team since"), "2024-01-01", read=dates.day),
    LEFT_ON,
    SOURCE_TIME,
)
ACCOUNTS = (
    EXTERNAL_ID,
    replace(
        NAME,
        example="Alfa Ltd",
        longest=300,
        aliases=("company", "company name", "наименование", "название", "организация"),
    ),
    _column("parent", _lazy("Parent client's id"), "C-1000", aliases=("головная организация",)),
    _column(
        "is_key",
        _lazy("Key client"),
        "yes",
        read=readers.boolean,
        empty=False,
        aliases=("key", "key account", "ключевой"),
    ),
    _column("segment", _lazy("Segment"), "mid", longest=100, aliases=("сегмент",)),
    _column("industry", _lazy("Industry"), "Machinery", longest=100, aliases=("отрасль",)),
    _column("region", _lazy("Region"), "North", longest=100, aliases=("регион",)),
    _column(
        "country", _lazy("Country"), "DE", read=readers.code("[A-Z]{2}", "DE"), empty="", aliases=("страна",)
    ),
    ZONE,
    _column("tax_number", _lazy("Tax number"), "7701234567", longest=40, aliases=("vat", "tax id", "инн")),
    _column("opened_on", _lazy("Client since"), "2020-05-01", read=dates.day, aliases=("клиент с",)),
    _column("closed_on", _lazy("Client until"), "", read=dates.day),
    SOURCE_TIME,
)
CONTACTS = (
    EXTERNAL_ID,
    ACCOUNT,
    NAME,
    _column(
        "email",
        _lazy("E-mail"),
        "ann@client.example",
        read=readers.email,
        longest=254,
        aliases=("e-mail", "mail"),
    ),
    PHONE,
    TITLE,
    _one_of("role", _lazy("Role"), tuple(ContactRole.values), empty=ContactRole.USER, aliases=("роль",)),
    LANGUAGE_OF,
    ZONE,
    LEFT_ON,
    _one_of("basis_kind", _lazy("Legal basis"), BASES, aliases=("legal basis", "основание")),
    _column("basis_proof", _lazy("Its proof"), "Frame contract of 2024, § 12", longest=300),
    _column("basis_from", _lazy("In force since"), "2024-01-01", read=dates.day),
    SOURCE_TIME,
)
ASSIGNMENTS = (
    ACCOUNT,
    _column(
        "employee",
        _lazy("Employee's id or e-mail"),
        "E-7",
        required=True,
        aliases=("employee id", "сотрудник", "ответственный"),
    ),
    _one_of("capacity", _lazy("As account manager or service owner"), tuple(Capacity.values), required=True),
    _column("from", _lazy("Since"), "2024-01-01", read=dates.day, required=True, aliases=("since", "с")),
    _column("until", _lazy("Until (that day no longer)"), "", read=dates.day, aliases=("to", "по")),
)
DEALS = (
    EXTERNAL_ID,
    ACCOUNT,
    _column("manager", _lazy("Account manager's id or e-mail"), "E-7", aliases=("менеджер",)),
    _column(
        "reference",
        _lazy("Order number"),
        "SO-1001",
        longest=100,
        aliases=("order", "order number", "номер заказа"),
    ),
    _column("goods", _lazy("Goods in one line"), "Bearings, 200 pieces", longest=300, aliases=("товар",)),
    AMOUNT,
    CURRENCY,
    _one_of("stage", _lazy("Stage"), tuple(DealStage.values), aliases=("стадия", "этап")),
    _column("opened_on", _lazy("Opened on"), "2026-10-01", read=dates.day),
    _column("closed_on", _lazy("Won or lost on"), "2026-10-20", read=dates.day, aliases=("order date",)),
    _column(
        "delivered_on",
        _lazy("Delivered on"),
        "2026-11-03",
        read=dates.day,
        aliases=("shipped", "дата отгрузки"),
    ),
    _column("contacts", _lazy("Contacts' ids, with ; between"), "P-1;P-2", read=readers.several, empty=()),
    SOURCE_TIME,
)
REVENUE = (
    ACCOUNT,
    _column(
        "month",
        _lazy("Month"),
        "2026-10",
        read=dates.month,
        required=True,
        aliases=("month", "месяц", "период"),
    ),
    AMOUNT,
    CURRENCY,
    _one_of("kind", _lazy("Fact or plan"), tuple(RevenueKind.values), empty=RevenueKind.FACT),
    _column("margin_amount", _lazy("Margin"), "3100.00", read=readers.money, aliases=("margin", "маржа")),
    SOURCE_TIME,
)
COLUMNS: Mapping[str, tuple[Column, ...]] = {
    RecordKind.EMPLOYEES: EMPLOYEES,
    RecordKind.ACCOUNTS: ACCOUNTS,
    RecordKind.CONTACTS: CONTACTS,
    RecordKind.ASSIGNMENTS: ASSIGNMENTS,
    RecordKind.DEALS: DEALS,
    RecordKind.REVENUE: REVENUE,
}


def guess(columns: Iterable[Column], header: str) -> str:
    """Our column that a header surely means, by its name or an alias; empty where none."""
    words = " ".join(header.replace("_", " ").split()).casefold()
    for column in columns:
        if words in (column.name.replace("_", " "), *column.aliases):
            return column.name
    return ""
