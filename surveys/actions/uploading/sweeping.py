"""Takes away files that no answer names any more, and bytes that no file names."""

from datetime import datetime, timedelta
from pathlib import Path

from django.db import connection

UNNAMED = (Path(__file__).parent / "sql" / "sweep_uploads.sql").read_text(encoding="utf-8")
KEPT = timedelta(days=1)  # a page in the making names its file only when it is saved


def sweep(*, now: datetime) -> int:
    """Delete what has been unnamed for a day; returns how many files and contents. Raises nothing."""
    with connection.cursor() as cursor:
        cursor.execute(UNNAMED, {"before": now - KEPT})
        uploads = cursor.rowcount
        cursor.execute(
            "DELETE FROM surveys_blob b WHERE created_at < %(before)s"
            " AND NOT EXISTS (SELECT FROM surveys_upload u WHERE u.blob_id = b.id)"
            " AND NOT EXISTS (SELECT FROM surveys_brand WHERE logo_id = b.id)",
            {"before": now - KEPT},
        )
        return uploads + cursor.rowcount
