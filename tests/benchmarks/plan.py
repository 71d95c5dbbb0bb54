"""Plans one round of many contacts in a process of its own, and prints what it took, as one line of JSON.

python -m tests.benchmarks.plan PROGRAM_ID MOMENT
"""

import json
import resource
import sys
import time
from datetime import datetime

import django

django.setup()

from django.db import connection  # noqa: E402

from csat.programs.actions import planning, releasing  # noqa: E402
from csat.programs.models import Program  # noqa: E402


def main() -> None:
    program = Program.objects.select_related("survey").get(pk=int(sys.argv[1]))
    now = datetime.fromisoformat(sys.argv[2])
    counted = [0]
    per_batch: list[int] = []
    release = releasing.release

    def counting(execute, *args):  # type: ignore[no-untyped-def]
        counted[0] += 1
        return execute(*args)

    def measured(**kwargs):  # type: ignore[no-untyped-def]
        before = counted[0]
        outcome = release(**kwargs)
        per_batch.append(counted[0] - before)
        return outcome

    releasing.release = measured
    with connection.cursor() as cursor:
        cursor.execute("set statement_timeout = 0")
    begun, cpu = time.perf_counter(), time.process_time()
    with connection.execute_wrapper(counting):
        outcomes = planning.plan(program=program, now=now)
    print(
        json.dumps(
            {
                "outcomes": outcomes,
                "seconds": round(time.perf_counter() - begun, 1),
                "cpu": round(time.process_time() - cpu, 1),
                "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
                "statements": counted[0],
                "batches": len(per_batch),
                "least": min(per_batch, default=0),
                "most": max(per_batch, default=0),
            }
        )
    )


main()
