"""/contacts/<id>/why/: why a contact is asked or not, and when is the next possible date."""

from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import PermissionDenied
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from csat import access
from csat.api.asking.serializers.why import WhyPage
from csat.api.scoping import HasRole
from csat.customers.models import Contact
from csat.reports.programs import person


class WhyAsked(APIView):
    permission_classes = (IsAuthenticated, HasRole)

    @extend_schema(
        summary="Read why a contact is asked or not, and when it may be next",
        responses={200: WhyPage},
        tags=["contacts"],
    )
    def get(self, request: Request, uuid: UUID) -> Response:
        visible = access.narrowed(Contact.objects.select_related("account"), request.user)
        contact = get_object_or_404(visible, uuid=uuid)
        if not access.may_see_people(request.user):
            raise PermissionDenied
        found = person.build(contact, now=timezone.now())
        return Response(WhyPage(found, context={"may_see_people": True}).data)
