"""The calendar of the coming 30 days: its rows, its grid, and what is left out."""
