"""Writes the story of the demo company into the tables, in finished states."""
