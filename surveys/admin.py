"""The back office of last resort, for superusers: look at rows; change only what nothing else can."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from surveys.models import Batch, Brand, Invitation, Message, Response, Survey, SurveyVersion


class ReadOnlyAdmin(admin.ModelAdmin):
    """Rows that actions alone may write: states, answers and what was published stay as they are."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Brand)
class BrandAdmin(admin.ModelAdmin):
    list_display = ["name", "accent", "sender_name", "reply_to_address", "is_sending_held"]


@admin.register(Survey)
class SurveyAdmin(ReadOnlyAdmin):
    list_display = ["title", "key", "kind", "archived_at"]


@admin.register(SurveyVersion)
class SurveyVersionAdmin(ReadOnlyAdmin):
    list_display = ["survey", "number", "published_at", "published_by"]
    list_select_related = ["survey", "published_by"]


@admin.register(Batch)
class BatchAdmin(ReadOnlyAdmin):
    list_display = ["name", "sender_name", "is_stopped", "created_at"]


@admin.register(Invitation)
class InvitationAdmin(ReadOnlyAdmin):
    list_display = ["uuid", "address", "kind", "created_at", "expires_at", "answered_at", "cancelled_at"]
    search_fields = ["address"]


@admin.register(Message)
class MessageAdmin(ReadOnlyAdmin):
    list_display = ["uuid", "number", "state", "due_at", "attempt", "reason"]
    list_filter = ["state"]


@admin.register(Response)
class ResponseAdmin(ReadOnlyAdmin):
    list_display = ["uuid", "version", "language", "submitted_at", "verdict", "doubts"]
    list_select_related = ["version__survey"]
    list_filter = ["verdict"]
