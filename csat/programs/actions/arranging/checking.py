"""What is wrong with a survey rule: every field at once, each with its cure."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import chain
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from csat.customers import queries as customers
from csat.customers.models import Contact, ContactRole, Employee
from csat.programs import audience
from csat.programs.models import Program, ProgramKind
from surveys.channels.senders import registry
from surveys.errors import DomainError
from surveys.models import Brand, SurveyVersion
from surveys.rendering.mails.sender import domain_of

EMAIL = "email"
LONGEST_DELAY, LONGEST_EVENT_DELAY, MOST_DELAYS = 30, 365, 6
LONGEST_CADENCE, MOST_REMINDERS, LONGEST_EXPIRY, LOWEST_PRIORITY = 24, 5, 90, 9
MOST_CONTACTS = 100

Problem = tuple[str, DomainError]  # the field, and what is wrong with it


class BadProgram(DomainError):
    """A survey rule that could not be carried out; `problems` names every field at once."""

    code = "bad_program"

    def __init__(self, problems: Mapping[str, DomainError]) -> None:
        self.problems = problems  # field -> what is wrong and how to mend it
        first = next(iter(problems))
        super().__init__(problems[first].what, where=first, mend=problems[first].mend)


def check(program: Program, contacts: Sequence[Contact] | None) -> None:
    """Let pass what can be carried out; `contacts`: a list's, None where it stays. Raises BadProgram."""
    problems: dict[str, DomainError] = {}
    found = chain(
        _fields(program),
        _survey(program),
        _times(program),
        _reminders(program),
        _numbers(program),
        _of_kind(program, contacts),
        _coverage(program),
        _conditions(program),
        _ways(program),
    )
    for field, problem in found:
        problems.setdefault(field, problem)
    if problems:
        raise BadProgram(problems)


def problem(field: str, what: str, mend: str = "") -> Problem:
    return field, DomainError(what, where=field, mend=mend)


def _fields(program: Program) -> Iterator[Problem]:
    """What a field by itself does not take: too long, no such choice, no address."""
    try:
        program.clean_fields(exclude=["conditions", "role_coverage"])
    except ValidationError as errors:
        for field, messages in errors.message_dict.items():
            yield problem(field, " ".join(messages))


def _survey(program: Program) -> Iterator[Problem]:
    if not program.survey_id:
        return
    if program.survey.archived_at:
        yield problem("survey", _("The survey is archived."), _("Restore it, or choose another."))
    version = SurveyVersion.objects.filter(survey=program.survey_id).order_by("-number").first()
    if program.language and version and program.language not in version.languages:
        yield problem(
            "language",
            _("The survey has no wording in “%s”.") % program.language,
            _("It has: %s.") % ", ".join(version.languages),
        )


def _times(program: Program) -> Iterator[Problem]:
    if program.starts_on and program.ends_on and program.ends_on <= program.starts_on:
        yield problem("ends_on", _("The rule ends before it starts."), _("Name a later day, or none."))


def _reminders(program: Program) -> Iterator[Problem]:
    expires, every = program.expires_after_days or 0, program.remind_after_days or 0
    if not 1 <= expires <= LONGEST_EXPIRY:
        yield problem("expires_after_days", _("A link lives from 1 to 90 days."))
    if (program.most_reminders or 0) > MOST_REMINDERS:
        yield problem("most_reminders", _("More than 5 reminders are pressure."), _("Allow fewer."))
    elif every and every * (program.most_reminders or 0) >= expires:
        yield problem(
            "expires_after_days",
            _("The link would expire before the last reminder, which comes after %s days.")
            % (every * program.most_reminders),
            _("Let it live longer, or remind less."),
        )


def _numbers(program: Program) -> Iterator[Problem]:
    if not 1 <= (program.priority or 0) <= LOWEST_PRIORITY:
        yield problem("priority", _("A priority is a number from 1, which goes first, to 9."))
    if not 1 <= (program.contacts_per_account or 0) <= MOST_CONTACTS:
        yield problem("contacts_per_account", _("Ask from 1 to 100 contacts of a client."))


def _of_kind(program: Program, contacts: Sequence[Contact] | None) -> Iterator[Problem]:
    match program.kind:
        case ProgramKind.POST_SALE:
            yield from _post_sale(program)
        case ProgramKind.PERIODIC:
            for field in ("cadence_months", "key_cadence_months"):
                if not 1 <= (getattr(program, field) or 0) <= LONGEST_CADENCE:
                    yield problem(field, _("A client is asked every 1 to 24 months."))
        case ProgramKind.EVENT:
            yield from _event(program)
        case ProgramKind.ONE_OFF if contacts is not None and not contacts:
            yield problem("contacts", _("Nobody is on the list."), _("Choose at least one contact."))


def _post_sale(program: Program) -> Iterator[Problem]:
    if (program.delay_business_days or 0) > LONGEST_DELAY:
        yield problem("delay_business_days", _("After more than 30 working days nobody remembers an order."))
    if not (program.asks_first_order or program.asks_repeat_order or program.large_order_amount is not None):
        yield problem(
            "asks_first_order",
            _("No order is asked about."),
            _("Choose first orders, large ones, or one repeat order a quarter."),
        )
    if program.large_order_amount is not None and program.large_order_amount <= 0:
        yield problem("large_order_amount", _("A large order is worth more than 0."))


def _event(program: Program) -> Iterator[Problem]:
    if not (program.event_name or "").strip():
        yield problem("event_name", _("No event is named."), _("Name one, such as ticket_closed."))
    delays = program.event_delays_days or []
    if len(delays) > MOST_DELAYS or len(set(delays)) < len(delays):
        yield problem("event_delays_days", _("Name up to 6 different numbers of days."))
    elif any(delay > LONGEST_EVENT_DELAY for delay in delays if isinstance(delay, int)):
        yield problem("event_delays_days", _("An event is asked about within a year."))


def _coverage(program: Program) -> Iterator[Problem]:
    shares = program.role_coverage
    if not isinstance(shares, dict) or not set(shares) <= set(ContactRole.values):
        yield problem("role_coverage", _("There is no such role."), ", ".join(ContactRole.values))
    elif not all(_is_share(share) for share in shares.values()):
        yield problem("role_coverage", _("A share lies between 0 and 1."))
    for field in ("revenue_coverage", "audit_share"):
        if (share := getattr(program, field)) is not None and not _is_share(share):
            yield problem(field, _("A share lies between 0 and 1."))
    if program.is_sampled and program.kind != ProgramKind.PERIODIC:
        yield problem("is_sampled", _("Only rounds are sampled."))
    elif program.is_sampled and not shares and program.revenue_coverage is None:
        yield problem(
            "is_sampled", _("Nothing says how many are enough."), _("Set a share of roles or of revenue.")
        )


def _is_share(value: Any) -> bool:
    is_number = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
    return is_number and 0 <= value <= 1


def _conditions(program: Program) -> Iterator[Problem]:
    try:
        audience.parse(program.conditions)
    except DomainError as refused:
        yield "conditions", refused


def _ways(program: Program) -> Iterator[Problem]:
    """Channels that exist, and trial mails that stay in the house: they show a client's real data."""
    known = {EMAIL, *registry.channels()}
    if not program.channels or len(set(program.channels)) < len(program.channels):
        yield problem("channels", _("Name each channel once, at least one."))
    elif unknown := set(program.channels) - known:
        yield problem(
            "channels",
            _("There is no channel “%s”.") % sorted(unknown)[0],
            _("There are: %s.") % ", ".join(sorted(known)),
        )
    strangers = [address for address in program.trial_addresses or [] if not _is_ours(address)]
    if strangers:
        yield problem(
            "trial_addresses",
            _("This is no address of ours: %s.") % ", ".join(strangers[:5]),
            _("Name colleagues, or addresses of our own domains."),
        )


def _is_ours(address: str) -> bool:
    domain = domain_of(address)
    ours = {str(name).lower() for name in customers.company().own_domains}
    brand = Brand.objects.first()
    if brand:
        ours.add(domain_of(brand.sender_address))
    return domain in ours or Employee.objects.filter(email__iexact=address).exists()
