"""The chosen people of a one-off rule: lines of addresses and ids found, or said not to be known."""

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower

from csat.customers.models import Account, Contact, ExternalKey, RecordKind
from csat.programs.models import Program

MOST = 20_000
FOUND = 20


@dataclass(frozen=True)
class Chosen:
    """`missing` are the lines that name nobody; `several` name more than one person, and all are taken."""

    contacts: tuple[Contact, ...] = ()
    missing: tuple[str, ...] = ()
    several: tuple[str, ...] = ()


def lines_of(text: str) -> list[str]:
    """One address or id a line, or parted by commas, semicolons or tabs; each once, in order."""
    for mark in ";,\t":
        text = text.replace(mark, "\n")
    seen = (" ".join(line.split()).strip("<>\"'") for line in text.splitlines())
    return list(dict.fromkeys(line for line in seen if line))[:MOST]


def chosen(text: str, accounts: QuerySet[Account]) -> Chosen:
    """Who is meant: by e-mail address, by our id, or by the id of another system. Four queries at most."""
    wanted = lines_of(text)
    contacts = Contact.objects.filter(account__in=accounts.values("id")).select_related("account")
    by_line: dict[str, list[Contact]] = defaultdict(list)
    mailboxes = {line.lower() for line in wanted if "@" in line}
    ids = {str(_uuid(line)): line for line in wanted if _uuid(line)}
    rows = contacts.alias(box=Lower("email")).filter(Q(box__in=mailboxes) | Q(uuid__in=ids))
    for contact in rows.iterator():
        by_line[(contact.email or "").lower()].append(contact)
        by_line[str(contact.uuid)].append(contact)
    for external_id, person in _of_other_systems(wanted, contacts):
        by_line[external_id].append(person)
    return _told(wanted, by_line)


def found(words: str, accounts: QuerySet[Account]) -> list[Contact]:
    """People whose name, address or client's name holds the words; at most twenty, by name."""
    words = " ".join(words.split())[:100]
    if len(words) < 2:
        return []
    rows = Contact.objects.filter(account__in=accounts.values("id"), left_on=None)
    hits = Q(name__icontains=words) | Q(email__icontains=words) | Q(account__name__icontains=words)
    return list(rows.filter(hits).select_related("account").order_by("name", "id")[:FOUND])


def kept(program: Program) -> str:
    """The list as lines: the address, or our id where there is none."""
    rows = Contact.objects.filter(id__in=program.chosen.values("contact_id")).order_by("name", "id")
    return "\n".join(email or str(uuid) for email, uuid in rows.values_list("email", "uuid"))


def _of_other_systems(wanted: list[str], contacts: QuerySet[Contact]) -> list[tuple[str, Contact]]:
    left = [line for line in wanted if "@" not in line and not _uuid(line)]
    keys = ExternalKey.objects.filter(kind=RecordKind.CONTACTS, external_id__in=left)
    named = list(keys.values_list("external_id", "object_uuid"))
    rows = {row.uuid: row for row in contacts.filter(uuid__in=[uuid for _, uuid in named])}
    return [(line, rows[uuid]) for line, uuid in named if uuid in rows]


def _told(wanted: list[str], by_line: dict[str, list[Contact]]) -> Chosen:
    people: dict[int, Contact] = {}
    missing, several = [], []
    for line in wanted:
        hits = by_line.get(line.lower()) or by_line.get(str(_uuid(line) or line)) or []
        people.update({contact.pk: contact for contact in hits})
        if not hits:
            missing.append(line)
        elif len(hits) > 1:
            several.append(line)
    return Chosen(tuple(people.values()), tuple(missing), tuple(several))


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
