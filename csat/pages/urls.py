"""Addresses of the back office's pages."""

from django.urls import path, register_converter

from csat.pages import accounts, cases, days, employees, overview, today
from csat.pages.answers import export, files, flags, review
from csat.pages.answers import views as answers
from csat.pages.budgets import views as budgets
from csat.pages.exclusions import views as exclusions
from csat.pages.imports import past as imports_past
from csat.pages.imports import views as imports
from csat.pages.insight import again, change, clients, drops, index, losses, quiet, reasons
from csat.pages.insight.register import views as register
from csat.pages.insight.themes import book as codebook
from csat.pages.insight.themes import page as themes
from csat.pages.programs import days as sends
from csat.pages.programs import rules as programs
from csat.pages.programs import why
from csat.pages.programs.arranging import views as arranging
from csat.pages.programs.foreseeing import calendar, dry_run
from csat.pages.programs.watching import ledger, rounds, sending, verbs
from csat.pages.ready import views as ready
from csat.pages.scores import views as scores

register_converter(days.DayConverter, "day")

urlpatterns = [
    path("", overview.home, name="home"),
    path("today/", today.today, name="today"),
    path("answers/", answers.answers, name="answers"),
    path("answers/read/", answers.mark_read, name="answers_read"),
    path("answers/doubtful/", review.doubtful, name="answers_doubtful"),
    path("answers/doubtful/judge/", review.judge_several, name="answers_judge"),
    path("answers/flagged/", flags.flags, name="answers_flagged"),
    path("answers/flagged/rules/", flags.set_rules, name="answers_flagged_rules"),
    path("answers/export/", export.export, name="answers_export"),
    path("answers/export/<uuid:uuid>/", export.made, name="export"),
    path("answers/export/<uuid:uuid>/file/", export.download, name="export_file"),
    path("answers/<uuid:uuid>/", answers.answer, name="answer"),
    path("answers/files/<uuid:uuid>/", files.answer_file, name="answer_file"),
    path("answers/<uuid:uuid>/judge/", review.judge, name="answer_judge"),
    path("answers/<uuid:uuid>/note/", review.note, name="answer_note"),
    path("cases/", cases.cases, name="cases"),
    path("cases/<uuid:uuid>/", cases.case, name="case"),
    path("cases/<uuid:uuid>/acknowledge/", cases.acknowledge, name="case_acknowledge"),
    path("cases/<uuid:uuid>/assign/", cases.assign, name="case_assign"),
    path("cases/<uuid:uuid>/plan/", cases.plan, name="case_plan"),
    path("cases/<uuid:uuid>/note/", cases.note, name="case_note"),
    path("cases/<uuid:uuid>/close/", cases.close, name="case_close"),
    path("cases/<uuid:uuid>/review/", cases.review, name="case_review"),
    path("overview/", overview.overview, name="overview"),
    path("scores/", scores.scores, name="scores"),
    path("scores/explain/", scores.scores_explain, name="scores_explain"),
    path("clients/", accounts.accounts, name="accounts"),
    path("clients/<uuid:uuid>/", accounts.account, name="account"),
    path("managers/", employees.employees, name="employees"),
    path("managers/<uuid:uuid>/", employees.employee, name="employee"),
    path("search/", accounts.search, name="search"),
    path("import/", imports.imports, name="imports"),
    path("import/example/<slug:kind>.csv", imports.import_example, name="import_example"),
    path("import/answers/", imports_past.imports_past, name="imports_past"),
    path("import/<uuid:uuid>/undo/", imports_past.undo, name="import_undo"),
    path("import/<uuid:uuid>/", imports.import_report, name="import_report"),
    path("import/<uuid:uuid>/act/", imports.import_act, name="import_act"),
    path("programs/", programs.programs, name="programs"),
    path("programs/new/", arranging.new, name="program_new"),
    path("programs/look/", arranging.look, name="program_look"),
    path("programs/conditions/", arranging.rows, name="program_conditions"),
    path("programs/people/", arranging.search, name="program_people"),
    path("programs/<uuid:uuid>/", programs.program, name="program"),
    path("programs/<uuid:uuid>/edit/", arranging.edit, name="program_edit"),
    path("programs/<uuid:uuid>/copy/", arranging.copy, name="program_copy"),
    path("programs/<uuid:uuid>/start/", programs.start, name="program_start"),
    path("programs/<uuid:uuid>/ready/", ready.of_program, name="program_ready"),
    path("programs/<uuid:uuid>/trial/", programs.trial, name="program_trial"),
    path("programs/<uuid:uuid>/end/", programs.end, name="program_end"),
    path("programs/ready/", ready.ready, name="ready"),
    path("programs/ready/check/", ready.check_domain, name="ready_check"),
    path("programs/ready/reader/", ready.name_reader, name="ready_reader"),
    path("programs/ready/test-mail/", ready.confirm_test_mail, name="ready_test_mail"),
    path("programs/<uuid:uuid>/pause/", programs.pause, name="program_pause"),
    path("programs/calendar/", calendar.program_calendar, name="program_calendar"),
    path("programs/<uuid:uuid>/dry-run/", dry_run.program_dry_run, name="program_dry_run"),
    path("programs/rounds/", rounds.rounds, name="rounds"),
    path("programs/rounds/<uuid:uuid>/", rounds.wave, name="round"),
    path("programs/rounds/<uuid:uuid>/pause/", verbs.pause_wave, name="round_pause"),
    path("programs/rounds/<uuid:uuid>/resume/", verbs.resume_wave, name="round_resume"),
    path("programs/rounds/<uuid:uuid>/end/", verbs.end_wave, name="round_end"),
    path("programs/<uuid:uuid>/weeks/<day:day>/", rounds.week, name="round_week"),
    path("programs/<uuid:uuid>/weeks/<day:day>/pause/", verbs.pause_week, name="round_week_pause"),
    path("programs/<uuid:uuid>/weeks/<day:day>/resume/", verbs.resume_week, name="round_week_resume"),
    path("programs/<uuid:uuid>/weeks/<day:day>/end/", verbs.end_week, name="round_week_end"),
    path("programs/invitations/<uuid:uuid>/", ledger.invitation, name="invitation"),
    path("programs/sending/", sending.sending, name="sending"),
    path("programs/sending/hold/", sending.hold, name="sending_hold"),
    path("programs/sending/release/", sending.release, name="sending_release"),
    path("programs/sending/domains/limit/", sending.limit_domain, name="domain_limit"),
    path("programs/sending/domains/try/", sending.try_domain, name="domain_try"),
    path("programs/sending/batches/<uuid:uuid>/resume/", sending.resume_batch, name="batch_resume"),
    path("programs/sends/<day:day>/stop/", sends.stop_day, name="sends_stop"),
    path("programs/sends/<day:day>/resume/", sends.resume_day, name="sends_resume"),
    path("budgets/", budgets.budgets, name="budgets"),
    path("budgets/agreed/", budgets.agreed, name="budgets_agreed"),
    path("exclusions/", exclusions.exclusions, name="exclusions"),
    path("exclusions/new/", exclusions.new, name="exclusion_new"),
    path("exclusions/<uuid:uuid>/decide/", exclusions.decide, name="exclusion_decide"),
    path("exclusions/<uuid:uuid>/lift/", exclusions.lift, name="exclusion_lift"),
    path("insight/clients/", clients.clients, name="insight_clients"),
    path("insight/clients/target/", clients.target, name="insight_clients_target"),
    path("insight/drops/", drops.drops, name="insight_drops"),
    path("insight/drops/rate/", drops.rate, name="insight_drops_rate"),
    path("insight/drops/level/", drops.level, name="insight_drops_level"),
    path("insight/decline/", quiet.decline, name="insight_decline"),
    path("insight/silence/", quiet.silence, name="insight_silence"),
    path("insight/risk/", losses.risk, name="insight_risk"),
    path("insight/themes/", themes.themes, name="insight_themes"),
    path("insight/themes/book/", codebook.book, name="insight_book"),
    path("insight/themes/book/<slug:key>/", codebook.theme, name="insight_theme"),
    path("insight/themes/book/<slug:key>/drop/", codebook.drop, name="insight_theme_drop"),
    path("insight/retention/", losses.retention, name="insight_retention"),
    path("insight/", index.index, name="insight"),
    path("insight/lead/", reasons.lead, name="insight_lead"),
    path("insight/drivers/", reasons.drivers, name="insight_drivers"),
    path("insight/change/", change.change, name="insight_change"),
    path("insight/changes/", register.effects, name="insight_effects"),
    path("insight/changes/new/", register.new, name="insight_effect_new"),
    path("insight/changes/<uuid:uuid>/", register.effect, name="insight_effect"),
    path("insight/changes/<uuid:uuid>/edit/", register.edit, name="insight_effect_edit"),
    path("insight/changes/<uuid:uuid>/remove/", register.remove, name="insight_effect_remove"),
    path("insight/changes/<uuid:uuid>/again/", register.again, name="insight_effect_again"),
    path("insight/<slug:question>/again/", again.again, name="insight_again"),
    path("contacts/<uuid:uuid>/asked/", why.why_asked, name="why_asked"),
]
