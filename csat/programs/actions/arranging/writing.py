"""Writes what was checked: new rules, changes, copies; what a changed rule refused is looked at again."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from csat.access import User
from csat.customers import queries as customers
from csat.customers.models import Contact
from csat.programs.actions.arranging.checking import BadProgram, check, problem
from csat.programs.actions.stopping import WrongState
from csat.programs.models import Decision, Outcome, Program, ProgramContact, ProgramState, Touchpoint
from csat.programs.reasons import OF_THE_RULE

LIST = "contacts"
FIELDS = frozenset(
    {
        *("name", "kind", "survey", "priority", "owner", "starts_on", "ends_on", "roles", "segments"),
        *("conditions", "language", "channels", "sender", "reply_to_address", "contacts_per_account"),
        *(
            "delay_business_days",
            "counts_from",
            "asks_first_order",
            "large_order_amount",
            "asks_repeat_order",
        ),
        *("event_name", "event_delays_days", "cadence_months", "key_cadence_months"),
        *("is_sampled", "role_coverage", "revenue_coverage", "audit_share"),
        *("remind_after_days", "most_reminders", "expires_after_days", "trial_addresses"),
    }
)
BATCH = 5000


@transaction.atomic
def create(*, values: Mapping[str, Any], by: User, now: datetime) -> Program:
    """A new survey rule, a draft. `values`: fields of Program by name (`survey` and `owner` as rows), and
    `contacts` (rows) for a one-off one. Raises BadProgram.
    """
    program = Program()
    _set(program, values)
    contacts = list(values.get(LIST) or [])
    check(program, contacts)
    program.save()
    _list(program, contacts)
    return program


@transaction.atomic
def change(*, program: Program, values: Mapping[str, Any], by: User, now: datetime) -> Program:
    """Change some fields. What is planned already goes out as it is; what is planned later follows.

    Whom the old rule refused is looked at again. The kind never changes, nor the survey of a rule that has
    asked somebody. Raises BadProgram, and WrongState for an ended rule.
    """
    kept = (
        Program.objects.select_for_update(no_key=True, of=("self",))
        .select_related("survey")
        .get(pk=program.pk)
    )
    if kept.state == ProgramState.ENDED:
        raise WrongState(_("The survey rule has ended."), where=kept.name, mend=_("Copy it."))
    _check_what_stays(kept, values)
    _set(kept, values)
    contacts = list(values[LIST] or []) if LIST in values else None
    check(kept, contacts)
    kept.planned_at = None
    kept.save()
    if contacts is not None:
        _list(kept, contacts)
    Decision.objects.filter(
        program=kept, outcome=Outcome.NOT_ASKED, reason__in=[str(reason) for reason in OF_THE_RULE]
    ).delete()
    return kept


@transaction.atomic
def copy(*, program: Program, name: str, by: User, now: datetime) -> Program:
    """A draft with the same rule under another name, starting today. Raises BadProgram."""
    today = customers.local_day(now)
    values = {field: getattr(program, field) for field in FIELDS} | {"name": name, "starts_on": today}
    if program.ends_on and program.ends_on <= today:
        values["ends_on"] = None
    chosen = Contact.objects.filter(id__in=ProgramContact.objects.filter(program=program).values("contact"))
    return create(values={**values, LIST: list(chosen)}, by=by, now=now)


def _set(program: Program, values: Mapping[str, Any]) -> None:
    unknown = sorted(set(values) - FIELDS - {LIST})
    if unknown:
        mend = _("There are: %s.") % ", ".join(sorted(FIELDS | {LIST}))
        raise BadProgram(dict(problem(name, _("There is no such field."), mend) for name in unknown))
    for name in set(values) & FIELDS:
        value = values[name]
        setattr(program, name, value.strip() if isinstance(value, str) else value)


def _check_what_stays(program: Program, values: Mapping[str, Any]) -> None:
    if values.get("kind", program.kind) != program.kind:
        mend = _("Write another rule.")
        raise BadProgram(dict([problem("kind", _("The kind of a rule never changes."), mend)]))
    is_other = "survey" in values and values["survey"] != program.survey
    if is_other and Touchpoint.objects.filter(program=program).exists():
        mend = _("Copy the rule, and choose the other survey there.")
        what = _("People were asked already: their answers belong to this survey.")
        raise BadProgram(dict([problem("survey", what, mend)]))


def _list(program: Program, contacts: Sequence[Contact]) -> None:
    """The list is these contacts; who was asked already stays asked."""
    wanted = {contact.pk for contact in contacts}
    known = set(ProgramContact.objects.filter(program=program).values_list("contact_id", flat=True))
    ProgramContact.objects.filter(program=program, contact_id__in=known - wanted).delete()
    ProgramContact.objects.bulk_create(
        (ProgramContact(program=program, contact_id=key) for key in sorted(wanted - known)),
        ignore_conflicts=True,
        batch_size=BATCH,
    )
