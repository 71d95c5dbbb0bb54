"""Standing questions with their answers, the register of changes, and the code book of comments."""

from csat.findings.models.codebook import Theme
from csat.findings.models.register import RegisteredChange
from csat.findings.models.standing import Finding, FindingInputs, Question, Study, StudyState

__all__ = ["Finding", "FindingInputs", "Question", "RegisteredChange", "Study", "StudyState", "Theme"]
