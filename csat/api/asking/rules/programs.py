"""/programs/: survey rules are read, written, copied, tried, started, paused and ended."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from csat import access
from csat.api.asking import refusals
from csat.api.asking.allowed import ONLY_WHO, require
from csat.api.asking.filters import ProgramFilters
from csat.api.asking.serializers import programs as rows
from csat.api.asking.serializers.foresight import DryRunPage
from csat.api.asking.serializers.strict import Because
from csat.customers.models import Contact, Employee
from csat.customers.queries import local_day
from csat.programs.actions import arranging, stopping, trying
from csat.programs.models import Program
from csat.programs.readiness import starting
from csat.reports.programs import dry_run
from surveys.api.listing import ById, Filters, Pages
from surveys.api.refusals import ConflictRefusal
from surveys.models import Survey

ID = OpenApiParameter("id", OpenApiTypes.UUID, OpenApiParameter.PATH)
THERE_IS_NONE = _("There is none that you may see.")
FIELDS = tuple(rows.Rule().fields)


def verb(summary: str, sent: Any, answered: Any, *, description: str = "") -> Callable[..., Any]:
    """What all verbs of a rule tell in the document."""
    return extend_schema(
        summary=summary,
        description=description,
        parameters=[ID],
        request=sent,
        responses={200: answered, 409: ConflictRefusal},
    )


@extend_schema_view(
    list=extend_schema(summary="List survey rules"),
    retrieve=extend_schema(summary="Read one survey rule", parameters=[ID]),
)
class Programs(mixins.ListModelMixin, mixins.RetrieveModelMixin, ById):
    """For those who run survey rules; all others get 403."""

    queryset = Program.objects.select_related("survey", "owner").order_by("uuid")
    serializer_class = rows.ProgramRow
    filterset_class = ProgramFilters
    filter_backends = (Filters,)
    pagination_class = Pages
    permission_classes = ONLY_WHO
    may = staticmethod(access.may_send)

    @extend_schema(
        summary="Write a survey rule; it is a draft until it is started",
        request=rows.NewProgram,
        responses={201: rows.ProgramRow},
    )
    def create(self, request: Request) -> Response:
        values = _values(rows.NewProgram(data=request.data), request)
        values.setdefault("starts_on", local_day(timezone.now()))
        with refusals.told(fields=FIELDS, beyond="kind"):
            made = arranging.create(values=values, by=_by(request), now=timezone.now())
        return _told(made, status.HTTP_201_CREATED)

    @extend_schema(
        summary="Change a survey rule",
        description="The kind never changes; what is planned already stays as it is.",
        parameters=[ID],
        request=rows.ProgramChange,
        responses={200: rows.ProgramRow, 409: ConflictRefusal},
    )
    def partial_update(self, request: Request, **_path: Any) -> Response:
        program = self.get_object()
        values = _values(rows.ProgramChange(data=request.data), request)
        with refusals.told(fields=FIELDS, beyond="name"):
            changed = arranging.change(program=program, values=values, by=_by(request), now=timezone.now())
        return _told(changed)

    @extend_schema(
        summary="Copy a survey rule as a draft",
        parameters=[ID],
        request=rows.Copy,
        responses={201: rows.ProgramRow},
    )
    @action(detail=True, methods=["post"])
    def copy(self, request: Request, **_path: Any) -> Response:
        program, name = self.get_object(), _sent(rows.Copy(data=request.data))["name"]
        with refusals.told(fields=FIELDS, beyond="name"):
            made = arranging.copy(program=program, name=name, by=_by(request), now=timezone.now())
        return _told(made, status.HTTP_201_CREATED)

    @verb("Start a survey rule, or let a paused one go on", rows.Start, rows.ProgramRow)
    @action(detail=True, methods=["post"])
    def start(self, request: Request, **_path: Any) -> Response:
        program, sent = self.get_object(), _sent(rows.Start(data=request.data))
        with refusals.told(fields=("despite",)):
            starting.start(program=program, by=_by(request), now=timezone.now(), **sent)
        return _told(program)

    @verb("Pause a survey rule: what it has planned waits", Because, rows.Waiting)
    @action(detail=True, methods=["post"])
    def pause(self, request: Request, **_path: Any) -> Response:
        return self._stop(stopping.pause, request)

    @verb("End a survey rule for good: what waits is taken back", Because, rows.Waiting)
    @action(detail=True, methods=["post"])
    def end(self, request: Request, **_path: Any) -> Response:
        return self._stop(stopping.end, request)

    @verb("Send a rule's real cases to our own people", None, rows.Waiting)
    @action(detail=True, methods=["post"])
    def trial(self, request: Request, **_path: Any) -> Response:
        program = self.get_object()
        with refusals.told(fields=()):
            sent = trying.send(program=program, by=_by(request), now=timezone.now())
        return Response({"mails": len(sent)})

    @extend_schema(
        summary="Play a rule through on the last three closed months",
        parameters=[ID],
        responses={200: DryRunPage},
    )
    @action(detail=True, methods=["get"], url_path="dry-run", filterset_class=None)
    def dry_run(self, request: Request, **_path: Any) -> Response:
        accounts = access.accounts_visible_to(request.user)
        found = dry_run.build(self.get_object(), accounts, now=timezone.now())
        return Response(DryRunPage(found).data)

    def _stop(self, act: Callable[..., int], request: Request) -> Response:
        program, because = self.get_object(), _sent(Because(data=request.data))["because"]
        with refusals.told(fields=("because",)):
            mails = act(program=program, because=because, by=_by(request), now=timezone.now())
        return Response({"mails": mails})


def _by(request: Request) -> Any:
    return require(request, access.may_send)


def _sent(serializer: Any) -> Mapping[str, Any]:
    serializer.is_valid(raise_exception=True)
    found: Mapping[str, Any] = serializer.validated_data
    return found


def _told(program: Program, code: int = status.HTTP_200_OK) -> Response:
    found = Program.objects.select_related("survey", "owner").get(pk=program.pk)
    return Response(rows.ProgramRow(found).data, status=code)


def _values(serializer: Any, request: Request) -> dict[str, Any]:
    """What was sent, with rows in the place of their ids; what is not there is told by field."""
    values = dict(_sent(serializer))
    wrong: dict[str, Any] = {}
    if "survey" in values:
        values["survey"] = Survey.objects.filter(key=values["survey"].replace("\0", "")).first()
        wrong |= {} if values["survey"] else {"survey": [THERE_IS_NONE]}
    if values.get("owner"):
        values["owner"] = Employee.objects.filter(uuid=values["owner"]).first()
        wrong |= {} if values["owner"] else {"owner": [THERE_IS_NONE]}
    if "contacts" in values:
        values["contacts"], missing = _contacts(values["contacts"], request)
        wrong |= {"contacts": {str(place): [THERE_IS_NONE] for place in missing}} if missing else {}
    if wrong:
        raise ValidationError(wrong)
    return values


def _contacts(wanted: list[Any], request: Request) -> tuple[list[Contact], list[int]]:
    """The contacts in their order, and the places of those that are not there."""
    visible = access.narrowed(Contact.objects.filter(uuid__in=wanted), request.user)
    found = {row.uuid: row for row in visible}
    missing = [place for place, uuid in enumerate(wanted) if uuid not in found]
    return [found[uuid] for uuid in dict.fromkeys(wanted) if uuid in found], missing
