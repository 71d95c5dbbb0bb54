"""Pages of insight: one question each, words first, then the picture, the table, and how it was computed."""
