"""Scores of small groups, each helped by what is known of all the others."""
