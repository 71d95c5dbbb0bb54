"""Questionnaires of other tools, and our own as files: pure readers and writers."""
