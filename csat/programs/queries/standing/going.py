"""Whether a rule still runs and its rounds still go on, locked: whoever stops them waits, then finds all."""

from collections.abc import Sequence

from django.db import connection

from csat.programs.models import Program, ProgramState, Wave
from csat.programs.queries.due.asking import Ask

# Shared: planners of one rule need not wait for each other, but its pause and its end do.
RULE = f"SELECT id FROM {Program._meta.db_table} WHERE id = %s AND state = %s FOR SHARE"
ROUNDS = (
    f"SELECT id FROM {Wave._meta.db_table} WHERE id = ANY(%s) AND held_at IS NULL AND ended_at IS NULL"
    " ORDER BY id FOR SHARE"
)


def still_wanted(program: Program, asks: Sequence[Ask]) -> list[Ask]:
    """Those of the asks, found some time ago, that nobody has stopped since; until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(RULE, [program.pk, ProgramState.RUNNING])
        if not cursor.fetchall():
            return []
        cursor.execute(ROUNDS, [sorted({ask.wave_id for ask in asks if ask.wave_id})])
        going = {wave_id for (wave_id,) in cursor.fetchall()}
    return [ask for ask in asks if ask.wave_id is None or ask.wave_id in going]
