"""Computes a stored result again from the inputs kept with it."""

from typing import Any

from csat.findings import inputs, stored
from csat.findings.methods import METHODS
from csat.findings.models import Finding, Question
from surveys.errors import DomainError


class OtherVersion(DomainError):
    code = "other_version"


def recomputed(finding: Finding) -> Any:
    """The result as JSON, out of the stored columns and seed: equal to `finding.result` to the last digit.

    Raises OtherVersion where the method has changed since.
    """
    method = METHODS[Question(finding.question)]
    if method.version != finding.method_version:
        raise OtherVersion(
            f"This result was computed by version {finding.method_version} of its method; "
            f"this installation has version {method.version}.",
            mend="Install the release that computed it.",
        )
    columns = inputs.unpacked(method.inputs, bytes(finding.inputs.content))
    return stored.to_json(method.work(columns, finding.seed, lambda share: None))
