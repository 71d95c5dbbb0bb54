"""Turns the rows of a file into answers to be written, and names whatever stands in the way, row by row."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from csat.customers.actions.parsing import Parsed
from csat.customers.actions.storing import chunks
from csat.customers.models import PAST_ANSWERS, Account, Contact, Deal, ExternalKey
from csat.customers.outcome import Errors
from csat.programs.models import Touchpoint
from csat.scores.past.columns import QUESTION
from csat.scores.past.matching import Clients, People, Wrong, deals_named
from surveys.models import Response, SurveyVersion
from surveys.tabular.problems import CellProblem
from surveys.tabular.problems import mark as _

NOON = time(12)


@dataclass(frozen=True)
class Past:
    """An answer to be written. `key` is its id in the other system, or made of the row itself."""

    key: str
    submitted_at: datetime
    day: date
    account: Account
    contact: Contact
    deal: Deal | None
    role: str
    language: str
    answers: dict[str, Any]


@dataclass
class Plan:
    """What came of a file: answers to write, people to make, rows that are there already."""

    version: SurveyVersion
    source: str
    zone: ZoneInfo
    ours: str
    now: datetime
    errors: Errors
    fresh: list[Past] = field(default_factory=list)
    people: list[Contact] = field(default_factory=list)
    unchanged: int = 0

    def add_all(self, rows: Sequence[Parsed]) -> None:
        """Plan the good rows of a file, in their order."""
        good = [row for row in rows if not row.is_broken]
        if self._lacks_columns(rows):
            return
        keyed = self._keyed(good)
        stored = self._stored([key for key, _row in keyed])
        clients = Clients.of(self.source, [row.cells for _key, row in keyed])
        rounds = _Rounds(self.version)
        people = People(clients.by_id.values())
        deals = deals_named(row.cells.get("order") or "" for _key, row in keyed)
        for key, row in keyed:
            try:
                if key in stored:
                    self._compare(row, stored[key])
                    continue
                self._add(key, row, clients, people, deals=deals, rounds=rounds)
            except Wrong as wrong:
                self.errors.add(row.number, wrong.column, wrong.value, wrong.problem)
        self.people = people.made

    def _lacks_columns(self, rows: Sequence[Parsed]) -> bool:
        """Whether the file cannot be understood without another column; said once, not in every row."""
        names = set(rows[0].cells) if rows else set()
        lacking = []
        if rows and "answered_at" not in names and not rows[0].is_broken:
            lacking.append(("answered_at", _("The file does not say when the answers were given.")))
        if rows and not names & {"account", "tax_number", "account_name"}:
            lacking.append(("account", _("The file does not say whose the answers are.")))
        if rows and not any(name.startswith(QUESTION) for name in names) and not rows[0].is_broken:
            lacking.append(("", _("No column is mapped to a question.")))
        for column, what in lacking:
            self.errors.add(0, column, "", CellProblem(what, _("Map a column of the file to it.")))
        return bool(lacking)

    def _keyed(self, rows: Sequence[Parsed]) -> list[tuple[str, Parsed]]:
        """Each row under its id; what stands twice is named."""
        first: dict[str, int] = {}
        keyed = []
        for row in rows:
            key = row.external_id or _hash_of(row)
            if key in first:
                problem = CellProblem(
                    _("The same answer stands in row %(row)d."), _("Keep one of the two."), row=first[key]
                )
                self.errors.add(row.number, "external_id", row.external_id, problem)
                continue
            first[key] = row.number
            keyed.append((key, row))
        return keyed

    def _stored(self, keys: Sequence[str]) -> dict[str, dict[str, Any]]:
        """Answers by the keys under which an earlier import kept them."""
        mine = ExternalKey.objects.filter(source=self.source, kind=PAST_ANSWERS)
        uuids = {
            uuid: key
            for some in chunks(keys)
            for key, uuid in mine.filter(external_id__in=some).values_list("external_id", "object_uuid")
        }
        return {
            uuids[uuid]: answers
            for some in chunks(uuids)
            for uuid, answers in Response.objects.filter(uuid__in=some).values_list("uuid", "answers")
        }

    def _compare(self, row: Parsed, stored: dict[str, Any]) -> None:
        if answers_of(row) == stored:
            self.unchanged += 1
            return
        problem = CellProblem(
            _("This answer was imported before, and said something else."), _("Undo that import first.")
        )
        self.errors.add(row.number, "external_id", row.external_id, problem)

    def _add(
        self,
        key: str,
        row: Parsed,
        clients: Clients,
        people: People,
        *,
        deals: dict[tuple[int, str], Deal],
        rounds: "_Rounds",
    ) -> None:
        answers, language = answers_of(row), self._language(row)
        moment, day = self._when(row)
        account = clients.of_row(row.cells)
        deal = self._deal(row, account, deals)
        about = deal.pk if deal else day.replace(day=1)
        contact = people.of_row(account, row.cells, on=day, taken=rounds.answered[about])
        rounds.note(about, contact, row)
        role = row.cells.get("role") or contact.role
        self.fresh.append(Past(key, moment, day, account, contact, deal, role, language, answers))

    def _when(self, row: Parsed) -> tuple[datetime, date]:
        given = row.cells["answered_at"]
        is_moment = isinstance(given, datetime)
        moment = given if is_moment else datetime.combine(given, NOON, self.zone)
        if moment > self.now:
            raise Wrong("answered_at", given.isoformat(), CellProblem(_("This day is yet to come.")))
        return moment.astimezone(UTC), moment.astimezone(self.zone).date()

    def _language(self, row: Parsed) -> str:
        asked = row.cells.get("language") or ""
        known = self.version.languages
        return next((name for name in (asked, asked.partition("-")[0]) if name in known), known[0])

    def _deal(self, row: Parsed, account: Account, deals: dict[tuple[int, str], Deal]) -> Deal | None:
        reference = row.cells.get("order") or ""
        deal = deals.get((account.pk, reference))
        if reference and deal is None:
            problem = CellProblem(
                _("This client has no order of this number."), _("Import the orders first.")
            )
            raise Wrong("order", reference, problem)
        return deal


class _Rounds:
    """Who has answered in which month's round, or about which order: nobody does so twice."""

    def __init__(self, version: SurveyVersion) -> None:
        self.answered: dict[int | date, dict[UUID, int]] = defaultdict(dict)
        asked = Touchpoint.objects.filter(survey=version.survey_id).exclude(invitation__response=None)
        about = asked.values_list("deal_id", "wave__month", "contact__uuid")
        for deal_id, month, contact in about:
            self.answered[deal_id or month][contact] = 0

    def note(self, about: int | date, contact: Contact, row: Parsed) -> None:
        """Remember an answer; raises Wrong for a second one."""
        earlier = self.answered[about].get(contact.uuid)
        if earlier is None:
            self.answered[about][contact.uuid] = row.number
            return
        what = (
            CellProblem(_("Row %(row)d holds an answer of this person in the same round."), row=earlier)
            if earlier
            else CellProblem(_("An answer of this person in the same round is here already."))
        )
        problem = CellProblem(
            what.what, _("Keep one of them, or name the orders they are about."), **what.values
        )
        raise Wrong("answered_at", "", problem)


def answers_of(row: Parsed) -> dict[str, Any]:
    """The answers of a row by question; raises Wrong where there is none."""
    given = {
        name.removeprefix(QUESTION): value
        for name, value in row.cells.items()
        if name.startswith(QUESTION) and value is not None
    }
    if not given:
        raise Wrong("", "", CellProblem(_("The row holds no answer.")))
    return given


def _hash_of(row: Parsed) -> str:
    """A key made of what a row says, the same for the same row."""
    said = json.dumps(row.cells, sort_keys=True, default=str, ensure_ascii=False)
    return f"row {hashlib.sha256(said.encode()).hexdigest()[:40]}"
