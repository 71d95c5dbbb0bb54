"""Surveys over REST: read, import, edit, publish, compare, export. Whoever may, may for all surveys."""
