"""Columns for statistics: what accounts answered and brought, as numpy arrays in few queries."""
