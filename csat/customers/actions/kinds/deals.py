"""Deals: orders with their manager, dates, contacts, and the history of their stages."""

from typing import Any

from csat.customers.actions.kinds.work import Matched, Work, fill, match, plain_values
from csat.customers.actions.parsing import Parsed
from csat.customers.actions.storing import chunks
from csat.customers.models import Deal, DealContact, DealStage, DealStageChange, RecordKind
from surveys.tabular.problems import CellProblem
from surveys.tabular.problems import mark as _

PLAIN = ("goods", "amount", "currency", "opened_on", "closed_on", "delivered_on")
DATES = {
    DealStage.OPEN: "opened_on",
    DealStage.WON: "closed_on",
    DealStage.LOST: "closed_on",
    DealStage.DELIVERED: "delivered_on",
}


def plan(work: Work, rows: list[Parsed]) -> None:
    matched = match(work, rows, Deal)
    work.load(RecordKind.ACCOUNTS, "account", rows)
    work.load(RecordKind.EMPLOYEES, "manager", rows)
    for found in matched:
        stage_before = "" if found.is_new else found.record.stage
        fill(work, found, _values(work, found))
        _check_dates(work, found)
        _keep_history(work, found, stage_before)
    _plan_contacts(work, [found for found in matched if "contacts" in found.row.cells])


def _values(work: Work, found: Matched[Deal]) -> dict[str, Any]:
    row, deal = found.row, found.record
    values = plain_values(row, *PLAIN)
    account = work.refers(row, "account", RecordKind.ACCOUNTS)
    if account is not None:
        values["account_id"] = account
    if "manager" in row.cells:
        values["manager_id"] = work.refers(row, "manager", RecordKind.EMPLOYEES)
    reference = row.cells.get("reference") or ("" if deal.reference else row.external_id[:100])
    if reference:
        values["reference"] = reference
    stage = row.cells.get("stage") or _stage_of_dates(found, values)
    if stage:
        values["stage"] = stage
    return values


def _stage_of_dates(found: Matched[Deal], values: dict[str, Any]) -> str:
    """Where the row names no stage, its dates do; a lost deal stays lost."""
    if not {"closed_on", "delivered_on"} & set(values) or found.record.stage == DealStage.LOST:
        return ""
    if values.get("delivered_on", found.record.delivered_on):
        return DealStage.DELIVERED
    return DealStage.WON if values.get("closed_on", found.record.closed_on) else DealStage.OPEN


def _check_dates(work: Work, found: Matched[Deal]) -> None:
    deal = found.record
    if deal.stage == DealStage.DELIVERED and deal.delivered_on is None:
        problem = CellProblem(_("A delivered order needs the day."), _("Fill in delivered_on."))
        work.errors.add(found.row.number, "delivered_on", "", problem)
    if deal.opened_on and deal.closed_on and deal.closed_on < deal.opened_on:
        problem = CellProblem(_("The order was closed before it was opened."), _("Correct one of the days."))
        work.errors.add(found.row.number, "closed_on", deal.closed_on, problem)


def _keep_history(work: Work, found: Matched[Deal], stage_before: str) -> None:
    deal = found.record
    if deal.stage == stage_before:
        return
    if found.is_new:
        way = [DealStage.OPEN, DealStage.WON, DealStage.DELIVERED]
        stages = way[: way.index(DealStage(deal.stage))] if deal.stage in way else [DealStage.OPEN]
        stages = [stage for stage in stages if getattr(deal, DATES[stage])]
    else:
        stages = []
    for stage in [*stages, DealStage(deal.stage)]:
        work.changes.add(
            DealStageChange,
            deal_id=deal.pk,
            stage=stage.value,
            happened_on=getattr(deal, DATES[stage]) or work.today,
            recorded_at=work.now,
        )


def _plan_contacts(work: Work, matched: list[Matched[Deal]]) -> None:
    named = {name for found in matched for name in found.row.cells["contacts"]}
    work.references.load(RecordKind.CONTACTS, named)
    stored: dict[int, dict[int, int]] = {}
    for some in chunks(found.record.pk for found in matched if not found.is_new):
        links = DealContact.objects.filter(deal_id__in=some).values_list("deal_id", "contact_id", "pk")
        for deal_id, contact_id, key in links:
            stored.setdefault(deal_id, {})[contact_id] = key
    for found in matched:
        known = stored.get(found.record.pk, {})
        wanted = _contact_keys(work, found)
        if wanted == set(known):
            continue
        if not found.is_new:
            work.changes.note(found.record.uuid, {"contacts": sorted(known)})
        work.changes.drop(DealContact, [known[contact] for contact in set(known) - wanted])
        for contact in sorted(wanted - set(known)):
            work.changes.add(DealContact, deal_id=found.record.pk, contact_id=contact)


def _contact_keys(work: Work, found: Matched[Deal]) -> set[int]:
    keys = set()
    for name in found.row.cells["contacts"]:
        try:
            keys.add(work.references.find(RecordKind.CONTACTS, name))
        except CellProblem as problem:
            work.errors.add(found.row.number, "contacts", name, problem)
    return keys
