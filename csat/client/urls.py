"""Addresses of the clients' pages of this floor, each behind a link of its own."""

from django.urls import path

from csat.client import views

urlpatterns = [
    path("me/<str:token>", views.my_data, name="my_data"),
    path("me/<str:token>/my-data.json", views.download, name="my_data_download"),
    path("me/<str:token>/files/<uuid:uuid>", views.file, name="my_data_file"),
]
