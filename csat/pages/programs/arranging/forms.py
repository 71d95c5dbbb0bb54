"""The form of a survey rule: the fields of its kind, read into values for `arranging`, mistakes put back."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from csat.customers.models import Account, ContactRole, Employee
from csat.customers.models.events import HANDOVER
from csat.fields import only_email
from csat.pages.programs.arranging import fields
from csat.pages.programs.arranging.fields import OTHER_EVENT
from csat.programs.actions.arranging import BadProgram
from csat.programs.models import Program, ProgramKind, Sender
from csat.templatetags.asking.rules import EVENTS
from csat.templatetags.labels import ROLES
from surveys.models import Survey
from surveys.rendering import phrasebook
from surveys.templatetags.figures import language
from surveys.templatetags.names import survey_name

SURVEY_OF = {
    ProgramKind.POST_SALE: "post_sale",
    ProgramKind.PERIODIC: "periodic",
    ProgramKind.EVENT: "handover",
}
# What a problem of the domain's is called here, where the form asks for it in another way.
ELSEWHERE = {"contacts": "people", "role_coverage": f"cover_{ContactRole.DECISION_MAKER}"}


class ProgramForm(forms.Form):
    """`program` None: a new one of the kind given."""

    name = fields.line(lazy("Name of the rule"), 200, help_text=lazy("For us; clients never see it."))
    survey = fields.choice(lazy("Which survey"), ())
    counts_from = fields.choice(lazy("Days count from"), fields.COUNTED.items())
    delay_business_days = fields.whole(lazy("Working days after it"), 0, 60)
    asks_first_order = fields.tick(lazy("A client’s first order"))
    asks_repeat_order = fields.tick(lazy("One random repeat order per client and quarter"))
    large_order_amount = forms.DecimalField(
        label=lazy("Every order from this amount"),
        required=False,
        min_value=0,
        max_digits=18,
        decimal_places=2,
        widget=forms.NumberInput({"class": "form-control narrow", "step": "any"}),
    )
    cadence_months = fields.whole(lazy("Clients, every so many months"), 1, 36)
    key_cadence_months = fields.whole(lazy("Key clients, every so many months"), 1, 36)
    is_sampled = fields.tick(lazy("Ask as few people as the coverage below needs, others in the next round"))
    revenue_coverage = fields.percent(lazy("Share of revenue to hear, %"))
    audit_share = fields.percent(
        lazy("Asked at random on top, %"),
        help_text=lazy("Shows whether the chosen ones differ from the rest."),
    )
    event = fields.choice(lazy("After"), [*EVENTS.items(), (OTHER_EVENT, lazy("another event, by its name"))])
    event_name = fields.line(
        lazy("Name of the event"),
        60,
        required=False,
        help_text=lazy("As the other system tells it by REST, for example visit_done."),
    )
    event_delays_days = fields.line(
        lazy("Days after it"),
        60,
        help_text=lazy("One number or several, for example 7, 30. 0: the same day."),
    )
    people = fields.lines(
        lazy("Who is asked"),
        1_000_000,
        help_text=lazy("E-mail addresses or ids of your system, one a line or parted by commas."),
    )
    roles = fields.ticks(
        lazy("Roles"), [(k, v) for k, v in ROLES.items()], help_text=lazy("None: all roles.")
    )
    segments = fields.ticks(lazy("Segments"), help_text=lazy("None: all segments."))
    contacts_per_account = fields.whole(lazy("People per client, at most"), 1, 50)
    sender = fields.choice(lazy("Who writes"), fields.SENDERS.items())
    reply_to_address = fields.mailbox(
        lazy("Replies go to"), required=False, help_text=lazy("Empty: to the sender, else to our mailbox.")
    )
    channels = fields.ticks(lazy("By"), help_text=lazy("The first that a person can be reached by is taken."))
    language = fields.choice(lazy("Language"), (), required=False)
    remind_after_days = fields.whole(lazy("Days until a reminder"), 0, 60, help_text=lazy("0: no reminder."))
    most_reminders = fields.whole(lazy("Reminders, at most"), 0, 3)
    expires_after_days = fields.whole(lazy("Days the link is open"), 1, 180)
    priority = fields.whole(
        lazy("Priority"),
        1,
        9,
        help_text=lazy("Where two rules want the same person, the lower number goes first."),
    )
    owner = fields.choice(lazy("Who answers for the rule"), (), required=False)
    starts_on = fields.day(lazy("Starts on"), help_text=lazy("Nothing that happened earlier is asked about."))
    ends_on = fields.day(lazy("Ends on"), required=False, help_text=lazy("Nobody is asked from this day on."))
    trial_addresses = fields.lines(
        lazy("Who of us gets trial mails"), 2000, help_text=lazy("Our own addresses, one a line.")
    )

    def __init__(self, data: Any, *, kind: str, today: date, program: Program | None = None) -> None:
        super().__init__(data, initial=initial_of(program) if program else _new(kind, today))
        self.kind, self.program, self.label_suffix = kind, program, ""
        self.fields.update(fields.coverage() if kind == ProgramKind.PERIODIC else {})
        left_out = fields.ONLY_SOME - set(fields.OF_KIND[ProgramKind(kind)])
        left_out |= fields.NOT_OF_A_LIST if kind == ProgramKind.ONE_OFF else set()
        for name in left_out & set(self.fields):
            del self.fields[name]
        if kind in (ProgramKind.ONE_OFF, ProgramKind.PERIODIC):
            self.fields["starts_on"].help_text = _("Nobody is asked before this day.")
        self._offer()

    def _offer(self) -> None:
        """What can be chosen today."""
        used = self.program.survey_id if self.program else 0
        surveys = Survey.objects.filter(archived_at=None) | Survey.objects.filter(id=used)
        named = [(str(row.uuid), survey_name(row)) for row in surveys]
        self._choose("survey", named if self.initial["survey"] else [("", _("choose …")), *named])
        people = Employee.objects.filter(left_on=None)
        self._choose("owner", [("", _("nobody")), *((str(row.uuid), row.name) for row in people)])
        own = _("each person’s own")
        self._choose("language", [("", own), *((tag, language(tag)) for tag in phrasebook.languages())])
        self._choose("channels", fields.channels())
        if "segments" in self.fields:
            names = Account.objects.exclude(segment="").order_by("segment").values_list("segment", flat=True)
            self._choose("segments", [(name, name) for name in names.distinct()])

    def _choose(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    @property
    def coverage(self) -> list[forms.BoundField]:
        """The wanted share of clients heard, role by role."""
        return [self[name] for name in self.fields if name.startswith("cover_")]

    def clean_event_delays_days(self) -> list[int]:
        try:
            return _days(self.cleaned_data["event_delays_days"])
        except ValueError:
            raise forms.ValidationError(_("Write whole numbers of days, for example 7, 30.")) from None

    def clean_trial_addresses(self) -> list[str]:
        lines = self.cleaned_data["trial_addresses"].replace(",", "\n").split()
        bad = [line for line in lines if not _is_mailbox(line)]
        if bad:
            raise forms.ValidationError(_("No e-mail address: %(lines)s") % {"lines": ", ".join(bad[:5])})
        return lines

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("event") == OTHER_EVENT and not said.get("event_name"):
            self.add_error("event_name", _("Name the event."))
        return said

    def refuse(self, refused: BadProgram) -> None:
        """Write each problem beside its field, conditions and the list of people apart."""
        for where, problem in refused.problems.items():
            field = ELSEWHERE.get(where, where)
            words = f"{problem.what} {problem.mend}".strip()
            self.add_error(field if field in self.fields else None, words)


OWN_FIELDS = frozenset(
    field.name for field in Program._meta.concrete_fields if not field.is_relation
) & frozenset(ProgramForm.base_fields)


def values(said: Mapping[str, Any], kind: str) -> dict[str, Any]:
    """What was said, by the names of the rule's own fields; what was not understood is left out."""
    found = {name: value for name, value in said.items() if name in OWN_FIELDS}
    if "survey" in said:
        found["survey"] = Survey.objects.filter(uuid=said["survey"]).first() if said["survey"] else None
    if "owner" in said:
        found["owner"] = Employee.objects.filter(uuid=said["owner"]).first() if said["owner"] else None
    if "channels" in said:
        found["channels"] = said["channels"] or only_email()
    if "event" in said:
        found["event_name"] = said.get("event_name", "") if said["event"] == OTHER_EVENT else said["event"]
    if isinstance(said.get("event_delays_days"), str):
        found["event_delays_days"] = _days(said["event_delays_days"])
    if kind == ProgramKind.PERIODIC:
        found |= {name: _share(said[name]) for name in ("revenue_coverage", "audit_share") if name in said}
        found["audit_share"] = found.get("audit_share") or Decimal(0)
        shares = {name.removeprefix("cover_"): said[name] for name in fields.coverage() if said.get(name)}
        found["role_coverage"] = {role: float(share / 100) for role, share in shares.items()}
    return found


def initial_of(program: Program) -> dict[str, Any]:
    """A kept rule as the form shows it."""
    found = {name: getattr(program, name) for name in OWN_FIELDS}
    shares: Mapping[str, Any] = program.role_coverage
    return found | {
        "survey": str(program.survey.uuid),
        "owner": str(program.owner.uuid) if program.owner else "",
        "event": program.event_name if program.event_name in EVENTS else OTHER_EVENT,
        "large_order_amount": _amount(program.large_order_amount),
        "event_name": "" if program.event_name in EVENTS else program.event_name,
        "event_delays_days": ", ".join(map(str, program.event_delays_days)),
        "trial_addresses": "\n".join(program.trial_addresses),
        "revenue_coverage": _percent(program.revenue_coverage),
        "audit_share": _percent(program.audit_share),
        **{f"cover_{role}": _percent(share) for role, share in shares.items()},
    }


def _new(kind: str, today: date) -> dict[str, Any]:
    """A new rule as the house recommends it."""
    fresh = Program(kind=kind, starts_on=today)
    found = {name: getattr(fresh, name) for name in OWN_FIELDS}
    fitting = Survey.objects.filter(archived_at=None, kind=SURVEY_OF.get(ProgramKind(kind), "")).first()
    return found | {
        "survey": str(fitting.uuid) if fitting else "",
        "sender": Sender.NEUTRAL,
        "event": HANDOVER,
        "trial_addresses": "",
        "event_delays_days": "7, 30",
    }


def _days(text: str) -> list[int]:
    """The numbers in "7, 30". Raises ValueError."""
    return sorted({int(part) for part in text.replace(";", ",").replace(" ", ",").split(",") if part})


def _share(percent: Decimal | None) -> Decimal | None:
    return None if percent is None else percent / 100


def _percent(share: Any) -> Any:
    return f"{float(share) * 100:g}" if share else None


def _amount(amount: Decimal | None) -> str | None:
    """Without the noughts that only the database needs: 40000, 12.5."""
    return None if amount is None else f"{amount.normalize():f}"


def _is_mailbox(text: str) -> bool:
    try:
        forms.EmailField().clean(text)
    except forms.ValidationError:
        return False
    return True
