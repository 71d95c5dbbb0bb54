"""Makes one file of all answers and says what it took: python -m tests.benchmarks.export csv"""

import sys
import time
from pathlib import Path

import django

django.setup()

from django.utils import timezone  # noqa: E402

from csat.reports.exporting import files  # noqa: E402
from csat.reports.exporting.models import Export  # noqa: E402


def main(form: str) -> None:
    export = Export(
        form=form,
        shape="responses",
        options={},
        with_people=True,
        with_pressure=True,
        language="ru",
        created_at=timezone.now(),
    )
    begun_with = _peak_mb()
    began, size = time.perf_counter(), 0
    for piece in files.pieces(export):
        size += len(piece)
    seconds = time.perf_counter() - began
    sys.stdout.write(f"{_peak_mb()} {begun_with} {seconds:.0f} {size // 1000}\n")


def _peak_mb() -> int:
    """The most memory this program ever held; unlike ru_maxrss it knows nothing of who started it."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) // 1024


if __name__ == "__main__":
    main(sys.argv[1])
