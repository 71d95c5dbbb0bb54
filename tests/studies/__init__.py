"""Simulated worlds in which the truth is known, and how often the statistics find it."""
