"""Opens a round, and draws whom it asks where its rule wants the fewest; what is drawn stands."""

import secrets
from datetime import date, datetime
from typing import Any

from django.db import transaction

from csat.customers.models import Company
from csat.programs.models import Program, RoundDraw, Wave
from csat.programs.queries import sampled
from csat.programs.sampling import choosing, inputs, words
from csat.programs.sampling.choosing import Choice, Why
from csat.programs.sampling.inputs import Inputs

SEED_BITS = 62


def open_round(*, program: Program, month: date, starts_on: date, company: Company, now: datetime) -> Wave:
    """The round of a month, opened by whoever comes first; a sampled one with its choice."""
    wave, _ = Wave.objects.get_or_create(program=program, month=month, defaults={"starts_on": starts_on})
    wave.program = program
    if sampled.is_wanted(program) and not wave.sampling:
        draw(wave=wave, company=company, now=now)
    return wave


@transaction.atomic
def draw(*, wave: Wave, company: Company, now: datetime) -> bool:
    """Choose whom the round asks; False where that was done before: a choice stands to the round's end."""
    locked = Wave.objects.select_for_update(no_key=True).get(pk=wave.pk)
    if RoundDraw.objects.filter(wave=locked).exists():
        wave.seed, wave.sampling = locked.seed, locked.sampling
        return False
    made_from = sampled.inputs_of(wave, company=company, now=now)
    wave.seed = secrets.randbits(SEED_BITS) if locked.seed is None else locked.seed
    choice = choosing.choose(made_from, seed=wave.seed)
    packed = inputs.packed(made_from)
    whys = {str(contact): why.value for contact, why in sorted(choice.whys.items())}
    RoundDraw.objects.create(wave=wave, inputs=packed, whys=whys, drawn_at=now)
    wave.sampling = summary(made_from, choice) | {
        "fingerprint": inputs.fingerprint(packed),
        "drawn_at": now.isoformat(),
    }
    wave.save(update_fields=["seed", "sampling"])
    return True


def summary(made_from: Inputs, choice: Choice) -> dict[str, Any]:
    """What was wanted, what can be reached, and what is expected from how many; goals also in words."""
    limit = made_from.wanted.most_per_account
    audit = sum(why == Why.AUDIT for why in choice.whys.values())
    return {
        "clients": len(made_from.clients),
        "candidates": len(made_from.candidates),
        "chosen": len(choice.asked) - audit,
        "audit": audit,
        "not_asked": len(choice.whys) - len(choice.asked),
        "goals": [
            {
                "name": goal.name,
                "wanted": round(goal.wanted, 4),
                "heard": round(goal.heard, 4),
                "reachable": round(goal.reachable, 4),
                "expected": round(goal.expected, 4),
                "is_reached": goal.is_reached,
                "is_reachable": goal.is_reachable,
                "clients_without_anybody": goal.without_anybody,
                "words": words.of_goal(goal, limit=limit),
            }
            for goal in choice.goals
        ],
    }
