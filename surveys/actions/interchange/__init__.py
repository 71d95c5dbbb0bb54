"""Questionnaires in and out: what a file holds, kept as a survey; a survey as a file."""
