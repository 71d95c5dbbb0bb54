"""The questions of insight: what their pages show, as data. Nothing is computed while the caller waits."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import PermissionDenied, ValidationError
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.views import APIView
from rest_framework_dataclasses.serializers import DataclassSerializer

from csat import access
from csat.api.scoping import HasRole
from csat.api.wire import reports as naming
from csat.customers.models import Account
from csat.customers.queries import local_day
from csat.findings.models import RegisteredChange
from csat.reports.insight import change, clients, drivers, drops, effects, lead, quiet, themes
from csat.reports.insight.losses import retention, risk

Build = Callable[[QuerySet[Account], date, access.User], Any]
EVERYBODY: Callable[[access.User], bool] = access.may_see_overview
POOLED: Callable[[access.User], bool] = access.may_read_insight
NAMED = naming.NamedByModule  # registers itself


def serializer_of(kind: type[Any]) -> type[Serializer[Any]]:
    """The serializer of a report: all its fields, in its order."""
    meta = type("Meta", (), {"dataclass": kind})
    return type(f"{kind.__module__}.{kind.__name__}", (DataclassSerializer,), {"Meta": meta})


def question(summary: str, kind: type[Any], may: Callable[[access.User], bool], build: Build) -> Any:
    """The endpoint of one question."""
    serializer = serializer_of(kind)

    class Endpoint(APIView):
        permission_classes = (IsAuthenticated, HasRole)

        @extend_schema(summary=summary, responses=serializer, tags=["insight"])
        def get(self, request: Request) -> Response:
            _refuse_filters(request)
            if not may(request.user):
                raise PermissionDenied
            accounts = access.accounts_visible_to(request.user)
            report = build(accounts, local_day(timezone.now()), request.user)
            return Response(serializer(report).data)

    Endpoint.__name__ = summary.title().replace(" ", "")
    return Endpoint.as_view()


class Effect(APIView):
    """One registered change."""

    permission_classes = (IsAuthenticated, HasRole)

    @extend_schema(
        operation_id="insight_effect_retrieve",
        summary="Read what one registered change did",
        responses=serializer_of(effects.Report),
        tags=["insight"],
    )
    def get(self, request: Request, uuid: str) -> Response:
        _refuse_filters(request)
        if not access.may_read_insight(request.user):
            raise PermissionDenied
        one = get_object_or_404(RegisteredChange, uuid=uuid)
        accounts = access.accounts_visible_to(request.user)
        report = effects.build(accounts, one, today=local_day(timezone.now()))
        return Response(serializer_of(effects.Report)(report).data)


def _refuse_filters(request: Request) -> None:
    if request.query_params:
        raise ValidationError({name: _("There is no such filter.") for name in request.query_params})


def plain(build: Callable[..., Any]) -> Build:
    """A report that is the same for everybody who may see the same clients."""
    return lambda accounts, today, user: build(accounts, today=today)


def _themes(accounts: QuerySet[Account], today: date, user: access.User) -> themes.Report:
    return themes.build(accounts, today=today, with_words=access.may_see_people(user))


def _silence(accounts: QuerySet[Account], today: date, user: access.User) -> quiet.SilenceReport:
    return quiet.build_silence(accounts, today=today, with_people=access.may_see_people(user))


QUESTIONS = {
    "lead": question("Read whether satisfaction leads revenue", lead.Report, POOLED, plain(lead.build)),
    "drivers": question("Read what carries satisfaction", drivers.Report, POOLED, plain(drivers.build)),
    "change": question("Read why the score changed", change.Report, POOLED, plain(change.build)),
    "retention": question("Read retention by satisfaction", retention.Report, POOLED, plain(retention.build)),
    "risk": question("Read revenue at risk", risk.Report, POOLED, plain(risk.build)),
    "themes": question("Read themes of comments", themes.Report, POOLED, _themes),
    "effects": question("Read the register of changes", effects.Register, POOLED, plain(effects.register)),
    "clients": question("Read estimates of clients", clients.Report, EVERYBODY, plain(clients.build)),
    "drops": question("Read which clients have fallen", drops.Report, EVERYBODY, plain(drops.build)),
    "decline": question(
        "Read which clients decline quietly", quiet.DeclineReport, EVERYBODY, plain(quiet.build_decline)
    ),
    "silence": question("Read which clients have gone silent", quiet.SilenceReport, EVERYBODY, _silence),
}
