"""Budgets as rows of a form: of a person or a client, how many surveys of which kind in how many days."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from csat.programs.budgets import Budget

MOST = 20


@dataclass(frozen=True)
class Row:
    """One budget as it stands in the form."""

    scope: str = "contact"
    kind: str = ""
    most: str = ""
    days: str = ""
    counts_reminders: bool = False
    problem: Any = ""

    @property
    def is_blank(self) -> bool:
        return not (self.most or self.days)

    @property
    def budget(self) -> Budget:
        return Budget(self.scope, int(self.most), int(self.days), self.kind, self.counts_reminders)


def read(post: Mapping[str, str]) -> list[Row]:
    """The rows that were sent; those left blank are gone."""
    rows = [
        Row(
            "account" if post.get(f"scope-{n}") == "account" else "contact",
            post.get(f"kind-{n}", "")[:40],
            post.get(f"most-{n}", "").strip()[:6],
            post.get(f"days-{n}", "").strip()[:6],
            f"reminders-{n}" in post,
        )
        for n in range(MOST)
        if f"most-{n}" in post
    ]
    return [_checked(row) for row in rows if not row.is_blank]


def shown(budgets: Sequence[Budget]) -> list[Row]:
    return [
        Row(one.scope, one.survey_kind, str(one.most), str(one.days), one.counts_reminders) for one in budgets
    ]


def marked(rows: Sequence[Row], place: str, problem: str) -> list[Row]:
    """A refusal beside the row it is about."""
    return [replace(row, problem=problem) if str(n) == place else row for n, row in enumerate(rows)]


def _checked(row: Row) -> Row:
    if not (row.most.isdecimal() and row.days.isdecimal()):
        return replace(row, problem=_("Write two whole numbers: how many surveys, in how many days."))
    return row
