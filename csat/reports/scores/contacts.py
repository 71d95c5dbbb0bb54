"""Single contacts: what each of them answered, a page at a time, by name."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from csat.customers.models import Account, Contact
from csat.reports.accounts import sort_name
from csat.reports.filters import by_name
from csat.reports.period import Period
from csat.reports.scores import estimates, table, wish
from csat.reports.scores.grouping import Group
from csat.reports.scores.table import Parts, Row
from csat.scores import grouped


def page(accounts: QuerySet[Account], asked: wish.Wish, period: Period) -> tuple[tuple[Row, ...], str]:
    """A page of the contacts who answered, and the key of the next one (empty on the last); five queries.

    A person's numbers are what they ticked, facts; a score needs 5 answers of theirs.
    """
    found = list(_after(heard(accounts, asked, period), asked.after)[: wish.PAGE + 1])
    shown = found[: wish.PAGE]
    last = shown[-1] if len(found) > wish.PAGE else None
    key = f"{last.sort_name}~{last.pk}" if last else ""  # type: ignore[attr-defined]  # annotated by heard
    return rows(accounts, shown, asked, period), key


def heard(accounts: QuerySet[Account], asked: wish.Wish, period: Period) -> QuerySet[Contact]:
    """The contacts of these accounts who answered, by name."""
    scores = grouped.scored(table.wanted(asked.measure, period))
    return (
        Contact.objects.filter(
            Exists(scores.filter(contact=OuterRef("pk"), account__in=accounts.values("id")))
        )
        .select_related("account")
        .annotate(sort_name=sort_name())
        .order_by("sort_name", "id")
    )


def _after(contacts: QuerySet[Contact], after: str) -> QuerySet[Contact]:
    name, _, pk = after.rpartition("~")
    if not pk.isascii() or not pk.isdigit() or len(pk) > 18:
        return contacts
    return contacts.filter(Q(sort_name__gt=name) | Q(sort_name=name, id__gt=int(pk)))


def rows(
    accounts: QuerySet[Account], contacts: list[Contact], asked: wish.Wish, period: Period
) -> tuple[Row, ...]:
    """A row a contact, in their order."""
    of_measure = table.wanted(asked.measure, period)
    them = Contact.objects.filter(id__in=[row.pk for row in contacts])
    groups = {
        row.pk: Group(str(row.uuid), row.name, (by_name(row.name), row.pk), detail=row.account.name)
        for row in contacts
    }
    sums = grouped.sums_of_contacts(them, of_measure)
    ticked = sums
    if asked.measure.ticked != asked.measure.key:
        ticked = grouped.sums_of_contacts(them, table.wanted_ticks(asked.measure, period))
    reach = grouped.reach(accounts, of_measure, ("contact_id",), contacts=them)
    parts = Parts(
        sums={group: [row for row in sums if row.key == (pk,)] for pk, group in groups.items()},
        ticked={group: [row for row in ticked if row.key == (pk,)] for pk, group in groups.items()},
        asked={groups[one.key[0]]: (one.reached, one.answered) for one in reach},
    )
    return tuple(
        table.row_of(group, asked, estimates.score(asked.measure, parts.sums[group]), parts)
        for group in groups.values()
    )
