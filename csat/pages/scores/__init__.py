"""Pages of scores: the table by group, and where each number comes from."""
