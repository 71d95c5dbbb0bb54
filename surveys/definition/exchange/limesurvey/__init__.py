"""LimeSurvey survey structures (.lss), read by the manual and by what versions 3 to 6 export."""

from surveys.definition.exchange.limesurvey.reading import read

__all__ = ["read"]
