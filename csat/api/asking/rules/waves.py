"""/waves/: rounds are listed, read with their progress, paused, resumed and ended."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import mixins
from rest_framework.decorators import action
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from csat import access
from csat.api.asking import refusals
from csat.api.asking.allowed import require
from csat.api.asking.filters import WaveFilters
from csat.api.asking.serializers import waves as rows
from csat.api.asking.serializers.strict import Because
from csat.api.scoping import HasRole
from csat.programs.actions import rounds
from csat.programs.models import Touchpoint, Wave
from csat.reports.programs import round as one_round
from csat.reports.programs.choosing import Chosen
from surveys.api.listing import ById, Filters, Pages
from surveys.api.refusals import ConflictRefusal

ID = OpenApiParameter("id", OpenApiTypes.UUID, OpenApiParameter.PATH)


def verb(summary: str, sent: Any) -> Callable[..., Any]:
    return extend_schema(
        summary=summary,
        parameters=[ID],
        request=sent,
        responses={200: rows.WaveNow, 409: ConflictRefusal},
    )


@extend_schema_view(list=extend_schema(summary="List rounds in which the caller's clients are asked"))
class Waves(mixins.ListModelMixin, ById):
    queryset = Wave.objects.select_related("program").order_by("uuid")
    serializer_class = rows.WaveRow
    filterset_class = WaveFilters
    filter_backends = (Filters,)
    pagination_class = Pages
    permission_classes = (IsAuthenticated, HasRole)

    def get_queryset(self) -> QuerySet[Wave]:
        found: QuerySet[Wave] = super().get_queryset()
        if getattr(self, "swagger_fake_view", False) or access.sees_everything(self.request.user):
            return found
        visible = access.narrowed(Touchpoint.objects.all(), self.request.user)
        return found.filter(id__in=visible.values("wave_id"))

    @extend_schema(
        summary="Read one round: progress, rates, who was not asked, what sampling chose",
        parameters=[ID],
        responses={200: rows.WavePage},
    )
    def retrieve(self, request: Request, **_path: Any) -> Response:
        wave = self.get_object()
        found = one_round.build(
            Chosen(wave.program, wave=wave),
            access.accounts_visible_to(request.user),
            wanted="",
            page=0,
            with_people=False,
            now=timezone.now(),
        )
        told = rows.WavePage(found).data
        if not access.sees_everything(request.user):
            told["sampling"] = {}  # it speaks of all clients
        return Response(told)

    @verb("Pause a round: nobody more is asked, what is planned waits", Because)
    @action(detail=True, methods=["post"])
    def pause(self, request: Request, **_path: Any) -> Response:
        return self._stop(rounds.pause_round, request)

    @verb("Let a paused round go on", None)
    @action(detail=True, methods=["post"])
    def resume(self, request: Request, **_path: Any) -> Response:
        wave, by = self.get_object(), require(request, access.may_send)
        with refusals.told(fields=()):
            mails = rounds.resume_round(wave=wave, by=by, now=timezone.now())
        return _now(wave, mails)

    @verb("End a round for good: what waits is taken back", Because)
    @action(detail=True, methods=["post"])
    def stop(self, request: Request, **_path: Any) -> Response:
        return self._stop(rounds.end_round, request)

    def _stop(self, act: Callable[..., int], request: Request) -> Response:
        wave, by = self.get_object(), require(request, access.may_send)
        sent = Because(data=request.data)
        sent.is_valid(raise_exception=True)
        with refusals.told(fields=("because",)):
            mails = act(wave=wave, because=sent.validated_data["because"], by=by, now=timezone.now())
        return _now(wave, mails)


def _now(wave: Wave, mails: int) -> Response:
    wave.refresh_from_db()
    return Response(rows.now(wave, mails))
