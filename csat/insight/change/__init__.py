"""Whether an account's score has really fallen: how likely, since when, and at what rate of false alarms."""
