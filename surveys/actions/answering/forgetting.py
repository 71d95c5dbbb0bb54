"""Forgets which device an answer came from, once it can no longer show anything."""

from datetime import datetime, timedelta

from surveys.models import Response

KEPT = timedelta(days=90)
AT_ONCE = 5_000


def forget_devices(*, now: datetime) -> int:
    """Clear the hashes of answers last saved 90 days ago or earlier, so many at once; how many there were."""
    old = Response.objects.exclude(device="", begun_device="").filter(saved_at__lte=now - KEPT)
    ids = list(old.order_by("saved_at").values_list("id", flat=True)[:AT_ONCE])
    return Response.objects.filter(id__in=ids).update(device="", begun_device="")
