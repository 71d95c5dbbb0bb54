"""Addresses of the clients' pages. A personal link's token is everything up to the end."""

from django.urls import path

from surveys.public import assets, saving, unsubscribe, views

app_name = "surveys"
urlpatterns = [
    path("s/script/<str:digest>.js", assets.script, name="script"),
    path("s/logo/<str:sha256>", assets.logo, name="logo"),
    path("s/<str:token>", views.answer, name="answer"),
    path("s/<str:token>/save", saving.save, name="save"),
    path("s/<str:token>/change", views.change, name="change"),
    path("u/<str:token>", unsubscribe.unsubscribe, name="unsubscribe"),
]
