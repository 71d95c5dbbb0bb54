"""Addresses of the pages for those who write surveys; names without a namespace."""

from django.urls import path

from surveys.editor.company import brand, wording
from surveys.editor.doors import anonymous, codes
from surveys.editor.doors import views as doors
from surveys.editor.editing import views as editing
from surveys.editor.gateways import views as gateways
from surveys.editor.interchange import views as interchange
from surveys.editor.mails import views as mails
from surveys.editor.preview import trying
from surveys.editor.preview import views as preview
from surveys.editor.shelf import archiving, listing, starting
from surveys.editor.suppressions import views as suppressions
from surveys.editor.survey import page
from surveys.editor.telling import views as telling
from surveys.editor.versions import comparing, history, publishing

urlpatterns = [
    path("", listing.surveys, name="survey_list"),
    path("new/", starting.new, name="survey_new"),
    path("new/<slug:key>/", starting.from_library, name="survey_from_library"),
    path("wording/", wording.wordings, name="survey_wording"),
    path("wording/add/", wording.add, name="survey_wording_add"),
    path("wording/<str:tag>/", wording.language, name="survey_wording_language"),
    path("brand/", brand.brand, name="survey_brand"),
    path("brand/preview/", brand.preview, name="survey_brand_preview"),
    path("suppressions/", suppressions.suppressions, name="suppressions"),
    path("suppressions/import/", suppressions.take_over, name="suppressions_import"),
    path("suppressions/<uuid:uuid>/lift/", suppressions.lift, name="suppression_lift"),
    path("gateways/", gateways.gateways, name="gateways"),
    path("gateways/new/", gateways.new, name="gateway_new"),
    path("gateways/<uuid:uuid>/", gateways.one, name="gateway"),
    path("gateways/<uuid:uuid>/try/", gateways.try_out, name="gateway_try"),
    path("gateways/<uuid:uuid>/switch/", gateways.switch, name="gateway_switch"),
    path("import/", interchange.survey_import, name="survey_import"),
    path("<uuid:uuid>/export/", interchange.survey_export, name="survey_export"),
    path("<uuid:uuid>/", page.survey, name="survey"),
    path("<uuid:uuid>/versions/", history.versions, name="survey_versions"),
    path("<uuid:uuid>/compare/", comparing.compare, name="survey_compare"),
    path("<uuid:uuid>/publish/", publishing.publish, name="survey_publish"),
    path("<uuid:uuid>/copy/", starting.copy, name="survey_copy"),
    path("<uuid:uuid>/told/", telling.page, name="survey_told"),
    path("told/<uuid:uuid>/back/", telling.take_back, name="survey_told_back"),
    path("<uuid:uuid>/doors/", doors.doors, name="survey_doors"),
    path("<uuid:uuid>/doors/anonymous/", anonymous.results, name="survey_anonymous"),
    path("<uuid:uuid>/doors/<uuid:door>/", doors.door, name="survey_door"),
    path("<uuid:uuid>/doors/<uuid:door>/print/", codes.printed, name="survey_door_print"),
    path("<uuid:uuid>/doors/<uuid:door>/code.<str:kind>", codes.code, name="survey_door_qr"),
    path("<uuid:uuid>/archive/", archiving.archive, name="survey_archive"),
    path("<uuid:uuid>/unarchive/", archiving.unarchive, name="survey_unarchive"),
    path("<uuid:uuid>/edit/", editing.edit, name="survey_edit"),
    path("<uuid:uuid>/edit/present/", editing.present, name="survey_present"),
    path("<uuid:uuid>/preview/", preview.preview, name="survey_preview"),
    path("<uuid:uuid>/preview/facts/", preview.change_facts, name="survey_facts"),
    path("<uuid:uuid>/preview/page/<int:number>/<slug:case>/", preview.sheet, name="survey_sheet"),
    path("<uuid:uuid>/mail/", mails.mail, name="survey_mail"),
    path("<uuid:uuid>/mail/send/", mails.send, name="survey_mail_send"),
    path("<uuid:uuid>/mail/<slug:case>/", mails.sheet, name="survey_mail_sheet"),
    path("<uuid:uuid>/try/", trying.try_out, name="survey_try"),
    path("<uuid:uuid>/try/again/", trying.again, name="survey_try_again"),
    path("<uuid:uuid>/try/page/<int:number>/<slug:light>/", trying.step, name="survey_try_page"),
]
