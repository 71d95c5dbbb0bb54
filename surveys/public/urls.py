"""Addresses of the clients' pages. A personal link's token is everything up to the end."""

from django.urls import path

from surveys.public import assets, mail_events, saving, views
from surveys.public.collectors import views as collectors
from surveys.public.collectors import widget
from surveys.public.unsubscribing import views as unsubscribing

app_name = "surveys"
urlpatterns = [
    path("s/script/<str:digest>.js", assets.script, name="script"),
    path("s/logo/<str:sha256>", assets.logo, name="logo"),
    path("s/<str:token>", views.answer, name="answer"),
    path("s/<str:token>/save", saving.save, name="save"),
    path("s/<str:token>/change", views.change, name="change"),
    path("s/<str:token>/anew", views.answer_instead, name="answer_instead"),
    path("u/<str:token>", unsubscribing.unsubscribe, name="unsubscribe"),
    path("mail/events/<str:provider>/", mail_events.mail_events, name="mail_events"),
    path("c/<str:slug>", collectors.shared, name="shared"),
    path("c/<str:slug>/<str:given>", collectors.shared, name="shared"),
    path("w/framed/<str:digest>.js", widget.framed, name="framed_script"),
    path("w/<str:slug>.js", widget.script, name="widget"),
    path("w/<str:slug>", collectors.framed, name="framed"),
    path("w/<str:slug>/<str:given>", collectors.framed, name="framed"),
]
