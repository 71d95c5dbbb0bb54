"""Addresses of the back office's pages."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
