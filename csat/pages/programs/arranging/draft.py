"""A survey rule while it is being written: form, conditions and list of people together, and what it says."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from csat import access
from csat.customers.queries import local_day
from csat.pages.programs.arranging import conditions, people
from csat.pages.programs.arranging.conditions import Rows
from csat.pages.programs.arranging.forms import ProgramForm, values
from csat.pages.programs.arranging.people import Chosen
from csat.programs.models import Program, ProgramKind
from csat.reports.asking import ahead, reach
from csat.reports.asking.reach import Reach

SAVING = ("", "save")  # what other buttons of the form do keeps nothing
AHEAD = "ahead"


@dataclass(frozen=True)
class Look:
    """The rule in words and in numbers; `rule` None: not enough is said yet."""

    rule: Program | None
    reach: Reach | None
    chosen: Chosen | None
    coming: int | None = None  # people asked in the coming 30 days, where somebody wants to know


class Draft:
    """What a request says of a rule; without a post what is kept, or what the house recommends."""

    def __init__(self, request: HttpRequest, *, kind: str, program: Program | None = None) -> None:
        post = request.POST if request.method == "POST" else None
        self.kind, self.program = kind, program
        self.wish = post.get("do", "") if post is not None else "show"
        self._accounts = access.accounts_visible_to(request.user)
        self.form = ProgramForm(self._with_added(post), kind=kind, today=self._today(), program=program)
        kept = program.conditions if program else {}
        self.rows: Rows = conditions.shown(kept) if post is None else conditions.read(post, kept)
        if post is None and program and kind == ProgramKind.ONE_OFF:
            self.form.initial["people"] = people.kept(program)
        self.words = post.get("who", "") if post is not None else ""
        self.found = people.found(self.words, self._accounts) if self.wish == "search" else []

    @property
    def is_to_be_saved(self) -> bool:
        return self.wish in SAVING

    @property
    def people_text(self) -> str:
        return str(self.form["people"].value() or "") if "people" in self.form.fields else ""

    def is_valid(self) -> bool:
        """Whether all three parts can be understood; what cannot is marked beside it."""
        is_valid = self.form.is_valid() and not self.rows.has_problem
        if self.kind == ProgramKind.ONE_OFF:
            chosen = people.chosen(self.people_text, self._accounts)
            if chosen.missing:
                names = ", ".join(chosen.missing[:5])
                self.form.add_error("people", _("Nobody is known as: %(names)s") % {"names": names})
                return False
        return is_valid

    def values(self) -> dict[str, Any]:
        """Everything that was said, for `arranging`; to be asked only once it is valid."""
        found = values(self.form.cleaned_data, self.kind) | {"conditions": self.rows.condition}
        if self.kind == ProgramKind.ONE_OFF:
            found["contacts"] = list(people.chosen(self.people_text, self._accounts).contacts)
        return found if self.program else found | {"kind": self.kind}

    def look(self, now: datetime) -> Look:
        """What the rule says so far; fields that cannot be understood are as the house recommends them."""
        chosen = people.chosen(self.people_text, self._accounts) if self.people_text else None
        rule = self._rule()
        listed = [contact.pk for contact in chosen.contacts] if chosen else []
        numbers = reach.of(rule, listed=listed, now=now) if rule else None
        coming = ahead.asked_ahead(rule, now=now) if rule and self.wish == AHEAD else None
        return Look(rule, numbers, chosen, coming)

    def _rule(self) -> Program | None:
        """The rule as it would be kept; None while there is no survey to ask."""
        base = self.program or Program(kind=self.kind, starts_on=self._today())
        said = {field.attname: getattr(base, field.attname) for field in base._meta.concrete_fields}
        if not self.form.is_bound:
            said |= values(self.form.initial, self.kind) if self.program is None else {}
        else:
            self.form.is_valid()
            said |= values(self.form.cleaned_data, self.kind)
        for name in ("survey", "owner"):
            if name in said:
                said.pop(f"{name}_id")
        rule = Program(**said | {"conditions": self.rows.condition})
        return rule if rule.survey_id else None

    def _with_added(self, post: Any) -> Any:
        """The list with the people who were ticked among those found."""
        if post is None or not post.getlist("add"):
            return post
        changed = post.copy()
        changed["people"] = "\n".join([*people.lines_of(post.get("people", "")), *post.getlist("add")])
        return changed

    def _today(self) -> Any:
        return local_day(timezone.now())
