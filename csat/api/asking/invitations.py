"""/invitations/: who was asked, the ledger of each, and taking one back."""

from typing import Any

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from csat import access
from csat.api import reading
from csat.api.asking.allowed import require
from csat.api.asking.serializers import invitations as rows
from csat.api.asking.serializers.programs import Waiting
from csat.api.asking.serializers.strict import Because
from csat.programs.actions import stopping
from csat.programs.models import Touchpoint
from csat.reports.programs import ledger
from surveys.api.refusals import Conflict, ConflictRefusal


class Invitations(reading.Invitations):
    @extend_schema(
        summary="Read an invitation's ledger: every attempt, report and reply, line by line",
        parameters=[reading.ID],
        responses={200: rows.LedgerPage},
    )
    @action(detail=True, methods=["get"], filterset_class=None)
    def ledger(self, request: Request, **_path: Any) -> Response:
        touchpoint = self.get_object()
        if not access.may_see_people(request.user):
            raise PermissionDenied
        occasions = Touchpoint.objects.filter(pk=touchpoint.pk)
        found = ledger.build(touchpoint.invitation.uuid, occasions, now=timezone.now())
        if found is None:
            raise Http404
        return Response(rows.LedgerPage(found).data)

    @extend_schema(
        summary="Take an invitation back: what waits is not sent",
        description="Whoever has the mail already may still answer, and is not reminded.",
        parameters=[reading.ID],
        request=Because,
        responses={200: Waiting, 409: ConflictRefusal},
    )
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, **_path: Any) -> Response:
        touchpoint = self.get_object()
        invitation, occasion = touchpoint.invitation, Touchpoint.objects.filter(pk=touchpoint.pk)
        require(request, access.may_send)
        sent = Because(data=request.data)
        sent.is_valid(raise_exception=True)
        if invitation.cancelled_at or invitation.answered_at:
            raise Conflict(_("It was answered or taken back already."), code="already_over")
        because = sent.validated_data["because"][:300]
        mails = stopping.withdraw(touchpoints=occasion, because=because, now=timezone.now())
        return Response({"mails": mails})
