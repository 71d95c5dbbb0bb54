"""Addresses of the clients' pages. A personal link's token is everything up to the end."""

from django.urls import path

from surveys.public import unsubscribe, views

app_name = "surveys"
urlpatterns = [
    path("s/brand.css", views.brand, name="brand"),
    path("s/<str:token>", views.answer, name="answer"),
    path("u/<str:token>", unsubscribe.unsubscribe, name="unsubscribe"),
]
