"""Addresses of the pages for those who write surveys; names without a namespace."""

from django.urls import path

from surveys.editor.shelf import archiving, listing, starting
from surveys.editor.survey import page
from surveys.editor.versions import comparing, history, publishing

urlpatterns = [
    path("", listing.surveys, name="survey_list"),
    path("new/", starting.new, name="survey_new"),
    path("new/<slug:key>/", starting.from_library, name="survey_from_library"),
    path("<uuid:uuid>/", page.survey, name="survey"),
    path("<uuid:uuid>/versions/", history.versions, name="survey_versions"),
    path("<uuid:uuid>/compare/", comparing.compare, name="survey_compare"),
    path("<uuid:uuid>/publish/", publishing.publish, name="survey_publish"),
    path("<uuid:uuid>/copy/", starting.copy, name="survey_copy"),
    path("<uuid:uuid>/archive/", archiving.archive, name="survey_archive"),
    path("<uuid:uuid>/unarchive/", archiving.unarchive, name="survey_unarchive"),
]
