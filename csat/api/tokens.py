"""API tokens: hashed, several a person, each with an end; made in a browser, never by another token."""

from datetime import timedelta
from typing import Any

from drf_spectacular.utils import extend_schema, extend_schema_view
from knox.models import AuthToken
from rest_framework import mixins, serializers, status
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from csat.api.scoping import BySession, HasRole
from surveys.api.listing import ById, Pages

LONGEST_DAYS = 366


class TokenSerializer(serializers.ModelSerializer[AuthToken]):
    """A token that exists; its text is told once, when it is made."""

    id = serializers.CharField(source="token_key", read_only=True, help_text="how the token begins")
    created_at = serializers.DateTimeField(source="created", read_only=True)
    expires_at = serializers.DateTimeField(source="expiry", read_only=True, allow_null=True)

    class Meta:
        model = AuthToken
        fields = ["id", "created_at", "expires_at"]


class NewTokenSerializer(serializers.Serializer[Any]):
    days = serializers.IntegerField(min_value=1, max_value=LONGEST_DAYS, default=90, write_only=True)
    token = serializers.CharField(read_only=True)
    expires_at = serializers.DateTimeField(read_only=True)


class TokenPages(Pages):
    ordering = "digest"

    def check_position(self, text: str) -> None:
        """Any text is a digest's place."""


@extend_schema_view(
    list=extend_schema(summary="Your own tokens"),
    destroy=extend_schema(summary="Revoke one of your tokens"),
    create=extend_schema(
        summary="Make a token (only with a browser session)",
        request=NewTokenSerializer,
        responses={201: NewTokenSerializer},
    ),
)
class Tokens(mixins.ListModelMixin, mixins.DestroyModelMixin, ById):
    permission_classes = (IsAuthenticated, HasRole, BySession)
    serializer_class = TokenSerializer
    pagination_class = TokenPages
    lookup_column, is_uuid = "token_key", False
    queryset = AuthToken.objects.none()

    def get_queryset(self) -> Any:
        return AuthToken.objects.filter(user=self.request.user.pk)

    def create(self, request: Request) -> Response:
        wish = NewTokenSerializer(data=request.data)
        wish.is_valid(raise_exception=True)
        row, text = AuthToken.objects.create(
            user=request.user, expiry=timedelta(days=wish.validated_data["days"])
        )
        return Response({"token": text, "expires_at": row.expiry}, status=status.HTTP_201_CREATED)
