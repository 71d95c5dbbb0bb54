"""The installation's addresses with the demo's inbox among them."""

from django.urls import include, path

from config.urls import urlpatterns as installed
from config.web import inbox

urlpatterns = [
    path("inbox/assets/preview.css", inbox.styles),
    path("inbox/", include("django_mail_preview.urls")),
    *installed,
]
