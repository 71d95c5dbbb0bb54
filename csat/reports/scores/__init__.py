"""Scores for people to read: by group, each with its interval, spread and response rate, and explained."""
