"""Bringing customers in from files: upload, confirm the columns, check, import."""
