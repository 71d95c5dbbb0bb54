"""Timetables as rows: each slot is taken by exactly one sweep, missed ones are caught up once (D4)."""
