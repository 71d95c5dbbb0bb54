"""All addresses of the installation out of the resolver, and which row each of them asks for."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

# Addresses that are not judged by rows, each with its reason.
EXEMPT = {
    "healthz": "a probe: says that the process lives, nothing else",
    "readyz": "a probe: says that database, broker and sweep live",
    "account/": "the login itself",
    "i18n/": "chooses a language, knows no rows",
    "s/": "a client's personal link: its token is the key",
    "c/": "a shared link: open to everybody who has it, shows no row of anybody else",
    "w/": "a widget's script and its framed page: as the shared link",
    "mail/events/": "a mail provider's posts: its signature is the key, no row is shown",
    "u/": "a client's personal unsubscribe link: its token is the key",
    "me/": "a client's link to their own data: its token is the key",
    "api/schema/": "the description of the API, the same for everybody",
    "api/v1/questionnaire-schema/": "the schema of questionnaires, the same for everybody",
    "api/docs/": "the page to read the description, the same for everybody",
    "inbox/": "the demo's mailbox; production does not route it",
    "admin/": "for superusers only, see test_admin_is_for_superusers",
}
# Rows that belong to no account: who may not work with them is refused, 403 or 404.
WITHOUT_ACCOUNT = {
    "survey_doors",
    "survey_door",
    "survey_door_print",
    "survey_door_qr",
    "survey_anonymous",
    "program",
    "program_start",
    "program_edit",
    "program_ready",
    "program_trial",
    "program_end",
    "program_copy",
    "suppression_lift",
    "program_pause",
    "program_dry_run",
    "round",
    "round_pause",
    "round_resume",
    "round_end",
    "round_week",
    "round_week_pause",
    "round_week_resume",
    "round_week_end",
    "batch_resume",
    "import_report",
    "import_act",
    "import_undo",
    "import_example",
    "answer_judge",
    "export",
    "export_file",
    "sends_stop",
    "sends_resume",
    "token-detail",
    "program-detail",
    "program-copy",
    "program-dry-run",
    "program-start",
    "program-pause",
    "program-end",
    "program-trial",
    "wave-pause",
    "wave-resume",
    "wave-stop",
    "invitation-cancel",
    "exclusion-decide",
    "exclusion-lift",
    "suppression-detail",
    "suppression-lift",
    "insight_again",
    "insight_theme",
    "insight_theme_drop",
    "insight-effect",
    "insight_effect",
    "insight_effect_edit",
    "insight_effect_remove",
    "insight_effect_again",
    "survey",
    "survey_from_library",
    "survey_versions",
    "survey_compare",
    "survey_publish",
    "survey_copy",
    "survey_told",
    "survey_told_back",
    "survey_archive",
    "survey_unarchive",
    "survey_wording_language",
    "survey-detail",
    "survey-draft",
    "survey-review",
    "survey-compare",
    "survey-export",
    "survey-versions",
    "survey-version",
    "survey_export",
    "survey_edit",
    "survey_present",
    "survey_preview",
    "survey_facts",
    "survey_sheet",
    "survey_try",
    "survey_try_again",
    "survey_try_page",
    "survey_mail",
    "survey_mail_send",
    "survey_mail_sheet",
    "gateway",
    "gateway_try",
    "gateway_switch",
}
# Which kind of row an address asks for.
ROWS = {
    "account": "account",
    "employee": "employee",
    "answer": "response",
    "answer_file": "upload",
    "answer_note": "response",
    "exclusion_decide": "exclusion",
    "exclusion_lift": "exclusion",
    "why_asked": "contact",
    "invitation": "invitation",
    "account-detail": "account",
    "contact-detail": "contact",
    "deal-detail": "deal",
    "revenue-detail": "revenue",
    "employee-detail": "employee",
    "assignment-detail": "assignment",
    "invitation-detail": "invitation",
    "invitation-ledger": "invitation",
    "contact-why": "contact",
    "event-detail": "event",
    "exclusion-detail": "exclusion",
    "wave-detail": "wave",
    "response-detail": "response",
    "signal-detail": "signal",
} | dict.fromkeys(
    ("case", "case_acknowledge", "case_assign", "case_plan", "case_note", "case_close", "case_review"), "case"
)


@dataclass(frozen=True)
class Route:
    """One address: its pattern without the caret and dollar of regular expressions, and its name."""

    pattern: str
    name: str

    @property
    def has_argument(self) -> bool:
        return "<" in self.pattern

    def path(self, value: object) -> str:
        """The address with its one argument filled in."""
        return "/" + re.sub(r"\(\?P<.*?\)(?=/|$)|<.*?>", str(value), self.pattern)

    @property
    def exempt_because(self) -> str:
        return next((why for start, why in EXEMPT.items() if self.pattern.startswith(start)), "")


def routes() -> list[Route]:
    """Every address that the resolver knows."""
    return list(_walk(get_resolver(), ""))


def _walk(resolver: URLResolver, prefix: str) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        pattern = prefix + str(entry.pattern).replace("^", "").replace("$", "")
        if isinstance(entry, URLPattern):
            yield Route(pattern, entry.name or "")
        else:
            yield from _walk(entry, pattern)
