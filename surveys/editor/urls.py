"""Addresses of the pages for those who write surveys; names without a namespace."""

from django.urls import path

from surveys.editor.shelf import listing

urlpatterns = [
    path("", listing.surveys, name="survey_list"),
]
