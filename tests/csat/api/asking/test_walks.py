"""Generated walks over the operations about asking, on rows that are there: each keeps to its document.

Whatever was done before (paused, ended, lifted, taken back), no answer is a server's error, an undocumented
status or a body that the document does not describe.
"""

import os
from datetime import datetime, timedelta
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from knox.models import AuthToken
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from config.web.wsgi import application
from csat.access import Role
from csat.programs.models import Program
from surveys.actions import suppressing
from surveys.models import Suppression
from tests import factories
from tests.factories import Cast
from tests.walk.rows import rows_of

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
ROWS = {
    "programs": "program",
    "waves": "wave",
    "invitations": "invitation",
    "events": "event",
    "exclusions": "exclusion",
    "suppressions": "suppression",
    "contacts": "contact",
}
EXAMPLES = int(os.environ.get("API_EXAMPLES", "8"))
STEPS = 8


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.MANAGER, Role.ANALYST])
def test_walks(role: Role, transactional_db: None, cast: Cast, now: datetime) -> None:
    known = rows_of(cast.account, cast.anna, now=now)
    suppressing.suppress(address="elena@alfa.example", reason="by_hand", now=now)
    known["suppression"] = Suppression.objects.values_list("uuid", flat=True)[0]
    known["program"] = Program.objects.values_list("uuid", flat=True)[0]
    user = cast.anna.user if role == Role.MANAGER else factories.login("caller", role)
    _, token = AuthToken.objects.create(user=user, expiry=timedelta(days=1))
    document = schemathesis.openapi.from_wsgi("/api/schema/", application)
    operations = [
        found.ok() for found in document.get_all_operations() if found.ok().path.split("/")[3] in ROWS
    ]
    assert len(operations) > 30

    @seed(1)
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(data=st.data())
    def keeps_its_word(data: Any) -> None:
        for _step in range(STEPS):
            operation = data.draw(st.sampled_from(operations))
            case = data.draw(operation.as_strategy())
            kind = ROWS[operation.path.split("/")[3]]
            for name in case.path_parameters or {}:
                case.path_parameters[name] = str(known[kind])
            answer = case.call(headers={"Authorization": f"Token {token}"})
            case.validate_response(answer, checks=CHECKS)

    keeps_its_word()
