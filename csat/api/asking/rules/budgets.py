"""/budgets/: how many surveys a mailbox and a client bear; read and replaced as a whole."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from csat import access
from csat.api.asking import refusals
from csat.api.asking.allowed import require
from csat.api.asking.serializers import budgets as rows
from csat.api.scoping import HasRole
from csat.programs.actions import budgeting
from csat.programs.budgets import Budget
from csat.programs.models import Budget as BudgetRow
from csat.programs.queries.standing import sends


class Budgets(APIView):
    permission_classes = (IsAuthenticated, HasRole)

    @extend_schema(
        summary="Read the budgets that are in force", responses={200: rows.BudgetsNow}, tags=["budgets"]
    )
    def get(self, request: Request) -> Response:
        return _told()

    @extend_schema(
        summary="Replace all budgets",
        description="They hold for what is planned from now on; what is planned already stays.",
        request=rows.Budgets,
        responses={200: rows.BudgetsNow},
        tags=["budgets"],
    )
    def put(self, request: Request) -> Response:
        by = require(request, access.may_set_rules)
        sent = rows.Budgets(data=request.data)
        sent.is_valid(raise_exception=True)
        wanted = [Budget(**row) for row in sent.validated_data["budgets"]]
        with refusals.told(fields=(), beyond="budgets"):
            budgeting.set_budgets(wanted=wanted, by=by, now=timezone.now())
        return _told()


def _told() -> Response:
    found = {"budgets": sends.budgets_in_force(), "is_house": not BudgetRow.objects.exists()}
    return Response(rows.BudgetsNow(found).data)
