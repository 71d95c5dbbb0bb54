"""Clients' own pages beside their surveys: what we hold about them, and its erasure."""
