"""Random questionnaires: the judge equals an independent oracle, the proof equals trying everybody.

QUESTIONNAIRES=10000 digs deeper; `./run studies questionnaires` prints what was met.
"""

import os

from tests.surveys.definition.drawn import checks

EXAMPLES = int(os.environ.get("QUESTIONNAIRES", "200"))


def test_the_verdict_equals_the_oracle() -> None:
    met = checks.judged(EXAMPLES)
    assert met["complete"] and met["something is missing"] and met["something is wrong"], met
    assert met["hidden answers dropped"] and met["goes on at a later page"] and met["an unknown question"], (
        met
    )


def test_the_proof_equals_trying_everybody() -> None:
    met = checks.proved(EXAMPLES)
    assert met["published"] and met["refused: a question out of reach"] and met["refused: a dead end"], met
