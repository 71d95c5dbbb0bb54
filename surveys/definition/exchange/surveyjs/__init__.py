"""SurveyJS JSON, read by the documentation at https://surveyjs.io/form-library/documentation."""

from surveys.definition.exchange.surveyjs.reading import read

__all__ = ["read"]
