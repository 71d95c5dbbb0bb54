"""The contacts to decide about: locked with all who share their budgets, or only read for a look ahead."""

from collections.abc import Sequence

from django.db.models import Q
from django.db.models.functions import Lower

from csat.customers.models import Account, Contact, ContactAddress
from csat.programs.queries.due.asking import Ask


def contacts_of(asks: Sequence[Ask]) -> dict[int, Contact]:
    """The contacts asked for, by id, as they are now: for foresight, which decides nothing for good."""
    return Contact.objects.select_related("account").in_bulk({ask.contact_id for ask in asks})


def locked_contacts(asks: Sequence[Ask]) -> dict[int, Contact]:
    """The contacts asked for, by id, locked with their accounts and with all others who share a mailbox.

    Two planners that could spend the same budget wait for each other here, until the transaction ends: one
    mailbox may belong to contacts of several accounts, and one account's contacts share its budget and the
    rule's limit. Locked in the order of ids, accounts before contacts, so no two can wait in a circle; NO
    KEY, so that rows that merely refer to them need not wait.
    """
    accounts = {ask.account_id for ask in asks}
    list(Account.objects.filter(id__in=accounts).select_for_update(no_key=True).order_by("id").values("id"))
    mine = Contact.objects.filter(account_id__in=accounts)
    addresses = {
        *mine.filter(email__isnull=False).values_list(Lower("email"), flat=True),
        *ContactAddress.objects.filter(contact__in=mine).values_list(Lower("address"), flat=True),
    }
    elsewhere = ContactAddress.objects.alias(folded=Lower("address")).filter(folded__in=addresses)
    rows = (
        Contact.objects.alias(mailbox=Lower("email"))
        .filter(
            Q(account_id__in=accounts) | Q(mailbox__in=addresses) | Q(id__in=elsewhere.values("contact_id"))
        )
        .select_related("account")
        .select_for_update(no_key=True, of=("self",))
        .order_by("id")
    )
    locked = {row.pk: row for row in rows}
    return {ask.contact_id: locked[ask.contact_id] for ask in asks if ask.contact_id in locked}
